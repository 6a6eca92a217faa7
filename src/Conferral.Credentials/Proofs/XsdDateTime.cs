// Instants as the specifications write them: xsd:dateTime.
using System.Globalization;
using System.Text.RegularExpressions;

namespace Conferral.Credentials.Proofs;

/// <summary>Spec: https://www.w3.org/TR/xmlschema11-2/#dateTime, https://www.w3.org/TR/vc-data-model-2.0/#representing-time</summary>
public static partial class XsdDateTime
{
    /// <summary>The instant in UTC with at most six digits of fraction and none that is not needed: <c>2026-05-30T12:00:00.000041Z</c>.</summary>
    public static string Write(DateTimeOffset instant)
        => instant.UtcDateTime.ToString(Form6, CultureInfo.InvariantCulture);

    /// <summary>The same as UTF-8; returns its length, which is at most <see cref="MaxLength"/>.</summary>
    public static int Write(DateTimeOffset instant, Span<byte> utf8)
        => instant.UtcDateTime.TryFormat(utf8, out var written, Form6, CultureInfo.InvariantCulture) ? written : throw new ArgumentException($"An instant takes up to {MaxLength} bytes.", nameof(utf8));

    /// <summary>Units: characters.</summary>
    public const int MaxLength = 27;

    private const int SecondsLength = 19, FractionLength = 7, ZoneLength = 6;

    private const string Form6 = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    /// <summary>Reads an xsd:dateTimeStamp; a time without zone is taken as UTC, as VCDM 2.0 asks of processors. Digits below 100 ns are dropped.</summary>
    public static bool TryRead(string? text, out DateTimeOffset instant)
    {
        instant = default;
        if (text is null || !Form().IsMatch(text)) return false;
        var rest = text.AsSpan(SecondsLength);
        var fraction = rest is ['.', ..] ? rest[1..(rest[1..].IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end + 1 : rest.Length)] : default;
        var zone = rest[(fraction.IsEmpty ? 0 : fraction.Length + 1)..];
        Span<char> shortened = stackalloc char[SecondsLength + 1 + FractionLength + ZoneLength];
        shortened.Fill('0');
        text.AsSpan(0, SecondsLength).CopyTo(shortened);
        shortened[SecondsLength] = '.';
        fraction[..Math.Min(fraction.Length, FractionLength)].CopyTo(shortened[(SecondsLength + 1)..]);
        (zone is "" or "Z" ? "+00:00" : zone).CopyTo(shortened[^ZoneLength..]);
        return DateTimeOffset.TryParseExact(shortened, "yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out instant);
    }

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
