// A file's rows one at a time in learner order, straight from the CSV or out of the sorter.
using Conferral.Credentials;

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
        var opened = new CsvRecords(stream, feed.SourceFile, feed.Delimiter, options);
        try
        {
            return new CsvCursor(new BoundFeed(file, feed, ReadHeader(opened, feed.SourceFile)), opened);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public override void Advance()
    {
        do HasRow = records.Read();
        while (HasRow && Feed.Skips(records));
        if (HasRow) Feed.Fill(records, Row);
    }

    public override void Dispose() => records.Dispose();

    private static string[] ReadHeader(CsvRecords opened, string fileName)
    {
        if (!opened.Read()) throw new IntakeException(IntakeCodes.Empty, $"{fileName} is empty: not even a header. Export it again.", new SourceLocation(fileName));
        var header = new string[opened.Width];
        for (var i = 0; i < header.Length; i++) header[i] = opened[i].ToString();
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
