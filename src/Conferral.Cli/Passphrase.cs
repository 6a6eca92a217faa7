// Where the key's passphrase comes from: a file descriptor, the environment or a prompt; never an argument.
using System.Globalization;
using System.Text;
using Conferral.Issuance.Workspaces;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace Conferral.Cli;

internal static class Passphrase
{
    public const string Variable = "CONFERRAL_PASSPHRASE";

    /// <summary>The passphrase of an existing key.</summary>
    public static string Read(Terminal terminal, int? descriptor) => Given(terminal, descriptor)
        ?? (terminal.Error.Profile.Capabilities.Interactive
            ? terminal.Error.Prompt(new TextPrompt<string>("Passphrase of the signing key:").Secret())
            : throw Missing());

    /// <summary>The passphrase of a key about to be made, asked twice when asked at all.</summary>
    public static string Choose(Terminal terminal, int? descriptor)
    {
        if (Given(terminal, descriptor) is { } given) return given;
        if (!terminal.Error.Profile.Capabilities.Interactive) throw Missing();
        while (true)
        {
            var first = terminal.Error.Prompt(new TextPrompt<string>("Choose a passphrase for the new signing key:").Secret());
            if (terminal.Error.Prompt(new TextPrompt<string>("The same again:").Secret()) == first) return first;
            terminal.Note("The two differ; please try once more.");
        }
    }

    private static string? Given(Terminal terminal, int? descriptor)
    {
        if (descriptor is not { } number) return terminal.Environment(Variable) is { Length: > 0 } value ? value : null;
        try
        {
            using var handle = new SafeFileHandle(number, ownsHandle: false);
            using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 1);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadLine() is { Length: > 0 } line
                ? line
                : throw new WorkspaceException(string.Create(CultureInfo.InvariantCulture, $"File descriptor {number} held no passphrase. Write it there as one line."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new WorkspaceException(string.Create(CultureInfo.InvariantCulture, $"File descriptor {number} cannot be read ({e.Message}). Open it for this command, as in: conferral issue --passphrase-fd 3 3<FILE"), e);
        }
    }

    private static WorkspaceException Missing()
        => new($"The signing key needs its passphrase. Set {Variable}, or give it on a file descriptor with --passphrase-fd.");
}
