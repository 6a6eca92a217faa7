// Both ends of an association are achievements of the record, and not the same one.
namespace Conferral.Credentials.Rules.House;

/// <summary>Spec: CLR 2.0, class Association; that the ends are in the document is the house's own demand.</summary>
internal sealed class AssociationEndsRule() : CredentialRule(Rule, ModelClass.ClrSubject)
{
    private static readonly RuleInfo Rule = new("HOUSE-ASSOCIATION-ENDS", Severity.Error, "sourceId and targetId are ids of achievements in the document", "CLR 2.0, class Association, sourceId and targetId");

    public override bool Applies(DocumentNode node) => node.TryGet("association"u8, out _);

    public override void Check(DocumentNode node, FindingSink findings)
    {
        var achievements = node.Document.Of(ModelClass.Achievement).Select(achievement => achievement.Text("id"u8)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var association in node.Document.Of(ModelClass.Association))
        {
            if (association.Parent != node) continue;
            CheckEnd(association, "sourceId", association.Text("sourceId"u8), achievements, findings);
            CheckEnd(association, "targetId", association.Text("targetId"u8), achievements, findings);
        }
    }

    private void CheckEnd(DocumentNode association, string member, string? id, HashSet<string> achievements, FindingSink findings)
    {
        if (id is not null && !achievements.Contains(id)) findings.Report(Info, association, member, $"`{member}` is the id of no achievement in this document; add the achievement to `achievement` or correct the id.");
    }
}

/// <summary>Nothing precedes, contains or replaces itself.</summary>
internal sealed class AssociationSelfRule() : CredentialRule(Rule, ModelClass.Association)
{
    private static readonly RuleInfo Rule = new("HOUSE-ASSOCIATION-SELF", Severity.Error, "the two ends of an association differ", "CLR 2.0, class Association");

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (node.Text("sourceId"u8) is { } source && source == node.Text("targetId"u8)) findings.Report(Info, node, "The association ties an achievement to itself; correct `sourceId` or `targetId`.");
    }
}
