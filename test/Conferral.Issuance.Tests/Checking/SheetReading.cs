// Reads a spreadsheet's cells straight from its XML, as another program would.
using System.IO.Compression;
using System.Xml.Linq;

namespace Conferral.Issuance.Tests;

internal static class SheetReading
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>The sheets in the order a person sees them: their names and their XML.</summary>
    public static IReadOnlyList<(string Name, XElement Xml)> Sheets(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        var targets = Part(zip, "xl/_rels/workbook.xml.rels").Elements().ToDictionary(relation => (string)relation.Attribute("Id")!, relation => (string)relation.Attribute("Target")!);
        return [.. Part(zip, "xl/workbook.xml").Descendants(Main + "sheet").Select(sheet => ((string)sheet.Attribute("name")!, Part(zip, "xl/" + targets[(string)sheet.Attribute(Relations + "id")!])))];
    }

    /// <summary>Every row by column letter. A cell of text must say so, or a program would make a number of it.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Rows(XElement sheet) =>
    [
        .. sheet.Descendants(Main + "row").Select(row => row.Elements(Main + "c").ToDictionary(
            cell => ((string)cell.Attribute("r")!).TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
            cell => (string?)cell.Attribute("t") == "inlineStr" ? (string)cell.Element(Main + "is")!.Element(Main + "t")! : "#" + (string)cell.Element(Main + "v")!)),
    ];

    private static XElement Part(ZipArchive zip, string name)
    {
        using var stream = zip.GetEntry(name)!.Open();
        return XDocument.Load(stream).Root!;
    }
}
