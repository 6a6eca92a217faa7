// Replays the ledger's history: unbroken from its first event to its last, and every row as its events left it.
using System.Data.Common;

namespace Conferral.Issuance.Ledger;

/// <summary>
/// Recomputes the chain of events, replays every transition by <see cref="LedgerTransitions"/>, and compares what it leads to with
/// the rows as they are. Names the first break of the chain and every row that differs.
/// Bounds: one state per credential and delivery in memory.
/// </summary>
internal sealed class HistoryAudit(LedgerStatements read)
{
    private static readonly ILookup<(string Of, string Event), LedgerTransition> ByEvent = LedgerTransitions.All.ToLookup(transition => (transition.Of, transition.Event));

    private readonly record struct Key(string Of, CredentialVersion Id, string? PlatformId)
    {
        public static Key For(ChainedEvent next, CredentialVersion id) => LedgerTransitions.OfWhole(next.Kind) is { } whole
            ? new Key(whole, id with { Version = 0 }, null)
            : new Key(next.PlatformId is null ? LedgerTransitions.Credential : LedgerTransitions.Delivery, id, next.PlatformId);

        public override string ToString() => Id.Version == 0 ? $"the {Of} of {Id.CredentialId}" : PlatformId is null ? Id.ToString() : $"{Id} at {PlatformId}";
    }

    private sealed class Standing
    {
        public string? State { get; set; }

        /// <summary>By the columns they cover.</summary>
        public Dictionary<string, string?> Facts { get; } = [];
    }

    private readonly Dictionary<Key, Standing> _standings = [];
    private readonly Dictionary<string, string?> _lines = [];
    private readonly Dictionary<string, string?> _inputs = [];
    private readonly Dictionary<long, string?> _clearances = [];
    private readonly Dictionary<long, string> _closings = [];
    private readonly List<string> _problems = [];
    private long _began;

    public IReadOnlyList<string> Run()
    {
        Walk();
        CompareRows(LedgerTransitions.Credential, "SELECT credential_id, version, NULL, state", [LedgerTransitions.IntentFacts, LedgerTransitions.SignedFacts]);
        CompareRows(LedgerTransitions.Delivery, "SELECT credential_id, version, platform_id, state", [LedgerTransitions.OutcomeFacts, LedgerTransitions.WrittenBackFacts]);
        CompareRows(LedgerTransitions.Status, "SELECT credential_id, 0 AS version, NULL, state", [LedgerTransitions.StatusFacts]);
        CompareRows(LedgerTransitions.Replacement, "SELECT credential_id, 0 AS version, NULL, state", [LedgerTransitions.ReplacementFacts]);
        CompareBatches();
        CompareClearances();
        return _problems;
    }

    private void Walk()
    {
        var (began, head) = read.All("SELECT began, seq, hash FROM event_head", row => (row.GetInt64(0), new LedgerHead(row.GetInt64(1), row.GetString(2))))[0];
        _began = began;
        foreach (var batch in read.All("SELECT closed_event FROM batch WHERE closed_event IS NOT NULL", row => row.GetInt64(0))) _closings[batch] = "";
        var at = new LedgerHead(began, "");
        using var rows = read.Query($"SELECT seq, hash, {ChainedEvent.Columns} FROM event WHERE seq > $0 ORDER BY seq", began);
        while (rows.Read())
        {
            var (sequence, hash) = (rows.GetInt64(0), rows.IsDBNull(1) ? "" : rows.GetString(1));
            var next = ChainedEvent.Read(rows, 2);
            if (sequence != at.Sequence + 1)
            {
                Break($"the history breaks after event {at.Sequence}: the next one is event {sequence}, so events between them were deleted");
                return;
            }

            if (next.HashAfter(at.Hash, sequence) != hash)
            {
                Break($"the history breaks at event {sequence} ({next.Kind}{(next.Credential is { } id ? $" of {id}" : "")}): its hash is not that of its content and all before it, so it or one before it was changed");
                return;
            }

            if (_closings.ContainsKey(sequence)) _closings[sequence] = hash;
            Replay(sequence, next);
            at = new LedgerHead(sequence, hash);
        }

        if (at != head) Break($"the history ends with event {at.Sequence}, but the ledger's last was event {head.Sequence}: the newest events were deleted");
    }

    // After a break the replay stops: what follows would only repeat that something is missing.
    private void Break(string problem)
    {
        _problems.Add(problem);
        _standings.Clear();
        _began = long.MaxValue;
    }

