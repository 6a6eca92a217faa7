// Runs a command inside the test, with consoles that are remembered.
using System.Text;
using Spectre.Console;

namespace Conferral.Cli.Tests;

/// <summary>What one command wrote and how it ended.</summary>
internal sealed record CliRun(int ExitStatus, string Out, string Error, byte[] RawOut)
{
    public static Task<CliRun> Of(IReadOnlyDictionary<string, string>? environment, params string[] args) => At(TimeProvider.System, environment, args);

    /// <summary>The same after so long.</summary>
    public static Task<CliRun> After(TimeSpan span, params string[] args) => At(new LaterTime(span), WithPassphrase, args);

    private static async Task<CliRun> At(TimeProvider time, IReadOnlyDictionary<string, string>? environment, string[] args)
    {
        var (output, error, raw) = (new StringWriter(), new StringWriter(), new MemoryStream());
        var terminal = new Terminal(Console(output), Console(error), raw, time, name => environment?.GetValueOrDefault(name));
        var status = await CommandLine.RunAsync(args, terminal);
        return new CliRun(status, output.ToString(), error.ToString(), raw.ToArray());
    }

    public static Task<CliRun> Of(params string[] args) => Of(WithPassphrase, args);

    public static readonly IReadOnlyDictionary<string, string> WithPassphrase = new Dictionary<string, string> { [Passphrase.Variable] = "correct horse" };

    public string RawText => Encoding.UTF8.GetString(RawOut);

    private sealed class LaterTime(TimeSpan span) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + span;
    }

    private static IAnsiConsole Console(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 200;
        return console;
    }
}
