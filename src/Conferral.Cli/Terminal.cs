// What a command may touch of the world: two consoles, the clock, the environment and standard input.
using Spectre.Console;

namespace Conferral.Cli;

/// <summary>
/// <see cref="Out"/> carries results (and nothing but JSON under --json); <see cref="Error"/> carries progress and refusals.
/// </summary>
internal sealed record Terminal(IAnsiConsole Out, IAnsiConsole Error, Stream RawOut, TimeProvider Time, Func<string, string?> Environment)
{
    public static Terminal OfThisProcess() => new(
        AnsiConsole.Console,
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }),
        Console.OpenStandardOutput(),
        TimeProvider.System,
        System.Environment.GetEnvironmentVariable);

    /// <summary>A plain line of result, never wrapped or read as markup.</summary>
    public void Line(string text = "") => Out.Profile.Out.Writer.WriteLine(text);

    /// <summary>A plain line beside the result.</summary>
    public void Note(string text) => Error.Profile.Out.Writer.WriteLine(text);
}
