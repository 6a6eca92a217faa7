// Notices that a spreadsheet took the leading zeros of the learners' keys in one file and not in another.
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// A sample of one file's keys of digits. Keys that differ only in leading zeros are sampled together, in every file the same
/// ones, so that two samples can be compared exactly.
/// Bounds: <see cref="MaxSampled"/> keys.
/// </summary>
internal sealed class KeySample
{
    /// <summary>Enough that a file whose zeros were lost is noticed with certainty, whatever else is wrong with some keys.</summary>
    public const int MaxSampled = 8192;

    private readonly Dictionary<string, string> byDigits = new(StringComparer.Ordinal);
    private readonly HashSet<string> keys = new(StringComparer.Ordinal);
    private uint thinning;

    public void Add(ReadOnlySpan<char> key)
    {
        if (key.IsEmpty || key.ContainsAnyExceptInRange('0', '9')) return;
        var digits = key.TrimStart('0');
        if ((HashOf(digits) & thinning) != 0) return;
        var text = key.ToString();
        if (!keys.Add(text)) return;
        byDigits.TryAdd(digits.ToString(), text);
        if (keys.Count > MaxSampled) Thin();
    }

    /// <summary>A key of this file that <paramref name="learners"/> has only with more or fewer zeros before it, and the learner's key; null where there is none.</summary>
    public (string Here, string There)? LostZeros(KeySample learners)
    {
        foreach (var key in keys.Order(StringComparer.Ordinal))
        {
            var digits = key.AsSpan().TrimStart('0');
            if ((HashOf(digits) & learners.thinning) != 0 || learners.keys.Contains(key)) continue;
            if (learners.byDigits.TryGetValue(digits.ToString(), out var other)) return (key, other);
        }

        return null;
    }

    /// <summary>Errors: <see cref="IntakeException"/> where a key of <paramref name="feed"/> lost or kept zeros that the learners' file has otherwise.</summary>
    public void Refuse(KeySample learners, Feed feed, Feed learnerFeed)
    {
        if (LostZeros(learners) is not var (here, there)) return;
        throw new IntakeException(
            IntakeCodes.KeyForms,
            $"{feed.Name} has the learner key {here} where {learnerFeed.Name} has {there}. A spreadsheet has probably taken the leading zeros away in one of them, and no program can know which keys had them. "
            + "Export the file again and do not open it in a spreadsheet, or import its key column as text.",
            new SourceLocation(feed.Name));
    }

    private void Thin()
    {
        while (keys.Count > MaxSampled)
        {
            thinning = (thinning << 1) | 1;
            keys.RemoveWhere(key => (HashOf(key.AsSpan().TrimStart('0')) & thinning) != 0);
        }

        foreach (var digits in byDigits.Keys.Where(digits => (HashOf(digits) & thinning) != 0).ToArray()) byDigits.Remove(digits);
    }

    /// <summary>FNV-1a: the same in every file and process, and even enough in its lowest bits.</summary>
    private static uint HashOf(ReadOnlySpan<char> text)
    {
        var hash = 2166136261u;
        foreach (var letter in text) hash = (hash ^ letter) * 16777619u;
        return hash ^ (hash >> 15);
    }
}
