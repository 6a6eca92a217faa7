// The proof type Ed25519Signature2020 of older credentials: eddsa-rdfc-2022 before there were cryptosuites.
using Conferral.Credentials.Keys;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs;

/// <summary>Verified, never written. The document names the context of the suite itself. Spec: https://www.w3.org/TR/vc-di-eddsa/#ed25519signature2020</summary>
public sealed class Ed25519Signature2020(LinkedDataCanonicalizer canonicalizer) : RdfcCryptosuite(canonicalizer)
{
    public const string SuiteName = "Ed25519Signature2020";

    public override string Name => SuiteName;

    public override string ProofType => SuiteName;

    public override bool MakesProofs => false;

    public override CanonicalHash? HashFor(KeyAlgorithm algorithm) => HashForEddsa(algorithm);
}
