// The judge of signed status lists: stored bytes, proofs, history and bits must say the same.
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Status;
using Conferral.Credentials.Verification;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;

namespace Conferral.Issuance.Publish;

/// <summary>
/// Checks that every form a list was ever signed in is the one its event tells of, that the newest still verifies under the issuer's
/// document, and that its bits are those of the revoked and the suspended. Each problem is a sentence that names the list.
/// </summary>
public sealed class StatusListAudit(Workspace workspace, LedgerStore store, TimeProvider time)
{
    private readonly StatusLedger _ledger = new(store);

    public IReadOnlyList<string> Run()
    {
        var problems = new List<string>(FormProblems());
        var due = SitePublisher.SignerOf(workspace, store, time).Due().Select(list => list.Url).ToHashSet(StringComparer.Ordinal);
        var newest = _ledger.NewestSigned().ToDictionary(list => list.Url, StringComparer.Ordinal);
        problems.AddRange(newest.Values.Select(ProofProblem).OfType<string>());
        foreach (var list in _ledger.Lists().Where(list => list.Form.Kind == StatusListKind.Bitstring))
        {
            foreach (var purpose in list.Purposes.Where(purpose => !due.Contains(list.UrlOf(purpose))))
            {
                if (BitProblem(list, purpose, newest[list.UrlOf(purpose)]) is { } problem) problems.Add(problem);
            }
        }

        return problems;
    }

    private IEnumerable<string> FormProblems()
    {
        var told = new LedgerReader(store).Texts($"SELECT detail FROM event WHERE kind = '{LedgerTransitions.ListSigned}'").ToHashSet(StringComparer.Ordinal);
        foreach (var form in _ledger.NewestSigned().SelectMany(list => _ledger.SignedForms(list.Url)))
        {
            if (Convert.ToHexStringLower(SHA256.HashData(form.Utf8)) != form.DocumentSha256) yield return $"the stored list {form.Url}, {form}, was changed since it was signed";
            if (!told.Remove(StatusLedger.DetailOf(form.Url, form.Number, form.DocumentSha256))) yield return $"the stored list {form.Url}, {form}, is not the one the history tells of";
        }

        foreach (var missing in told.Order(StringComparer.Ordinal)) yield return $"the history tells of the signed list {missing}, and it is gone";
    }

    private string? ProofProblem(SignedList list)
    {
        using var document = JsonDocument.Parse(list.Utf8);
        if (!document.RootElement.TryGetProperty("proof", out _)) return null; // 1EdTech's list is not signed
        var issuer = ControllerDocument.Parse(File.ReadAllBytes(workspace.ControllerDocumentPath));
        var report = new CredentialVerifier(new LinkedDataCanonicalizer(ContextStore.BuiltIn), new VerificationMethodResolver([issuer]), time).Verify(list.Utf8);
        var failing = report.Outer.Proofs.SelectMany(proof => proof.Checks).Concat(report.Outer.Checks).FirstOrDefault(check => check.Verdict != Verdict.Valid);
        return failing is null ? null : $"the newest list {list.Url}, {list}, does not verify: {failing.Message}";
    }

    private string? BitProblem(StatusListRow list, string purpose, SignedList newest)
    {
        try
        {
            using var document = JsonDocument.Parse(newest.Utf8);
            var bits = BitstringStatusListCredential.Read(document.RootElement).List;
            var meant = _ledger.Listed(list.Number, orSuspended: purpose == StatusForm.Suspension).Select(listed => listed.Place).ToHashSet();
            var wrong = Enumerable.Range(0, list.Form.Entries).Count(place => (bits.Read(place) == 1) != meant.Contains(place));
            return wrong == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"the newest list {newest.Url}, {newest}, has {wrong} bits that are not as the ledger's revocations and suspensions say");
        }
        catch (Exception e) when (e is StatusListException or JsonException)
        {
            return $"the newest list {newest.Url}, {newest}, cannot be read: {e.Message}";
        }
    }
}
