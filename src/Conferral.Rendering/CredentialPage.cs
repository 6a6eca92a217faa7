// A credential as a page for people.
using System.Globalization;
using System.Security.Cryptography;
using Conferral.Credentials.Verification;
using Conferral.Rendering.Html;
using Conferral.Rendering.Reading;
using Conferral.Rendering.Transcript;

namespace Conferral.Rendering;

/// <summary>What is rendered: the file's bytes, its name for people, what verification found, and when.</summary>
public sealed record CredentialToRender(string FileName, ReadOnlyMemory<byte> Bytes, VerificationReport Report, DateTimeOffset VerifiedAt)
{
    /// <summary>The learner's name, for a record that holds it as a hash only. Shown where <see cref="CredentialPage.NamesLearner"/> agrees.</summary>
    public string? LearnerName { get; init; }
}

/// <summary>
/// Renders any credential document of CLR 2.0 or Open Badges 3.0, whoever made it. Every value of the document is on the page, in
/// its section or under "Also in the document"; nothing is loaded, nothing runs.
/// </summary>
public static class CredentialPage
{
    /// <summary>
    /// Shape: one HTML document that needs no other file. Answers null where the bytes cannot be read as a credential; the report's
    /// first check says why.
    /// </summary>
    public static string? Render(CredentialToRender file)
    {
        using var opened = OpenedCredential.TryOpen(file.Bytes);
        if (opened is null) return null;
        var record = RecordReader.Read(opened);
        if (file.LearnerName is { } given && NamesLearner(opened, given)) record = record with { LearnerName = given, NameWasHashed = true };
        var html = new HtmlWriter();
        using (html.In("main", ("class", "sheet")))
        {
            var view = new RecordView(html, record, file.Report, level: 1);
            view.WriteHead();
            new VerdictPanel(html, record, file).Write();
            view.WriteBody();
            var back = new BackMatter(html, record, file.Report, level: 2);
            back.WriteParties();
            back.WriteDetails();
        }

        WriteFoot(html, file);
        var name = record.LearnerName is { } learner ? $"{learner}: {record.Title}" : record.Title.Text;
        return HtmlPage.Write($"{name}, {record.Issuer.DisplayName}", $"{name} · {record.Issuer.DisplayName}", html);
    }

    /// <summary>Whether this is the name of the learner, as the record states it or as a hash.</summary>
    public static bool NamesLearner(ReadOnlyMemory<byte> credential, string name)
    {
        using var opened = OpenedCredential.TryOpen(credential);
        return opened is not null && NamesLearner(opened, name);
    }

    private static bool NamesLearner(OpenedCredential opened, string name)
        => new Part(opened.Outer, "", new ReadingTrail()).Object("credentialSubject") is { } subject && PartyReader.NamesLearner(subject, name);

    /// <summary>
    /// Writes a record that is not signed yet into a page of its caller's, under a heading of <paramref name="level"/>; with the
    /// learner's name where the record confirms it.
    /// Errors: <see cref="ArgumentException"/> for bytes that are no credential.
    /// </summary>
    public static void WriteDraft(HtmlWriter html, ReadOnlyMemory<byte> draft, int level, string? learnerName = null)
    {
        using var opened = OpenedCredential.TryOpen(draft) ?? throw new ArgumentException("The draft is not a JSON object.", nameof(draft));
        var record = RecordReader.Read(opened);
        if (learnerName is not null && NamesLearner(opened, learnerName)) record = record with { LearnerName = learnerName, NameWasHashed = record.LearnerName is null };
        var view = new RecordView(html, record, report: null, level);
        view.WriteHead();
        view.WriteBody();
        new BackMatter(html, record, report: null, level + 1).WriteParties();
    }

    private static void WriteFoot(HtmlWriter html, CredentialToRender file)
    {
        using var foot = html.In("footer", ("class", "page-foot"));
        html.Element("p", "This page is a reading aid. The record itself is the signed file; whoever wants to rely on it verifies that file, not this page.");
        using var line = html.In("p");
        html.Text("Made from ").Element("bdi", file.FileName).Text(", SHA-256 ").Element("code", Convert.ToHexStringLower(SHA256.HashData(file.Bytes.Span)));
    }
}

/// <summary>The verdict in a box that is seen first.</summary>
internal sealed class VerdictPanel(HtmlWriter html, Record record, CredentialToRender file)
{
    public void Write()
    {
        var report = file.Report;
        var style = report.Verdict switch
        {
            Verdict.Valid => "verdict valid",
            Verdict.Invalid => "verdict invalid",
            _ => "verdict unknown",
        };
        using var panel = html.In("section", ("class", style));
        html.Element("h2", Verdicts.Headline(report, record.Issuer.Id ?? "nobody named"));
        using (html.In("ul"))
        {
            foreach (var line in Verdicts.Lines(report)) html.Element("li", line);
        }

        WriteReasons(report);
        html.Element("p", $"Checked {file.VerifiedAt.UtcDateTime.ToString("d MMMM yyyy 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture)}. {Meaning(report.Verdict)}", ("class", "remark"));
    }

    private void WriteReasons(VerificationReport report)
    {
        if (report.Verdict == Verdict.Valid) return;
        var names = record.Sources.DistinctBy(source => source.Pointer).ToDictionary(source => source.Pointer, source => source.Name?.Text, StringComparer.Ordinal);
        using var list = html.In("ul", ("class", "reasons"));
        foreach (var (place, message) in Verdicts.Reasons(report, pointer => pointer.Length == 0 ? "" : names.GetValueOrDefault(pointer) ?? pointer))
        {
            using var item = html.In("li");
            if (place.Length > 0) html.Element("bdi", place).Text(": ");
            html.Element("bdi", message);
        }
    }

    private static string Meaning(Verdict verdict) => verdict switch
    {
        Verdict.Valid => "Whether that issuer is the institution you mean, its id tells you: compare it with the institution’s own web address.",
        Verdict.Invalid => "Ask the learner or the issuer for the original file.",
        _ => "That says nothing against the record. Check it again with the issuer’s key document at hand.",
    };
}
