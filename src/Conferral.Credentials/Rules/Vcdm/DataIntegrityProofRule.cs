// A data integrity proof says how, why, by which key and what it signed.
namespace Conferral.Credentials.Rules.Vcdm;

/// <summary>Spec: https://www.w3.org/TR/vc-data-integrity/#dataintegrityproof</summary>
internal sealed class DataIntegrityProofRule() : CredentialRule(Rule, ModelClass.Proof)
{
    private static readonly RuleInfo Rule = new("VCDM-DATA-INTEGRITY-PROOF", Severity.Error, "a DataIntegrityProof has cryptosuite, proofPurpose, verificationMethod and proofValue", "VC Data Integrity 1.0, 2.1 Proofs and 3.1 DataIntegrityProof");

    public override bool Applies(DocumentNode node) => node.IsText("type"u8, "DataIntegrityProof"u8);

    public override void Check(DocumentNode node, FindingSink findings)
    {
        foreach (var member in (ReadOnlySpan<string>)["cryptosuite", "proofPurpose", "verificationMethod", "proofValue"])
        {
            if (!node.Element.TryGetProperty(member, out _)) findings.Report(Info, node, $"The DataIntegrityProof has no `{member}`; sign the credential again.");
        }
    }
}
