// Date-times as credentials spell them.
using System.Globalization;

namespace Conferral.Credentials.Model;

/// <summary>Writes xsd:dateTimeStamp. Spec: VCDM 2.0, 4.9 (validity period), which demands a zone.</summary>
public static class DateTimeStamp
{
    /// <summary>Shape: <c>2026-05-15T00:00:00-05:00</c>; <c>Z</c> for UTC; a fraction only when there is one, without trailing zeros.</summary>
    public static string Format(DateTimeOffset value)
        => value.ToString(value.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
}
