// Checks a receipt offline: against a document, the log's key, and what the checker already knows of the log.
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Conferral.Credentials.Verification;
using Conferral.Issuance.Ledger;
using Conferral.Transparency;
using Conferral.Transparency.Notes;

namespace Conferral.Issuance.Log;

/// <summary>One thing a receipt was checked for.</summary>
public sealed record ReceiptFinding(Verdict Verdict, string Message);

/// <summary>What whoever checks knows: the log's key, an older or newer checkpoint, a proof between the two, witnesses they trust.</summary>
public sealed record ReceiptKnowledge
{
    public NoteKey? LogKey { get; init; }

    /// <summary>Changes of the log's key that the receipt may not know of; those in it are believed because both keys signed them.</summary>
    public IReadOnlyList<SignedNote> KeyChanges { get; init; } = [];

    public SignedNote? Held { get; init; }

    public ConsistencyProof? Consistency { get; init; }

    public IReadOnlyList<NoteKey> Witnesses { get; init; } = [];
}

/// <summary>Needs no ledger, no network and no trust in the receipt.</summary>
public sealed class ReceiptCheck(ReceiptKnowledge known)
{
    /// <summary>Every finding, good ones too. Errors: <see cref="TransparencyException"/> when the receipt cannot be read at all.</summary>
    public IReadOnlyList<ReceiptFinding> Run(Receipt receipt, ReadOnlySpan<byte> document)
    {
        var findings = new List<ReceiptFinding>();
        var note = SignedNote.Parse(receipt.Checkpoint);
        var head = Checkpoint.In(note);
        CheckSignature(receipt, note, head, findings);
        CheckEntries(receipt, head, Convert.ToHexStringLower(SHA256.HashData(document)), findings);
        CheckWitnesses(note, findings);
        if (known.Held is { } held) CheckHeld(receipt, held, head, findings);
        return findings;
    }

    private void CheckSignature(Receipt receipt, SignedNote note, Checkpoint head, List<ReceiptFinding> findings)
    {
        var keys = KeysOf(receipt);
        var key = keys.Known;
        if (key.Name != head.Origin) findings.Add(Bad($"The checkpoint is of the log {head.Origin}, the key of {key.Name}."));
        else if (keys.Verify(note).Problem is { } problem) findings.Add(Bad(problem));
        else if (known.LogKey is null) findings.Add(new ReceiptFinding(Verdict.CouldNotCheck, $"The checkpoint is signed with the key that the receipt itself brings. Give the key you know from the issuer with --log-key: {key}"));
        else findings.Add(Good(string.Create(CultureInfo.InvariantCulture, $"{head.Origin} signed the checkpoint over {head.Size:N0} entries")));
    }

    private static void CheckEntries(Receipt receipt, Checkpoint head, string sha256, List<ReceiptFinding> findings)
    {
        var signed = false;
        foreach (var entry in receipt.Entries)
        {
            if (!entry.IsIn(head))
            {
                findings.Add(Bad($"Entry {entry.Index} is not in the log: salt, event, place or proof is not what was logged."));
                continue;
            }

            var logged = Read(entry);
            if (logged.Credential is not { } id || id != new CredentialVersion(receipt.CredentialId, receipt.Version))
            {
                findings.Add(Bad($"Entry {entry.Index} is about {(logged.Credential is { } other ? other.ToString() : "no credential")}, not about {receipt.CredentialId} v{receipt.Version}."));
                continue;
            }

            if (logged.Kind == LoggedEvent.Signed) signed |= CheckDocument(entry, logged, sha256, findings);
            else findings.Add(Good(Sentence(entry, logged)));
        }

        if (!signed && findings.TrueForAll(finding => finding.Verdict != Verdict.Invalid)) findings.Add(Bad("The receipt has no entry about the signing of this document."));
    }

    private static bool CheckDocument(ReceiptEntry entry, LoggedEvent logged, string sha256, List<ReceiptFinding> findings)
    {
        var same = logged.Sha256 == sha256;
        findings.Add(same ? Good(Sentence(entry, logged)) : Bad($"The log's entry {entry.Index} is about a document with sha256 {logged.Sha256}; this one has {sha256}."));
        return same;
    }

    private void CheckWitnesses(SignedNote note, List<ReceiptFinding> findings)
    {
        foreach (var witness in known.Witnesses)
        {
            var verdict = note.Verify(witness);
            findings.Add(verdict.Holds ? Good($"{witness.Name} saw this checkpoint at {verdict.Verified[0].At:u}") : Bad($"No cosignature of {witness.Name} holds: {verdict.Problem}"));
        }
    }

    private void CheckHeld(Receipt receipt, SignedNote note, Checkpoint head, List<ReceiptFinding> findings)
    {
        var held = Checkpoint.In(note);
        if (KeysOf(receipt).Verify(note).Problem is { } problem)
        {
            findings.Add(Bad($"The checkpoint you hold: {problem}"));
            return;
        }

        var (older, newer) = held.Size <= head.Size ? (held, head) : (head, held);
        if (older.Size == newer.Size)
        {
            findings.Add(older.Root == newer.Root ? Good("the checkpoint is the one you hold") : Bad($"The log signed two roots over {older.Size} entries: it was forked. Keep both files, they are the proof."));
            return;
        }

        var proof = new[] { known.Consistency, receipt.Consistency }.FirstOrDefault(candidate => candidate is not null && Ends(candidate) == (older.Text, newer.Text));
        findings.Add(proof is null
            ? new ReceiptFinding(Verdict.CouldNotCheck, $"Nothing here proves that the log grew from {older.Size} entries to {newer.Size}. Ask the issuer for a proof (`conferral log prove-consistency`) and give it with --consistency.")
            : proof.Holds(older, newer) ? Good(string.Create(CultureInfo.InvariantCulture, $"the log grew from {older.Size:N0} entries to {newer.Size:N0} and changed nothing"))
            : Bad($"The log over {older.Size} entries is no beginning of the one over {newer.Size}: it was forked, or the proof is of another log."));
    }

    private LogKeys KeysOf(Receipt receipt)
        => LogKeys.Of(known.LogKey ?? NoteKey.Parse(receipt.LogKey), [.. known.KeyChanges, .. (receipt.KeyChanges ?? []).Select(SignedNote.Parse)]);

    private static (string Older, string Newer) Ends(ConsistencyProof proof) => (SignedNote.Parse(proof.Older).Text, SignedNote.Parse(proof.Newer).Text);

    private static LoggedEvent Read(ReceiptEntry entry)
    {
        try
        {
            return LoggedEvent.Parse(entry.Event);
        }
        catch (JsonException e)
        {
            throw new TransparencyException($"Entry {entry.Index} of the receipt is in the log and says nothing this version understands ({e.Message}). Use the version that made the receipt, or a later one.", e);
        }
    }

    private static string Sentence(ReceiptEntry entry, LoggedEvent logged)
        => $"{logged.Kind}{(logged.PlatformId is { } platform ? $" ({platform})" : "")} at {logged.At:u}, entry {entry.Index}";

    private static ReceiptFinding Good(string message) => new(Verdict.Valid, message);

    private static ReceiptFinding Bad(string message) => new(Verdict.Invalid, message);
}
