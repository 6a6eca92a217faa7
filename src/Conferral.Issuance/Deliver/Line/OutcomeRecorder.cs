// Brings outcomes into the ledger in groups and keeps the run's count.
using System.Threading.Channels;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Durability: an outcome is on disk when the group it waits in is; a crash before that sends the same bytes again.
/// Bounds: at most <see cref="Waiting"/> outcomes wait; senders wait when the ledger is slower than the platform.
/// </summary>
internal sealed class OutcomeRecorder(IDeliveryLedger ledger)
{
    private const int Waiting = 1024;

    /// <summary>One transaction per this many outcomes at most.</summary>
    private const int GroupSize = 128;

    private readonly Channel<DeliveryOutcome> _outcomes = Channel.CreateBounded<DeliveryOutcome>(new BoundedChannelOptions(Waiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly Dictionary<string, int> _failed = new(StringComparer.Ordinal);
    private readonly List<DeliveryOutcome> _putOff = [];
    private readonly Lock _lock = new();
    private int _delivered;
    private int _inDoubt;

    /// <summary>Delivered, failed, put off and in doubt so far.</summary>
    public (int Delivered, int Failed, int PutOff, int InDoubt) Count
    {
        get
        {
            lock (_lock) return (_delivered, _failed.Values.Sum(), _putOff.Count, _inDoubt);
        }
    }

    public IReadOnlyDictionary<string, int> FailedByCode
    {
        get
        {
            lock (_lock) return new SortedDictionary<string, int>(_failed, StringComparer.Ordinal);
        }
    }

    /// <summary>A final outcome: Delivered, Failed or InDoubt.</summary>
    public async Task SettleAsync(DeliveryOutcome outcome)
    {
        lock (_lock)
        {
            if (outcome.State == DeliveryState.Delivered) _delivered++;
            else if (outcome.State == DeliveryState.InDoubt) _inDoubt++;
            else _failed[outcome.ReasonCode!] = _failed.GetValueOrDefault(outcome.ReasonCode!) + 1;
        }

        await WriteAsync(outcome);
    }

    /// <summary>Back to Pending, but only at the end: recorded now, the next claim of this run would hand it out again.</summary>
    public void PutOff(DeliveryOutcome outcome)
    {
        lock (_lock) _putOff.Add(outcome);
    }

    /// <summary>Records until <see cref="CompleteAsync"/>. Errors: a ledger fault ends this; nothing is taken in after it.</summary>
    public async Task RunAsync()
    {
        try
        {
            var group = new List<DeliveryOutcome>(GroupSize);
            while (await _outcomes.Reader.WaitToReadAsync())
            {
                while (group.Count < GroupSize && _outcomes.Reader.TryRead(out var outcome)) group.Add(outcome);
                await ledger.RecordOutcomesAsync(group, CancellationToken.None);
                group = new List<DeliveryOutcome>(GroupSize);
            }
        }
        finally
        {
            _outcomes.Writer.TryComplete();
        }
    }

    /// <summary>Hands in what was put off; <see cref="RunAsync"/> ends once all is recorded.</summary>
    public async Task CompleteAsync()
    {
        foreach (var outcome in _putOff) await WriteAsync(outcome);
        _outcomes.Writer.TryComplete();
    }

    /// <summary>Waits for room; once recording has ended by a fault, that fault is the run's and nothing more is taken in.</summary>
    private async Task WriteAsync(DeliveryOutcome outcome)
    {
        while (!_outcomes.Writer.TryWrite(outcome))
        {
            if (!await _outcomes.Writer.WaitToWriteAsync(CancellationToken.None)) return;
        }
    }
}
