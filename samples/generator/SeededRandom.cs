// A small random number generator whose numbers are the same on every machine and version.
namespace Conferral.Samples;

/// <summary>SplitMix64. Shape: the sequence depends on the seed alone; no use for secrets.</summary>
internal struct SeededRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>A stream of its own for the <paramref name="index"/>th thing of a <paramref name="purpose"/>, so that learners do not depend on each other.</summary>
    public static SeededRandom For(long seed, long index, int purpose = 0)
    {
        var mixed = new SeededRandom(((ulong)seed * 0x9E3779B97F4A7C15) ^ ((ulong)index << 8) ^ (ulong)purpose);
        return new SeededRandom(mixed.NextUInt64());
    }

    public ulong NextUInt64()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>From 0 up to but not including <paramref name="bound"/>.</summary>
    public int Next(int bound) => (int)(NextUInt64() % (ulong)bound);

    public bool Chance(int percent) => Next(100) < percent;

    public T Pick<T>(IReadOnlyList<T> from) => from[Next(from.Count)];

    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
