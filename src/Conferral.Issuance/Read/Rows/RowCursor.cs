// A table's rows one at a time, straight from the table or in learner order out of the sorter.

namespace Conferral.Issuance.Read;

/// <summary>Stands on a row or past the end. The row is overwritten by the next <see cref="Advance"/>.</summary>
internal abstract class RowCursor(BoundFeed feed) : IDisposable
{
    public BoundFeed Feed { get; } = feed;

    public bool HasRow { get; protected set; }

    public RowBuffer Row { get; } = new();

    public abstract void Advance();

    public abstract void Dispose();
}

/// <summary>The rows as they stand in the table.</summary>
internal sealed class TableCursor : RowCursor
{
    private readonly TableRecords records;

    private TableCursor(BoundFeed feed, TableRecords records)
        : base(feed)
    {
        this.records = records;
        Advance();
    }

    /// <summary>Records of the table so far, those passed over included.</summary>
    public long Count => records.Count;

    /// <summary>What was decided about the table, once its rows have been read to the end.</summary>
    public IReadOnlyList<string> Remarks => records.Remarks;

    /// <summary>Fits a table to a feed. Takes over the records, also where that fails.</summary>
    public static TableCursor Open(BundleFile file, Feed feed, TableRecords records)
    {
        try
        {
            return new TableCursor(new BoundFeed(file, feed, records.ReadHeader()), records);
        }
        catch
        {
            records.Dispose();
            throw;
        }
    }

    public override void Advance()
    {
        do HasRow = records.Read();
        while (HasRow && Feed.Skips(records));
        if (HasRow) Feed.Fill(records, Row);
    }

    /// <summary>The hash of what the table was read from, after its last row; null where another table gives it.</summary>
    public byte[]? Finish() => records.Finish();

    public override void Dispose() => records.Dispose();
}

/// <summary>Only the last row of each learner from a cursor in learner order.</summary>
internal sealed class LastRowCursor : RowCursor
{
    private readonly RowCursor rows;

    public LastRowCursor(RowCursor rows)
        : base(rows.Feed)
    {
        this.rows = rows;
        Advance();
    }

    public override void Advance()
    {
        HasRow = rows.HasRow;
        if (!HasRow) return;
        do
        {
            Row.CopyFrom(rows.Row);
            rows.Advance();
        }
        while (rows.HasRow && rows.Row.Key.SequenceEqual(Row.Key));
    }

    public override void Dispose() => rows.Dispose();
}
