// Gathers one learner's dossier from the ledger and the log.
using Conferral.Issuance.Amendments;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Transparency;

namespace Conferral.Issuance.Dossiers;

/// <summary><paramref name="receipts"/> is null where the log is not sealed yet.</summary>
public sealed class DossierReader(LedgerStore ledger, ReceiptMaker? receipts, TimeProvider time)
{
    private const string NotSealed = "the log is not sealed yet; run `conferral log seal`";

    private readonly LedgerReader _reader = new(ledger);
    private readonly StatusLedger _status = new(ledger);

    /// <summary>
    /// Everything under a learner's SIS key, a record key or a credential id; empty when there is nothing.
    /// Errors: <see cref="LedgerException"/> with <see cref="LedgerCode.Damaged"/> for a stored document that cannot be read.
    /// </summary>
    public Dossier Read(string wanted)
    {
        var versions = _reader.Find(wanted);
        var credentials = versions.GroupBy(version => version.Id.CredentialId, StringComparer.Ordinal).Select(group => ReadCredential(group.Key, [.. group])).ToList();
        var learners = versions.Select(version => version.LearnerKey).Append(wanted).Distinct(StringComparer.Ordinal);
        return new Dossier(wanted, time.GetUtcNow(), credentials, [.. learners.SelectMany(_reader.Lines).OrderBy(line => line.OpenedAt)]);
    }

    private DossierCredential ReadCredential(string credentialId, IReadOnlyList<IssuedCredential> versions)
    {
        var read = new List<DossierVersion>();
        byte[]? before = null;
        foreach (var version in versions)
        {
            var document = _reader.Document(version.Id);
            var (receipt, problem) = document is null ? (null, null) : Receipt(version.Id);
            read.Add(new DossierVersion(version, document, document is null || before is null ? null : DocumentComparison.Changes(before, document), receipt, problem));
            before = document ?? before;
        }

        var (replacedBy, replaces) = new ReplacementLedger(ledger).Of(credentialId);
        return new DossierCredential
        {
            ReplacedBy = replacedBy,
            Replaces = replaces,
            CredentialId = credentialId,
            Versions = read,
            Status = _status.Find(StatusQuery.Credential, credentialId),
            Deliveries = _reader.Deliveries(credentialId),
            HostDocuments = _reader.HostDocuments(credentialId),
            History = _reader.History(credentialId),
        };
    }

    private (byte[]? Receipt, string? Problem) Receipt(CredentialVersion id)
    {
        try
        {
            return receipts is null ? (null, NotSealed) : (receipts.Make(id, older: null).ToJson(), null);
        }
        catch (TransparencyException e)
        {
            return (null, e.Message);
        }
    }
}
