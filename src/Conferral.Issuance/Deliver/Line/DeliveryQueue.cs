// Which credentials go next: those whose pause is over, then those the ledger hands out.
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Sign;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Feeds the senders. Bounds: holds at most one claim beyond what an array needs, and <see cref="MostWaiting"/> parcels that wait to go again.
/// Errors: a <see cref="LedgerException"/> from claiming ends the run.
/// </summary>
internal sealed class DeliveryQueue(PlatformConnection connection, IDeliveryLedger ledger, PlatformHealth health, BatchPlan plan) : IDisposable
{
    /// <summary>One transaction per this many credentials costs the ledger little and keeps few documents in memory.</summary>
    private const int ClaimSize = 64;

    /// <summary>With so many waiting to go again, nothing new is begun: their documents are in memory.</summary>
    internal const int MostWaiting = 256;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly LinkedList<ParcelItem> _ready = new();
    private readonly PriorityQueue<Parcel, long> _later = new();
    private TaskCompletionSource _changed = NewSignal();
    private int _underWay;
    private bool _exhausted;

    /// <summary>The next parcel when one may go; null when nothing is left, the line stands or the person stopped it.</summary>
    public async Task<Parcel?> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _gate.WaitAsync(cancellationToken);
                Task changed;
                TimeSpan untilDue;
                try
                {
                    if (health.Stopped is not null) return null;
                    if (await NextAsync(cancellationToken) is { } parcel) return parcel;
                    if (_underWay == 0 && _later.Count == 0) return null;
                    changed = _changed.Task;
                    untilDue = _later.TryPeek(out _, out var due) && MayStart ? Until(due) : Timeout.InfiniteTimeSpan;
                }
                finally
                {
                    _gate.Release();
                }

                await WaitAsync(changed, untilDue, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>A parcel came back: <paramref name="again"/> of it go out again after their pauses.</summary>
    public async Task ReturnAsync(IReadOnlyList<(Parcel Parcel, TimeSpan Pause)> again)
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            _underWay--;
            foreach (var (parcel, pause) in again)
                _later.Enqueue(parcel, connection.Time.GetTimestamp() + (long)(pause.TotalSeconds * connection.Time.TimestampFrequency));
            _changed.TrySetResult();
            _changed = NewSignal();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Everything that was claimed and is not under way, once all senders have ended.</summary>
    public IReadOnlyList<ParcelItem> Drain()
    {
        var left = _ready.ToList();
        while (_later.TryDequeue(out var parcel, out _)) left.AddRange(parcel.Items);
        _ready.Clear();
        return left;
    }

    public void Dispose() => _gate.Dispose();

    private bool MayStart => _underWay < (health.IsProven ? connection.Profile.MaxConcurrency : 1);

    private async Task<Parcel?> NextAsync(CancellationToken cancellationToken)
    {
        if (!MayStart) return null;
        if (_later.TryPeek(out var first, out var due) && Until(due) == TimeSpan.Zero)
        {
            _later.Dequeue();
            if (first.ArrayUrl is null || (first.ArrayUrl == plan.Url && first.Items.Count <= plan.MaxItems)) return Start(first);

            // Put together before the platform showed what it takes: cut anew.
            foreach (var item in first.Items.Reverse()) _ready.AddFirst(item);
        }

        if (_later.Count >= MostWaiting) return null;
        var arrayUrl = plan.Url;
        await FillAsync(arrayUrl, cancellationToken);
        return _ready.Count == 0 ? null : Start(Cut(arrayUrl));
    }

    private Parcel Start(Parcel parcel)
    {
        _underWay++;
        return parcel;
    }

    private async Task FillAsync(Uri? arrayUrl, CancellationToken cancellationToken)
    {
        while (!_exhausted && !HasEnough(arrayUrl))
        {
            var claimed = await ledger.ClaimAsync(connection.Profile.Id, ClaimSize, cancellationToken);
            _exhausted = claimed.Count == 0;
            foreach (var delivery in claimed) _ready.AddLast(new ParcelItem(SignedClr.FromLedger(delivery), delivery.MayHaveBeenSent, delivery.LastReason));
        }
    }

    private bool HasEnough(Uri? arrayUrl)
        => arrayUrl is null ? _ready.Count > 0 : _ready.Count >= plan.MaxItems || _ready.Sum(item => (long)item.Clr.Utf8Json.Length) >= plan.MaxBytes;

    /// <summary>One credential, or as many from the front as fit an array; one that fits no array goes alone.</summary>
    private Parcel Cut(Uri? arrayUrl)
    {
        var items = new List<ParcelItem> { TakeFirst() };
        if (arrayUrl is null) return new Parcel(items[0]);
        var bytes = BatchPlan.Bytes(items);
        while (_ready.First is { } next && items.Count < plan.MaxItems && bytes + next.Value.Clr.Utf8Json.Length + 1 <= plan.MaxBytes)
        {
            bytes += next.Value.Clr.Utf8Json.Length + 1;
            items.Add(TakeFirst());
        }

        return items.Count == 1 ? new Parcel(items[0]) : new Parcel(items, arrayUrl);
    }

    private ParcelItem TakeFirst()
    {
        var first = _ready.First!.Value;
        _ready.RemoveFirst();
        return first;
    }

    private TimeSpan Until(long due)
    {
        var now = connection.Time.GetTimestamp();
        return due > now ? connection.Time.GetElapsedTime(now, due) : TimeSpan.Zero;
    }

    private async Task WaitAsync(Task changed, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var whole = atMost < TimeSpan.Zero ? atMost : TimeSpan.FromMilliseconds(Math.Ceiling(atMost.TotalMilliseconds));
        await Task.WhenAny(changed, Task.Delay(whole, connection.Time, over.Token));
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
