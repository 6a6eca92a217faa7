// "Did you mean …?": the known word that a mistyped one is closest to.
namespace Conferral.Issuance.Read;

internal static class NearestWord
{
    /// <summary>A word longer than this is no typing error of another one.</summary>
    private const int LongestCompared = 64;

    /// <summary>" Did you mean "title"?", with the blank before it, or an empty text where nothing is close.</summary>
    public static string Hint(string word, IEnumerable<string> known) => Find(word, known) is { } near ? $" Did you mean \"{near}\"?" : "";

    /// <summary>The closest known word: equal but for case and separators, or at most a third of its letters away.</summary>
    public static string? Find(string word, IEnumerable<string> known)
    {
        var typed = Plain(word);
        if (typed.Length is 0 or > LongestCompared) return null;
        var (best, bestDistance) = ((string?)null, Math.Max(1, typed.Length / 3) + 1);
        foreach (var candidate in known)
        {
            var plain = Plain(candidate);
            if (plain.Length is 0 or > LongestCompared) continue;
            var distance = Distance(typed, plain);
            if (distance < bestDistance) (best, bestDistance) = (candidate, distance);
        }

        return best;
    }

    /// <summary>The letters and digits alone, in one case: "Student ID" and "student_id" are the same word.</summary>
    public static string Plain(string word) => string.Concat(word.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    /// <summary>Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).</summary>
    internal static int Distance(string one, string other)
    {
        var (before, last, current) = (new int[other.Length + 1], new int[other.Length + 1], new int[other.Length + 1]);
        for (var j = 0; j <= other.Length; j++) last[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                current[j] = Math.Min(changed, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) current[j] = Math.Min(current[j], before[j - 2] + 1);
            }

            (before, last, current) = (last, current, before);
        }

        return last[other.Length];
    }
}
