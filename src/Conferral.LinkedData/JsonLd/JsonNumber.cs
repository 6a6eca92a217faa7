// JSON numbers in the spellings JSON-LD and JCS give them.
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

/// <summary>
/// Numbers are IEEE doubles, as JSON-LD and RFC 8785 say.
/// Spec: https://www.w3.org/TR/json-ld11-api/#data-round-tripping, https://www.rfc-editor.org/rfc/rfc8785#section-3.2.2.3
/// </summary>
internal static class JsonNumber
{
    /// <summary>From here on an integer is spelled as a double (json-ld11-api section 8.2.2 step 10).</summary>
    private const double FirstLargeInteger = 1e21;

    /// <summary>Digits that a double surely holds exactly, so that the JSON text may stand as it is.</summary>
    private const int ExactDigits = 15;

    /// <summary>The lexical form of a number; <paramref name="isDouble"/> says which canonical form it took.</summary>
    public static ReadOnlySpan<byte> Lexical(ReadOnlySpan<byte> raw, bool asDouble, out bool isDouble)
    {
        isDouble = false;
        if (!asDouble && raw.Length <= ExactDigits && !raw.ContainsAny((byte)'.', (byte)'e', (byte)'E'))
        {
            return raw.SequenceEqual("-0"u8) ? "0"u8 : raw;
        }

        var value = Value(raw);
        isDouble = asDouble || Math.Truncate(value) != value || Math.Abs(value) >= FirstLargeInteger;
        return Ascii(isDouble ? CanonicalDouble(value) : new BigInteger(value).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// The canonical form of xsd:double with at most sixteen significant digits: <c>3.5E0</c>. A tie is rounded up, as
    /// ECMAScript's toExponential does; .NET would round it to even.
    /// </summary>
    private static string CanonicalDouble(double value)
    {
        if (value == 0) return "0.0E0"; // no negative zero
        var exact = Math.Abs(value).ToString("E40", CultureInfo.InvariantCulture); // far enough to tell a tie
        var exponent = int.Parse(exact.AsSpan(exact.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = long.Parse(string.Concat(exact.AsSpan(0, 1), exact.AsSpan(2, 15)), CultureInfo.InvariantCulture) + (exact[17] >= '5' ? 1 : 0);
        var text = digits.ToString(CultureInfo.InvariantCulture);
        if (text.Length > 16) exponent++; // 9.99… rounded up to 10
        var fraction = text[1..].TrimEnd('0');
        return $"{(value < 0 ? "-" : "")}{text[0]}.{(fraction.Length == 0 ? "0" : fraction)}E{exponent.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>The number as ECMAScript writes it, which is what JCS asks for.</summary>
    public static byte[] EcmaScript(JsonElement number)
    {
        var value = Value(JsonText.Raw(number));
        if (value == 0) return "0"u8.ToArray();
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture); // 123.45, 0.001 or 1.5E-07
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var exponent = mark < 0 ? 0 : int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? shortest : shortest[..mark];
        var whole = mantissa.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? dot : mantissa.Length;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimStart('0');
        return Ascii((value < 0 ? "-" : "") + Place(significant.TrimEnd('0'), whole - (digits.Length - significant.Length) + exponent));
    }

    /// <summary>Number::toString of ECMA-262: digits, and where the point goes.</summary>
    private static string Place(string digits, int point)
    {
        if (point is > 0 and <= 21)
        {
            return point >= digits.Length ? digits.PadRight(point, '0') : $"{digits[..point]}.{digits[point..]}";
        }

        if (point is > -6 and <= 0) return "0." + new string('0', -point) + digits;
        var exponent = (point - 1).ToString("+0;-0", CultureInfo.InvariantCulture);
        return digits.Length == 1 ? $"{digits}e{exponent}" : $"{digits[..1]}.{digits[1..]}e{exponent}";
    }

    private static double Value(ReadOnlySpan<byte> number)
        => Utf8Parser.TryParse(number, out double value, out _) && double.IsFinite(value) ? value : throw new JsonLdException(
            ErrorCode.LoadingDocumentFailed, "", $"The number {System.Text.Encoding.UTF8.GetString(number)} is beyond what JSON-LD can hold. Give it as a string.");

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
