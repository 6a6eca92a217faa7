// The ledger's history: every event carries the hash of all before it, so a changed or missing one shows, and its entry in the log.
using System.Data.Common;

namespace Conferral.Issuance.Ledger;

/// <summary>One event as it is stored. <see cref="Facts"/> hashes what its transition wrote for good.</summary>
internal sealed record ChainedEvent(long At, long Epoch, string? BatchId, CredentialVersion? Credential, string? PlatformId, string Kind, string? Detail, string? Facts)
{
    /// <summary>The columns <see cref="Read"/> expects, without the hash.</summary>
    public const string Columns = "at, owner_epoch, batch_id, credential_id, version, platform_id, kind, detail, facts";

    public string HashAfter(string before, long sequence)
        => LedgerFacts.After(before, sequence, At, Epoch, BatchId, Credential?.CredentialId, Credential?.Version, PlatformId, Kind, Detail, Facts);

    /// <summary>The event as the transparency log commits to it; facts stay inside.</summary>
    public LoggedEvent Logged => new(LedgerTime.From(At), Kind, BatchId, Credential, PlatformId, Detail);

    public static ChainedEvent Read(DbDataReader row, int first) => new(
        row.GetInt64(first), row.GetInt64(first + 1), Text(row, first + 2),
        row.IsDBNull(first + 3) ? null : new CredentialVersion(row.GetString(first + 3), row.GetInt32(first + 4)),
        Text(row, first + 5), row.GetString(first + 6), Text(row, first + 7), Text(row, first + 8));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

/// <summary>The newest event's number and hash: the one value that stands for the whole history.</summary>
public readonly record struct LedgerHead(long Sequence, string Hash)
{
    public override string ToString() => string.IsNullOrEmpty(Hash) ? "no event yet" : $"event {Sequence}, sha256 {Hash}";
}

internal static class EventChain
{
    private const string Insert = $"INSERT INTO event (seq, hash, salt, commitment, {ChainedEvent.Columns}) VALUES ";

    private const int Values = 13;

    private static readonly string InsertOne = Rows(1);
    private static readonly string InsertMany = Rows(LedgerDialect.ManyRows);

    /// <summary>Adds events at the end. Whoever appends holds the end until its transaction is over, so the chain has no forks.</summary>
    public static LedgerHead Append(LedgerStatements statements, IReadOnlyList<ChainedEvent> events)
    {
        var head = statements.All("UPDATE event_head SET seq = seq RETURNING seq, hash", row => new LedgerHead(row.GetInt64(0), row.GetString(1)))[0];
        if (events.Count == 0) return head;
        var values = new object?[statements.RowsAtOnce * Values];
        for (var at = 0; at < events.Count;)
        {
            var rows = events.Count - at >= statements.RowsAtOnce ? statements.RowsAtOnce : 1;
            for (var row = 0; row < rows; row++) head = Bind(values.AsSpan(row * Values, Values), events[at++], head);
            statements.Execute(rows == 1 ? InsertOne : InsertMany, values.AsSpan(0, rows * Values));
        }

        statements.Execute("UPDATE event_head SET seq = $0, hash = $1", head.Sequence, head.Hash);
        return head;
    }

    public static LedgerHead Head(LedgerStatements statements) => statements.All("SELECT seq, hash FROM event_head", row => new LedgerHead(row.GetInt64(0), row.GetString(1)))[0];

    private static LedgerHead Bind(Span<object?> values, ChainedEvent next, LedgerHead head)
    {
        var sequence = head.Sequence + 1;
        var hash = next.HashAfter(head.Hash, sequence);
        var salt = LoggedEvent.NewSalt();
        object?[] row = [sequence, hash, salt, LoggedEvent.Commit(salt, next.Logged.ToUtf8()), next.At, next.Epoch, next.BatchId, next.Credential?.CredentialId, next.Credential?.Version, next.PlatformId, next.Kind, next.Detail, next.Facts];
        row.CopyTo(values);
        return new LedgerHead(sequence, hash);
    }

    private static string Rows(int rows)
        => Insert + string.Join(", ", Enumerable.Range(0, rows).Select(row => $"({string.Join(", ", Enumerable.Range(row * Values, Values).Select(value => $"${value}"))})"));
}
