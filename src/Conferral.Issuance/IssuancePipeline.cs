// The trip of one class, from the export to the platforms and back into the SIS. Read this file first.
using Conferral.Credentials;
using Conferral.Issuance.Clear;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Issuance.Read;
using Conferral.Issuance.Sign;
using Conferral.Issuance.WriteBack;

namespace Conferral.Issuance;

/// <summary>What a run did. The account is the ledger's; <see cref="Discrepancies"/> is empty when it adds up.</summary>
public sealed record IssuanceResult
{
    public required BatchAccount Account { get; init; }

    public required IReadOnlyList<string> Discrepancies { get; init; }

    public required IReadOnlyList<DeliverySummary> Deliveries { get; init; }

    public required WriteBackSummary WriteBack { get; init; }

    /// <summary>The transparency log after this run; every event of it is sealed.</summary>
    public required SealedLog Log { get; init; }

    /// <summary>Issued before and not in this export: nothing was done about them.</summary>
    public required int NotInExport { get; init; }

    /// <summary>What the export as a whole gave cause to say: unknown columns, rows of nobody.</summary>
    public required IReadOnlyList<Finding> SourceFindings { get; init; }

    /// <summary>Credentials revoked by this run because the one that replaces them was accepted.</summary>
    public int Replaced { get; init; }

    /// <summary>Credentials that are still to be replaced: the new one is not accepted everywhere, or not made yet.</summary>
    public IReadOnlyList<Replacement> OpenReplacements { get; init; } = [];

    /// <summary>Credentials signed by this run.</summary>
    public required long Signed { get; init; }
}

/// <summary>
/// Carries a batch out: every learner of the export is signed and stored, or blocked with a reason; every stored document is
/// delivered to every platform, or waits with a reason; what was replaced under a new id is revoked once that is accepted; every id goes back to the SIS; the batch closes with an account; and all
/// of it is sealed into the transparency log.
/// Durability: may be stopped at any moment; the same call goes on where it stopped, with the same ids, times and bytes.
/// Errors: <see cref="LedgerException"/> and <see cref="IntakeException"/> stop the run; one learner's fault never does.
/// </summary>
public sealed class IssuancePipeline
{
    private readonly IssuanceStages _stages;
    private readonly IProgress<StageProgress>? _progress;
    private readonly FindingsReport? _report;
    private readonly BatchLedger _batches;
    private readonly DeliveryLedger _deliveries;
    private readonly LedgerReader _reader;
    private readonly ReplacementLedger _replacements;

    /// <summary>With <paramref name="report"/> everything found in the export is written there as well.</summary>
    public IssuancePipeline(IssuanceStages stages, IProgress<StageProgress>? progress = null, FindingsReport? report = null)
    {
        _stages = stages;
        _report = report;
        _progress = progress;
        _batches = new BatchLedger(stages.Ledger);
        _deliveries = new DeliveryLedger(stages.Ledger);
        _reader = new LedgerReader(stages.Ledger);
        _replacements = new ReplacementLedger(stages.Ledger);
    }

    /// <summary>The whole trip for one export.</summary>
    public async Task<IssuanceResult> IssueAsync(IIntakeSource source, CancellationToken cancellationToken)
    {
        _stages.Log.RequireLedgerNotBehind();
        var batch = _batches.OpenOrResume(source.Description, source.Sha256, _stages.RulesSha256, _stages.VerificationMethod);
        if (_stages.Release is { } release) new ReleaseLedger(_stages.Ledger).RecordReleased(release.For(batch.BatchId));

        var tally = await ReadCheckAndSignAsync(source, batch, cancellationToken);
        _report?.Finish(source.SourceFindings);
        var deliveries = await DeliverAsync(cancellationToken);
        var replaced = _replacements.Complete([.. _stages.Platforms.Select(platform => platform.Id)]);
        var writeBack = await WriteBackAsync(cancellationToken);

        return await CloseAsync(batch, tally, deliveries, writeBack, cancellationToken) with { SourceFindings = source.SourceFindings, Replaced = replaced, OpenReplacements = _replacements.Open() };
    }

    private async Task<SigningTally> ReadCheckAndSignAsync(IIntakeSource source, Batch batch, CancellationToken cancellationToken)
    {
        var signing = new SigningLedger(_stages.Ledger);
        var gate = await ClearanceGate.OpenAsync(_stages.Clearance, source, _stages.Ledger, batch.OpenedAt, cancellationToken);
        var preparation = new Preparation(gate, _stages.Composer, _stages.Validator, signing, new Replacing(_stages.Ledger, _stages.PlatformsWithoutUpsert));
        return await new SigningLine(preparation, _stages.Signer, _batches, signing, _stages.Status, _progress, _report).RunAsync(source, batch, cancellationToken);
    }

    /// <summary>To every platform at once; one that is down, or asleep, holds up no other.</summary>
    private async Task<IReadOnlyList<DeliverySummary>> DeliverAsync(CancellationToken cancellationToken)
    {
        foreach (var platform in _stages.Platforms) await _deliveries.EnqueueAsync(platform.Id, cancellationToken);
        var watch = _progress is null ? null : new DeliveryWatch(_progress);
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return await Task.WhenAll(_stages.Platforms.Select(platform => Task.Run(() => DeliverAsync(platform, watch?.Of(platform.Id), together), CancellationToken.None)));
    }

    private async Task<DeliverySummary> DeliverAsync(PlatformProfile platform, IProgress<DeliveryProgress>? progress, CancellationTokenSource together)
    {
        try
        {
            using var connection = _stages.Connect(platform);
            return await new PlatformDelivery(connection, _deliveries).RunAsync(progress, together.Token);
        }
        catch
        {
            // Only the ledger's own faults come here; without it nobody may send.
            await together.CancelAsync();
            throw;
        }
    }

    private async Task<WriteBackSummary> WriteBackAsync(CancellationToken cancellationToken)
    {
        _progress?.Report(new StageProgress(Stage.WriteBack, 0, null));
        var summary = await new WriteBackStage(_deliveries, new OutboxLedger(_stages.Ledger), _stages.WriteBackTargets).RunAsync(cancellationToken);
        _progress?.Report(new StageProgress(Stage.WriteBack, summary.Confirmed, summary.Confirmed));
        return summary;
    }

    /// <summary>A batch is closed only when its account adds up and nothing of it is still on the way.</summary>
    private async Task<IssuanceResult> CloseAsync(Batch batch, SigningTally tally, IReadOnlyList<DeliverySummary> deliveries, WriteBackSummary writeBack, CancellationToken cancellationToken)
    {
        var account = _reader.Account(batch with { LearnersRead = tally.Read });
        var discrepancies = account.Discrepancies();
        if (discrepancies.Count == 0 && account.Platforms.All(platform => platform.Waiting == 0)) _batches.Close(account);
        return new IssuanceResult
        {
            Account = account,
            Discrepancies = discrepancies,
            Deliveries = deliveries,
            WriteBack = writeBack,
            Log = await _stages.Log.SealAsync(cancellationToken),
            NotInExport = _reader.CountNotInBatch(batch.BatchId),
            SourceFindings = [],
            Signed = tally.Signed,
        };
    }
}
