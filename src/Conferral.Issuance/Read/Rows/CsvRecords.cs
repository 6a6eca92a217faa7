// The records of one CSV file with the line each starts on; what cannot be read is refused with its place.
using System.Globalization;
using System.Text;
using Conferral.Credentials;
using Sylvan.Data.Csv;

namespace Conferral.Issuance.Read;

/// <summary>
/// RFC 4180 records of a UTF-8 stream, header first; blank lines and rows of nothing but delimiters are skipped.
/// Bounds: one record's characters, <see cref="IntakeOptions.MaxRecordChars"/>.
/// Errors: <see cref="IntakeException"/> for an unclosed quote or a record that is too long.
/// </summary>
internal sealed class CsvRecords : IDisposable
{
    private const int BufferChars = 1 << 16;

    // No line of text starts with a noncharacter, so no line is ever taken for a comment.
    private const char NoComment = '\uFFFF';
    private readonly string fileName;
    private readonly int maxRecordChars;
    private readonly CsvDataReader reader;
    private readonly Func<bool> next;
    private long nextLine = 1;

    public CsvRecords(Stream stream, string fileName, char delimiter, IntakeOptions options)
    {
        this.fileName = fileName;
        maxRecordChars = options.MaxRecordChars;
        var text = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, BufferChars);
        reader = Guard(() => CsvDataReader.Create(text, new CsvDataReaderOptions
        {
            Delimiter = delimiter,
            HasHeaders = false,
            Comment = NoComment,
            BufferSize = Math.Min(BufferChars, options.MaxRecordChars),
            MaxBufferSize = options.MaxRecordChars,
        }));
        next = reader.Read;
    }

    /// <summary>The physical line on which the current record starts; line 1 is the header's.</summary>
    public long Line { get; private set; }

    public int Width => reader.RowFieldCount;

    public ReadOnlySpan<char> this[int field] => reader.GetFieldSpan(field).Trim();

    public bool Read()
    {
        while (Guard(next))
        {
            Line = nextLine;
            nextLine += Math.Max(1, LinesOf(reader.GetRawRecordSpan()));
            if (!IsBlank()) return true;
        }

        return false;
    }

    public void Dispose() => reader.Dispose();

    private static int LinesOf(ReadOnlySpan<char> record)
    {
        var feeds = record.Count('\n');
        return feeds > 0 ? feeds : record.Count('\r');
    }

    private bool IsBlank()
    {
        for (var i = 0; i < reader.RowFieldCount; i++)
        {
            if (!reader.GetFieldSpan(i).IsWhiteSpace()) return false;
        }

        return true;
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvRecordTooLargeException error)
        {
            throw Refused(IntakeCodes.RecordTooLong, $"holds a record longer than the bound of {maxRecordChars.ToString("N0", CultureInfo.InvariantCulture)} characters. A quote that is never closed looks like this: check the quotes from this row on", error);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new IntakeException(IntakeCodes.File, $"{fileName} cannot be read on from row {nextLine}: {error.Message}", new SourceLocation(fileName, nextLine), error);
        }
        catch (CsvFormatException error)
        {
            throw Refused(IntakeCodes.Quotes, "has a quoted field that is not closed, or text after its closing quote. Double every quote inside a quoted field", error);
        }
    }

    private IntakeException Refused(string code, string what, Exception error)
        => new(code, $"{fileName}, row {nextLine} {what}.", new SourceLocation(fileName, nextLine), error);
}
