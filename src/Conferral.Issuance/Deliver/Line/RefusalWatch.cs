// Tells refusals that are the learners' fault from those that are not: a wrong setting, or a limit that calls itself 400.
namespace Conferral.Issuance.Deliver;

/// <summary>What to do now about credentials that were refused.</summary>
internal sealed record Ruling(IReadOnlyList<ParcelItem> Fail, IReadOnlyList<ParcelItem> PutOff, IReadOnlyList<ParcelItem> Again)
{
    public static readonly Ruling Nothing = new([], [], []);
}

/// <summary>
/// Refusals are held back until the next acceptance shows that the platform does take credentials; then they are the learners' own.
/// After <see cref="LineProfile.StopAfterInARow"/> in a row the first of them is sent once more, after a pause: accepted, it was a
/// limit in disguise and all go again, slower; refused, the line stops. Nobody is failed by that: they wait at the end of the queue,
/// and only one that is refused there in a later run too is Failed.
/// Bounds: holds what is refused until the line stops: a few requests' credentials.
/// </summary>
internal sealed class RefusalWatch(PlatformConnection connection, PlatformHealth health)
{
    private readonly LineProfile _line = connection.Profile.Line;
    private readonly Lock _lock = new();
    private readonly List<ParcelItem> _held = [];
    private ParcelItem? _probe;
    private string? _first;
    private int _refused;
    private int _accepted;

    /// <summary>What was learned, for the summary.</summary>
    public string? Remark { get; private set; }

    public Ruling Refused(ParcelItem item)
    {
        lock (_lock)
        {
            var refusedAgain = ReferenceEquals(item, _probe);
            if (refusedAgain) _held.Insert(0, item);
            else _held.Add(item);
            if (!refusedAgain) _refused++;
            _first ??= item.Last!.Detail;
            if (refusedAgain) return Stop($"{_held.Count} credentials in a row were refused, none accepted between.");
            if (_refused >= _line.StopAfterInAll && _refused > LineProfile.SystematicShare * (_refused + _accepted))
                return Stop($"{_refused} of {_refused + _accepted} credentials were refused.");
            if (health.Stopped is not null) return LetGo();
            if (_held.Count != _line.StopAfterInARow || _probe is not null) return Ruling.Nothing;
            _probe = _held[0];
            _held.RemoveAt(0);
            health.Suspect();
            connection.Limiter.SlowDown(_ => connection.Profile.Retry.Backoff(1, connection.Random));
            return Ruling.Nothing with { Again = [_probe] };
        }
    }

    public Ruling Accepted(ParcelItem item)
    {
        lock (_lock)
        {
            _accepted++;
            if (_held.Count == 0 && _probe is null) return Ruling.Nothing;
            var held = TakeHeld();
            var disguised = ReferenceEquals(item, _probe);
            _probe = null;
            if (!disguised) return Ruling.Nothing with { Fail = held };
            _refused -= held.Count + 1;
            Remark = $"After {_line.StopAfterInARow} refusals in a row ({_first}) the first of them was accepted unchanged: a limit in disguise. Ask for the platform's limit and set requestsPerMinute or limits.";
            return Ruling.Nothing with { Again = held };
        }
    }

    /// <summary>The run is over: too few were refused in a row to be anything but the learners' own.</summary>
    public Ruling Close()
    {
        lock (_lock) return health.Stopped is null ? Ruling.Nothing with { Fail = TakeHeld() } : LetGo();
    }

    private Ruling Stop(string what)
    {
        health.Stop(DeliveryCode.EverythingRefused, $"{what} The first so: {_first} Nothing more was sent. If a setting was wrong, correct it and run again: they go once more; if the documents are, correct those.");
        return LetGo();
    }

    private Ruling LetGo()
    {
        var held = TakeHeld();
        return Ruling.Nothing with { Fail = held.FindAll(item => item.RefusedBefore), PutOff = held.FindAll(item => !item.RefusedBefore) };
    }

    private List<ParcelItem> TakeHeld()
    {
        List<ParcelItem> held = [.. _held];
        _held.Clear();
        return held;
    }
}
