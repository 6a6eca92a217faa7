// A cryptosuite: the short description that turns the one Data Integrity algorithm into a concrete one.
using Conferral.Credentials.Keys;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs;

/// <summary>
/// What differs between the suites: name, keys, hash and canonical form. Everything else is in <see cref="DataIntegrity"/>.
/// Implementations are immutable and safe for concurrent use.
/// Spec: https://www.w3.org/TR/vc-data-integrity/#cryptographic-suites
/// </summary>
public abstract class Cryptosuite
{
    /// <summary>The value of a proof's <c>cryptosuite</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The hash this suite uses with keys of that kind, inside canonicalization and over its results; null when it does not take such keys.</summary>
    public abstract CanonicalHash? HashFor(KeyAlgorithm algorithm);

    /// <summary>The bytes that are hashed for a document or a proof configuration. Errors: <see cref="LinkedDataException"/>.</summary>
    public abstract byte[] Canonicalize(JsonLdInput input, CanonicalHash hash);

    /// <summary>The hash of those bytes, computed without keeping them.</summary>
    public abstract byte[] Hash(JsonLdInput input, CanonicalHash hash);
}
