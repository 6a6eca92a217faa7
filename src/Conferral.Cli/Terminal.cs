// What a command may touch of the world: two consoles, the clock, the environment and standard input.
using Conferral.Cli.Rendering;
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

    /// <summary>A plain line of result, never wrapped or read as markup: data, and commands to copy.</summary>
    public void Line(string text = "") => Out.Profile.Out.Writer.WriteLine(text);

    /// <summary>A sentence of result: on a screen its words are kept whole and further lines indented, in a file it is one line. Spaces it begins with indent it.</summary>
    public void Say(string text) => Say(Out, text);

    /// <summary>The same for a text with something before it, such as a name in a list; further lines begin where its first one does.</summary>
    public void Say(string lead, string text) => Say(Out, lead, text, lead.Length);

    /// <summary>A sentence beside the result.</summary>
    public void Note(string text) => Say(Error, text);

    private static void Say(IAnsiConsole console, string text)
    {
        var indent = text.Length - text.AsSpan().TrimStart(' ').Length;
        Say(console, text[..indent], text[indent..], indent + 2);
    }

    private static void Say(IAnsiConsole console, string lead, string text, int further)
    {
        if (console.Profile.Out.IsTerminal) console.Write(new Hanging(new Text(text), lead, further));
        else console.Profile.Out.Writer.WriteLine(lead + text);
    }
}
