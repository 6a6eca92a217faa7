// The cryptosuite eddsa-jcs-2022: Ed25519 over RFC 8785 with SHA-256.
using Conferral.Credentials.Keys;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs;

/// <summary>Spec: https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022</summary>
public sealed class EddsaJcs2022 : JcsCryptosuite
{
    public const string SuiteName = "eddsa-jcs-2022";

    public override string Name => SuiteName;

    public override CanonicalHash? HashFor(KeyAlgorithm algorithm) => HashForEddsa(algorithm);
}
