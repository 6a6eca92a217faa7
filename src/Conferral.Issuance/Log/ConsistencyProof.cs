// The proof that one checkpoint's log is the beginning of another's, as a file.
using System.Text.Json.Serialization;
using Conferral.Issuance.Ledger;
using Conferral.Transparency;
using Conferral.Transparency.Merkle;
using Conferral.Transparency.Notes;
using Conferral.Transparency.Tiles;

namespace Conferral.Issuance.Log;

/// <summary>Shape: JSON; <see cref="Older"/> and <see cref="Newer"/> are checkpoint notes, <see cref="Proof"/> hashes in base64.</summary>
public sealed record ConsistencyProof
{
    [JsonRequired]
    public required string Older { get; init; }

    [JsonRequired]
    public required string Newer { get; init; }

    [JsonRequired]
    public required IReadOnlyList<string> Proof { get; init; }

    public byte[] ToJson() => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(this, ReceiptJson.Default.ConsistencyProof);

    /// <summary>Errors: <see cref="TransparencyException"/> when it is none.</summary>
    public static ConsistencyProof Parse(ReadOnlySpan<byte> json) => ReceiptJson.Read(json, ReceiptJson.Default.ConsistencyProof) is { } proof && proof.Proof.All(hash => hash is not null) ? proof : throw ReceiptJson.Foreign("consistency proof", "older, newer, proof");

    /// <summary>
    /// Makes and checks the proof from an older checkpoint to a recorded one.
    /// Errors: <see cref="TransparencyException"/> when the older one is no beginning of this log: it is of another log, or of a fork.
    /// </summary>
    public static ConsistencyProof Make(SignedNote older, RecordedCheckpoint newer, TileNodes nodes)
    {
        var (from, to) = (Checkpoint.In(older), Checkpoint.In(SignedNote.Parse(newer.Note)));
        if (from.Origin != to.Origin) throw new TransparencyException($"That checkpoint is of the log {from.Origin}; this log is {to.Origin}.");
        if (from.Size > to.Size) throw new TransparencyException($"That checkpoint counts {from.Size} entries, this log's newest {to.Size}. This workspace's ledger is an older copy: run `conferral audit`.");
        var proof = new ConsistencyProof { Older = older.ToString(), Newer = newer.Note, Proof = [.. new MerkleTree(nodes, to.Size).ConsistencyProof(from.Size).Select(hash => hash.ToString())] };
        return proof.Holds(from, to) ? proof : throw new TransparencyException($"That checkpoint over {from.Size} entries is no beginning of this log: one of the two was forked. Keep it, it is evidence; run `conferral audit`.");
    }

    /// <summary>Whether the proof leads from one checkpoint to the other. Errors: <see cref="TransparencyException"/> for hashes that are none.</summary>
    public bool Holds(Checkpoint older, Checkpoint newer)
        => older.Origin == newer.Origin && MerkleProof.VerifyConsistency(older.Size, older.Root, newer.Size, newer.Root, [.. Proof.Select(TreeHash.FromBase64)]);
}
