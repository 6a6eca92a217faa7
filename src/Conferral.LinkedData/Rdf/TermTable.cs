// The interned terms of one dataset: spellings in one arena, looked up by hash.
using System.Runtime.CompilerServices;

namespace Conferral.LinkedData.Rdf;

/// <summary>Open-addressing table from a term's canonical N-Quads spelling to its number.</summary>
internal sealed class TermTable
{
    /// <summary>A fresh blank node is in no bucket: nobody can ask for it by its spelling.</summary>
    private readonly record struct Entry(int Start, int Length, int Hash, TermKind Kind, bool IsFresh);

    private byte[] _arena = new byte[4096];
    private int _used;
    private Entry[] _entries = new Entry[64];
    private int _count = 1; // entry 0: the default graph, an empty spelling
    private int[] _buckets = new int[FewBuckets]; // entry number, 0 = free
    private int _bucketCount = FewBuckets; // in use: a small document does not pay for the large one before it, or not for long

    private const int FewBuckets = 128;
    private const int MaxDigits = 10;

    public int Count => _count;

    /// <summary>Every spelling, one after another.</summary>
    public ReadOnlySpan<byte> Spellings => _arena.AsSpan(0, _used);

    public TermKind KindOf(int term) => _entries[term].Kind;

    public ReadOnlySpan<byte> SpellingOf(int term)
    {
        ref readonly var entry = ref _entries[term];
        return _arena.AsSpan(entry.Start, entry.Length);
    }

    /// <summary>The hash by which <see cref="Intern(TermKind, ReadOnlySpan{byte}, int)"/> finds the term, in this table and any other.</summary>
    public int HashOf(int term) => _entries[term].Hash;

    public bool IsFresh(int term) => _entries[term].IsFresh;

    public void Clear()
    {
        Array.Clear(_buckets, 0, _bucketCount);
        if (_count * 8 < _bucketCount) _bucketCount = Math.Max(FewBuckets, _bucketCount / 2);
        _used = 0;
        _count = 1;
    }

    public int Intern(TermKind kind, ReadOnlySpan<byte> open, ReadOnlySpan<byte> body, ReadOnlySpan<byte> close)
    {
        var start = _used;
        Append(open);
        Append(body);
        Append(close);
        return Settle(kind, start);
    }

    /// <summary>Interns a term whose spelling and hash are known from another table.</summary>
    public int Intern(TermKind kind, ReadOnlySpan<byte> spelling, int hash)
    {
        ref var bucket = ref Find(kind, spelling, hash);
        if (bucket != 0) return bucket;
        var start = _used;
        Append(spelling);
        return Settle(ref bucket, new Entry(start, spelling.Length, hash, kind, IsFresh: false));
    }

    /// <summary>The number given to <see cref="AddFresh"/>; 0 for terms that are not fresh.</summary>
    public int PlayOf(int term) => _entries[term].IsFresh ? _entries[term].Hash : 0;

    /// <summary>Adds a blank node under a label that no document can write, which remembers which playing of a template made it, or 0.</summary>
    public int AddFresh(int serial, int play = 0)
    {
        var start = _used;
        Append("_:~"u8);
        System.Buffers.Text.Utf8Formatter.TryFormat(serial, Reserve(MaxDigits), out var digits);
        _used += digits;
        return Add(new Entry(start, _used - start, play, TermKind.BlankNode, IsFresh: true));
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
        ref var bucket = ref Find(kind, spelling, hash);
        if (bucket == 0) return Settle(ref bucket, new Entry(start, spelling.Length, hash, kind, IsFresh: false));
        _used = start;
        return bucket;
    }

    private int Settle(ref int bucket, in Entry entry)
    {
        bucket = _count;
        var number = Add(entry);
        if (_count * 2 > _bucketCount) Rehash();
        return number;
    }

    private int Add(in Entry entry)
    {
        if (_count == _entries.Length) Array.Resize(ref _entries, _count * 2);
        _entries[_count] = entry;
        return _count++;
    }

    /// <summary>The bucket that holds the term's number, or the free one where it belongs.</summary>
    private ref int Find(TermKind kind, ReadOnlySpan<byte> spelling, int hash)
    {
        var mask = _bucketCount - 1;
        for (var slot = hash & mask; ; slot = (slot + 1) & mask)
        {
            ref var number = ref _buckets[slot];
            if (number == 0) return ref number;
            ref readonly var entry = ref _entries[number];
            if (entry.Hash == hash && entry.Kind == kind && spelling.SequenceEqual(_arena.AsSpan(entry.Start, entry.Length))) return ref number;
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
            if (_entries[number].IsFresh) continue;
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
