// Approvals of plans in the ledger, and which batch was released under which plan.
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conferral.Issuance.Ledger;

/// <summary>
/// One person's signature under a plan's fingerprint. Shape: <see cref="PublicKey"/> is a Multikey, <see cref="Signature"/> base64 of
/// an Ed25519 signature over <see cref="SignedText"/>; <see cref="ApprovedAt"/> in whole seconds.
/// </summary>
public sealed record Approval(string Fingerprint, string Approver, string PublicKey, DateTimeOffset ApprovedAt, string Signature)
{
    /// <summary>What is signed: the fingerprint, who and when, so that no signature serves for another plan or person.</summary>
    [JsonIgnore]
    public string SignedText => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"conferral approval 1\nplan {Fingerprint}\nby {Approver}\nat {ApprovedAt.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}\n");
}

/// <summary>A batch that was opened under a plan. <see cref="Approvers"/> are the public keys that had approved it then.</summary>
public sealed record ReleasedBatch(string BatchId, string Fingerprint, int Demanded, IReadOnlyList<string> Approvers);

/// <summary>
/// Approvals are events and nothing else: chained, audited and sealed into the transparency log like all others.
/// Durability: an approval that was recorded stays; there is no taking back but a new plan.
/// </summary>
public sealed class ReleaseLedger(LedgerStore store)
{
    internal const string Approved = "plan-approved";
    internal const string Released = "plan-released";

    /// <summary>Answers false, and records nothing, where this person or this key has approved the plan before.</summary>
    public bool RecordApproval(Approval approval) => store.Write(write =>
    {
        var before = write.All("SELECT detail FROM event WHERE kind = $0", row => Read(row.GetString(0)), Approved);
        if (before.Any(known => known.Fingerprint == approval.Fingerprint && (known.Approver == approval.Approver || known.PublicKey == approval.PublicKey))) return false;
        write.Event(Approved, null, null, detail: JsonSerializer.Serialize(approval, ReleaseJson.Default.Approval));
        return true;
    });

    /// <summary>Once for each batch and plan; a run that goes on finds it there.</summary>
    public void RecordReleased(ReleasedBatch batch) => store.Write(write =>
    {
        var before = write.All("SELECT detail FROM event WHERE kind = $0 AND batch_id = $1", row => ReadReleased(row.GetString(0)), Released, batch.BatchId);
        if (before.Any(known => known.Fingerprint == batch.Fingerprint)) return;
        write.Event(Released, batch.BatchId, null, detail: JsonSerializer.Serialize(batch, ReleaseJson.Default.ReleasedBatch));
    });

    /// <summary>In the order they were given.</summary>
    public IReadOnlyList<Approval> Approvals() => store.Read(read => read.All("SELECT detail FROM event WHERE kind = $0 ORDER BY seq", row => Read(row.GetString(0)), Approved));

    public IReadOnlyList<ReleasedBatch> ReleasedBatches() => store.Read(read => read.All("SELECT detail FROM event WHERE kind = $0 ORDER BY seq", row => ReadReleased(row.GetString(0)), Released));

    private static Approval Read(string json) => JsonSerializer.Deserialize(json, ReleaseJson.Default.Approval)!;

    private static ReleasedBatch ReadReleased(string json) => JsonSerializer.Deserialize(json, ReleaseJson.Default.ReleasedBatch)!;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Approval))]
[JsonSerializable(typeof(ReleasedBatch))]
internal sealed partial class ReleaseJson : JsonSerializerContext;
