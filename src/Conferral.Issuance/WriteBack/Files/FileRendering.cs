// Writes rows into a stream in the form the settings ask for.
using System.Text;
using Conferral.Credentials.Proofs;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.WriteBack;

/// <summary>Rows that are in the file, and rows that could not be: a value too long, or a character the file's encoding lacks.</summary>
internal sealed record RenderedFile(int Rows, IReadOnlyList<CrosswalkDrift> Unfit, IReadOnlyList<OutboxOutcome> UnfitOutcomes, int NotConfirmed);

/// <summary>Shape: <see cref="CrosswalkFileOptions"/>. The same rows give the same bytes. Bounds: one row in memory, and the rows that do not fit.</summary>
internal static class FileRendering
{
    private const int DefaultSheetWidth = 28;

    public static async Task<RenderedFile> WriteAsync(CrosswalkFileOptions options, IAsyncEnumerable<OutboxRow> rows, Stream stream, CancellationToken cancellationToken)
    {
        using IRowWriter writer = options.Format == CrosswalkFormat.Xlsx ? new SheetRows(options, stream) : new TextRows(options, stream);
        var (count, notConfirmed) = (0, 0);
        var unfit = new List<CrosswalkDrift>();
        var outcomes = new List<OutboxOutcome>();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (!options.Wants(row.Row)) continue;
            var cells = options.Columns.Select(column => Cell(column, row.Row)).ToList();
            var wrong = options.Columns.Where((column, i) => !Fits(options, column, cells[i])).Select(column => column.Name).ToList();
            if (wrong.Count > 0)
            {
                unfit.Add(new CrosswalkDrift(row.Row.Key, wrong, Overwritten: false, DriftReason.DoesNotFit));
                outcomes.Add(row.Became(WriteBackState.Drifted, $"does not fit: {string.Join(", ", wrong)}"));
                continue;
            }

            if (row.State != WriteBackState.Confirmed) notConfirmed++;
            writer.Row(cells);
            count++;
        }

        writer.End();
        return new RenderedFile(count, unfit, outcomes, notConfirmed);
    }

    private static string? Cell(FileColumn column, CrosswalkRow row)
    {
        if (column.Source is not { } source) return column.Value;
        var text = source.Of(row);
        if (text is null || column.TimeFormat is not { } format || !XsdDateTime.TryRead(text, out var time)) return text;
        return time.UtcDateTime.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static bool Fits(CrosswalkFileOptions options, FileColumn column, string? cell)
    {
        if (cell is null) return true;
        if (column.MaxLength is { } most && cell.Length > most) return false;
        if (options.Format == CrosswalkFormat.Xlsx) return true;
        if (options.Format == CrosswalkFormat.Fixed && (cell.Length > column.Width || cell.AsSpan().ContainsAny('\r', '\n'))) return false;
        try
        {
            options.Encoding.GetByteCount(cell);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private interface IRowWriter : IDisposable
    {
        void Row(IReadOnlyList<string?> cells);

        void End();
    }

    private sealed class TextRows : IRowWriter
    {
        private readonly CrosswalkFileOptions _options;
        private readonly Stream _stream;

        public TextRows(CrosswalkFileOptions options, Stream stream)
        {
            (_options, _stream) = (options, stream);
            if (options.ByteOrderMark) Put("\uFEFF");
            if (options.HeaderLine) Row([.. options.Columns.Select(column => column.Name)]);
        }

        public void Row(IReadOnlyList<string?> cells) => Put(_options.Format == CrosswalkFormat.Fixed ? Fixed(cells) : CsvCells.Line(cells, _options.GuardFormulas, _options.Delimiter, _options.LineEnd));

        public void End()
        {
        }

        public void Dispose()
        {
        }

        private string Fixed(IReadOnlyList<string?> cells)
        {
            var line = new StringBuilder();
            for (var i = 0; i < cells.Count; i++)
            {
                var column = _options.Columns[i];
                var (cell, width) = (cells[i] ?? "", column.Width!.Value);
                if (cell.Length > width) cell = cell[..width]; // only a name in the header line can be longer
                line.Append(column.AlignRight ? cell.PadLeft(width, column.Pad) : cell.PadRight(width, column.Pad));
            }

            return line.Append(_options.LineEnd).ToString();
        }

        private void Put(string text) => _stream.Write(_options.Encoding.GetBytes(text));
    }

    private sealed class SheetRows : IRowWriter
    {
        private readonly XlsxBook _book;
        private readonly XlsxBook.Sheet _sheet;

        public SheetRows(CrosswalkFileOptions options, Stream stream)
        {
            _book = new XlsxBook(stream);
            _sheet = _book.Begin("Crosswalk", [.. options.Columns.Select(column => new XlsxColumn(column.Name, column.Width ?? DefaultSheetWidth))]);
        }

        public void Row(IReadOnlyList<string?> cells)
        {
            if (_sheet.Rows == XlsxBook.MostRows) throw new WriteBackException(WriteBackCode.File, $"A sheet holds {XlsxBook.MostRows} rows and there are more. Use format: csv for this file.", retryable: false);
            _sheet.Row(cells);
        }

        public void End()
        {
            _sheet.Dispose();
            _book.Finish(0);
        }

        public void Dispose() => _book.Dispose();
    }
}
