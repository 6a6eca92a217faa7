// One write transaction of the ledger: statements, and the events they leave.
using System.Data.Common;

namespace Conferral.Issuance.Ledger;

/// <summary>A write in progress. Everything done through it is committed together.</summary>
internal sealed class LedgerTransaction(LedgerStatements statements, LedgerDialect dialect, long epoch, DateTimeOffset now)
{
    private readonly List<ChainedEvent> _events = [];

    public long Now { get; } = LedgerTime.Of(now);

    /// <summary>Who writes: work claimed in this transaction is claimed under it.</summary>
    public long Epoch { get; } = epoch;

    /// <summary>Runs a statement; its parameters are <c>$0</c>, <c>$1</c>, … in order.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => statements.Execute(sql, values);

    /// <summary>The first column of the first row, or null.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) => statements.Scalar(sql, values);

    public DbDataReader Query(string sql, params ReadOnlySpan<object?> values) => statements.Query(sql, values);

    public List<T> All<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values) => statements.All(sql, read, values);

    /// <summary>Ends a claiming SELECT: rows that another worker is claiming are passed by.</summary>
    public string SkipLocked(string alias) => dialect.SkipLocked(alias);

    /// <summary>Ends workers that died or vanished: what they had claimed may be claimed again.</summary>
    public void EndTheDead() => LedgerLease.EndTheDead(statements, dialect, Epoch, now);

    /// <summary>Leaves one line of history, of a kind that <see cref="LedgerTransitions"/> knows; <paramref name="facts"/> by <see cref="LedgerFacts"/>.</summary>
    public void Event(string kind, string? batchId, CredentialVersion? credential, string? platformId = null, string? detail = null, string? facts = null)
    {
        if (!LedgerTransitions.Knows(kind)) throw new ArgumentException($"The ledger knows no event '{kind}'.", nameof(kind));
        _events.Add(new ChainedEvent(Now, Epoch, batchId, credential, platformId, kind, detail, facts));
    }

    /// <summary>Writes the events so far to the end of the history. Called last, so that the end is held for moments.</summary>
    public LedgerHead AppendEvents()
    {
        var head = EventChain.Append(statements, _events);
        _events.Clear();
        return head;
    }

    /// <summary>Appends what is left, before the commit.</summary>
    internal void Complete()
    {
        if (_events.Count > 0) AppendEvents();
    }
}
