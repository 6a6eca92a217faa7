// The cryptosuite ecdsa-rdfc-2019: ECDSA over RDFC-1.0, P-256 with SHA-256 or P-384 with SHA-384.
using Conferral.Credentials.Keys;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs;

/// <summary>Spec: https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-rdfc-2019</summary>
public sealed class EcdsaRdfc2019(LinkedDataCanonicalizer canonicalizer) : RdfcCryptosuite(canonicalizer)
{
    public const string SuiteName = "ecdsa-rdfc-2019";

    public override string Name => SuiteName;

    public override CanonicalHash? HashFor(KeyAlgorithm algorithm) => HashForEcdsa(algorithm);
}
