// The cryptosuite ecdsa-jcs-2019: ECDSA over RFC 8785, P-256 with SHA-256 or P-384 with SHA-384.
using Conferral.Credentials.Keys;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs;

/// <summary>Spec: https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-jcs-2019</summary>
public sealed class EcdsaJcs2019 : JcsCryptosuite
{
    public const string SuiteName = "ecdsa-jcs-2019";

    public override string Name => SuiteName;

    public override CanonicalHash? HashFor(KeyAlgorithm algorithm) => HashForEcdsa(algorithm);
}
