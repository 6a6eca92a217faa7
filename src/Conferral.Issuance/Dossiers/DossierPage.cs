// The page of a dossier: plain HTML that opens anywhere, prints, and links to the files beside it.
using System.Globalization;
using System.Net;
using System.Text;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Dossiers;

/// <summary>Shape: one HTML document without scripts and without anything fetched; every value is escaped.</summary>
internal sealed class DossierPage
{
    private const string Head =
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Learner record dossier</title>
        <style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}
        th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #ccc}code{font-size:.85em;overflow-wrap:anywhere}</style></head><body>
        """;

    private readonly StringBuilder _html = new(Head);

    public static string Of(Dossier dossier)
    {
        var page = new DossierPage();
        page.WriteAbout(dossier);
        foreach (var (credential, number) in dossier.Credentials.Select((credential, place) => (credential, place + 1))) page.WriteCredential(credential, number);
        page.WriteLines(dossier.Lines);
        page._html.Append("</body></html>\n");
        return page._html.ToString();
    }

    private void WriteAbout(Dossier dossier)
    {
        Line("h1", $"Everything on file under {dossier.Wanted}");
        Line("p", $"Made on {Time(dossier.MadeAt)} from the issuer's ledger of credentials. It holds personal data and is meant for the learner and for whoever may see the learner's record.");
        Line("p", "The files in the folder credentials are the signed credentials, byte for byte as they were issued: give them to whoever asks for proof. Those in receipts prove when each was signed; the issuer's site has the key to check them with (conferral verify CREDENTIAL --receipt RECEIPT --log-key KEY).");
        if (dossier.Credentials.Count == 0) Line("p", "No credential was issued.");
    }

    private void WriteCredential(DossierCredential credential, int number)
    {
        Line("h2", $"Credential {number}");
        Raw($"<p>Id <code>{Escape(credential.CredentialId)}</code></p>");
        if (credential.Replaces is { } of) Line("p", $"It takes the place of {of.OldId}.");
        if (credential.ReplacedBy is { NewId: { } newId } by) Line("p", by.State == ReplacementState.Done ? $"It was replaced by {newId} on {Time(by.ChangedAt)}, and is revoked." : $"It is being replaced by {newId}.");
        foreach (var version in credential.Versions) WriteVersion(version, number);
        Line("h3", "Where it was sent");
        Table(["platform", "version", "state", "sent", "address there", "remark"], credential.Deliveries.Select(Cells));
        foreach (var copy in credential.HostDocuments)
            Raw($"<p>The copy {Escape(copy.PlatformId)} answered with (version {copy.Id.Version}): {Link(DossierFiles.CopyPath(number, copy.Id.Version, copy.PlatformId))}</p>");
        Line("h3", "What happened");
        Table(["when", "version", "what", "platform", "detail"], credential.History.Select(entry => (string?[])[Time(entry.At), entry.Credential?.Version.ToString(CultureInfo.InvariantCulture), entry.Kind, entry.PlatformId, entry.Detail]));
    }

    private void WriteVersion(DossierVersion version, int number)
    {
        var issued = version.Issued;
        Line("h3", $"Version {issued.Id.Version}: {issued.State.ToString().ToLowerInvariant()}");
        if (version.Document is not null)
        {
            Raw($"<p>Signed {Time(issued.SignedAt!.Value)}, in batch {Escape(issued.BatchId)}: {Link(DossierFiles.DocumentPath(number, issued.Id.Version))}<br>SHA-256 <code>{Escape(issued.DocumentSha256)}</code><br>Key <code>{Escape(issued.VerificationMethod)}</code></p>");
            Raw(version.Receipt is not null ? $"<p>Receipt: {Link(DossierFiles.ReceiptPath(number, issued.Id.Version))}</p>" : $"<p>No receipt: {Escape(version.NoReceipt)}</p>");
        }

        if (version.Changes is not { } changes) return;
        Line("p", changes.Count == 0 ? "It says the same as the version before it." : "What it says otherwise than the version before it:");
        if (changes.Count > 0) Raw($"<ul>{string.Concat(changes.Select(change => $"<li>{Escape(change.ToString())}</li>"))}</ul>");
    }

    private void WriteLines(IReadOnlyList<BatchLine> lines)
    {
        Line("h2", "What each run decided");
        Table(
            ["run", "decision", "from", "reason"],
            lines.Select(line => (string?[])[line.BatchId, line.Disposition.ToString().ToLowerInvariant(), line.Source, line.ReasonCode is null ? null : $"{line.ReasonCode}: {string.Join(" ", line.Findings.Select(finding => finding.Message))}"]));
    }

    private static string?[] Cells(LedgerDelivery delivery) =>
    [
        delivery.PlatformId, delivery.Id.Version.ToString(CultureInfo.InvariantCulture), delivery.State.ToString().ToLowerInvariant(),
        delivery.SubmittedAt is { } at ? Time(at) : null, delivery.ResourceUrl, delivery.Detail,
    ];

    private void Table(string[] heads, IEnumerable<string?[]> rows)
    {
        Raw($"<table><tr>{string.Concat(heads.Select(head => $"<th>{Escape(head)}</th>"))}</tr>");
        foreach (var row in rows) Raw($"<tr>{string.Concat(row.Select(cell => $"<td>{Escape(cell)}</td>"))}</tr>");
        Raw("</table>");
    }

    private void Line(string element, string text) => Raw($"<{element}>{Escape(text)}</{element}>");

    private void Raw(string html) => _html.Append(html).Append('\n');

    private static string Link(string path) => $"<a href=\"{Escape(path)}\">{Escape(path)}</a>";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Escape(string? text) => WebUtility.HtmlEncode(text ?? "");
}
