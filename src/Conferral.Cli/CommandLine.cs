// The command tree, and the one place where a refusal becomes a sentence and an exit status.
using System.CommandLine;
using Conferral.Cli.Commands;

namespace Conferral.Cli;

internal static class CommandLine
{
    /// <summary>What Ctrl+C leaves a command to end in order: requests under way get their answers recorded.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        var root = Root(terminal);
        var parse = root.Parse(args);
        if (args.Length == 0)
        {
            await root.Parse(["--help"]).InvokeAsync(Invocation(terminal));
            return ExitCode.NotDone;
        }

        if (parse.Errors.Count > 0)
        {
            var named = parse.UnmatchedTokens.Count > 0 ? parse.Errors.Where(error => parse.UnmatchedTokens.Any(token => error.Message.Contains(token, StringComparison.Ordinal))).ToList() : [];
            foreach (var error in named.Count > 0 ? named : parse.Errors) terminal.Note($"conferral: {error.Message}");
            terminal.Note("Try `conferral --help`, or `conferral COMMAND --help`.");
            return ExitCode.NotDone;
        }

        try
        {
            return await parse.InvokeAsync(Invocation(terminal));
        }
        catch (Exception e) when (Faults.Find(e) is { } fault)
        {
            terminal.Note($"conferral: {fault.Message}");
            return fault.ExitStatus;
        }
    }

    private static InvocationConfiguration Invocation(Terminal terminal)
        => new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToStop, Output = terminal.Out.Profile.Out.Writer, Error = terminal.Error.Profile.Out.Writer };

    public static RootCommand Root(Terminal terminal) => new("Turns a student information system's export into signed 1EdTech CLR 2.0 credentials, delivers them, and writes their ids back.")
    {
        DemoCommand.Create(terminal),
        InitCommand.Create(terminal),
        ConnectCommand.Create(terminal),
        DisconnectCommand.Create(terminal),
        MapCommand.Create(terminal),
        ReadCommand.Create(terminal),
        PlanCommand.Create(terminal),
        ApproveCommand.Create(terminal),
        ApproversCommand.Create(terminal),
        IssueCommand.Create(terminal),
        ClearCommand.Create(terminal),
        StatusCommand.Create(terminal),
        ShowCommand.Create(terminal),
        DossierCommand.Create(terminal),
        ResolveCommand.Create(terminal),
        ReconcileCommand.Create(terminal),
        WritebackCommand.Create(terminal),
        FindCommand.Create(terminal),
        ExportCommand.Create(terminal),
        StatusChangeCommand.Revoke(terminal),
        StatusChangeCommand.Suspend(terminal),
        StatusChangeCommand.Reinstate(terminal),
        StatusChangeCommand.Withdraw(terminal),
        ReissueCommand.Create(terminal),
        PublishCommand.Create(terminal),
        KeysCommand.Create(terminal),
        AuditCommand.Create(terminal),
        PurgeCommand.Create(terminal),
        ReceiptCommand.Create(terminal),
        LogCommand.Create(terminal),
        VerifyCommand.Create(terminal),
        RenderCommand.Create(terminal),
        SignCommand.Create(terminal),
        DeriveCommand.Create(terminal),
        KeygenCommand.Create(terminal),
        BakeCommand.Create(terminal),
        CanonicalizeCommand.Create(terminal),
        ContextsCommand.Create(terminal),
        PlatformCommand.Create(terminal),
        SandboxCommand.Create(terminal),
        GenerateCohortCommand.Create(terminal),
    };
}
