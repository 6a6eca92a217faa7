// What objects that many documents share say: an institution's profile, the achievements of its catalogue.
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.JsonLd;

/// <summary>An object where it stands: everything on which its expansion depends but the node it hangs from.</summary>
internal readonly ref struct ShelfSite(ActiveContext active, TermDefinition? property, bool fromMap, ReadOnlySpan<byte> text)
{
    public ActiveContext Active { get; } = active;

    public TermDefinition? Property { get; } = property;

    public bool FromMap { get; } = fromMap;

    /// <summary>The object's JSON, byte for byte.</summary>
    public ReadOnlySpan<byte> Text { get; } = text;

    public ulong Key { get; } = ObjectShelf.KeyOf(text, RuntimeHelpers.GetHashCode(active), property is null ? 0 : RuntimeHelpers.GetHashCode(property));
}

/// <summary>
/// Keeps the quads of objects that are met again and again, so that the same bytes in the same context are walked once
/// and not for every learner. What is found here is what walking would give, quad for quad; blank nodes are fresh.
/// Bounds: about <see cref="MaxBytes"/> twice; what is not used goes first. Safe for concurrent use.
/// </summary>
internal sealed class ObjectShelf
{
    /// <summary>A catalogue of some ten thousand courses. Units: bytes.</summary>
    private const int MaxBytes = 32 << 20;

    /// <summary>A shorter object is walked as fast as it is found.</summary>
    private const int MinText = 40;

    /// <summary>A longer object is somebody's own.</summary>
    private const int MaxText = 8192;

    private const int MetSlots = (1 << 14) - 3; // a prime

    private readonly ulong[] _met = new ulong[MetSlots];
    private Generation _young = new();
    private Generation _old = new();

    private sealed class Generation
    {
        public int Bytes;

        public ConcurrentDictionary<ulong, Entry> Entries { get; } = new();
    }

    private sealed record Entry(ActiveContext Active, TermDefinition? Property, bool FromMap, byte[] Text, int Levels, QuadTemplate Template)
    {
        public int Size => Text.Length + Template.Size + FixedSize;

        private const int FixedSize = 256;

        public bool Fits(in ShelfSite site)
            => ReferenceEquals(Active, site.Active) && ReferenceEquals(Property, site.Property) && FromMap == site.FromMap && site.Text.SequenceEqual(Text);
    }

    /// <summary>
    /// Whether an object is looked for at all: one that is the value of a property and has nothing put around it. One that
    /// starts with a context of its own is a credential, and somebody's own.
    /// </summary>
    public static bool IsFor(ReadOnlySpan<byte> text, in Place place)
        => text.Length is >= MinText and <= MaxText && place is { IsTop: false, Wraps: false, Items: null, Key: null } && !text.StartsWith("{\"@context\""u8);

    /// <param name="site">The object.</param>
    /// <param name="levels">How many more levels of nesting may be entered; an object that needs more is walked, and refused.</param>
    /// <param name="template">What it says.</param>
    public bool TryFind(in ShelfSite site, int levels, out QuadTemplate template)
    {
        template = null!;
        if (!_young.Entries.TryGetValue(site.Key, out var entry))
        {
            if (!_old.Entries.TryGetValue(site.Key, out entry)) return false;
            Keep(site.Key, entry);
        }

        if (entry.Levels > levels || !entry.Fits(site)) return false;
        template = entry.Template;
        return true;
    }

    /// <summary>Whether the object was met so often that it is worth keeping; most are one learner's own, and keeping them would only cost.</summary>
    public bool IsMetOften(in ShelfSite site)
    {
        ref var slot = ref _met[site.Key % MetSlots];
        var met = slot;
        var times = (met ^ site.Key) <= TimesMask ? (met & TimesMask) + 1 : 0;
        if (times == OftenAfter) return true;
        slot = (site.Key & ~TimesMask) | times;
        return false;
    }

    /// <summary>The low bits of a slot count, the others are those of the key.</summary>
    private const ulong TimesMask = 7;

    private const ulong OftenAfter = 3;

    public void Add(in ShelfSite site, int levels, QuadTemplate template)
        => Keep(site.Key, new Entry(site.Active, site.Property, site.FromMap, site.Text.ToArray(), levels, template));

    private void Keep(ulong key, Entry entry)
    {
        var young = _young;
        young.Entries[key] = entry;
        if (Interlocked.Add(ref young.Bytes, entry.Size) <= MaxBytes) return;
        var next = new Generation();
        if (Interlocked.CompareExchange(ref _young, next, young) == young) _old = young;
    }

    /// <summary>A hash of the object's bytes and of where it stands: four lanes, so that a processor works on all of them at once.</summary>
    public static ulong KeyOf(ReadOnlySpan<byte> text, int context, int property)
    {
        var (a, b, c, d) = (Seed + (ulong)text.Length, ((ulong)(uint)context << 32) | (uint)property, Seed, ~Seed);
        var words = MemoryMarshal.Cast<byte, ulong>(text);
        while (words.Length >= Lanes)
        {
            (a, b, c, d) = (Mix(a, words[0]), Mix(b, words[1]), Mix(c, words[2]), Mix(d, words[3]));
            words = words[Lanes..];
        }

        foreach (var word in words) a = Mix(a, word);
        a = Mix(a, MemoryMarshal.Read<ulong>(text[^sizeof(ulong)..])); // what is left over, and some of it twice
        return Mix(Mix(a, b), Mix(c, d)) & ~7UL;
    }

    private const int Lanes = 4;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private static readonly ulong Seed = (ulong)Utf8Comparer.Hash("shelf"u8) | 1;

    private static ulong Mix(ulong key, ulong word)
    {
        var high = Math.BigMul(key ^ word, Multiplier, out var low);
        return high ^ low;
    }
}
