// The list itself: one status of a few bits per credential, and its compressed text form.
using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Compression;

namespace Conferral.Credentials.Status;

/// <summary>
/// The bits behind <c>encodedList</c>. Index 0 is the leftmost (most significant) bit of the first byte; a status of
/// several bits stands with its most significant bit first. Not safe for concurrent writing.
/// Shape of the text: <c>u</c> followed by base64url without padding of GZIP of the bits.
/// Spec: https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-encoding
/// </summary>
public sealed class BitstringStatusList
{
    /// <summary>A list that hides one learner among the others has at least this many entries. Spec: Bitstring Status List 1.0, 6.1 (herd privacy).</summary>
    public const int MinimumEntries = 131_072;

    /// <summary>Larger lists are not decompressed: a few thousand bytes of text can stand for gigabytes. Units: bytes; 134 million entries of one bit.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Each value of a status must have its own message, so a status of more bits than this cannot be described. Units: bits.</summary>
    public const int MaxStatusSize = 16;

    private const char Base64UrlMark = 'u';
    private static readonly SearchValues<char> Digits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private readonly byte[] _bits;

    private BitstringStatusList(byte[] bits) => _bits = bits;

    /// <summary>Units: bits.</summary>
    public long Length => _bits.LongLength * 8;

    /// <summary>A list in which nothing is set, with room for at least so many entries. Errors: <see cref="ArgumentOutOfRangeException"/>.</summary>
    public static BitstringStatusList Create(int entries = MinimumEntries, int statusSize = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entries, MinimumEntries);
        ThrowUnlessStatusSize(statusSize);
        var bytes = ((long)entries * statusSize + 7) / 8;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, MaxBytes, nameof(entries));
        return new BitstringStatusList(new byte[bytes]);
    }

    /// <summary>How many statuses of this size the list holds.</summary>
    public long EntriesOf(int statusSize) => Length / statusSize;

    /// <summary>The status at this index. Errors: <see cref="StatusListException"/> RANGE_ERROR.</summary>
    public int Read(long index, int statusSize = 1)
    {
        var first = FirstBit(index, statusSize);
        var value = 0;
        for (var bit = first; bit < first + statusSize; bit++) value = (value << 1) | ((_bits[bit >> 3] >> (int)(7 - (bit & 7))) & 1);
        return value;
    }

    /// <summary>Sets the status at this index. Errors: <see cref="StatusListException"/> RANGE_ERROR; <see cref="ArgumentOutOfRangeException"/> for a value that needs more bits.</summary>
    public void Write(long index, int value, int statusSize = 1)
    {
        var first = FirstBit(index, statusSize);
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, 1 << statusSize);
        for (var place = 0; place < statusSize; place++)
        {
            var bit = first + place;
            var mask = (byte)(0x80 >> (int)(bit & 7));
            if (((value >> (statusSize - 1 - place)) & 1) == 1) _bits[bit >> 3] |= mask;
            else _bits[bit >> 3] &= (byte)~mask;
        }
    }

    /// <summary>The text for <c>encodedList</c>.</summary>
    public string Encode()
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(_bits);
        return Base64UrlMark + Base64Url.EncodeToString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Reads <c>encodedList</c>. Errors: <see cref="StatusListException"/> MALFORMED_VALUE_ERROR or STATUS_LIST_LENGTH_ERROR. Bounds: <see cref="MaxBytes"/>.</summary>
    public static BitstringStatusList Decode(ReadOnlySpan<char> encodedList)
    {
        if (encodedList is not [Base64UrlMark, .. { Length: > 0 } text] || text.ContainsAnyExcept(Digits) || text.Length % 4 == 1)
            throw StatusListException.Malformed("The encodedList of the status list is not multibase base64url (`u`, then letters, digits, - and _).");
        try
        {
            return new BitstringStatusList(Decompress(Base64Url.DecodeFromChars(text)));
        }
        catch (Exception refusal) when (refusal is FormatException or InvalidDataException)
        {
            throw StatusListException.Malformed("The encodedList of the status list is not whole GZIP data.", refusal);
        }
    }

    private static byte[] Decompress(byte[] compressed)
    {
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var bits = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (gzip.Read(buffer) is > 0 and var read)
        {
            if (bits.Length + read > MaxBytes) throw new StatusListException(StatusListError.ListLength, $"The status list is larger than {MaxBytes} bytes, and larger ones are not read.");
            bits.Write(buffer, 0, read);
        }

        // The stream ends without complaint where the data is cut; the length that GZIP states last tells.
        if (compressed.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(compressed.AsSpan()[^sizeof(uint)..]) != bits.Length) throw new InvalidDataException("The data ends before its end.");
        return bits.ToArray();
    }

    private long FirstBit(long index, int statusSize)
    {
        ThrowUnlessStatusSize(statusSize);
        if (index < 0 || index >= EntriesOf(statusSize))
            throw new StatusListException(StatusListError.Range, $"The status list has {EntriesOf(statusSize)} entries, and the credential names one beyond them.");
        return index * statusSize;
    }

    private static void ThrowUnlessStatusSize(int statusSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusSize, MaxStatusSize);
    }
}
