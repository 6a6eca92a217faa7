// A member of a CLR is a whole credential with an embedded proof, not an envelope.
using System.Text.Json;

namespace Conferral.Credentials.Rules.Clr;

/// <summary>Spec: CLR 2.0, class ClrSubject, property verifiableCredential.</summary>
internal sealed class MemberFormRule() : CredentialRule(Rule, ModelClass.ClrSubject)
{
    private static readonly RuleInfo Rule = new("CLR-MEMBER-FORM", Severity.Error, "every member is an embedded credential, no JWT and no envelope", "CLR 2.0, class ClrSubject, verifiableCredential");

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (!node.TryGet("verifiableCredential"u8, out var members) || members.ValueKind != JsonValueKind.Array) return;
        var index = 0;
        foreach (var member in members.EnumerateArray())
        {
            if (Fault(member) is { } fault) findings.Report(Info, node.Pointer("verifiableCredential", index), $"{fault}; embed the credential itself, secured by Data Integrity.");
            index++;
        }
    }

    private static string? Fault(JsonElement member) => member.ValueKind switch
    {
        JsonValueKind.Object when member.TryGetProperty("type"u8, out var type) && TypeSet.Contains(type, "EnvelopedVerifiableCredential"u8) => "The member is an enveloped credential, which a CLR cannot hold",
        JsonValueKind.Object or JsonValueKind.Null => null,
        JsonValueKind.String => "The member is a string, such as a compact JWS or a URL, which a CLR cannot hold",
        _ => "The member is no credential",
    };
}
