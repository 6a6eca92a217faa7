// Blank nodes named by the place where they stand.
using System.Globalization;
using System.Text;

namespace Conferral.LinkedData.JsonLd;

internal sealed partial class DocumentWalk
{
    private HashSet<string>? _placesNamed;

    /// <summary>
    /// A blank node nobody else has; <paramref name="kind"/> and <paramref name="number"/> tell several at one place apart.
    /// Where nodes are named by place, the name begins with <c>~</c>, which no document can write.
    /// </summary>
    private int NewBlankNode(char kind, int number = 0)
    {
        if (!_input.NamesNodesByPlace) return _into.FreshBlankNode();
        var name = string.Create(CultureInfo.InvariantCulture, $"~{kind}{number}{Uri.EscapeDataString(Pointer())}");
        return (_placesNamed ??= new HashSet<string>(StringComparer.Ordinal)).Add(name)
            ? _into.BlankNode(Encoding.ASCII.GetBytes(name))
            : throw Error(SafeModeCode.AmbiguousPlace, "Two objects without id stand for the same place (through @nest), so parts of the document cannot be told apart. Give them ids.");
    }
}
