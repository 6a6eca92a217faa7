// Whether a credential is used within its time.
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Verification;

/// <summary>Reads <c>validFrom</c> and <c>validUntil</c>, or what VC 1.1 called them. Spec: https://www.w3.org/TR/vc-data-model-2.0/#validity-period</summary>
internal static class DateChecks
{
    public static IEnumerable<Check> Judge(JsonElement document, DateTimeOffset now)
    {
        yield return NotBefore(document, now);
        yield return Expired(document, now);
    }

    private static Check NotBefore(JsonElement document, DateTimeOffset now)
    {
        if (!TryFind(document, "validFrom", "issuanceDate", out var text)) return Check.Valid(CheckId.NotBefore, "The credential does not say from when on it holds.");
        if (!XsdDateTime.TryRead(text, out var from)) return Check.Invalid(CheckId.NotBefore, "The credential's validFrom is not a date and time.");
        return now < from
            ? Check.Invalid(CheckId.NotBefore, $"The credential holds only from {XsdDateTime.Write(from)} on.")
            : Check.Valid(CheckId.NotBefore, "The credential's time has begun.");
    }

    private static Check Expired(JsonElement document, DateTimeOffset now)
    {
        if (!TryFind(document, "validUntil", "expirationDate", out var text)) return Check.Valid(CheckId.Expired, "The credential does not run out.");
        if (!XsdDateTime.TryRead(text, out var until)) return Check.Invalid(CheckId.Expired, "The credential's validUntil is not a date and time.");
        return now > until
            ? Check.Invalid(CheckId.Expired, $"The credential ran out at {XsdDateTime.Write(until)}.")
            : Check.Valid(CheckId.Expired, "The credential has not run out.");
    }

    private static bool TryFind(JsonElement document, string name, string olderName, out string? text)
    {
        text = CredentialParts.Text(document, name) ?? CredentialParts.Text(document, olderName);
        return document.TryGetProperty(name, out _) || document.TryGetProperty(olderName, out _);
    }
}
