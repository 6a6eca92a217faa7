// Shows deliveries to several platforms at once as one stage's progress.
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance;

/// <summary>Adds up what the platforms' lines tell, and says what each of them waits for. Safe for concurrent use.</summary>
internal sealed class DeliveryWatch(IProgress<StageProgress> progress)
{
    private readonly SortedDictionary<string, DeliveryProgress> _latest = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public IProgress<DeliveryProgress> Of(string platformId) => new Line(this, platformId);

    private void Report(string platformId, DeliveryProgress value)
    {
        lock (_lock)
        {
            _latest[platformId] = value;
            progress.Report(new StageProgress(Stage.Deliver, _latest.Values.Sum(line => line.Settled), _latest.Values.Sum(line => line.Total), string.Join("; ", _latest.Select(line => Note(line.Key, line.Value))))
            {
                WaitingUntil = _latest.Values.Max(line => line.WaitingUntil),
            });
        }
    }

    private static string Note(string platformId, DeliveryProgress value)
        => value.WaitingUntil is { } until ? $"{platformId}, waiting until {until:u}" : value.Trouble is { } trouble ? $"{platformId}: {trouble}" : platformId;

    private sealed class Line(DeliveryWatch watch, string platformId) : IProgress<DeliveryProgress>
    {
        public void Report(DeliveryProgress value) => watch.Report(platformId, value);
    }
}
