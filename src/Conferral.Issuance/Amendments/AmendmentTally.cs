// Counts amendments by kind of change, and keeps the first ones whole.
namespace Conferral.Issuance.Amendments;

/// <summary>Bounds: <see cref="KeptInDetail"/> amendments in memory, and one number per kind of change, however many learners are amended.</summary>
internal sealed class AmendmentTally
{
    /// <summary>More than a person reads one by one.</summary>
    public const int KeptInDetail = 200;

    private readonly List<Amendment> _first = [];
    private readonly Dictionary<(string Kind, ChangeManner Manner), int> _learners = [];

    public IReadOnlyList<Amendment> First => _first;

    /// <summary>The most frequent kind first.</summary>
    public IReadOnlyList<ChangeCount> Counts =>
    [
        .. _learners.Select(pair => new ChangeCount(pair.Key.Kind, pair.Key.Manner, pair.Value))
            .OrderByDescending(count => count.Learners).ThenBy(count => count.Kind, StringComparer.Ordinal).ThenBy(count => count.Manner),
    ];

    public void Add(Amendment amendment)
    {
        if (_first.Count < KeptInDetail) _first.Add(amendment);
        foreach (var kind in amendment.Changes.Select(change => (change.Kind, change.Manner)).Distinct()) _learners[kind] = _learners.GetValueOrDefault(kind) + 1;
    }
}
