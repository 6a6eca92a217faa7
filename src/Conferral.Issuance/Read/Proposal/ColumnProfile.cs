// What one column of an unknown export holds, counted in one pass.
namespace Conferral.Issuance.Read;

/// <summary>Bounds: at most <see cref="MaxKept"/> different values; of a column with more the first ones stand for all.</summary>
internal sealed class ColumnProfile(string name)
{
    /// <summary>More than the codes of any code table, and enough keys to compare two files by.</summary>
    private const int MaxKept = 5_000;

    private readonly Dictionary<string, long> kept = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    /// <summary>The words of the name: <c>graduationDate</c>, <c>GRADUATION_DATE</c> and <c>graduation date</c> are two words each.</summary>
    public IReadOnlyList<string> Words { get; } = SplitWords(name);

    public long Rows { get; private set; }

    public long Filled { get; private set; }

    public bool HasMoreValues { get; private set; }

    public bool IsUnique => Filled > 0 && !HasMoreValues && kept.Count == Filled;

    /// <summary>The values and how often each stands, in ordinal order.</summary>
    public IEnumerable<KeyValuePair<string, long>> Values => kept.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    public int Distinct => kept.Count;

    public void Add(ReadOnlySpan<char> value)
    {
        Rows++;
        if (value.IsEmpty) return;
        Filled++;
        var text = value.ToString();
        if (kept.TryGetValue(text, out var count)) kept[text] = count + 1;
        else if (kept.Count < MaxKept) kept[text] = 1;
        else HasMoreValues = true;
    }

    /// <summary>Of the kept values, each as often as it stands, how many pass and how many there are.</summary>
    public (long Fit, long Of) Count(Func<string, bool> test)
    {
        var (fit, of) = (0L, 0L);
        foreach (var (value, count) in kept)
        {
            of += count;
            if (test(value)) fit += count;
        }

        return (fit, of);
    }

    public bool Holds(string value) => kept.ContainsKey(value);

    private static string[] SplitWords(string name)
    {
        var spaced = string.Concat(name.Select((sign, i) => !char.IsLetterOrDigit(sign) ? " " : i > 0 && char.IsUpper(sign) && char.IsLower(name[i - 1]) ? " " + sign : sign.ToString()));
        return spaced.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
