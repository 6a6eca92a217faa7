// Text whose further lines are indented more than its first, so that a wrapped finding still reads as one.
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Conferral.Cli.Rendering;

/// <summary>Units: columns. The text is wrapped to what is left of the width.</summary>
/// <param name="text">What is wrapped.</param>
/// <param name="lead">What stands before its first line.</param>
/// <param name="further">How far its further lines are indented.</param>
internal sealed class Hanging(IRenderable text, string lead, int further) : IRenderable
{
    private const int Least = 20;

    public Measurement Measure(RenderOptions options, int maxWidth) => new(Math.Min(Least, maxWidth), maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var before = lead;
        foreach (var line in Segment.SplitLines(text.Render(options, Math.Max(Least, maxWidth - further))))
        {
            yield return new Segment(before);
            foreach (var segment in line) yield return segment;
            yield return Segment.LineBreak;
            before = new string(' ', further);
        }
    }

    public static void Write(IAnsiConsole console, string markup, int first, int further) => console.Write(new Hanging(new Markup(markup), new string(' ', first), further));
}
