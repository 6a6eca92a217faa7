// The interned terms of one dataset: spellings in one arena, looked up by hash.
using System.Runtime.CompilerServices;

namespace Conferral.LinkedData.Rdf;

/// <summary>Open-addressing table from a term's canonical N-Quads spelling to its number.</summary>
internal sealed class TermTable
{
    private readonly record struct Entry(int Start, int Length, int Hash, TermKind Kind);

    private byte[] _arena = new byte[4096];
    private int _used;
    private Entry[] _entries = new Entry[64];
    private int _count = 1; // entry 0: the default graph, an empty spelling
    private int[] _buckets = new int[FewBuckets]; // entry number, 0 = free
    private int _bucketCount = FewBuckets; // in use: a small document does not pay for the large one before it

    private const int FewBuckets = 128;

    public int Count => _count;

    /// <summary>Every spelling, one after another.</summary>
    public ReadOnlySpan<byte> Spellings => _arena.AsSpan(0, _used);

    public TermKind KindOf(int term) => _entries[term].Kind;

    public ReadOnlySpan<byte> SpellingOf(int term)
    {
        ref readonly var entry = ref _entries[term];
        return _arena.AsSpan(entry.Start, entry.Length);
    }

    public void Clear()
    {
        _used = 0;
        _count = 1;
        Array.Clear(_buckets, 0, _bucketCount);
        _bucketCount = FewBuckets;
    }

    public int Intern(TermKind kind, ReadOnlySpan<byte> open, ReadOnlySpan<byte> body, ReadOnlySpan<byte> close)
    {
        var start = _used;
        Append(open);
        Append(body);
        Append(close);
        return Settle(kind, start);
    }

    public int InternLiteral(ReadOnlySpan<byte> lexical, ReadOnlySpan<byte> datatype, ReadOnlySpan<byte> language)
    {
        var start = _used;
        Append("\""u8);
        AppendEscaped(lexical);
        Append("\""u8);
        if (!language.IsEmpty)
        {
            Append("@"u8);
            Append(language);
        }
        else if (!datatype.IsEmpty && !datatype.SequenceEqual("http://www.w3.org/2001/XMLSchema#string"u8))
        {
            Append("^^<"u8);
            Append(datatype);
            Append(">"u8);
        }

        return Settle(TermKind.Literal, start);
    }

    /// <summary>Keeps the spelling that was appended since <paramref name="start"/> if it is new, and drops it if known.</summary>
    private int Settle(TermKind kind, int start)
    {
        var spelling = _arena.AsSpan(start, _used - start);
        var hash = Utf8Comparer.Hash(spelling);
        var mask = _bucketCount - 1;
        for (var slot = hash & mask; ; slot = (slot + 1) & mask)
        {
            var number = _buckets[slot];
            if (number == 0)
            {
                number = _count++;
                if (number == _entries.Length) Array.Resize(ref _entries, number * 2);
                _entries[number] = new Entry(start, spelling.Length, hash, kind);
                _buckets[slot] = number;
                if (_count * 2 > _bucketCount) Rehash();
                return number;
            }

            ref readonly var entry = ref _entries[number];
            if (entry.Hash == hash && entry.Kind == kind && spelling.SequenceEqual(_arena.AsSpan(entry.Start, entry.Length)))
            {
                _used = start;
                return number;
            }
        }
    }

    private void Rehash()
    {
        Array.Clear(_buckets, 0, _bucketCount);
        _bucketCount *= 2;
        if (_bucketCount > _buckets.Length) _buckets = new int[_bucketCount];
        var mask = _bucketCount - 1;
        for (var number = 1; number < _count; number++)
        {
            var slot = _entries[number].Hash & mask;
            while (_buckets[slot] != 0) slot = (slot + 1) & mask;
            _buckets[slot] = number;
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _used += bytes.Length;
    }

    /// <summary>Escapes as canonical N-Quads prescribes (RDF 1.2 N-Quads, canonical form): the short escapes, then \u00XX for other controls and U+007F.</summary>
    private void AppendEscaped(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(EscapedBytes);
            if (plain < 0)
            {
                Append(text);
                return;
            }

            Append(text[..plain]);
            AppendEscape(text[plain]);
            text = text[(plain + 1)..];
        }
    }

    private static readonly System.Buffers.SearchValues<byte> EscapedBytes = System.Buffers.SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, (byte)'"', (byte)'\\', 127]);

    private void AppendEscape(byte b)
    {
        switch (b)
        {
            case (byte)'\b': Append("\\b"u8); break;
            case (byte)'\t': Append("\\t"u8); break;
            case (byte)'\n': Append("\\n"u8); break;
            case (byte)'\f': Append("\\f"u8); break;
            case (byte)'\r': Append("\\r"u8); break;
            case (byte)'"': Append("\\\""u8); break;
            case (byte)'\\': Append("\\\\"u8); break;
            default:
                Append("\\u00"u8);
                Append([HexDigit(b >> 4), HexDigit(b & 15)]);
                break;
        }
    }

    private static byte HexDigit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Reserve(int length)
    {
        if (_arena.Length - _used < length) Array.Resize(ref _arena, Math.Max(_arena.Length * 2, _used + length));
        return _arena.AsSpan(_used, length);
    }
}
