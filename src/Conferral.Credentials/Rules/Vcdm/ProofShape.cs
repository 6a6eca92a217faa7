// Proof: an embedded proof as written in a credential; whether it verifies is another matter.
using static Conferral.Credentials.Rules.Property;

namespace Conferral.Credentials.Rules.Vcdm;

/// <summary>The shape of Proof. Spec: https://www.w3.org/TR/vc-data-integrity/#proofs</summary>
internal static class ProofShape
{
    public static readonly Shape Shape = new(ModelClass.Proof, "VCDM-PROOF", "VC Data Integrity 1.0, 2.1 Proofs",
    [
        Text("type").Required(),
        DateTime("created"),
        DateTime("expires"),
        Text("cryptosuite"),
        Text("challenge"),
        Text("domain"),
        Text("nonce"),
        Term("proofPurpose", "assertionMethod"),
        Text("proofValue"),
        Uri("verificationMethod"),
    ]);
}
