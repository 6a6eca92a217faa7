// The write-back stage: from the ledger to the institution's own systems, and the confirmation back into the ledger.
using System.Runtime.CompilerServices;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.WriteBack;

/// <summary>What one write-back did. <see cref="Confirmed"/> deliveries are now marked in the ledger; <see cref="Withheld"/> are not, because some target has not confirmed their row.</summary>
public sealed record WriteBackSummary(int Confirmed, int Withheld, IReadOnlyList<TargetReport> Targets);

/// <summary>
/// Writes the crosswalk to every target and marks the deliveries that all of them confirmed. Targets stand alone: one that is down
/// holds up no other, only the marking.
/// Durability: what is to be written waits in the outbox before anything is written. A delivery MUST NOT be marked before every
/// target has confirmed its row. A crash leaves rows waiting, and the next run writes them again, which changes nothing.
/// Bounds: holds the deliveries that are not marked yet and the keys that are not confirmed; everything else streams.
/// Errors: <see cref="LedgerException"/>; a target's <see cref="WriteBackException"/> is in its report.
/// </summary>
public sealed class WriteBackStage
{
    /// <summary>Rows per ledger transaction.</summary>
    private const int AtOnce = 500;

    private readonly IWriteBackLedger ledger;
    private readonly IWriteBackOutbox outbox;
    private readonly IReadOnlyList<ICrosswalkTarget> targets;

    public WriteBackStage(IWriteBackLedger ledger, IWriteBackOutbox outbox, IReadOnlyList<ICrosswalkTarget> targets)
    {
        if (targets.Count == 0) throw new ArgumentException("There is no target to write back to; name a file or a table.", nameof(targets));
        (this.ledger, this.outbox, this.targets) = (ledger, outbox, targets);
    }

    /// <summary>Writes to all targets, or to the one called <paramref name="only"/>; marking always asks all.</summary>
    public async Task<WriteBackSummary> RunAsync(CancellationToken cancellationToken, string? only = null)
    {
        // Collected before any target reads: whatever is delivered meanwhile waits for the next run.
        var waiting = await ledger.ReadDeliveriesAsync(cancellationToken)
            .Where(delivery => delivery.State is DeliveryState.Delivered)
            .ToListAsync(cancellationToken);
        foreach (var target in targets) await EnqueueAsync(target, cancellationToken);

        var reports = await Task.WhenAll(Chosen(only).Select(target => Task.Run(() => Guard(target, () => target.WriteAsync(Outgoing(target, outbox.Enqueue, cancellationToken), outbox, cancellationToken)), cancellationToken)));

        var unconfirmed = targets.SelectMany(target => outbox.Unconfirmed(target.Id)).ToHashSet();
        var confirmed = waiting.FindAll(delivery => !unconfirmed.Contains(CrosswalkRow.From(delivery).Key));
        foreach (var some in confirmed.Chunk(AtOnce)) await ledger.RecordWrittenBackAsync(some, cancellationToken);
        return new WriteBackSummary(confirmed.Count, waiting.Count - confirmed.Count, reports);
    }

    /// <summary>Compares the targets with the ledger and writes nothing, neither there nor here.</summary>
    public async Task<IReadOnlyList<TargetReport>> CheckAsync(CancellationToken cancellationToken, string? only = null)
    {
        var reports = new List<TargetReport>();
        foreach (var target in Chosen(only)) reports.Add(await Guard(target, () => target.CheckAsync(Outgoing(target, outbox.States, cancellationToken), outbox, cancellationToken)));
        return reports;
    }

    private IEnumerable<ICrosswalkTarget> Chosen(string? only) => targets.Where(target => only is null || target.Id == only);

    private static async Task<TargetReport> Guard(ICrosswalkTarget target, Func<Task<TargetReport>> work)
    {
        try
        {
            return await work();
        }
        catch (WriteBackException fault)
        {
            return new TargetReport(target.Description) { Fault = fault };
        }
    }

    private async Task EnqueueAsync(ICrosswalkTarget target, CancellationToken cancellationToken)
    {
        if (target.IsWhole) outbox.Forget(target.Id, await NoLongerWanted(target, cancellationToken));
        await foreach (var row in Outgoing(target, outbox.Enqueue, cancellationToken)) _ = row;
    }

    // A file shows what is; a row of a credential that was sent nowhere is not in it any more once it was sent.
    private async Task<IReadOnlyList<CrosswalkKey>> NoLongerWanted(ICrosswalkTarget target, CancellationToken cancellationToken)
    {
        var loose = outbox.WithoutPlatform(target.Id).ToHashSet();
        if (loose.Count == 0) return [];
        await foreach (var rows in CrosswalkRows.ReadAsync(ledger, cancellationToken))
        {
            foreach (var row in rows) loose.Remove(row.Key);
        }

        return [.. loose];
    }

    private async IAsyncEnumerable<OutboxRow> Outgoing(ICrosswalkTarget target, Func<string, IReadOnlyList<OutboxEntry>, IReadOnlyList<WriteBackState>> states, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var loose = target.IsWhole ? null : outbox.WithoutPlatform(target.Id);
        await foreach (var chunk in Rows(loose, cancellationToken).Chunk(AtOnce).WithCancellation(cancellationToken))
        {
            var entries = chunk.Select(row => new OutboxEntry(row.Key, row.FactsSha256())).ToList();
            var reached = states(target.Id, entries);
            for (var i = 0; i < chunk.Length; i++) yield return new OutboxRow(chunk[i], entries[i].RowSha256, reached[i]);
        }
    }

    private async IAsyncEnumerable<CrosswalkRow> Rows(IReadOnlySet<CrosswalkKey>? loose, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var rows in CrosswalkRows.ReadAsync(ledger, cancellationToken))
        {
            foreach (var row in rows) yield return row;
            if (loose is null) continue;
            foreach (var record in rows.Where(row => row.PlatformId.Length > 0).DistinctBy(row => row.SisRecordKey))
            {
                var sent = record.AsSent();
                if (loose.Contains(sent.Key) && rows.All(row => row.Key != sent.Key)) yield return sent;
            }
        }
    }
}
