// Credits are counted upwards from nothing, and rarely exceed what the course offers.
using System.Text.Json;

namespace Conferral.Credentials.Rules.House;

/// <summary>Spec: OB 3.0, creditsEarned and creditsAvailable.</summary>
internal sealed class NegativeCreditsRule() : CredentialRule(Rule, ModelClass.AchievementSubject, ModelClass.Achievement)
{
    private static readonly RuleInfo Rule = new("HOUSE-CREDITS-NEGATIVE", Severity.Error, "credits are not negative", "OB 3.0, creditsEarned and creditsAvailable");

    public override void Check(DocumentNode node, FindingSink findings)
    {
        var member = node.Class == ModelClass.Achievement ? "creditsAvailable" : "creditsEarned";
        if (node.Element.TryGetProperty(member, out var credits) && credits.ValueKind == JsonValueKind.Number && credits.GetDouble() < 0)
            findings.Report(Info, node, member, $"`{member}` is negative; correct it in the source.");
    }
}

/// <summary>More credits than the achievement offers can be right (a transfer), so this only warns.</summary>
internal sealed class CreditsWithinAvailableRule() : CredentialRule(Rule, ModelClass.AchievementSubject)
{
    private static readonly RuleInfo Rule = new("HOUSE-CREDITS", Severity.Warning, "creditsEarned is not more than creditsAvailable", "OB 3.0, creditsEarned and creditsAvailable");

    public override bool Applies(DocumentNode node) => node.TryGet("creditsEarned"u8, out var earned) && earned.ValueKind == JsonValueKind.Number;

    public override void Check(DocumentNode node, FindingSink findings)
    {
        node.TryGet("creditsEarned"u8, out var earned);
        if (node.TryGet("achievement"u8, out var achievement) && achievement.ValueKind == JsonValueKind.Object
            && achievement.TryGetProperty("creditsAvailable"u8, out var available) && available.ValueKind == JsonValueKind.Number && earned.GetDouble() > available.GetDouble())
            findings.Report(Info, node, "creditsEarned", "`creditsEarned` is more than the achievement's `creditsAvailable`; see that this is meant.");
    }
}
