// Everything a careful host would look at before it stores a credential: envelope, data model, and every proof.
using Conferral.Credentials;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Rules;
using Conferral.Credentials.Verification;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;

namespace Conferral.Sandbox;

/// <summary>
/// Refuses what is wrong and what could not be checked: a document that breaks its data model, a proof of the record or
/// a member that does not hold or whose issuer is unknown, a member about somebody else, an endorsement that is forged.
/// Does not refuse what a wallet may rightly hold: a credential that has run out or is not yet valid, and an endorsement by
/// somebody unknown here. Errors: <see cref="ControllerDocumentException"/> from the constructor. Safe for concurrent use.
/// </summary>
internal sealed class StrictCheck
{
    private const int MaxReasons = 3;

    /// <summary>The issuer's own rules, which decide nothing about what it receives.</summary>
    private const string HouseRules = "HOUSE-";

    private readonly CredentialVerifier _verifier;

    private readonly EnvelopeCheck _envelope;

    public StrictCheck(EnvelopeCheck envelope, IReadOnlyList<ReadOnlyMemory<byte>> trustedControllers, TimeProvider clock)
    {
        _envelope = envelope;
        var resolver = new VerificationMethodResolver([.. trustedControllers.Select(ControllerDocument.Parse)]);
        _verifier = new(new LinkedDataCanonicalizer(ContextStore.BuiltIn), resolver, clock, new RuleSet(clock));
    }

    public ReceivedVerdict Check(ReadOnlyMemory<byte> utf8Json)
    {
        var verdict = _envelope.Check(utf8Json);
        if (!verdict.IsAccepted) return verdict;
        var report = _verifier.Verify(utf8Json).TimeAside();
        var reasons = report.Documents.SelectMany(document => Reasons(document, report.Findings)).Take(MaxReasons + 1).ToList();
        if (reasons.Count == 0) return verdict;
        var more = reasons.Count > MaxReasons ? " There is more." : "";
        return ReceivedVerdict.Refuse(verdict.Id, string.Join(' ', reasons.Take(MaxReasons)) + more);
    }

    private static IEnumerable<string> Reasons(DocumentReport document, IReadOnlyList<Finding> findings)
    {
        var tolerated = document.Role == DocumentRole.Endorsement ? Verdict.CouldNotCheck : Verdict.Valid;
        var place = document.Pointer.Length == 0 ? "" : $"At {document.Pointer}: ";
        return document.Checks
            .Where(check => check.Verdict > tolerated)
            .SelectMany(check => Details(check, document, findings).DefaultIfEmpty(check.Message))
            .Select(sentence => place + sentence);
    }

    /// <summary>What lies behind a check that is the sum of others.</summary>
    private static IEnumerable<string> Details(Check check, DocumentReport document, IReadOnlyList<Finding> findings) => check.Id switch
    {
        CheckId.Conformance => findings.Where(finding => finding.Severity == Severity.Error && !finding.RuleId.StartsWith(HouseRules, StringComparison.Ordinal)).Select(finding => $"{finding.RuleId} at '{finding.Pointer}': {finding.Message}"),
        CheckId.Proof => document.Proofs.SelectMany(proof => proof.Checks).Where(detail => detail.Verdict != Verdict.Valid).Select(detail => detail.Message),
        _ => [],
    };
}
