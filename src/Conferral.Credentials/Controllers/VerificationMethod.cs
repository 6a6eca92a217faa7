// One key that a controller has published, and what it may be used for.
using System.Text.Json;
using Conferral.Credentials.Keys;

namespace Conferral.Credentials.Controllers;

/// <summary>
/// A verification method of a controller document. <see cref="Key"/> is null where the document holds a key that
/// cannot be read; <see cref="KeyProblem"/> then says why in a sentence.
/// Spec: https://www.w3.org/TR/cid-1.0/#verification-methods
/// </summary>
public sealed record VerificationMethod(string Id, string Type, string Controller, VerificationKey? Key, string? KeyProblem = null)
{
    /// <summary>From when on the key's owner no longer stands behind it: proofs made from then on do not hold.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>From when on the key is no longer used: proofs made from then on do not hold, older ones do.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The key as it was published, where that was as a JSON Web Key; tokens are also signed with kinds that proofs are not.</summary>
    internal JsonElement? PublicKeyJwk { get; init; }

    /// <summary>The layout that resolvers and the public validator both accept: method id <c>issuer#z6Mk…</c>, type Multikey.</summary>
    public static VerificationMethod Multikey(string issuerId, VerificationKey key)
        => new(IdOf(issuerId, key), "Multikey", issuerId, key);

    /// <summary>The id a key has in the controller document of this issuer.</summary>
    public static string IdOf(string issuerId, VerificationKey key) => $"{issuerId}#{key.PublicKeyMultibase}";
}
