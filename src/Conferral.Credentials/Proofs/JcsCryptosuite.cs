// What the suites over RFC 8785 have in common: documents and proofs are hashed by their words.
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;
using Conferral.LinkedData.JsonLd;

namespace Conferral.Credentials.Proofs;

/// <summary>Needs no context documents. Spec: https://www.rfc-editor.org/rfc/rfc8785</summary>
public abstract class JcsCryptosuite : Cryptosuite
{
    public sealed override bool ProofHoldsContext => true;

    public sealed override byte[] Canonicalize(JsonLdInput input, CanonicalHash hash) => JsonCanonicalForm.Of(input);

    public sealed override byte[] Hash(JsonLdInput input, CanonicalHash hash)
    {
        var digest = new byte[hash.DigestLength()];
        hash.HashData(JsonCanonicalForm.Of(input), digest);
        return digest;
    }
}
