// Instants as the specifications write them: xsd:dateTime.
using System.Globalization;
using System.Text.RegularExpressions;

namespace Conferral.Credentials.Proofs;

/// <summary>Spec: https://www.w3.org/TR/xmlschema11-2/#dateTime, https://www.w3.org/TR/vc-data-model-2.0/#representing-time</summary>
public static partial class XsdDateTime
{
    /// <summary>The instant in UTC with at most six digits of fraction and none that is not needed: <c>2026-05-30T12:00:00.000041Z</c>.</summary>
    public static string Write(DateTimeOffset instant)
        => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads an xsd:dateTimeStamp; a time without zone is taken as UTC, as VCDM 2.0 asks of processors. Digits below 100 ns are dropped.</summary>
    public static bool TryRead(string? text, out DateTimeOffset instant)
    {
        instant = default;
        if (text is null || Form().Match(text) is not { Success: true } match) return false;
        var fraction = match.Groups["fraction"].Value;
        var zone = match.Groups["zone"].Value;
        var shortened = $"{match.Groups["seconds"].Value}.{fraction.PadRight(7, '0')[..7]}{(zone is "" or "Z" ? "+00:00" : zone)}";
        return DateTimeOffset.TryParseExact(shortened, "yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out instant);
    }

    [GeneratedRegex(@"\A(?<seconds>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.(?<fraction>[0-9]+))?(?<zone>Z|[+-][0-9]{2}:[0-9]{2})?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
