// What the suites over RDFC-1.0 have in common: documents and proofs are hashed by their meaning.
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs;

/// <summary>Spec: https://www.w3.org/TR/rdf-canon/</summary>
public abstract class RdfcCryptosuite(LinkedDataCanonicalizer canonicalizer) : Cryptosuite
{
    public sealed override byte[] Canonicalize(JsonLdInput input, CanonicalHash hash) => canonicalizer.Canonicalize(input, hash);

    /// <summary>As <see cref="LinkedDataCanonicalizer.ReadWithParts"/>.</summary>
    internal DocumentWithParts? ReadWithParts(JsonLdInput input, IReadOnlyList<int> parts, CanonicalHash hash) => canonicalizer.ReadWithParts(input, parts, hash);

    public sealed override byte[] Hash(JsonLdInput input, CanonicalHash hash) => canonicalizer.Hash(input, hash);
}
