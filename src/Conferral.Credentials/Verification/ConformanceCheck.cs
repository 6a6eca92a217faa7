// Whether a document keeps the rules of its data model, as far as they can be asked of it.
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Rules;
using Conferral.LinkedData;

namespace Conferral.Credentials.Verification;

/// <summary>How a document came, which decides what can be asked of it.</summary>
/// <param name="InToken">The token's signature covers the bytes, so words without meaning in RDF are covered too.</param>
/// <param name="Derived">Its holder left out parts, under a proof that allows it, so nothing can be asked of what is not there.</param>
internal readonly record struct HowItCame(bool InToken, bool Derived);

/// <summary>Safe for concurrent use.</summary>
internal sealed class ConformanceCheck(RuleSet rules)
{
    /// <summary>The house's own rules go beyond the standards, mostly against documents that read in two ways: breaking one is no proof of a fault, but no clean bill either.</summary>
    private const string HouseRulePrefix = "HOUSE-";

    private const string LosslessRuleId = "HOUSE-LOSSLESS";

    /// <summary>Beside "required" itself: rules by which one part of a document asks for another.</summary>
    private static readonly string[] AskForMore = ["CLR-SUBJECT-IDENTITY", "OB-SUBJECT-IDENTITY", "OB-RESULT-RESOLVES", "OB-RESULT-LEVEL", "OB-RESULT-STATUS", "OB-REQUIRED-LEVEL", "HOUSE-ASSOCIATION-ENDS"];

    /// <summary>The check, with the findings behind it in <paramref name="findings"/>.</summary>
    public Check Judge(JsonElement document, HowItCame how, List<Finding> findings)
    {
        if (CredentialParts.IsVersionOne(document))
            return Check.Unknown(CheckId.Conformance, "The credential is of VC 1.1, and the rules this version holds documents against are those of VC 2.0.");
        try
        {
            findings.AddRange(rules.Check(document).Where(finding => !(how.InToken && finding.RuleId == LosslessRuleId)).Select(finding => how.Derived ? Allow(finding) : finding));
        }
        catch (UnknownContextException refusal)
        {
            return Check.Unknown(CheckId.Conformance, refusal.Message);
        }

        var errors = findings.Where(finding => finding.Severity == Severity.Error).ToList();
        var ofTheHouse = errors.Count(finding => finding.RuleId.StartsWith(HouseRulePrefix, StringComparison.Ordinal));
        if (errors.Count > ofTheHouse)
            return Check.Invalid(CheckId.Conformance, $"The document breaks rules of its data model in {errors.Count - ofTheHouse} places; the findings name them.");
        if (ofTheHouse > 0)
            return Check.Unknown(CheckId.Conformance, $"The document keeps the rules of its data model, but in {ofTheHouse} places it is not certain how it is to be read; the findings name them.");
        var leftOut = how.Derived ? findings.Count(AsksForMore) : 0;
        return Check.Valid(CheckId.Conformance, leftOut == 0
            ? "The document keeps the rules of its data model."
            : $"What the document shows keeps the rules of its data model; in {leftOut} places its holder left out what a whole document has.");
    }

    private static Finding Allow(Finding finding) => AsksForMore(finding) ? finding with { Severity = Severity.Warning } : finding;

    private static bool AsksForMore(Finding finding)
        => finding.RuleId.EndsWith("-REQUIRED", StringComparison.Ordinal) || AskForMore.Contains(finding.RuleId);
}
