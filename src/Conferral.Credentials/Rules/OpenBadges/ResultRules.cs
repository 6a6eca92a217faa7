// A result refers to a scale and a level of the achievement it is a result of.
using System.Text.Json;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>Spec: OB 3.0, class Result, property resultDescription.</summary>
internal sealed class ResultDescriptionRule() : CredentialRule(Rule, ModelClass.Result)
{
    private static readonly RuleInfo Rule = new("OB-RESULT-RESOLVES", Severity.Error, "resultDescription of a Result names a ResultDescription of the asserted achievement", "OB 3.0, class Result, resultDescription");

    public override bool Applies(DocumentNode node) => node.TryGet("resultDescription"u8, out var id) && id.ValueKind == JsonValueKind.String;

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (ResultReferences.DescriptionOf(node).ValueKind == JsonValueKind.Undefined)
            findings.Report(Info, node, "resultDescription", "`resultDescription` is the id of no result description of the asserted achievement; add the description there or correct the id.");
    }
}

/// <summary>Spec: OB 3.0, class Result, property achievedLevel.</summary>
internal sealed class AchievedLevelRule() : CredentialRule(Rule, ModelClass.Result)
{
    private static readonly RuleInfo Rule = new("OB-RESULT-LEVEL", Severity.Error, "achievedLevel names a RubricCriterionLevel of the result's description", "OB 3.0, class Result, achievedLevel");

    public override bool Applies(DocumentNode node) => node.TryGet("achievedLevel"u8, out var level) && level.ValueKind == JsonValueKind.String;

    public override void Check(DocumentNode node, FindingSink findings)
    {
        node.TryGet("achievedLevel"u8, out var level);
        if (!Scales(node).Any(scale => ResultReferences.WithId(scale, "rubricCriterionLevel"u8, level).ValueKind == JsonValueKind.Object))
            findings.Report(Info, node, "achievedLevel", "`achievedLevel` is the id of no rubric criterion level of the result's description; add the level there or correct the id.");
    }

    private static IEnumerable<JsonElement> Scales(DocumentNode result)
    {
        var named = ResultReferences.DescriptionOf(result);
        if (named.ValueKind == JsonValueKind.Object) return [named];
        return ResultReferences.TryAchievement(result, out var achievement) ? ResultReferences.Objects(achievement, "resultDescription"u8) : [];
    }
}

/// <summary>Spec: OB 3.0, class Result, property status.</summary>
internal sealed class ResultStatusRule() : CredentialRule(Rule, ModelClass.Result)
{
    private static readonly RuleInfo Rule = new("OB-RESULT-STATUS", Severity.Error, "a result on the Status scale has a status", "OB 3.0, class Result, status");

    public override bool Applies(DocumentNode node) => !node.TryGet("status"u8, out _);

    public override void Check(DocumentNode node, FindingSink findings)
    {
        var description = ResultReferences.DescriptionOf(node);
        if (description.ValueKind == JsonValueKind.Object && description.TryGetProperty("resultType"u8, out var type) && TypeSet.Contains(type, "Status"u8))
            findings.Report(Info, node, "The result's description is of type Status, but the result has no `status`; add it.");
    }
}

/// <summary>Spec: OB 3.0, class ResultDescription, property requiredLevel.</summary>
internal sealed class RequiredLevelRule() : CredentialRule(Rule, ModelClass.ResultDescription)
{
    private static readonly RuleInfo Rule = new("OB-REQUIRED-LEVEL", Severity.Error, "requiredLevel names a RubricCriterionLevel of the same description", "OB 3.0, class ResultDescription, requiredLevel");

    public override bool Applies(DocumentNode node) => node.TryGet("requiredLevel"u8, out var level) && level.ValueKind == JsonValueKind.String;

    public override void Check(DocumentNode node, FindingSink findings)
    {
        node.TryGet("requiredLevel"u8, out var level);
        if (ResultReferences.WithId(node.Element, "rubricCriterionLevel"u8, level).ValueKind != JsonValueKind.Object)
            findings.Report(Info, node, "requiredLevel", "`requiredLevel` is the id of no rubric criterion level of this description; add the level or correct the id.");
    }
}
