// Verdicts as sentences: one line per document that is not plainly valid, every check on request.
using System.Text.Json;
using System.Text.Json.Serialization;
using Conferral.Credentials;
using Conferral.Credentials.Rules;
using Conferral.Credentials.Verification;
using Conferral.Issuance.Log;
using Conferral.Rendering;
using Spectre.Console;

namespace Conferral.Cli.Rendering;

/// <summary>One file's report, as <c>verify --json</c> writes it.</summary>
internal sealed record FileVerdict(string File, VerificationReport Report)
{
    /// <summary>What its receipt came to, when one was given.</summary>
    public IReadOnlyList<ReceiptFinding>? Receipt { get; init; }
}

internal static class VerdictView
{
    public static void Write(Terminal terminal, string path, VerificationReport report, bool everyCheck)
    {
        terminal.Out.MarkupLine($"{Badge(report.Verdict)}  {Markup.Escape(path)}");
        if (report.Refresh is { } refresh) terminal.Line($"       {refresh}");
        var embedded = report.Documents.Count - 1;
        if (report.Verdict == Verdict.Valid && !everyCheck)
        {
            terminal.Line($"       {(embedded > 0 ? $"the document and its {FindingsView.Count(embedded, "embedded credential")} verify" : "the document verifies")}");
            WriteDisclosure(terminal, report.Outer);
            WriteStatus(terminal, report.Outer);
            foreach (var finding in report.Findings.Where(finding => finding.RuleId == RuleSet.TextOrderId)) WriteFinding(terminal, finding);
            return;
        }

        if (everyCheck) foreach (var document in report.Documents) WriteDocument(terminal, document, everyCheck);
        else WriteFaulty(terminal, report.Documents);
        foreach (var finding in report.Findings.Where(finding => everyCheck || finding.Severity == Severity.Error || finding.RuleId == RuleSet.TextOrderId)) WriteFinding(terminal, finding);
        var valid = report.Documents.Count(document => document.Verdict == Verdict.Valid);
        if (!everyCheck && embedded > 0) terminal.Line($"       {valid} of {report.Documents.Count} documents in this file verify");
    }

    public static void WriteJson(Terminal terminal, IReadOnlyList<FileVerdict> verdicts)
        => terminal.Line(JsonSerializer.Serialize(verdicts, VerdictJson.Default.IReadOnlyListFileVerdict));

    /// <summary>The first thing that stands against a report, in one sentence; null for a valid one.</summary>
    public static string? FirstProblem(VerificationReport report)
    {
        if (report.Documents.FirstOrDefault(document => document.Verdict != Verdict.Valid) is not { } document) return null;
        var check = Verdicts.Against(document) is [var first, ..] ? first : document.Status!;
        return document.Pointer.Length == 0 ? check.Message : $"{document.Pointer}: {check.Message}";
    }

    /// <summary>Those that do not verify; many in a row for the same reasons, as where an issuer is not known, are written once.</summary>
    private static void WriteFaulty(Terminal terminal, IReadOnlyList<DocumentReport> documents)
    {
        var faulty = documents.Where(document => document.Verdict != Verdict.Valid).ToList();
        for (var i = 0; i < faulty.Count;)
        {
            List<DocumentReport> alike = [faulty[i], .. faulty.Skip(i + 1).TakeWhile(document => SaysTheSame(document, faulty[i]))];
            if (alike.Count == 1) WriteDocument(terminal, alike[0], everyCheck: false);
            else WriteAlike(terminal, alike);
            i += alike.Count;
        }
    }

    private static bool SaysTheSame(DocumentReport one, DocumentReport other)
        => one.Role == other.Role && one.Verdict == other.Verdict && one.Status?.Message == other.Status?.Message && Verdicts.Against(one).SequenceEqual(Verdicts.Against(other))
            && one.Proofs.All(proof => proof.Disclosure is null) && other.Proofs.All(proof => proof.Disclosure is null);

    private static void WriteAlike(Terminal terminal, List<DocumentReport> alike)
    {
        var name = alike[0].Role == DocumentRole.Member ? "embedded credential" : "endorsement";
        terminal.Out.MarkupLine($"       {Badge(alike[0].Verdict)} {FindingsView.Count(alike.Count, name)} [grey]{Markup.Escape(alike[0].Pointer)} to {Markup.Escape(alike[^1].Pointer)}[/], for the same reasons:");
        foreach (var check in Verdicts.Against(alike[0])) terminal.Say($"         {Sign(check.Verdict)} {check.Message}");
        WriteStatus(terminal, alike[0]);
    }

    private static void WriteDocument(Terminal terminal, DocumentReport document, bool everyCheck)
    {
        var name = document.Role switch
        {
            DocumentRole.Outer => "the document",
            DocumentRole.Member => "embedded credential",
            _ => "endorsement",
        };
        terminal.Out.MarkupLine($"       {Badge(document.Verdict)} {name}{(document.Pointer.Length == 0 ? "" : $" [grey]{Markup.Escape(document.Pointer)}[/]")}");
        foreach (var check in everyCheck ? document.Proofs.SelectMany(proof => proof.Checks).Concat(document.Checks) : Verdicts.Against(document))
            terminal.Say($"         {Sign(check.Verdict)} {check.Message}");
        if (everyCheck) WriteProofs(terminal, document);
        WriteDisclosure(terminal, document);
        WriteStatus(terminal, document);
    }

    private static void WriteFinding(Terminal terminal, Finding finding)
        => terminal.Say($"       {finding.RuleId} at {(finding.Pointer.Length == 0 ? "the top" : finding.Pointer)}: {finding.Message}");

    private static void WriteProofs(Terminal terminal, DocumentReport document)
    {
        foreach (var proof in document.Proofs) terminal.Line($"           proof: {proof.Cryptosuite ?? "of an unknown kind"}, by {proof.VerificationMethod ?? "nobody named"}");
    }

    private static void WriteDisclosure(Terminal terminal, DocumentReport document)
    {
        foreach (var disclosure in document.Proofs.Select(proof => proof.Disclosure).OfType<Disclosure>())
        {
            terminal.Line(disclosure.IsBase
                ? $"         base proof for the holder: {disclosure.RequiredByIssuer} statements must always be shown, {disclosure.ChosenByHolder} the holder may choose from"
                : $"         shows a part of what the issuer signed: {disclosure.RequiredByIssuer} statements the issuer requires, {disclosure.ChosenByHolder} the holder chose");
            terminal.Line($"         it holds: {string.Join(", ", disclosure.Outline)}");
        }
    }

    private static void WriteStatus(Terminal terminal, DocumentReport document)
    {
        if (document.Status is { } status && status.Verdict != Verdict.Valid) terminal.Say($"         {Sign(status.Verdict)} {status.Message}");
    }

    public static string Badge(Verdict verdict) => verdict switch
    {
        Verdict.Valid => "[green]VALID[/]  ",
        Verdict.Invalid => "[red]INVALID[/]",
        _ => "[yellow]UNKNOWN[/]",
    };

    public static char Sign(Verdict verdict) => verdict switch
    {
        Verdict.Valid => '+',
        Verdict.Invalid => '-',
        _ => '?',
    };
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<FileVerdict>))]
internal sealed partial class VerdictJson : JsonSerializerContext;
