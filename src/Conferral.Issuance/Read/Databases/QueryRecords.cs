// The rows of one query as records: every value as the text a CSV would hold.
using System.Data.Common;
using System.Globalization;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// Streams a query. Row 1 is the first row of the answer. Dates come as <c>yyyy-MM-dd</c>, numbers with a decimal point, NULL as empty.
/// Errors: <see cref="IntakeException"/> where the database breaks off, or a value is neither text, number, date nor truth value.
/// </summary>
internal sealed class QueryRecords : TableRecords
{
    private readonly DbCommand command;
    private readonly string name;
    private readonly Action<byte[]> compare;
    private readonly DbDataReader reader;
    private readonly RowSetHash hash = new();
    private readonly string?[] cells;
    private byte[]? finished;

    /// <param name="command">The query; disposed with this, also when it is refused.</param>
    /// <param name="name">For messages.</param>
    /// <param name="compare">Is given the hash of all rows after the last.</param>
    public QueryRecords(DbCommand command, string name, Action<byte[]> compare)
    {
        (this.command, this.name, this.compare) = (command, name, compare);
        try
        {
            reader = command.ExecuteReader();
            cells = new string?[reader.FieldCount];
        }
        catch
        {
            command.Dispose();
            throw;
        }
    }

    public override long Line => Count;

    public override int Width => cells.Length;

    public override ReadOnlySpan<char> this[int field] => cells[field].AsSpan().Trim();

    public override TableHeader ReadHeader()
    {
        if (cells.Length == 0) throw new IntakeException(IntakeCodes.Empty, $"The {name} gives no columns. Write a SELECT.", new SourceLocation(name));
        var names = Enumerable.Range(0, cells.Length).Select(reader.GetName).ToArray();
        hash.Add(names);
        return new TableHeader(names, 0, CellOrigin.Query);
    }

    public override bool Read()
    {
        if (finished is not null) return false;
        try
        {
            if (!reader.Read())
            {
                compare(finished = hash.Finish());
                return false;
            }

            Count++;
            for (var i = 0; i < cells.Length; i++) cells[i] = TextOf(reader.GetValue(i), i);
        }
        catch (DbException error)
        {
            throw QueryStore.Refused(name, error);
        }

        hash.Add(cells);
        return true;
    }

    public override byte[]? Finish()
    {
        while (Read())
        {
        }

        return finished;
    }

    public override void Dispose()
    {
        reader.Dispose();
        command.Dispose();
        hash.Dispose();
    }

    private string? TextOf(object value, int field) => value switch
    {
        DBNull => null,
        string text => text,
        DateTime time => time.TimeOfDay == TimeSpan.Zero ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        sbyte or byte or short or ushort or int or uint or long or ulong => Convert.ToString(value, CultureInfo.InvariantCulture),
        Guid id => id.ToString("D"),
        char letter => letter.ToString(),
        _ => throw new IntakeException(IntakeCodes.Database, $"The {name} gives a {value.GetType().Name} in the column {reader.GetName(field)}, row {Count}: neither text, number, date nor truth value. Convert it in the query with CAST(… AS TEXT).", new SourceLocation(name, Count, reader.GetName(field))),
    };
}
