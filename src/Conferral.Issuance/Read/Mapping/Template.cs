// Text with places for values: "{DEGREE}[ in {MAJOR}]".
using System.Text;

namespace Conferral.Issuance.Read;

/// <summary>
/// Shape: <c>{NAME}</c> is a place; what stands in <c>[ ]</c> is left out as a whole where one of its places is empty. A place
/// outside of brackets that is empty leaves the whole text empty. <c>{{ }} [[ ]]</c> stand for the signs themselves.
/// </summary>
internal sealed class Template
{
    private readonly record struct Piece(string? Text, int Place, int Group);

    private readonly List<Piece> pieces = [];
    private readonly List<string> places = [];

    private Template()
    {
    }

    /// <summary>The names between braces, each once, in the order in which they first stand.</summary>
    public IReadOnlyList<string> Places => places;

    /// <summary>Errors: <see cref="FormatException"/> saying what is wrong with the text.</summary>
    public static Template Parse(string text)
    {
        var template = new Template();
        template.Read(text);
        return template.places.Count > 0 ? template : throw new FormatException("a template has at least one {COLUMN} in braces; for a fixed text use constant:.");
    }

    /// <summary>The text with its places filled in; empty where a place it cannot do without is empty.</summary>
    public string Fill(Func<int, string> value)
    {
        var filled = new StringBuilder();
        var dropped = new HashSet<int>(pieces.Where(piece => piece.Text is null && value(piece.Place).Length == 0).Select(piece => piece.Group));
        if (dropped.Contains(0)) return "";
        foreach (var piece in pieces.Where(piece => !dropped.Contains(piece.Group))) filled.Append(piece.Text ?? value(piece.Place));
        return filled.ToString().Trim();
    }

    private void Read(string text)
    {
        var (literal, group, groups) = (new StringBuilder(), 0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            var sign = text[at];
            if (sign is '{' or '}' or '[' or ']' && at + 1 < text.Length && text[at + 1] == sign)
            {
                literal.Append(sign);
                at++;
            }
            else if (sign == '{')
            {
                var end = text.IndexOf('}', at);
                if (end < 0 || end == at + 1) throw new FormatException("a place opens with { and does not close, or has no name.");
                Flush(literal, group);
                pieces.Add(new Piece(null, PlaceOf(text[(at + 1)..end].Trim()), group));
                at = end;
            }
            else if (sign is '[' or ']')
            {
                if (sign == '[' == group > 0) throw new FormatException("the brackets [ ] do not pair up; they cannot stand within each other.");
                Flush(literal, group);
                group = sign == '[' ? ++groups : 0;
            }
            else if (sign == '}') throw new FormatException("a } closes no place; write }} for the sign itself.");
            else literal.Append(sign);
        }

        if (group > 0) throw new FormatException("the brackets [ ] do not pair up; they cannot stand within each other.");
        Flush(literal, 0);
    }

    private void Flush(StringBuilder literal, int group)
    {
        if (literal.Length > 0) pieces.Add(new Piece(literal.ToString(), -1, group));
        literal.Clear();
    }

    private int PlaceOf(string name)
    {
        var place = places.FindIndex(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
        if (place >= 0) return place;
        places.Add(name);
        return places.Count - 1;
    }
}
