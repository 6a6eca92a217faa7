// Judges a token: its header, whose key it names, whether the signature fits, and whether its claims are the credential's.
using System.Text.Json;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Verification;

namespace Conferral.Credentials.Jwt;

/// <summary>
/// The signature covers the bytes of the token, so no JSON-LD is processed. A key that the token brings along says
/// nothing about the issuer: it counts only where the issuer's own document holds it too.
/// Spec: Open Badges 3.0 and CLR 2.0, JSON Web Token Proof Format; https://www.rfc-editor.org/rfc/rfc7515#section-5.2
/// </summary>
internal sealed class TokenChecker(VerificationMethodResolver resolver, TimeProvider clock)
{
    private static readonly string[] HeaderMembers = ["alg", "kid", "jwk", "typ", "cty"];

    /// <summary>Every check that can be made, as for an embedded proof.</summary>
    public ProofReport Judge(OpenedToken opened, JsonElement credential, string pointer = "")
    {
        var (token, form) = opened;
        var algorithm = CredentialParts.Text(token.Header, "alg");
        var header = Header(token.Header, algorithm);
        var (resolved, key, keyProblem) = FindKey(token, CredentialParts.IssuerIdOf(credential));
        var checks = new List<Check>
        {
            header,
            TokenClaims.Dates(token.Payload, clock.GetUtcNow()),
            TokenClaims.Agree(token.Payload, credential, form),
            ProofChecker.Controller(resolved, TokenClaims.Instant(token.Payload, TokenClaims.IssuedAt)),
            Issuer(credential, resolved),
        };
        if (keyProblem is not null) checks.Add(keyProblem);
        else if (header.Verdict == Verdict.Valid && key is not null) checks.Add(Signature(token, algorithm!, key));
        return new ProofReport(pointer, algorithm, CredentialParts.Text(token.Header, "kid"), checks);
    }

