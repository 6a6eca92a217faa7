// Tells the person watching how far the run is, a few times a second.
namespace Conferral.Issuance.Deliver;

internal sealed class ProgressTeller(PlatformConnection connection, PlatformHealth health, OutcomeRecorder recorder, int total, IProgress<DeliveryProgress> progress)
{
    /// <summary>Often enough for a bar that moves, seldom enough to cost nothing.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan RateWindow = TimeSpan.FromMinutes(1);

    private readonly Queue<(long At, int Settled)> _samples = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, connection.Time);
        try
        {
            do Tell();
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Tell();
        }
    }

    private void Tell()
    {
        var (delivered, failed, putOff, inDoubt) = recorder.Count;
        var settled = delivered + failed + putOff + inDoubt;
        var now = connection.Time.GetTimestamp();
        _samples.Enqueue((now, settled));
        while (_samples.Count > 2 && connection.Time.GetElapsedTime(_samples.Peek().At, now) > RateWindow) _samples.Dequeue();
        var (since, before) = _samples.Peek();
        var minutes = connection.Time.GetElapsedTime(since, now).TotalMinutes;
        var perMinute = minutes > 0 ? (settled - before) / minutes : 0;
        progress.Report(new DeliveryProgress(total, delivered, failed, putOff, inDoubt, perMinute)
        {
            WaitingUntil = connection.Gate.WaitingUntil,
            Remaining = perMinute > 0 ? TimeSpan.FromMinutes(Math.Max(0, total - settled) / perMinute) : null,
            Trouble = health.Trouble,
        });
    }
}
