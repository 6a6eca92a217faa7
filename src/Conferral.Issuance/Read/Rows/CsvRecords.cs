// The records of one CSV file with the line each starts on; what cannot be read is refused with its place.
using System.Globalization;
using System.Text;
using Conferral.Credentials;
using Sylvan.Data.Csv;

namespace Conferral.Issuance.Read;

/// <summary>
/// RFC 4180 records of a file in its <see cref="TableForm"/>, header first; blank lines and rows of nothing but delimiters are skipped.
/// Bounds: one record's characters, <see cref="IntakeOptions.MaxRecordChars"/>.
/// Errors: <see cref="IntakeException"/> for an unclosed quote, a record that is too long, or bytes that are not in the encoding.
/// </summary>
internal sealed class CsvRecords : TableRecords
{
    private const int BufferChars = 1 << 16;

    // No line of text starts with a noncharacter, so no line is ever taken for a comment.
    private const char NoComment = '\uFFFF';
    private readonly string fileName;
    private readonly int maxRecordChars;
    private readonly CsvDataReader reader;
    private readonly Func<bool> next;
    private readonly TableForm form;
    private readonly InspectingStream? inspecting;
    private long line;
    private long nextLine = 1;
    private long emptyRows;

    /// <param name="stream">The file's bytes; disposed with this.</param>
    /// <param name="fileName">For messages.</param>
    /// <param name="form">How the file is written down.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="inspecting">The stream again where it is read for the first time, and its hash is wanted.</param>
    public CsvRecords(Stream stream, string fileName, TableForm form, IntakeOptions options, InspectingStream? inspecting = null)
    {
        (this.fileName, this.form, this.inspecting) = (fileName, form, inspecting);
        maxRecordChars = options.MaxRecordChars;
        var text = new StreamReader(stream, form.Encoding, detectEncodingFromByteOrderMarks: true, BufferChars);
        reader = Guard(() => CsvDataReader.Create(text, new CsvDataReaderOptions
        {
            Delimiter = form.Delimiter,
            HasHeaders = false,
            Comment = NoComment,
            BufferSize = Math.Min(BufferChars, options.MaxRecordChars),
            MaxBufferSize = options.MaxRecordChars,
        }));
        next = reader.Read;
    }

    /// <summary>The physical line on which the current record starts, from 1.</summary>
    public override long Line => line;

    public override int Width => reader.RowFieldCount;

    public override ReadOnlySpan<char> this[int field] => reader.GetFieldSpan(field).Trim();

    public override IReadOnlyList<string> Remarks => emptyRows == 0
        ? form.Remarks
        : [.. form.Remarks, string.Create(CultureInfo.InvariantCulture, $"Rows of nothing but separators are passed over: {emptyRows}.")];

    public override TableHeader ReadHeader()
    {
        do
        {
            if (!ReadRecord()) throw new IntakeException(IntakeCodes.Empty, $"{fileName} is empty: not even a header. Export it again.", new SourceLocation(fileName));
        }
        while (line < form.HeaderLine);
        var names = new string[Width];
        for (var i = 0; i < names.Length; i++) names[i] = this[i].ToString();
        return new TableHeader(names, line);
    }

    public override bool Read()
    {
        if (!ReadRecord()) return false;
        Count++;
        return true;
    }

    public override byte[]? Finish() => inspecting?.Finish();

    public override void Dispose() => reader.Dispose();

    private bool ReadRecord()
    {
        while (Guard(next))
        {
            line = nextLine;
            nextLine += Math.Max(1, LinesOf(reader.GetRawRecordSpan()));
            if (!IsBlank()) return true;
            if (reader.RowFieldCount > 1) emptyRows++;
        }

        return false;
    }

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
        catch (DecoderFallbackException error)
        {
            throw Refused(IntakeCodes.Encoding, $"or a little after holds bytes that are not {form.Encoding.WebName}. Declare the encoding the file really has, or save it as UTF-8", error);
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
