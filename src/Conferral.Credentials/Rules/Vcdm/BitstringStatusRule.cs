// An entry of a bitstring status list says which list, which bit and what the bit means.
using System.Text.Json;

namespace Conferral.Credentials.Rules.Vcdm;

/// <summary>Spec: https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry</summary>
internal sealed class BitstringStatusRule() : CredentialRule(Rule, ModelClass.CredentialStatus)
{
    private static readonly RuleInfo Rule = new("VCDM-BITSTRING-STATUS", Severity.Error, "a BitstringStatusListEntry names its list, its index as a string of digits and its purpose, and its id is not the list's", "Bitstring Status List 1.0, 2.1");

    public override bool Applies(DocumentNode node) => node.IsText("type"u8, "BitstringStatusListEntry"u8);

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (node.Text("statusPurpose"u8) is not { Length: > 0 }) findings.Report(Info, node, "The status entry has no `statusPurpose`; give one, such as \"revocation\".");
        if (!HasDigits(node)) findings.Report(Info, node, "statusListIndex", "`statusListIndex` must be a string of decimal digits, with quotes; write the index of the reserved bit.");
        if (node.Text("statusListCredential"u8) is not { } list || !House.AbsoluteUri.Form.Holds(System.Text.Encoding.UTF8.GetBytes(list)))
            findings.Report(Info, node, "statusListCredential", "`statusListCredential` must be the URL of the status list; add it.");
        else if (node.Text("id"u8) == list)
            findings.Report(Info, node, "id", "The `id` of a status entry must not be the URL of its list; leave it out or add a fragment.");
    }

    private static bool HasDigits(DocumentNode node)
    {
        if (!node.TryGet("statusListIndex"u8, out var index) || index.ValueKind != JsonValueKind.String) return false;
        var digits = Utf8Text.Of(index);
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }
}
