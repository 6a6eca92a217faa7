// conferral contexts: what JSON-LD contexts are known here, and the one way to add to them.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Credentials.Fetching;
using Conferral.Issuance.Workspaces;
using Conferral.Issuance.Workspaces.Contexts;
using Conferral.LinkedData.Contexts;

namespace Conferral.Cli.Commands;

internal static class ContextsCommand
{
    public static Command Create(Terminal terminal) => new("contexts", "The JSON-LD contexts documents may use: built in, or added here and pinned by SHA-256.")
    {
        List(terminal),
        Add(terminal),
        Show(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var (store, workspace, json) = (Store(), SharedOptions.Workspace(), SharedOptions.Json());
        var command = new Command("list", "Every known context: URL, SHA-256, built in or added, size, when. Exit 1 if an added file is damaged.") { store, workspace, json };
        command.SetAction(parse =>
        {
            var folder = Folder(parse.GetValue(store), parse.GetRequiredValue(workspace));
            var contexts = KnownContext.All(folder is null ? null : ContextFolder.Open(folder));
            if (parse.GetValue(json)) ContextsView.WriteJson(terminal, contexts);
            else ContextsView.Write(terminal, contexts);
            return contexts.Any(context => context.State == ContextState.Damaged) ? ExitCode.NeedsAttention : ExitCode.Done;
        });
        return command;
    }

    private static Command Add(Terminal terminal)
    {
        var (url, store, workspace) = (Url(), Store(), SharedOptions.Workspace());
        var file = new Option<string?>("--file", "-f") { Description = "The document, as its publisher serves it." };
        var online = new Option<bool>("--online") { Description = "Fetch the document from the URL, over https and from a public address." };
        var replace = new Option<bool>("--replace") { Description = "Take these bytes for a URL that has others already." };
        var command = new Command("add", "Add a context for documents that name URL. Look at it first: it decides what their words mean.") { url, file, online, replace, store, workspace };
        command.SetAction(async (parse, cancellation) =>
        {
            var (name, path) = (parse.GetRequiredValue(url), parse.GetValue(file));
            if (path is null != parse.GetValue(online)) throw new FormatException("Name the document with --file FILE, or fetch it with --online: one of the two.");
            var folder = Folder(parse.GetValue(store), parse.GetRequiredValue(workspace))
                ?? throw new WorkspaceException($"There is no workspace here to add a context to. Name it with --workspace DIR, make one with `conferral init DIR`, or name any folder with --store DIR and give it to other commands as --contexts DIR.");
            var document = path is null ? await FetchAsync(terminal, name, cancellation) : await File.ReadAllBytesAsync(path, cancellation);
            var contexts = ContextFolder.Open(folder);
            var outcome = await contexts.AddAsync(name, document, terminal.Time.GetUtcNow(), parse.GetValue(replace));
            var stored = contexts.Contexts.Single(context => context.Url == name);
            terminal.Say($"{Said(outcome)} {name}, {FindingsView.Count(stored.Bytes, "byte")}, SHA-256 {stored.Sha256}, in {Path.GetFullPath(folder)}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show(Terminal terminal)
    {
        var (url, store, workspace) = (Url(), Store(), SharedOptions.Workspace());
        var command = new Command("show", "Print a context: the term table of a built-in one, the bytes of an added one.") { url, store, workspace };
        command.SetAction(parse =>
        {
            var name = parse.GetRequiredValue(url);
            if (ContextStore.Revisions.FirstOrDefault(revision => revision.Url == name && revision.IsCurrent) is { } builtIn)
            {
                terminal.Line(ContextStore.Describe(builtIn));
                return ExitCode.Done;
            }

            var folder = Folder(parse.GetValue(store), parse.GetRequiredValue(workspace)) is { } path ? ContextFolder.Open(path) : null;
            if (folder?.Contexts.FirstOrDefault(context => context.Url == name) is not { } stored)
                throw new ContextFolderException($"No context is known by {name}. `conferral contexts list` shows those that are; URLs are compared letter by letter.");
            terminal.RawOut.Write(folder.Read(stored));
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> Url() => new("URL") { Description = "The URL documents name in @context." };

    private static Option<string?> Store() => new("--store") { Description = $"The folder of added contexts (default: {ContextFolder.FolderName} in the workspace)." };

    private static string? Folder(string? store, string workspace) => store ?? LocalContexts.InWorkspace(workspace);

    private static string Said(ContextAddition outcome) => outcome switch
    {
        ContextAddition.Added => "Added",
        ContextAddition.Replaced => "Replaced",
        ContextAddition.Restored => "Restored",
        _ => "Already there:",
    };

    private static async Task<byte[]> FetchAsync(Terminal terminal, string url, CancellationToken cancellationToken)
    {
        try
        {
            using var fetcher = new SafeFetcher(new FetchLimits { MaxBytes = ContextDocument.MaxBytes }, terminal.Time);
            return await fetcher.GetAsync(url, cancellationToken);
        }
        catch (FetchException e)
        {
            throw new ContextFolderException($"{url} could not be fetched: {e.Message} Get it in another way and give it with --file.", e);
        }
    }
}
