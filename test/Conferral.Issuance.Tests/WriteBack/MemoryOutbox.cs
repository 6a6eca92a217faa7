// The outbox in memory, for tests of single targets.
using System.Runtime.CompilerServices;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Tests.WriteBack;

internal sealed class MemoryOutbox : IWriteBackOutbox
{
    private readonly Dictionary<(string Target, CrosswalkKey Key), (string Sha256, WriteBackState State)> _rows = [];
    private readonly Dictionary<string, string> _contents = [];

    /// <summary>Every change of a row's state in its order.</summary>
    public List<(string Learner, WriteBackState State)> Moves { get; } = [];

    public WriteBackState this[string target, string learner] => _rows.Single(row => row.Key.Target == target && row.Key.Key.SisStudentId == learner).Value.State;

    [MethodImpl(MethodImplOptions.Synchronized)]
    public IReadOnlyList<WriteBackState> States(string target, IReadOnlyList<OutboxEntry> entries)
        => [.. entries.Select(entry => _rows.TryGetValue((target, entry.Key), out var row) && row.Sha256 == entry.RowSha256 ? row.State : WriteBackState.Pending)];

    [MethodImpl(MethodImplOptions.Synchronized)]
    public IReadOnlyList<WriteBackState> Enqueue(string target, IReadOnlyList<OutboxEntry> entries)
    {
        foreach (var (entry, state) in entries.Zip(States(target, entries))) _rows[(target, entry.Key)] = (entry.RowSha256, state);
        return States(target, entries);
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void Record(string target, IReadOnlyList<OutboxOutcome> outcomes)
    {
        foreach (var (entry, state, _) in outcomes)
        {
            if (_rows.TryGetValue((target, entry.Key), out var row) && row.State != state) Moves.Add((entry.Key.SisStudentId, state));
            _rows[(target, entry.Key)] = (entry.RowSha256, state);
        }
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void RecordWhole(string target, WriteBackState state, string contentSha256)
    {
        foreach (var key in _rows.Keys.Where(key => key.Target == target).ToList()) _rows[key] = (_rows[key].Sha256, state);
        _contents[target] = contentSha256;
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public string? WholeContent(string target) => _contents.GetValueOrDefault(target);

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void Forget(string target, IReadOnlyList<CrosswalkKey> keys)
    {
        foreach (var key in keys) _rows.Remove((target, key));
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public IReadOnlySet<CrosswalkKey> Unconfirmed(string target) => _rows.Where(row => row.Key.Target == target && row.Value.State != WriteBackState.Confirmed).Select(row => row.Key.Key).ToHashSet();

    [MethodImpl(MethodImplOptions.Synchronized)]
    public IReadOnlySet<CrosswalkKey> WithoutPlatform(string target) => _rows.Keys.Where(key => key.Target == target && key.Key.PlatformId.Length == 0).Select(key => key.Key).ToHashSet();
}
