// Where commands take contexts from: the folder named by hand, else that of the workspace around them, else the built-in ones alone.
using System.CommandLine;
using Conferral.Issuance.Workspaces;
using Conferral.Issuance.Workspaces.Contexts;
using Conferral.LinkedData.Contexts;

namespace Conferral.Cli.Commands;

internal static class LocalContexts
{
    public static Option<string?> Option() => new("--contexts") { Description = "The folder of added contexts (default: that of the workspace in the current folder, where there is one)." };

    /// <summary>Errors: <see cref="ContextFolderException"/>.</summary>
    public static ContextStore Open(string? folder)
    {
        if (folder is not null && !Directory.Exists(folder)) throw new ContextFolderException($"There is no folder {folder}. Make it with `conferral contexts add URL --file FILE --store {folder}`, or correct --contexts.");
        return (folder ?? InWorkspace(".")) is { } path ? ContextFolder.Open(path).ToStore() : ContextStore.BuiltIn;
    }

    /// <summary>The workspace's folder of contexts, made or not; null where there is no workspace.</summary>
    public static string? InWorkspace(string workspace)
        => File.Exists(Path.Combine(workspace, Workspace.FileName)) ? Path.Combine(workspace, ContextFolder.FolderName) : null;
}
