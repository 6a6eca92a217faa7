// The delivery stage: everything the ledger holds for a platform goes out, and what became of it comes back.
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Delivers the pending credentials of one platform. Every resend carries the stored bytes.
/// Errors: a <see cref="LedgerException"/> ends the run at once; whatever the platform does becomes part of the summary.
/// Durability: each credential is Sending in the ledger before its bytes leave, and its outcome is recorded before the run ends;
/// a request cut off in the middle stays Sending, and the next run takes it up.
/// Bounds: memory does not grow with the number of credentials.
/// </summary>
public sealed class PlatformDelivery(PlatformConnection connection, IDeliveryLedger ledger)
{
    /// <summary>
    /// Sends until nothing is pending or the line stops. Cancelling stops it in good order: requests under way may finish
    /// within <see cref="TimeoutProfile.Finish"/>, the rest goes back to the ledger, and the summary says so.
    /// </summary>
    public async Task<DeliverySummary> RunAsync(IProgress<DeliveryProgress>? progress, CancellationToken cancellationToken)
    {
        var platformId = connection.Profile.Id;
        var (started, requestsBefore) = (connection.Time.GetTimestamp(), connection.Requests);
        var resumed = await ledger.ReleaseInterruptedAsync(platformId, cancellationToken);
        var total = await ledger.CountPendingAsync(platformId, cancellationToken);
        var health = new PlatformHealth(connection);
        var recorder = new OutcomeRecorder(ledger);
        var remarks = new List<string>();
        var cutOff = 0;
        if (total > 0 && await OpensAsync(health, total, progress, cancellationToken))
        {
            var plan = BatchPlan.From(connection.Profile, await AdvertisedAsync(remarks, cancellationToken));
            using var queue = new DeliveryQueue(connection, ledger, health, plan);
            var refusals = new RefusalWatch(connection, health);
            var run = new DeliveryRun(connection, queue, health, refusals, plan, recorder);
            await RunAsync(run, recorder, progress is null ? null : new ProgressTeller(connection, health, recorder, total, progress), cancellationToken);
            remarks.AddRange(new[] { plan.Remark, refusals.Remark }.OfType<string>());
            if (connection.Limiter.Learned is { Count: > 0 } limits) remarks.Add($"The platform told of limits that were kept and are not in its settings: limits: [{string.Join(", ", limits)}].");
            cutOff = run.CutOff;
        }

        if (cancellationToken.IsCancellationRequested) health.Stop(DeliveryCode.Interrupted, "Stopped at your wish. Nothing is lost: run again to go on.");
        var (delivered, _, _, inDoubt) = recorder.Count;
        return new DeliverySummary
        {
            PlatformId = platformId,
            Resumed = resumed,
            Delivered = delivered,
            FailedByCode = recorder.FailedByCode,
            InDoubt = inDoubt,
            Pending = cutOff + await ledger.CountPendingAsync(platformId, CancellationToken.None),
            StopCode = health.Stopped?.Code,
            StoppedBecause = health.Stopped?.Sentence,
            Remarks = [.. connection.Remarks, .. remarks],
            Requests = connection.Requests - requestsBefore,
            Elapsed = connection.Time.GetElapsedTime(started),
        };
    }

    /// <summary>Waits for the platform's hours before anything is asked of it; false when they are further off than this run waits.</summary>
    private async Task<bool> OpensAsync(PlatformHealth health, int total, IProgress<DeliveryProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            if (connection.Profile.Line.Hours?.OpensAt(connection.Time.GetUtcNow()) is { } opens)
                progress?.Report(new DeliveryProgress(total, 0, 0, 0, 0, 0) { WaitingUntil = opens });
            await connection.Gate.WaitForHoursAsync(cancellationToken);
            return true;
        }
        catch (DeliveryException closed)
        {
            health.Stop(closed.Code, closed.Message);
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task RunAsync(DeliveryRun run, OutcomeRecorder recorder, ProgressTeller? teller, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var sending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, connection.Time);
        using var watched = new CancellationTokenSource();
        using var patience = cancellationToken.Register(() => sending.CancelAfter(connection.Profile.Timeouts.Finish));
        var telling = teller?.RunAsync(watched.Token) ?? Task.CompletedTask;
        var recording = GuardAsync(recorder.RunAsync);
        var senders = Enumerable.Range(0, connection.Profile.MaxConcurrency)
            .Select(_ => GuardAsync(() => run.WorkAsync(waiting.Token, sending.Token)));
        try
        {
            await Task.WhenAll(senders);
            await run.CloseAsync();
        }
        finally
        {
            await recorder.CompleteAsync();
            await recording;
            await watched.CancelAsync();
            await telling;
        }

        // A fault of the ledger ends every sender and request at once; the ledger finds them as Sending.
        async Task GuardAsync(Func<Task> work)
        {
            try
            {
                await work();
            }
            catch
            {
                await waiting.CancelAsync();
                await sending.CancelAsync();
                throw;
            }
        }
    }

    private async Task<AdvertisedBatch?> AdvertisedAsync(List<string> remarks, CancellationToken cancellationToken)
    {
        var batch = connection.Profile.Batch;
        if (batch.Mode == BatchMode.Off || (batch.Mode == BatchMode.On && batch.Path is not null)) return null;
        try
        {
            return (await connection.WithRetriesAsync(() => connection.DescribeAsync(cancellationToken), cancellationToken)).Batch;
        }
        catch (DeliveryException fault)
        {
            remarks.Add($"Whether the platform takes arrays could not be found out: {fault.Message}");
            return null;
        }
    }
}
