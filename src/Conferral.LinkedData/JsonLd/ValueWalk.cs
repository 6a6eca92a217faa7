// Values: value objects, value expansion of scalars, and the literals they become.
using System.Text.Json;

namespace Conferral.LinkedData.JsonLd;

internal sealed partial class DocumentWalk
{
    /// <summary>Step 15: a value object becomes a literal. False where its value is null.</summary>
    private bool ExpandValueObject(in ObjectSite site, in Member value, in Place place)
    {
        var isJson = false;
        ReadOnlySpan<byte> datatype = default;
        byte[]? language = null;
        var direction = Direction.Absent;
        for (var i = site.First; i < site.End; i++)
        {
            var member = _members[i];
            if (IsAbsent(member)) continue;
            Enter(member.Name);
            switch (member.Keyword)
            {
                case Keyword.Value:
                    break;
                case Keyword.Index:
                    CheckIndex(member);
                    break;
                case Keyword.Type:
                    datatype = ReadDatatype(member.Value, site.TypeScope, out isJson);
                    break;
                case Keyword.Language:
                    language = ReadLanguage(member.Value);
                    break;
                case Keyword.Direction:
                    direction = ReadDirection(member.Value);
                    break;
                default: // 15.1
                    throw Error(ErrorCode.InvalidValueObject, "An object with @value has no other members than @type, @language, @direction and @index.");
            }

            Leave();
        }

        var hasType = isJson || !datatype.IsEmpty;
        if (hasType && (language is not null || direction != Direction.Absent)) throw Error(ErrorCode.InvalidValueObject, "A value has a type or a language and direction, not both.");
        Enter(value.Name);
        var result = ProduceValueObject(value.Value, isJson, datatype, language, direction, place);
        Leave();
        return result;
    }

    private bool ProduceValueObject(int value, bool isJson, ReadOnlySpan<byte> datatype, byte[]? language, Direction direction, in Place place)
    {
        if (isJson)
        {
            if (processor.IsJsonLd10) throw Error(ErrorCode.InvalidValueObjectValue, "@json is not part of JSON-LD 1.0.");
            ProduceLiteral(place, _into.Literal(JsonCanonicalForm.Of(_json.Element(value)), Iris.RdfJson, default));
            return true;
        }

        var kind = _json.KindOf(value);
        if (kind is JsonValueKind.Object or JsonValueKind.Array) throw Error(ErrorCode.InvalidValueObjectValue, "The value of @value is a string, number, boolean or null."); // 13.4.7.2
        if (kind == JsonValueKind.Null) // 15.3
        {
            Refuse(SafeModeCode.DroppedValue, "A null @value would be dropped.");
            return false;
        }

        if (language is not null && kind != JsonValueKind.String) throw Error(ErrorCode.InvalidLanguageTaggedValue, "Only a string can have a language."); // 15.4
        if (place.IsTop)
        {
            Refuse(SafeModeCode.DroppedValue, "A bare value stands where JSON-LD expects an object, and would be dropped.");
            return false;
        }

        var literal = kind == JsonValueKind.String && datatype.IsEmpty
            ? StringTerm(_json.Text(value), language, direction, place.Graph)
            : ScalarTerm(value, datatype);
        ProduceLiteral(place, literal);
        return true;
    }

    /// <summary>The datatype of a value object; empty where it is null, which JSON-LD lets pass.</summary>
    private ReadOnlySpan<byte> ReadDatatype(int type, ActiveContext typeScope, out bool isJson)
    {
        isJson = false;
        if (_json.KindOf(type) is not (JsonValueKind.String or JsonValueKind.Array)) throw Error(ErrorCode.InvalidTypeValue, "The type of a value is a string.");
        if (_json.KindOf(type) == JsonValueKind.Array) throw Error(ErrorCode.InvalidTypedValue, "A value has one type, not a list."); // 15.5
        var expanded = IriExpansion.Expand(typeScope, _json.Text(type), documentRelative: true, vocab: true);
        isJson = expanded.Keyword == Keyword.Json;
        if (isJson) return default;
        if (expanded.IsNull || expanded.Keyword != Keyword.None || !IriReference.IsAbsolute(expanded.Text) || expanded.Text.Contains((byte)' '))
        {
            throw Error(ErrorCode.InvalidTypedValue, "The type of a value is an IRI."); // 15.5
        }

        return expanded.Text;
    }

    /// <summary>Value expansion (section 5.3) of a scalar under a property, straight into its place.</summary>
    private void ExpandScalar(int value, ActiveContext active, TermDefinition? property, in Place place)
    {
        if (_json.KindOf(value) == JsonValueKind.String)
        {
            var term = CoercedString(_json.Text(value), active, property, place.Graph, out var isNode);
            if (isNode) EnterReference(place, term);
            else ProduceLiteral(place, term);
            return;
        }

        ProduceLiteral(place, ScalarTerm(value, property is { Type: TypeMapping.Iri } ? property.TypeIri : default));
    }

    private void EnterReference(in Place place, int term)
    {
        if (place.Wraps) Refuse(SafeModeCode.DroppedValue, "A bare reference in a graph of its own says nothing and would be dropped.");
        EnterNode(place, term, isGraphObject: false);
    }

    private int CoercedString(ReadOnlySpan<byte> text, ActiveContext active, TermDefinition? property, int graph, out bool isNode)
    {
        var type = property?.Type ?? TypeMapping.Absent;
        isNode = type is TypeMapping.Id or TypeMapping.Vocab;
        if (isNode) // 5.3.2 steps 1 and 2
        {
            var expanded = IriExpansion.Expand(active, text, documentRelative: true, vocab: type == TypeMapping.Vocab);
            if (!expanded.IsNull) return IriTerm(expanded.Text, SafeModeCode.RelativeIri);
            Refuse(SafeModeCode.DroppedValue, "The reference looks like a JSON-LD keyword and would be dropped.");
            return Place.Nothing;
        }

        if (type == TypeMapping.Iri) return LiteralTerm(text, property!.TypeIri); // 5.3.2 step 4
        var language = property is { HasLanguage: true } ? property.Language : active.Language; // 5.3.2 step 5
        var direction = property is { } known && known.Direction != Direction.Absent ? known.Direction : active.Direction;
        return StringTerm(text, language, direction, graph);
    }
}
