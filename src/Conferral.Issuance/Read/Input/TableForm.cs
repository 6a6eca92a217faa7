// How one CSV file is written down — encoding, delimiter, where its header is — found out from its first bytes.
using System.Globalization;
using System.Text;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>The form of one file for one feed. <see cref="Remarks"/> says in sentences what is not plain UTF-8, commas and a header on row 1.</summary>
internal sealed record TableForm(Encoding Encoding, char Delimiter, long HeaderLine, IReadOnlyList<string> Remarks);

/// <summary>
/// Decides a file's form. UTF-8 first, whatever is declared; another encoding only by its mark or when declared.
/// The delimiter and the header's row are those under which the feed's names are found.
/// Bounds: the first 64 KiB, and the whole file once where another encoding is declared.
/// </summary>
internal sealed class FormFinder(InputFiles files, IntakeOptions options)
{
    private const int LookBytes = 1 << 16;
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];
    private readonly Dictionary<Feed, TableForm> found = [];
    private readonly Dictionary<string, (Encoding Encoding, string? Remark)> encodings = new(StringComparer.Ordinal);

    public TableForm Of(Feed feed, HeaderNames names)
    {
        if (!found.TryGetValue(feed, out var form)) found[feed] = form = Find(feed, names);
        return form;
    }

    /// <summary>Whether a file needs no declaration: it is UTF-8, or begins with the mark of its encoding.</summary>
    public bool IsUtf8OrMarked(string name) => TextEncodings.OfMark(ReadStart(name)) is not null || LooksLikeUtf8(name) is not false;

    private TableForm Find(Feed feed, HeaderNames names)
    {
        var start = ReadStart(feed.SourceFile);
        if (!encodings.TryGetValue(feed.SourceFile, out var decided)) encodings[feed.SourceFile] = decided = Decide(feed, start);
        var text = Decode(decided.Encoding, start);
        var cut = start.Length == LookBytes;
        var best = (feed.Delimiter is { } declared ? [declared] : Delimiters)
            .Select(delimiter => Look(text, delimiter, cut, names)).MaxBy(look => (look.IsHeader, look.Score))!;
        var remarks = new List<string>();
        if (decided.Remark is not null) remarks.Add(decided.Remark);
        if (feed.Delimiter is null && best.Delimiter != ',') remarks.Add($"Its fields are separated by {Word(best.Delimiter)}.");
        if (best.Before > 0) remarks.Add(string.Create(CultureInfo.InvariantCulture, $"Its header is row {best.Line}; what stands above is not read."));
        return new TableForm(decided.Encoding, best.Delimiter, best.Line, remarks);
    }

    private sealed record Looked(char Delimiter, bool IsHeader, int Score, long Line, int Before);

    private static Looked Look(string text, char delimiter, bool cut, HeaderNames names)
    {
        var records = FirstRecords.Of(text, delimiter, HeaderNames.MaxRowsBefore, cut);
        if (records.Count == 0) return new Looked(delimiter, false, 0, 1, 0);
        var at = names.Find([.. records.Select(record => record.Cells)]);
        return new Looked(delimiter, names.IsHeader(records[at].Cells), names.Score(records[at].Cells), records[at].Line, at);
    }

    private (Encoding, string?) Decide(Feed feed, ReadOnlySpan<byte> start)
    {
        var name = feed.Encoding ?? options.Encoding;
        if (TextEncodings.OfMark(start) is { } marked)
        {
            return (marked, marked is UnicodeEncoding ? "It is read as UTF-16, as its byte order mark says." : null);
        }

        if (name is null) return (TextEncodings.Utf8, null);
        var encoding = TextEncodings.Named(name) ?? throw new IntakeException(
            IntakeCodes.Encoding, $"{feed.SourceFile}: the declared encoding {name} is not known. Write {TextEncodings.Offered}.", new SourceLocation(feed.SourceFile));
        if (encoding is UTF8Encoding) return (encoding, null);
        return LooksLikeUtf8(feed.SourceFile) switch
        {
            true => (TextEncodings.Utf8, $"It is declared as {name}, but every byte of it is UTF-8, with accents: it is read as UTF-8. Take the declaration out."),
            false => (encoding, $"It is read as {name}, as declared."),
            null => (encoding, null),
        };
    }

    /// <summary>Whether a file is UTF-8 with characters beyond ASCII; null where it has none, so that it makes no difference.</summary>
    private bool? LooksLikeUtf8(string name)
    {
        using var inspecting = new InspectingStream(files.Open(name), name, options.MaxFileBytes);
        try
        {
            inspecting.Finish();
            return inspecting.HasNonAscii ? true : null;
        }
        catch (IntakeException error) when (error.Code == IntakeCodes.Encoding)
        {
            return false;
        }
    }

    private byte[] ReadStart(string name)
    {
        var start = new byte[LookBytes];
        using var stream = files.Open(name);
        try
        {
            return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new IntakeException(IntakeCodes.File, $"{name} cannot be read: {error.Message}", new SourceLocation(name), error);
        }
    }

    // Only to look: a character cut at the end, or a byte that is refused later, is shown as something else here.
    private static string Decode(Encoding encoding, byte[] start)
    {
        var lenient = (Encoding)encoding.Clone();
        lenient.DecoderFallback = DecoderFallback.ReplacementFallback;
        return lenient.GetString(start).TrimStart('\uFEFF');
    }

    private static string Word(char delimiter) => delimiter switch { ';' => "semicolons", '\t' => "tabs", '|' => "vertical bars", _ => "commas" };
}

/// <summary>The first records of a text, split as RFC 4180 says; blank ones are left out.</summary>
internal static class FirstRecords
{
    public static List<(long Line, string[] Cells)> Of(string text, char delimiter, int most, bool cut)
    {
        var records = new List<(long, string[])>();
        var line = 1L;
        for (var at = 0; at < text.Length && records.Count < most;)
        {
            var begin = at;
            var cells = ReadRecord(text, delimiter, ref at);
            if (at >= text.Length && cut && records.Count > 0) break;
            if (Array.Exists(cells, cell => cell.Length > 0)) records.Add((line, cells));
            line += LinesOf(text.AsSpan(begin, at - begin));
        }

        return records;
    }

    private static string[] ReadRecord(string text, char delimiter, ref int at)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        for (var quoted = false; at < text.Length; at++)
        {
            var letter = text[at];
            if (quoted)
            {
                if (letter != '"') cell.Append(letter);
                else if (at + 1 < text.Length && text[at + 1] == '"') cell.Append(text[at++]);
                else quoted = false;
            }
            else if (letter == '"' && cell.Length == 0) quoted = true;
            else if (letter == delimiter) Close();
            else if (letter is '\r' or '\n')
            {
                at += letter == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
                break;
            }
            else cell.Append(letter);
        }

        Close();
        return [.. cells];

        void Close()
        {
            cells.Add(cell.ToString().Trim());
            cell.Clear();
        }
    }

    private static long LinesOf(ReadOnlySpan<char> record)
    {
        var feeds = record.Count('\n');
        return Math.Max(1, feeds > 0 ? feeds : record.Count('\r'));
    }
}
