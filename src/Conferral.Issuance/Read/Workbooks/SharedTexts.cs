// The texts of a workbook's cells, each kept once, and how one is read out of its XML.
using System.Globalization;
using System.Text;
using System.Xml;

namespace Conferral.Issuance.Read;

/// <summary>The shared strings by their index. Bounds: the characters given to <see cref="Read"/>.</summary>
internal sealed class SharedTexts(IReadOnlyList<string> all)
{
    public static SharedTexts None { get; } = new([]);

    /// <summary>The text of an index, or null where the workbook has no such text.</summary>
    public string? this[int index] => (uint)index < (uint)all.Count ? all[index] : null;

    /// <summary>Errors: <see cref="InvalidDataException"/> where they are longer than <paramref name="maxChars"/> together.</summary>
    public static SharedTexts Read(XmlReader reader, long maxChars)
    {
        var all = new List<string>();
        var text = new StringBuilder();
        var chars = 0L;
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "si") continue;
            var entry = CellText.Read(reader, text);
            all.Add(entry);
            chars += entry.Length;
            if (chars > maxChars) throw new InvalidDataException($"its texts are longer than {maxChars.ToString("N0", CultureInfo.InvariantCulture)} characters together, the bound for a workbook.");
        }

        return new SharedTexts(all);
    }
}

/// <summary>Reads rich text: the runs of one cell or shared string joined, without the readings above Japanese text.</summary>
internal static class CellText
{
    /// <summary>The most characters a spreadsheet puts into one cell.</summary>
    public const int MaxChars = 32_767;

    /// <summary>The text inside the element the reader stands on; afterwards it stands on its end. Errors: <see cref="XmlException"/> where no spreadsheet would write so much.</summary>
    public static string Read(XmlReader reader, StringBuilder text)
    {
        text.Clear();
        if (reader.IsEmptyElement) return "";
        var (depth, inText) = (reader.Depth, reader.LocalName is "t" or "v");
        var (whole, skipped) = (inText, 0);
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "rPh" && !reader.IsEmptyElement) skipped++;
            else if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName == "rPh") skipped--;
            else if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "t") inText = !reader.IsEmptyElement;
            else if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName == "t") inText = whole;
            else if (inText && skipped == 0 && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace) Append(reader, text);
        }

        return Unescaped(text.ToString());
    }

    private static void Append(XmlReader reader, StringBuilder text)
    {
        // In pieces, so that a text of gigabytes is noticed before it is held.
        var chunk = new char[256];
        for (var count = reader.ReadValueChunk(chunk, 0, chunk.Length); count > 0; count = reader.ReadValueChunk(chunk, 0, chunk.Length))
        {
            text.Append(chunk, 0, count);
            if (text.Length > MaxChars * 2) throw new XmlException("A cell holds more characters than a spreadsheet can write into one.");
        }
    }

    /// <summary>Characters XML cannot hold are written <c>_x000D_</c>.</summary>
    private static string Unescaped(string text)
    {
        if (!text.Contains("_x", StringComparison.Ordinal)) return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '_' && i + 6 < text.Length && text[i + 1] == 'x' && text[i + 6] == '_'
                && ushort.TryParse(text.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                i += 6;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }
}
