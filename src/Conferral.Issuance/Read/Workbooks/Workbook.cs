// The parts of an .xlsx: which sheets there are, how numbers are shown, and the texts that cells share.
using System.Globalization;
using System.IO.Compression;
using System.Xml;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>A sheet: its name, whether the workbook hides it, and the zip entry it lies in.</summary>
internal sealed record WorkbookSheet(string Name, bool IsHidden, string Part);

/// <summary>
/// An opened workbook, ECMA-376 in either of its namespaces: elements are known by their local names. Texts and formats are in
/// memory, sheets are streamed, each reading through an archive of its own.
/// </summary>
internal sealed class Workbook : IDisposable
{
    private readonly InputFiles files;
    private readonly IntakeOptions options;
    private SharedTexts? texts;

    private Workbook(InputFiles files, string name, IntakeOptions options)
    {
        (this.files, Name, this.options) = (files, name, options);
        using var archive = OpenArchive();
        var targets = ReadTargets(archive);
        Sheets = ReadSheets(archive, targets);
        Formats = archive.GetEntry("xl/styles.xml") is { } styles ? CellFormats.Read(ReaderOf(styles)) : CellFormats.None;
        if (Sheets.Count == 0) throw Damaged("it has no sheets");
    }

    public string Name { get; }

    public IReadOnlyList<WorkbookSheet> Sheets { get; }

    public CellFormats Formats { get; }

    /// <summary>Whether days are counted from 1904, as old workbooks of the Macintosh do.</summary>
    public bool From1904 { get; private set; }

    /// <summary>The texts that cells share, read when the first is asked for.</summary>
    public SharedTexts Texts => texts ??= ReadTexts();

    public static Workbook Open(InputFiles files, string name, IntakeOptions options)
    {
        try
        {
            RefuseOtherFormats(files, name);
            return new Workbook(files, name, options);
        }
        catch (Exception error) when (error is XmlException or InvalidDataException)
        {
            throw new IntakeException(IntakeCodes.Workbook, $"{name} is damaged: {error.Message} Open it in the spreadsheet and save it again as .xlsx.", new SourceLocation(name), error);
        }
    }

    /// <summary>One sheet's XML, with the archive that goes when it goes. Errors: <see cref="IntakeException"/> where the part is missing or too large.</summary>
    public (XmlReader Reader, IDisposable Archive) OpenSheet(WorkbookSheet sheet)
    {
        var archive = OpenArchive();
        try
        {
            return (ReaderOf(archive.GetEntry(sheet.Part) ?? throw Damaged($"the sheet {sheet.Name} is missing")), archive);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public void Dispose() => texts = null;

    public IntakeException Damaged(string what, Exception? inner = null)
        => new(IntakeCodes.Workbook, $"{Name} is damaged: {what}. Open it in the spreadsheet and save it again as .xlsx.", new SourceLocation(Name), inner);

    private static void RefuseOtherFormats(InputFiles files, string name)
    {
        Span<byte> start = stackalloc byte[8];
        using var stream = files.Open(name);
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (start[..length].StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            throw new IntakeException(IntakeCodes.Workbook, $"{name} is protected by a password or of the format before 2007. Take the password away and save it as .xlsx.", new SourceLocation(name));
        }
    }

    private ZipArchive OpenArchive()
    {
        var stream = files.Open(Name);
        try
        {
            var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            _ = archive.Entries.Count; // the directory is read when somebody asks for it, and a damaged one should be noticed here
            return archive;
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            stream.Dispose();
            throw Damaged("it is no zip, as every .xlsx is", error);
        }
    }

    private XmlReader ReaderOf(ZipArchiveEntry part)
    {
        if (part.Length > options.MaxFileBytes)
        {
            throw new IntakeException(IntakeCodes.TooLarge, $"{Name} holds a part ({part.Name}) larger than {options.MaxFileBytes.ToString("N0", CultureInfo.InvariantCulture)} bytes, the bound for one file. Split the export into batches.", new SourceLocation(Name));
        }

        try
        {
            // No DTD, so no entities; and no more characters than the bound, whatever size the zip claims.
            return XmlReader.Create(part.Open(), new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = options.MaxFileBytes,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                CloseInput = true,
            });
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw Damaged($"its part {part.Name} cannot be unpacked", error);
        }
    }

    private Dictionary<string, string> ReadTargets(ZipArchive archive)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        using var reader = ReaderOf(archive.GetEntry("xl/_rels/workbook.xml.rels") ?? throw Damaged("it has no list of its parts, so it is no .xlsx (an .ods or .numbers renamed?)"));
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "Relationship") continue;
            if (reader.GetAttribute("Id") is { } id && reader.GetAttribute("Target") is { } target) targets[id] = target.StartsWith('/') ? target[1..] : "xl/" + target;
        }

        return targets;
    }

    private List<WorkbookSheet> ReadSheets(ZipArchive archive, Dictionary<string, string> targets)
    {
        var sheets = new List<WorkbookSheet>();
        using var reader = ReaderOf(archive.GetEntry("xl/workbook.xml") ?? throw Damaged("it has no workbook.xml"));
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            if (reader.LocalName == "workbookPr") From1904 = reader.GetAttribute("date1904") is "1" or "true";
            if (reader.LocalName != "sheet") continue;
            var (name, hidden, part) = (reader.GetAttribute("name"), reader.GetAttribute("state") is "hidden" or "veryHidden", (string?)null);
            for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
            {
                if (reader.LocalName == "id" && reader.Prefix.Length > 0) part = targets.GetValueOrDefault(reader.Value);
            }

            if (name is not null && part is not null) sheets.Add(new WorkbookSheet(name, hidden, part));
        }

        return sheets;
    }

    private SharedTexts ReadTexts()
    {
        using var archive = OpenArchive();
        if (archive.GetEntry("xl/sharedStrings.xml") is not { } part) return SharedTexts.None;
        using var reader = ReaderOf(part);
        try
        {
            return SharedTexts.Read(reader, options.MaxSharedTextChars);
        }
        catch (InvalidDataException error)
        {
            throw new IntakeException(IntakeCodes.TooLarge, $"{Name}: {error.Message} Save the sheets as CSV UTF-8 files instead.", new SourceLocation(Name), error);
        }
    }
}
