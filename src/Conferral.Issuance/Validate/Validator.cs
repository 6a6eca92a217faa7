// The validate stage: every rule over one draft, with the export's rows behind each finding.
using System.Text.Json;
using Conferral.Credentials;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Rules;
using Conferral.Issuance.Compose;
using Conferral.LinkedData;

namespace Conferral.Issuance.Validate;

/// <summary>What validation says: the token when nothing stands against signing, and all findings either way.</summary>
public sealed record Validation(ValidatedClr? Clr, IReadOnlyList<Finding> Findings);

/// <summary>Checks drafts against the rules of VCDM 2.0, Open Badges 3.0, CLR 2.0 and the house. Safe for concurrent use.</summary>
public sealed class Validator(RuleSet rules)
{
    /// <summary>All findings, in document order; none of them stops the others from being found.</summary>
    public Validation Validate(DraftClr draft)
    {
        using var document = JsonDocument.Parse(draft.Utf8Json);
        var findings = new List<Finding>(draft.Findings);
        foreach (var finding in Check(document.RootElement))
            findings.Add(finding.Source is null && draft.SourceOf(finding.Pointer) is { } source ? finding with { Source = source } : finding);
        var token = findings.Exists(finding => finding.Severity == Severity.Error) ? null : new ValidatedClr(draft, findings, CredentialParts.MembersOf(document.RootElement).Count);
        return new Validation(token, findings);
    }

    // A context nobody gave us says nothing against the document, but what cannot be checked cannot be signed.
    private IReadOnlyList<Finding> Check(JsonElement document)
    {
        try
        {
            return rules.Check(document);
        }
        catch (UnknownContextException e)
        {
            return [Finding.Error("HOUSE-UNKNOWN-CONTEXT", "/@context", e.Message, "docs/conformance.md")];
        }
    }
}
