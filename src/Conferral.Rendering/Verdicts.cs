// A verification report in plain sentences.
using Conferral.Credentials.Verification;
using Conferral.Rendering.Reading;

namespace Conferral.Rendering;

/// <summary>What verification came to, as a person is told.</summary>
public static class Verdicts
{
    /// <summary>Reasons given for a file with many bad credentials; the rest is counted.</summary>
    private const int MaxReasons = 8;

    /// <summary>What stands against a document, the reason behind a failed proof first; empty for a valid one.</summary>
    public static IReadOnlyList<Check> Against(DocumentReport document)
    {
        var proofs = document.Proofs.SelectMany(proof => proof.Checks).Where(check => check.Verdict != Verdict.Valid).ToList();
        var own = document.Checks.Where(check => check.Verdict != Verdict.Valid && (proofs.Count == 0 || check.Id != CheckId.Proof));
        return document.Checks.Any(check => check.Id == CheckId.Proof && check.Verdict != Verdict.Valid) ? [.. proofs, .. own] : [.. own];
    }

    internal static string Headline(VerificationReport report, string issuerId) => report.Verdict switch
    {
        Verdict.Valid => $"Genuine: signed by {issuerId}, and unchanged since.",
        Verdict.Invalid when report.Outer.Status is { Verdict: Verdict.Invalid, Id: CheckId.Suspension } => "Do not rely on this record for now: it is suspended.",
        Verdict.Invalid when report.Outer.Status is { Verdict: Verdict.Invalid } => "Do not rely on this record: its issuer has revoked it.",
        Verdict.Invalid when report.Outer.Verdict == Verdict.Invalid => "Do not rely on this record: it does not verify.",
        Verdict.Invalid => "Do not rely on all of this record: a part of it does not verify.",
        _ => "Not known to be genuine: it could not be checked to the end.",
    };

    /// <summary>One line for the record, one for each kind of credential embedded in it, one for its status.</summary>
    internal static IReadOnlyList<string> Lines(VerificationReport report)
    {
        var lines = new List<string> { $"The record as a whole: {Word(report.Outer.Verdict)}." };
        Count(lines, report, DocumentRole.Member, "embedded credential");
        Count(lines, report, DocumentRole.Endorsement, "endorsement");
        lines.Add(report.Outer.Status switch
        {
            null => "It names no status list, so it cannot be revoked that way.",
            { Verdict: Verdict.Valid } => "It is not revoked or suspended.",
            { Verdict: Verdict.CouldNotCheck } status => $"Whether it has been revoked could not be checked. {status.Message}",
            var status => status.Message,
        });
        return lines;
    }

    internal static IReadOnlyList<(string Place, string Message)> Reasons(VerificationReport report, Func<string, string> placeName)
    {
        var reasons = report.Documents
            .Where(document => document.Verdict != Verdict.Valid)
            .SelectMany(document => Against(document).Concat(document.Status is { Verdict: Verdict.Invalid } status && document.Pointer.Length > 0 ? [status] : []).Select(check => (Place: placeName(document.Pointer), check.Message)))
            .Distinct().ToList();
        var findings = report.Outer.Checks.Any(check => check.Id == CheckId.Conformance && check.Verdict != Verdict.Valid)
            ? report.Findings.Where(finding => finding.Severity == Credentials.Severity.Error).Select(finding => (Place: finding.Pointer, finding.Message))
            : [];
        var all = reasons.Concat(findings).ToList();
        return all.Count <= MaxReasons ? all : [.. all.Take(MaxReasons), ("", $"And {all.Count - MaxReasons} more; `conferral verify` lists them all.")];
    }

    internal static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Valid => "valid",
        Verdict.Invalid => "not valid",
        _ => "could not be checked",
    };

    private static void Count(List<string> lines, VerificationReport report, DocumentRole role, string one)
    {
        var documents = report.Documents.Where(document => document.Role == role).ToList();
        if (documents.Count == 0) return;
        var (valid, invalid) = (documents.Count(document => document.Verdict == Verdict.Valid), documents.Count(document => document.Verdict == Verdict.Invalid));
        var others = new[] { (invalid, "not valid"), (documents.Count - valid - invalid, "could not be checked") }.Where(count => count.Item1 > 0).Select(count => $"; {count.Item1} {count.Item2}");
        lines.Add($"Valid: {valid} of {Labels.Count(documents.Count, one)}{string.Concat(others)}.");
    }
}
