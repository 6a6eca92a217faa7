// One row's used fields in one reusable block of characters.
namespace Conferral.Issuance.Read;

/// <summary>
/// The fields of one row that the mapping uses, trimmed, and the learner key they belong to.
/// Bounds: grows to the longest row seen and is reused for every row.
/// </summary>
internal sealed class RowBuffer
{
    private char[] chars = new char[256];
    private int[] ends = new int[16];
    private int keyLength;
    private int length;

    /// <summary>The physical line on which the record starts.</summary>
    public long Line { get; private set; }

    /// <summary>How many fields the record had; differs from the header's number in a damaged row.</summary>
    public int Width { get; private set; }

    public int Count { get; private set; }

    public ReadOnlySpan<char> Key => chars.AsSpan(0, keyLength);

    public ReadOnlySpan<char> this[int field]
    {
        get
        {
            var start = field == 0 ? keyLength : ends[field - 1];
            return chars.AsSpan(start, ends[field] - start);
        }
    }

    public ReadOnlySpan<char> Chars => chars.AsSpan(0, length);

    public ReadOnlySpan<int> Ends => ends.AsSpan(0, Count);

    public int KeyLength => keyLength;

    public void Begin(long line, int width)
    {
        (Line, Width, Count, length, keyLength) = (line, width, 0, 0, 0);
    }

    public void SetKey(ReadOnlySpan<char> key)
    {
        Write(key);
        keyLength = length;
    }

    public void Add(ReadOnlySpan<char> field)
    {
        Write(field);
        if (Count == ends.Length) Array.Resize(ref ends, Count * 2);
        ends[Count++] = length;
    }

    /// <summary>Takes over a row that was stored as its parts.</summary>
    public void Restore(long line, int width, int storedKeyLength, ReadOnlySpan<int> storedEnds, ReadOnlySpan<char> storedChars)
    {
        Begin(line, width);
        Write(storedChars);
        keyLength = storedKeyLength;
        if (ends.Length < storedEnds.Length) ends = new int[storedEnds.Length];
        storedEnds.CopyTo(ends);
        Count = storedEnds.Length;
    }

    public void CopyFrom(RowBuffer other) => Restore(other.Line, other.Width, other.keyLength, other.Ends, other.Chars);

    private void Write(ReadOnlySpan<char> text)
    {
        if (length + text.Length > chars.Length) Array.Resize(ref chars, Math.Max(chars.Length * 2, length + text.Length));
        text.CopyTo(chars.AsSpan(length));
        length += text.Length;
    }
}
