// JSON numbers in the spellings JSON-LD and JCS give them.
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
    public static byte[] Lexical(JsonElement number, bool asDouble, out bool isDouble)
    {
        var raw = JsonText.Raw(number);
        isDouble = false;
        if (!asDouble && raw.Length <= ExactDigits && !raw.ContainsAny((byte)'.', (byte)'e', (byte)'E'))
        {
            return raw.SequenceEqual("-0"u8) ? "0"u8.ToArray() : raw.ToArray();
        }

        var value = Value(number);
        isDouble = asDouble || Math.Truncate(value) != value || Math.Abs(value) >= FirstLargeInteger;
        return Ascii(isDouble ? CanonicalDouble(value) : new BigInteger(value).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The canonical form of xsd:double with at most sixteen significant digits: <c>3.5E0</c>.</summary>
    private static string CanonicalDouble(double value)
    {
        var text = (value == 0 ? 0.0 : value).ToString("E15", CultureInfo.InvariantCulture); // no negative zero
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = text[..mark].TrimEnd('0');
        if (mantissa.EndsWith('.')) mantissa += "0";
        return $"{mantissa}E{int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>The number as ECMAScript writes it, which is what JCS asks for.</summary>
    public static byte[] EcmaScript(JsonElement number)
    {
        var value = Value(number);
        if (value == 0) return "0"u8.ToArray();
        var sign = value < 0 ? "-" : "";
        var shortest = Math.Abs(value).ToString("E16", CultureInfo.InvariantCulture);
        var roundTrip = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var digits = new string([.. roundTrip.TakeWhile(c => c != 'E').Where(char.IsAsciiDigit)]).TrimStart('0').TrimEnd('0');
        var exponent = int.Parse(shortest.AsSpan(shortest.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (digits == "1" && double.Parse($"1E{exponent}", CultureInfo.InvariantCulture) != Math.Abs(value)) exponent++; // E16 rounded 9.99… down a power
        return Ascii(sign + Place(digits, exponent + 1));
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

    private static double Value(JsonElement number)
    {
        var value = number.GetDouble();
        return double.IsFinite(value) ? value : throw new JsonLdException(ErrorCode.LoadingDocumentFailed, "", $"The number {number.GetRawText()} is beyond what JSON-LD can hold. Give it as a string.");
    }

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
