// A rule's id in a few plain words, for accounts and lists.
using Conferral.Credentials.Rules;
using Conferral.Issuance.Clear;
using Conferral.Issuance.Read;

namespace Conferral.Issuance;

/// <summary>Says why learners were blocked.</summary>
public static class BlockedReason
{
    /// <summary>The meaning of a rule id, or an empty text for one whose findings say it all.</summary>
    public static string Describe(string ruleId)
    {
        if (ReadRules.All.FirstOrDefault(rule => rule.Id == ruleId) is { } read) return read.Meaning;
        if (ClearanceRule.Find(ruleId) is { } clearance) return clearance.Meaning;
        return RuleSet.Rules.FirstOrDefault(rule => rule.Id == ruleId) is { } rule ? $"does not hold: {rule.What}" : "";
    }
}
