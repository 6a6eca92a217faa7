// Lines of a proposed mapping: YAML that a registrar can read, with what it was told by beside it.
using System.Text;

namespace Conferral.Issuance.Read;

internal sealed class ProposalText
{
    /// <summary>Comments start here where the line is shorter, so that they can be read as a column of their own.</summary>
    private const int CommentColumn = 64;

    private const string CheckMark = "CHECK: ";
    private static readonly string[] YamlWords = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"];
    private readonly StringBuilder lines = new();

    /// <summary>How many lines ask for a decision.</summary>
    public int Checks { get; private set; }

    public static string Check(string what) => CheckMark + what;

    public static string Check(string what, Understood column) => $"{CheckMark}{what}; {Told(column)}";

    /// <summary>"96 % sure: 150 of 150 values look like term codes".</summary>
    public static string Told(Understood column) => FormattableString.Invariant($"{column.Sure} % sure: {column.Evidence}");

    public void Line(int indent, string text, string? comment = null)
    {
        var line = new string(' ', indent) + text;
        if (comment is not null)
        {
            if (comment.StartsWith(CheckMark, StringComparison.Ordinal)) Checks++;
            line = (text.Length == 0 ? line : line.PadRight(CommentColumn - 1) + " ") + "# " + comment;
        }

        lines.Append(line.TrimEnd()).Append('\n');
    }

    public void Blank() => lines.Append('\n');

    /// <summary>The word as YAML reads it back, also between braces and brackets.</summary>
    public static string Word(string text)
    {
        var plain = text.Length > 0 && char.IsAsciiLetter(text[0]) && text[^1] != ' ' && !YamlWords.Contains(text.ToLowerInvariant())
            && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '_' or '.' or '-' or ' ' or '/' or '+');
        return plain ? text : "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal) + "\"";
    }

    public static string Words(IEnumerable<string> texts) => texts.ToArray() is [var only] ? Word(only) : $"[{string.Join(", ", texts.Select(Word))}]";

    public override string ToString() => lines.ToString();
}
