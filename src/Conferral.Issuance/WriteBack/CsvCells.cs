// One cell of a CSV file that people open in a spreadsheet.
using System.Buffers;
using System.Text;

namespace Conferral.Issuance.WriteBack;

/// <summary>Writes cells as RFC 4180 has them, and disarms those a spreadsheet would run as a formula.</summary>
internal static class CsvCells
{
    public const string LineEnd = "\r\n";

    private static readonly SearchValues<char> StartsFormula = SearchValues.Create("=+-@\t\r");

    /// <summary>Appends one cell; with <paramref name="guardFormulas"/> a cell that starts like a formula gets an apostrophe in front.</summary>
    public static void Append(StringBuilder line, string? text, bool guardFormulas, char delimiter = ',')
    {
        if (string.IsNullOrEmpty(text)) return;
        if (guardFormulas && StartsFormula.Contains(text[0])) text = '\'' + text;
        if (text.Contains(delimiter) || text.AsSpan().ContainsAny('"', '\r', '\n')) line.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        else line.Append(text);
    }

    /// <summary>A whole line with its end.</summary>
    public static string Line(IEnumerable<string?> cells, bool guardFormulas, char delimiter = ',', string lineEnd = LineEnd)
    {
        var line = new StringBuilder(512);
        var first = true;
        foreach (var cell in cells)
        {
            if (!first) line.Append(delimiter);
            first = false;
            Append(line, cell, guardFormulas, delimiter);
        }

        return line.Append(lineEnd).ToString();
    }
}
