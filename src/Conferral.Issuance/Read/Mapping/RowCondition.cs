// Which values of one of their columns a row filter speaks of.
namespace Conferral.Issuance.Read;

/// <summary>Words compared without regard to case; one that ends in <c>*</c> stands for every word that starts so, and an empty one for an empty value.</summary>
internal sealed record RowCondition(string Column, IReadOnlyList<string> Words, MappingPlace? Place)
{
    public bool Holds(ReadOnlySpan<char> value) => WordPattern.AnyMatches(Words, value);
}

internal static class WordPattern
{
    public static bool AnyMatches(IReadOnlyList<string> patterns, ReadOnlySpan<char> value)
    {
        foreach (var pattern in patterns)
        {
            var matches = pattern.Length > 1 && pattern[^1] == '*'
                ? value.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.OrdinalIgnoreCase)
                : value.Equals(pattern, StringComparison.OrdinalIgnoreCase);
            if (matches) return true;
        }

        return false;
    }
}