    private static Check Header(JsonElement header, string? algorithm)
    {
        if (algorithm is null) return Check.Invalid(CheckId.Cryptosuite, "The token does not name its algorithm.");
        if (TokenAlgorithm.ProvesNothing(algorithm)) return Check.Invalid(CheckId.Cryptosuite, $"The token's algorithm {algorithm} proves nothing about who signed.");
        if (header.TryGetProperty("crit", out _)) return Check.Invalid(CheckId.Cryptosuite, "The token asks for extensions (crit) that credentials do not have.");
        if (header.TryGetProperty("typ", out _) && !(TokenCredential.IsVcJwt(header) || string.Equals(CredentialParts.Text(header, "typ"), "JWT", StringComparison.OrdinalIgnoreCase)))
            return Check.Invalid(CheckId.Cryptosuite, "The token's typ is not that of a credential.");
        if (!TokenCredential.IsVcJwt(header) && header.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !HeaderMembers.Contains(name)) is { } stranger)
            return Check.Invalid(CheckId.Cryptosuite, $"The token's header has {stranger}, which the header of a credential does not.");
        return TokenAlgorithm.IsKnown(algorithm)
            ? Check.Valid(CheckId.Cryptosuite, $"The algorithm {algorithm} is known.")
            : Check.Unknown(CheckId.Cryptosuite, $"The algorithm {algorithm} is not among those this version checks.");
    }

    private (ResolvedMethod Resolved, TokenKey? Key, Check? Problem) FindKey(CompactToken token, string? issuer)
    {
        try
        {
            var carried = token.Header.TryGetProperty("jwk", out var jwk) ? TokenKey.FromJwk(jwk) : null;
            if (!token.Header.TryGetProperty("kid", out _)) return (carried is null ? Keyless(token) : FindCarried(carried, issuer), carried, null);
            var resolved = FindNamed(CredentialParts.Text(token.Header, "kid") ?? "", issuer);
            var named = resolved.Method is null ? null : TokenKey.Of(resolved.Method);
            return carried is null || named is null || carried == named
                ? (resolved, named ?? carried, null)
                : (resolved, named, Check.Invalid(CheckId.Signature, "The key in the token is not the one that the token names."));
        }
        catch (KeyException refusal) when (refusal.Code == KeyErrorCode.UnsupportedAlgorithm)
        {
            return (ResolvedMethod.Unknown(refusal.Message), null, null);
        }
        catch (KeyException refusal)
        {
            return (ResolvedMethod.Refused(refusal.Message), null, null);
        }
    }

    /// <summary>
    /// A key published alone names nobody. Whoever can publish it where the issuer's own document would be published can
    /// publish that too, so there it is the issuer's; anywhere else it may be anybody's (docs/decisions/keys-published-alone.md).
    /// </summary>
    private static Check Issuer(JsonElement credential, ResolvedMethod resolved)
    {
        if (resolved.Controller is not { HoldsKeysAlone: true } keys || CredentialParts.IssuerIdOf(credential) is not { } issuer || issuer == keys.Id) return ProofChecker.Issuer(credential, resolved);
        return WebHost.Of(issuer) is { } host && host == WebHost.Of(keys.Id)
            ? Check.Valid(CheckId.Issuer, $"The key is published at {host}, the issuer's own host.")
            : Check.Unknown(CheckId.Issuer, $"The key at {keys.Id} does not say whose it is, and is not published at the host of the issuer {issuer}.");
    }

    private static ResolvedMethod Keyless(CompactToken token) => TokenCredential.IsVcJwt(token.Header)
        ? ResolvedMethod.Unknown("The token does not say which key signed it.")
        : ResolvedMethod.Refused("The token does not say which key signed it: it has neither kid nor jwk.");

    /// <summary>The issuer's document comes first, because a method may have a URL of its own; a fragment alone is the issuer's.</summary>
    private ResolvedMethod FindNamed(string kid, string? issuer)
    {
        var url = kid.StartsWith('#') && issuer is not null ? issuer + kid : kid;
        return FindAtIssuer(issuer, method => method.Id == url) ?? resolver.Locate(url);
    }

    private ResolvedMethod FindCarried(TokenKey carried, string? issuer)
    {
        if (FindAtIssuer(issuer, method => Holds(method, carried)) is { } found) return found;
        return issuer is not null && resolver.DocumentsOf(issuer).Any()
            ? ResolvedMethod.Refused($"The controller document of {issuer} does not hold the key that the token brings along, so the token proves nothing about the issuer.")
            : ResolvedMethod.Unknown("The token brings its key along, which proves nothing by itself, and the issuer's controller document is not at hand. Save it to a file and give it to the check.");
    }

    private ResolvedMethod? FindAtIssuer(string? issuer, Predicate<VerificationMethod> isWanted)
    {
        if (issuer is null) return null;
        foreach (var document in resolver.DocumentsOf(issuer))
        {
            if (document.VerificationMethods.FirstOrDefault(method => method.Controller == document.Id && isWanted(method)) is { } method)
                return new ResolvedMethod(Resolution.Found, method, document, null);
        }

        return null;
    }

    /// <summary>A foreign or faulty key beside the wanted one stands in nobody's way.</summary>
    private static bool Holds(VerificationMethod method, TokenKey wanted)
    {
        try
        {
            return TokenKey.Of(method) == wanted;
        }
        catch (KeyException)
        {
            return false;
        }
    }

    private static Check Signature(CompactToken token, string algorithm, TokenKey key)
    {
        if (key.Algorithm != algorithm) return Check.Invalid(CheckId.Signature, $"The token says {algorithm}, but its key is one for {key.Algorithm}.");
        return key.Verify(token.SignedBytes.Span, token.Signature)
            ? Check.Valid(CheckId.Signature, "The signature fits the token.")
            : Check.Invalid(CheckId.Signature, "The signature does not fit: the token was changed after signing, or another key made it.");
    }
}
