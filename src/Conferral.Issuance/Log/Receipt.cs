// A receipt: what the log holds of one credential, and the proof that it does.
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conferral.Issuance.Ledger;
using Conferral.Transparency;
using Conferral.Transparency.Merkle;
using Conferral.Transparency.Notes;

namespace Conferral.Issuance.Log;

/// <summary>
/// Everything a stranger needs to check, offline, that these events stand in the log.
/// Shape: JSON; hashes and salts in base64, <see cref="Checkpoint"/> the note as it was published.
/// </summary>
public sealed record Receipt
{
    public const string TypeName = "conferral-receipt/v1";

    [JsonRequired]
    public required string Type { get; init; }

    [JsonRequired]
    public required string CredentialId { get; init; }

    [JsonRequired]
    public required int Version { get; init; }

    /// <summary>The key the log claims. Whoever checks MUST know it from elsewhere.</summary>
    [JsonRequired]
    public required string LogKey { get; init; }

    [JsonRequired]
    public required IReadOnlyList<ReceiptEntry> Entries { get; init; }

    [JsonRequired]
    public required string Checkpoint { get; init; }

    /// <summary>Changes of the log's key, oldest first, as checkpoint notes; null where it never changed.</summary>
    public IReadOnlyList<string>? KeyChanges { get; init; }

    /// <summary>That the log grew from an older checkpoint to this one.</summary>
    public ConsistencyProof? Consistency { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ReceiptJson.Default.Receipt);

    /// <summary>Errors: <see cref="TransparencyException"/> when it is no receipt.</summary>
    public static Receipt Parse(ReadOnlySpan<byte> json) => ReceiptJson.Read(json, ReceiptJson.Default.Receipt) is { Type: TypeName } receipt && receipt.Entries.All(entry => entry is not null && entry.Proof.All(hash => hash is not null)) && receipt.KeyChanges?.Contains(null!) != true
        ? receipt
        : throw ReceiptJson.Foreign("receipt", TypeName);
}

/// <summary>One event, opened, with its place. Shape: <see cref="Event"/> is the exact text that was committed to.</summary>
public sealed record ReceiptEntry
{
    [JsonRequired]
    public required long Index { get; init; }

    [JsonRequired]
    public required byte[] Salt { get; init; }

    [JsonRequired]
    public required string Event { get; init; }

    [JsonRequired]
    public required IReadOnlyList<string> Proof { get; init; }

    internal static ReceiptEntry Make(LogOpening opening, MerkleTree tree, Checkpoint head)
    {
        var entry = new ReceiptEntry
        {
            Index = opening.Index,
            Salt = opening.Salt,
            Event = Encoding.UTF8.GetString(opening.Event.ToUtf8()),
            Proof = [.. tree.InclusionProof(opening.Index).Select(hash => hash.ToString())],
        };
        return entry.IsIn(head) ? entry : throw new TransparencyException($"The published tiles and the ledger disagree about entry {opening.Index}. Run `conferral audit`; no receipt was made.");
    }

    /// <summary>Whether the opened event stands at its place in the tree of this checkpoint. Errors: <see cref="TransparencyException"/> for hashes that are none.</summary>
    internal bool IsIn(Checkpoint head) => MerkleProof.VerifyInclusion(
        TreeHasher.Leaf(LoggedEvent.Commit(Salt, Encoding.UTF8.GetBytes(Event))), Index, head.Size, head.Root, [.. Proof.Select(TreeHash.FromBase64)]);
}
