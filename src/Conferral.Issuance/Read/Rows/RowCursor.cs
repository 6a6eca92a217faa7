// A file's rows one at a time in learner order, straight from the CSV or out of the sorter.
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

/// <summary>The rows as they stand in the file.</summary>
internal sealed class CsvCursor : RowCursor
{
    private readonly CsvRecords records;

    private CsvCursor(BoundFeed feed, CsvRecords records)
        : base(feed)
    {
        this.records = records;
        Advance();
    }

    public static CsvCursor Open(BundleFile file, Feed feed, Stream stream, IntakeOptions options)
    {
        var records = new CsvRecords(stream, feed.SourceFile, feed.Delimiter, options);
        try
        {
            return new CsvCursor(new BoundFeed(file, feed, Header(records, feed.SourceFile)), records);
        }
        catch
        {
            records.Dispose();
            throw;
        }
    }

    public override void Advance()
    {
        HasRow = records.Read();
        if (HasRow) Feed.Fill(records, Row);
    }

    public override void Dispose() => records.Dispose();

    private static string[] Header(CsvRecords records, string fileName)
    {
        if (!records.Read()) throw new IntakeException("READ-EMPTY", $"{fileName} is empty: not even a header. Export it again.", new Credentials.SourceLocation(fileName));
        var header = new string[records.Width];
        for (var i = 0; i < header.Length; i++) header[i] = records[i].ToString();
        return header;
    }
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
