// One fixed-width record, and which way its positions count.
using System.Globalization;
using System.Text;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>What a position counts. A record of ASCII alone fits all of them.</summary>
internal enum PositionUnit
{
    Any,
    Bytes,
    Characters,
}

/// <summary>
/// A record of exactly <see cref="DegreeVerifyLayout.RecordLength"/> bytes, or of so many characters. Writers differ: one pads its
/// bytes, another its text, and only a name outside ASCII shows which. The length of such a record tells, because it cannot be right both ways.
/// </summary>
internal sealed class DegreeVerifyRecord
{
    private readonly Encoding encoding;
    private readonly byte[] bytes;
    private readonly string? text;
    private readonly int[]? starts;

    private DegreeVerifyRecord(byte[] bytes, Encoding encoding, string? text, int[]? starts)
        => (this.bytes, this.encoding, this.text, this.starts) = (bytes, encoding, text, starts);

    public PositionUnit Unit { get; private init; }

    /// <summary>Whether another record says the same in every position but the social security number, which nobody keeps.</summary>
    public bool IsSame(DegreeVerifyRecord other) => bytes.AsSpan().SequenceEqual(other.bytes);

    /// <summary>The record, or null where it has the length neither in bytes nor in characters. Errors: <see cref="DecoderFallbackException"/> for bytes that are not of the encoding.</summary>
    public static DegreeVerifyRecord? Of(byte[] bytes, Encoding encoding)
    {
        const int length = DegreeVerifyLayout.RecordLength;
        if (Ascii.IsValid(bytes)) return bytes.Length == length ? new DegreeVerifyRecord(bytes, encoding, null, null) : null;
        var decoded = encoding.GetString(bytes);
        if (bytes.Length == length) return new DegreeVerifyRecord(bytes, encoding, null, null) { Unit = encoding.IsSingleByte ? PositionUnit.Any : PositionUnit.Bytes };
        if (StartsOf(decoded) is { Length: length } points) return new DegreeVerifyRecord(bytes, encoding, decoded, points) { Unit = PositionUnit.Characters };
        return decoded.Length == length ? new DegreeVerifyRecord(bytes, encoding, decoded, null) { Unit = PositionUnit.Characters } : null;
    }

    /// <summary>How long the record is, both ways, for a message.</summary>
    public static string LengthOf(byte[] bytes, Encoding encoding)
        => Ascii.IsValid(bytes) ? Count(bytes.Length) + " characters" : $"{Count(bytes.Length)} bytes and {Count(encoding.GetCharCount(bytes))} characters";

    /// <summary>The field with its padding. Bytes that were cut within a character show as U+FFFD, which no value may hold.</summary>
    public string this[FixedField field]
    {
        get
        {
            if (text is null) return Lenient(encoding).GetString(bytes, field.First - 1, field.Length);
            if (starts is null) return text.Substring(field.First - 1, field.Length);
            var end = field.Last < starts.Length ? starts[field.Last] : text.Length;
            return text[starts[field.First - 1]..end];
        }
    }

    private static int[] StartsOf(string decoded)
    {
        var points = new List<int>(DegreeVerifyLayout.RecordLength);
        for (var at = 0; at < decoded.Length; at += char.IsSurrogatePair(decoded, at) ? 2 : 1) points.Add(at);
        return [.. points];
    }

    private static Encoding Lenient(Encoding encoding) => encoding is UTF8Encoding ? Encoding.UTF8 : encoding;

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
