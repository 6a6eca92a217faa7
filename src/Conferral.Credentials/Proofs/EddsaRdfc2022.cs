// The cryptosuite eddsa-rdfc-2022: Ed25519 over RDFC-1.0 with SHA-256.
using Conferral.Credentials.Keys;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs;

/// <summary>Spec: https://www.w3.org/TR/vc-di-eddsa/#eddsa-rdfc-2022</summary>
public sealed class EddsaRdfc2022(LinkedDataCanonicalizer canonicalizer, string name = EddsaRdfc2022.SuiteName) : RdfcCryptosuite(canonicalizer)
{
    public const string SuiteName = "eddsa-rdfc-2022";

    /// <summary>What drafts called the suite before it got its name; the algorithm is the same. Verified, never written.</summary>
    public const string DraftName = "eddsa-2022";

    public override string Name => name;

    public override bool MakesProofs => name == SuiteName;

    public override CanonicalHash? HashFor(KeyAlgorithm algorithm) => HashForEddsa(algorithm);
}