    private void Replay(long sequence, ChainedEvent next)
    {
        if (next.Kind is "batch-closed" or RetentionLedger.LinesPurged) _lines[next.BatchId!] = next.Facts;
        if (next.Kind == "batch-opened") _inputs[next.BatchId!] = next.Detail;
        if (LedgerTransitions.ClearanceEvents.Contains(next.Kind)) _clearances[ClearanceLedger.NumberOf(next.Detail)] = next.Facts;
        if (next.Credential is not { } id) return;
        var key = Key.For(next, id);
        if (!_standings.TryGetValue(key, out var standing)) _standings[key] = standing = new Standing();

        // What began before the chain did is taken as it is found.
        var known = standing.State is not null || _began == 0;
        var transition = ByEvent[(key.Of, next.Kind)].FirstOrDefault(allowed => !known || allowed.From == standing.State);
        if (transition is null)
        {
            _problems.Add($"event {sequence}: {key} went from {standing.State ?? "nothing"} by '{next.Kind}', which is no allowed change");
            return;
        }

        standing.State = transition.To;
        if (transition.Facts is { } columns) standing.Facts[columns] = next.Facts;
    }

    private void CompareRows(string of, string select, string[] groups)
    {
        if (_began == long.MaxValue) return;
        var counts = groups.Select(columns => columns.Split(',').Length).ToArray();
        using (var rows = read.Query($"{select}, {string.Join(", ", groups)} FROM {of} ORDER BY credential_id, version"))
        {
            while (rows.Read())
            {
                var key = new Key(of, new CredentialVersion(rows.GetString(0), rows.GetInt32(1)), rows.IsDBNull(2) ? null : rows.GetString(2));
                if (_standings.Remove(key, out var standing)) Compare(key, standing, rows, groups, counts);
                else if (_began == 0) _problems.Add($"{key}: the ledger has this {of}, but no event tells how it came there");
            }
        }

        foreach (var missing in _standings.Keys.Where(key => key.Of == of)) _problems.Add($"{missing}: events tell of this {of}, but its row is gone");
    }

    private void Compare(Key key, Standing standing, DbDataReader row, string[] groups, int[] counts)
    {
        if (row.GetString(3) != standing.State)
        {
            _problems.Add($"{key}: the row says {row.GetString(3)}, its events lead to {standing.State}");
            return;
        }

        var first = 4;
        for (var i = 0; i < groups.Length; first += counts[i++])
        {
            if (standing.Facts.TryGetValue(groups[i], out var facts) && facts is not null && facts != LedgerFacts.Of(row, first, counts[i]))
                _problems.Add($"{key}: the row was changed since it was written (one of {groups[i]})");
        }
    }

    private void CompareClearances()
    {
        if (_began == long.MaxValue) return;
        using (var rows = read.Query($"SELECT {ClearanceLedger.Columns} FROM clearance ORDER BY clearance_id"))
        {
            while (rows.Read())
            {
                var number = rows.GetInt64(0);
                if (!_clearances.Remove(number, out var facts) || facts != LedgerFacts.Of(rows, 0, rows.FieldCount)) _problems.Add($"clearance decision {number}: the row was changed, or no event tells how it came there");
            }
        }

        foreach (var number in _clearances.Keys) _problems.Add($"clearance decision {number}: an event tells of it, but its row is gone");
    }

    private void CompareBatches()
    {
        if (_began == long.MaxValue) return;
        foreach (var (batchId, input) in read.All("SELECT batch_id, input_sha256 FROM batch ORDER BY batch_id", row => (row.GetString(0), row.GetString(1))))
        {
            if (_inputs.Remove(batchId, out var opened) ? opened != BatchLedger.OpenedOver(input) : _began == 0) _problems.Add($"batch {batchId}: the row names another input than the event that opened it");
        }

        foreach (var missing in _inputs.Keys) _problems.Add($"batch {missing}: events tell of this batch, but its row is gone");
        foreach (var (batchId, closedEvent, closedHash) in read.All(
            "SELECT batch_id, closed_event, closed_hash FROM batch WHERE closed_event IS NOT NULL ORDER BY batch_id",
            row => (row.GetString(0), row.GetInt64(1), row.GetString(2))))
        {
            if (_closings[closedEvent] is { } hash && hash != closedHash) _problems.Add($"batch {batchId}: it was closed by event {closedEvent}, and the history has no such event any more");
            if (_lines.TryGetValue(batchId, out var lines) && lines != BatchLedger.LinesSha256(read.Query(BatchLedger.LinesQuery, batchId)))
                _problems.Add($"batch {batchId}: its learners' lines were changed since it was closed");
        }
    }
}
