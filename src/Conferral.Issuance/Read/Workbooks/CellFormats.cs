// How a workbook shows its numbers: which are dates, and which are padded with zeros.
using System.Buffers;
using System.Text;
using System.Xml;

namespace Conferral.Issuance.Read;

/// <summary>What a number format means for reading. <see cref="Zeros"/>: shown with at least so many digits, as a key of fixed length is.</summary>
internal readonly record struct CellFormat(bool IsDate, int Zeros);

/// <summary>The formats by the style index cells carry. Spec: ECMA-376 part 1, 18.8.30 (numFmt) and its list of built-in formats.</summary>
internal sealed class CellFormats(IReadOnlyList<CellFormat> all)
{
    private static readonly SearchValues<char> DateLetters = SearchValues.Create("dmyhsDMYHS");

    public static CellFormats None { get; } = new([]);

    public CellFormat this[int style] => (uint)style < (uint)all.Count ? all[style] : default;

    public static CellFormats Read(XmlReader reader)
    {
        using (reader)
        {
            var codes = new Dictionary<string, CellFormat>(StringComparer.Ordinal);
            var all = new List<CellFormat>();
            var inCellFormats = false;
            while (reader.Read())
            {
                if (reader.LocalName == "cellXfs") inCellFormats = reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement;
                else if (reader.NodeType != XmlNodeType.Element) continue;
                else if (reader.LocalName == "numFmt") codes[reader.GetAttribute("numFmtId") ?? ""] = Meaning(reader.GetAttribute("formatCode") ?? "");
                else if (inCellFormats && reader.LocalName == "xf") all.Add(OfId(reader.GetAttribute("numFmtId") ?? "0", codes));
            }

            return new CellFormats(all);
        }
    }

    private static CellFormat OfId(string id, Dictionary<string, CellFormat> codes)
    {
        if (codes.TryGetValue(id, out var custom)) return custom;
        // Built-in dates and times; 27 to 36 and 50 to 58 are those of East Asian editions.
        var isDate = int.TryParse(id, out var number) && number is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);
        return new CellFormat(isDate, 0);
    }

    /// <summary>A format code is a date's if it has a letter of day, month, year, hour or second outside quotes, brackets and escapes.</summary>
    internal static CellFormat Meaning(string code)
    {
        var bare = new StringBuilder();
        for (var i = 0; i < code.Length; i++)
        {
            if (code[i] == '"') i = EndOf(code, i + 1, '"');
            else if (code[i] == '[') i = EndOf(code, i + 1, ']');
            else if (code[i] is '\\' or '_' or '*') i++;
            else bare.Append(code[i]);
        }

        var letters = bare.ToString();
        if (letters.Length > 1 && letters.All(letter => letter == '0')) return new CellFormat(false, letters.Length);
        var isGeneral = letters.Contains("General", StringComparison.OrdinalIgnoreCase);
        return new CellFormat(!isGeneral && letters.AsSpan().ContainsAny(DateLetters), 0);
    }

    private static int EndOf(string code, int from, char end) => code.IndexOf(end, from) is >= 0 and var at ? at : code.Length;
}
