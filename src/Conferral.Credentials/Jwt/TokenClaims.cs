// The registered claims of a token: reading them, and whether they say what the credential says.
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Verification;

namespace Conferral.Credentials.Jwt;

/// <summary>
/// A claim repeats a member of the credential, and where both are there both must say the same. A claim left out is named
/// but misleads nobody, since the credential itself is signed.
/// Spec: Open Badges 3.0 and CLR 2.0, JSON Web Token Proof Format; https://www.rfc-editor.org/rfc/rfc7519#section-4.1
/// </summary>
internal static class TokenClaims
{
    public const string Issuer = "iss", Id = "jti", Subject = "sub", NotBefore = "nbf", Expires = "exp", IssuedAt = "iat", Audience = "aud";

    public static bool IsClaim(string name) => name is Issuer or Id or Subject or NotBefore or Expires or IssuedAt or Audience;

    /// <summary>Compares claims with the credential they came with.</summary>
    public static Check Agree(JsonElement claims, JsonElement credential, TokenForm form)
    {
        var subjects = credential.TryGetProperty("credentialSubject", out var subject) ? CredentialParts.Items(subject) : [];
        List<(string Name, Agreement Agreement)> results =
        [
            (Issuer, Same(claims, Issuer, CredentialParts.IssuerIdOf(credential))),
            (Id, Same(claims, Id, CredentialParts.Text(credential, "id"))),
            (Subject, Same(claims, Subject, subjects.Count == 1 ? CredentialParts.Text(subjects[0], "id") : null)),
        ];
        if (form != TokenForm.VcJwt)
        {
            results.Add((NotBefore, SameInstant(claims, NotBefore, CredentialParts.Text(credential, "validFrom") ?? CredentialParts.Text(credential, "issuanceDate"))));
            var until = CredentialParts.Text(credential, "validUntil") ?? CredentialParts.Text(credential, "expirationDate");
            if (until is not null || claims.TryGetProperty(Expires, out _)) results.Add((Expires, SameInstant(claims, Expires, until)));
        }

        var contradicted = Names(Agreement.Contradicted);
        if (contradicted.Length > 0) return Check.Invalid(CheckId.Claims, $"The token's {contradicted} and the credential inside do not say the same.");
        var missing = form == TokenForm.VcJwt ? "" : Names(Agreement.Missing);
        return Check.Valid(CheckId.Claims, missing.Length > 0 ? $"What the token claims agrees with the credential; it leaves out {missing}, which it should repeat." : "What the token claims agrees with the credential.");

        string Names(Agreement which) => string.Join(", ", results.Where(result => result.Agreement == which).Select(result => result.Name));
    }

    /// <summary>Whether the claims about time are times, and the token has not run out and is not from the future.</summary>
    public static Check Dates(JsonElement claims, DateTimeOffset now)
    {
        foreach (var name in (string[])[NotBefore, Expires, IssuedAt])
        {
            if (claims.TryGetProperty(name, out _) && Instant(claims, name) is null) return Check.Invalid(CheckId.ProofDates, $"The token's {name} is not a number of seconds since 1970.");
        }

        if (Instant(claims, Expires) is { } expires && now >= expires) return Check.Invalid(CheckId.ProofDates, $"The token ran out at {XsdDateTime.Write(expires)}.");
        return Instant(claims, NotBefore) is { } from && now < from
            ? Check.Invalid(CheckId.ProofDates, $"The token holds only from {XsdDateTime.Write(from)} on.")
            : Check.Valid(CheckId.ProofDates, "The token's dates are in order.");
    }

    /// <summary>A NumericDate; null where it is absent, no number, or beyond the years 1 to 9999.</summary>
    public static DateTimeOffset? Instant(JsonElement claims, string name)
        => claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var seconds)
            && seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;

    private enum Agreement
    {
        Same,
        Missing,
        Contradicted,
    }

    private static Agreement Same(JsonElement claims, string name, string? expected)
    {
        if (!claims.TryGetProperty(name, out var claim)) return Agreement.Missing;
        return expected is not null && claim.ValueKind == JsonValueKind.String && claim.ValueEquals(expected) ? Agreement.Same : Agreement.Contradicted;
    }

    /// <summary>Compared by the second, because most tokens are written with whole seconds.</summary>
    private static Agreement SameInstant(JsonElement claims, string name, string? expected)
    {
        if (!claims.TryGetProperty(name, out _)) return Agreement.Missing;
        return Instant(claims, name) is { } claimed && XsdDateTime.TryRead(expected, out var stated) && claimed.ToUnixTimeSeconds() == stated.ToUnixTimeSeconds()
            ? Agreement.Same
            : Agreement.Contradicted;
    }
}
