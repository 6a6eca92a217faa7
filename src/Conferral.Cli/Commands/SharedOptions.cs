// Options that several commands have, defined once.
using System.CommandLine;

namespace Conferral.Cli.Commands;

internal static class SharedOptions
{
    public static Option<string> Workspace() => new("--workspace", "-w")
    {
        Description = "The workspace folder (default: the current one).",
        DefaultValueFactory = _ => ".",
    };

    public static Option<int?> PassphraseDescriptor() => new("--passphrase-fd")
    {
        Description = $"Read the key's passphrase from this file descriptor (else from {Passphrase.Variable}, else ask).",
    };

    public static Option<bool> Json() => new("--json") { Description = "Write the result as JSON." };
}
