// How the header of a table nobody has described is told from its rows: it has names, and more of them than a title or a record.
namespace Conferral.Issuance.Read;

/// <summary>A name that says what its column holds counts for more than one that only looks like a name.</summary>
internal sealed class UnknownHeader() : HeaderNames([])
{
    private const int Known = 3;
    private const int LongestName = 80;

    public override bool IsHeader(IReadOnlyList<string> cells) => false;

    public override int Score(IReadOnlyList<string> cells)
        => cells.Where(LooksLikeAName).Distinct(StringComparer.OrdinalIgnoreCase).Sum(cell => ColumnMeanings.Knows(cell) ? Known : 1);

    private static bool LooksLikeAName(string cell)
        => cell.Length is > 0 and <= LongestName && cell.Any(char.IsLetter) && !cell.Contains('@') && !ValueShapes.IsAnyDate(cell);
}
