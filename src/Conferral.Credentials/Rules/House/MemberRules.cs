// The members of a CLR are about its learner, and each stands in it once.
using System.Text.Json;

namespace Conferral.Credentials.Rules.House;

/// <summary>A record that holds another learner's credential is the worst mistake a batch can make. Spec: CLR 2.0, class ClrSubject.</summary>
internal sealed class MemberSubjectRule() : CredentialRule(Rule, ModelClass.ClrSubject)
{
    private static readonly RuleInfo Rule = new("HOUSE-MEMBER-SUBJECT", Severity.Error, "every member is about the CLR's learner: the same id or a shared identity object", "CLR 2.0, class ClrSubject, verifiableCredential");

    public override void Check(DocumentNode node, FindingSink findings)
    {
        foreach (var modelClass in (ReadOnlySpan<ModelClass>)[ModelClass.AchievementSubject, ModelClass.ClrSubject, ModelClass.CredentialSubject])
        {
            foreach (var subject in node.Document.Of(modelClass))
            {
                if (subject.Parent?.Parent == node && !IsSameLearner(node, subject))
                    findings.Report(Info, subject, "This credential's subject shares neither `id` nor an identity object with the CLR's; it may be another learner's. Correct it or leave the credential out.");
            }
        }
    }

    private static bool IsSameLearner(DocumentNode learner, DocumentNode subject)
        => (learner.Text("id"u8) is { } id && id == subject.Text("id"u8))
        || learner.Items("identifier"u8).Any(one => subject.Items("identifier"u8).Any(other => IsSameIdentity(one, other)));

    private static bool IsSameIdentity(JsonElement one, JsonElement other)
        => one.ValueKind == JsonValueKind.Object && one.GetPropertyCount() > 0 && JsonElement.DeepEquals(one, other);
}

/// <summary>The same credential twice is one credential to a reader and two to a counter.</summary>
internal sealed class MemberRepeatedRule() : CredentialRule(Rule, ModelClass.ClrSubject)
{
    private static readonly RuleInfo Rule = new("HOUSE-MEMBER-REPEATED", Severity.Error, "no two members have one id", "CLR 2.0, class ClrSubject, verifiableCredential");

    public override void Check(DocumentNode node, FindingSink findings)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var member in node.Items("verifiableCredential"u8))
        {
            if (member.ValueKind == JsonValueKind.Object && member.TryGetProperty("id"u8, out var id) && id.ValueKind == JsonValueKind.String && !ids.Add(id.GetString()!))
                findings.Report(Info, node.Pointer("verifiableCredential", index), "A member with this id stands in the CLR already; remove it, or give it its own id.");
            index++;
        }
    }
}
