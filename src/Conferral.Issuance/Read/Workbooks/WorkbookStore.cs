// Worksheets of .xlsx workbooks as tables: the intake itself, or workbooks that lie among its files.
using System.Globalization;
using System.Security.Cryptography;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// A sheet is found by its name: that of the mapping, else the documented file's name without ".csv". Its rows are streamed.
/// Bounds: the shared strings of one workbook, <see cref="IntakeOptions.MaxSharedTextChars"/>; every part at most
/// <see cref="IntakeOptions.MaxFileBytes"/> unpacked.
/// Errors: <see cref="IntakeException"/> for a workbook that is protected, damaged or of an older format.
/// </summary>
internal sealed class WorkbookStore(InputFiles files, IntakeOptions options) : TableStore
{
    private readonly string[] names = [.. files.Names.Where(IsWorkbook)];
    private readonly Dictionary<string, Workbook> opened = new(StringComparer.Ordinal);

    public static bool IsWorkbook(string name) => Path.GetExtension(name).ToUpperInvariant() is ".XLSX" or ".XLSM";

    /// <summary>Whether the intake is one workbook, so that its sheets need not be mapped.</summary>
    private bool IsAlone => files.Names.Count == 1 && names.Length == 1;

    public override string Description => files.Description;

    public override IEnumerable<string> Names => IsAlone
        ? Open(names[0]).Sheets.Where(sheet => !sheet.IsHidden).Select(sheet => new Feed(names[0]) { Sheet = sheet.Name }.Name)
        : names;

    public override Feed? Find(BundleFile file, Feed feed)
    {
        if (feed.Sql is not null) return null;
        if (IsWorkbook(feed.SourceFile)) return names.Contains(feed.SourceFile, StringComparer.Ordinal) ? InWorkbook(feed, feed.SourceFile, feed.Sheet) : null;
        return IsAlone ? InWorkbook(feed, names[0], feed.Sheet ?? Path.GetFileNameWithoutExtension(feed.SourceFile)) : null;
    }

    public override TableRecords Open(BundleFile file, Feed feed, bool first)
    {
        var book = Open(feed.SourceFile);
        var sheet = book.Sheets.First(sheet => sheet.Name == feed.Sheet);
        return new SheetRecords(book, sheet, feed.Name, new HeaderNames(file, feed), options, first ? Hash(feed.SourceFile) : null);
    }

    public override void Dispose()
    {
        foreach (var book in opened.Values) book.Dispose();
    }

    /// <summary>The feed on that sheet; without a sheet's name on the only one that is shown. Sheets are compared without regard to case and blanks around.</summary>
    private Feed? InWorkbook(Feed feed, string name, string? wanted)
    {
        var book = Open(name);
        if (wanted is not null)
        {
            return book.Sheets.FirstOrDefault(sheet => sheet.Name.AsSpan().Trim().Equals(wanted.AsSpan().Trim(), StringComparison.OrdinalIgnoreCase)) is { } found
                ? feed with { SourceFile = name, Sheet = found.Name }
                : null;
        }

        var shown = book.Sheets.Where(sheet => !sheet.IsHidden).ToArray();
        if (shown.Length == 1) return feed with { Sheet = shown[0].Name };
        throw new IntakeException(
            IntakeCodes.Workbook,
            string.Create(CultureInfo.InvariantCulture, $"{name} has {shown.Length} sheets: {string.Join(", ", shown.Select(sheet => sheet.Name))}. Say which one with sheet: in the mapping."),
            new SourceLocation(name));
    }

    private Workbook Open(string name)
    {
        if (!opened.TryGetValue(name, out var book)) opened[name] = book = Workbook.Open(files, name, options);
        return book;
    }

    private byte[] Hash(string name)
    {
        using var stream = files.Open(name);
        return SHA256.HashData(stream);
    }
}
