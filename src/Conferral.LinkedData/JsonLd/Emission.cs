// From expanded values to terms and quads (json-ld11-api section 8).
using System.Text.Json;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.JsonLd;

internal sealed partial class DocumentWalk
{
    private Dictionary<string, int>? _oddLabels;

    private int _rdfType = Place.Nothing;

    private int RdfType => _rdfType >= 0 ? _rdfType : _rdfType = _into.Iri(Iris.RdfType);

    /// <summary>Adds a quad unless RDF cannot have one of its terms.</summary>
    private void Emit(int subject, int predicate, int @object, int graph)
    {
        if (subject >= 0 && predicate >= 0 && @object >= 0 && graph >= 0) _into.Add(subject, predicate, @object, graph);
    }

    /// <summary>Puts a term into its place: a list's next item, or the object (reversed: the subject) of a quad.</summary>
    private void ProduceValue(in Place place, int term)
    {
        if (place.Items is not null) place.Items.Add(term);
        else if (place.IsReverse) Emit(term, place.Predicate, place.Subject, place.Graph);
        else Emit(place.Subject, place.Predicate, term, place.Graph);
    }

    private void ProduceLiteral(in Place place, int literal)
    {
        if (place.IsReverse) throw Error(ErrorCode.InvalidReversePropertyValue, "A reverse property has objects as its values, not strings or numbers.");
        if (place.Wraps)
        {
            Refuse(SafeModeCode.DroppedValue, "A bare value in a graph of its own would be dropped.");
            EnterGraph(place);
            return;
        }

        if (place.Key?.IndexPredicate is not null) throw Error(ErrorCode.InvalidValueObject, "A bare value cannot carry the property its index stands for.");
        ProduceValue(place, literal);
    }

    /// <summary>List conversion (section 8.3): the cells of a list and its head.</summary>
    private int EmitList(List<int> items, int graph)
    {
        var next = _into.Iri(Iris.RdfNil);
        if (items.Count == 0) return next;
        var first = _into.Iri(Iris.RdfFirst);
        var rest = _into.Iri(Iris.RdfRest);
        for (var i = items.Count - 1; i >= 0; i--)
        {
            var cell = NewBlankNode('l', i);
            Emit(cell, first, items[i], graph);
            Emit(cell, rest, next, graph);
            next = cell;
        }

        return next;
    }

    /// <summary>An IRI or blank node as a term; <see cref="Place.Nothing"/> where it is neither (safe mode refuses).</summary>
    private int IriTerm(ReadOnlySpan<byte> text, string safeModeCode, int name = NoName)
    {
        if (IriReference.IsBlankNode(text)) return BlankNodeTerm(text[2..]);
        if (IriReference.IsWellFormed(text)) return _into.Iri(text);
        if (!options.SafeMode) return Place.Nothing;
        if (name != NoName) Enter(name);
        throw Error(safeModeCode, $"\"{Show(text)}\" is not an absolute IRI, so it would not be part of the signed data. Write the whole IRI.");
    }

    private int BlankNodeTerm(ReadOnlySpan<byte> label)
    {
        var isPlain = !label.IsEmpty;
        foreach (var b in label) isPlain &= char.IsAsciiLetterOrDigit((char)b) || b == (byte)'_';
        if (isPlain) return _into.BlankNode(label);
        _oddLabels ??= [];
        var text = Show(label);
        if (!_oddLabels.TryGetValue(text, out var term)) _oddLabels[text] = term = _into.FreshBlankNode();
        return term;
    }

    /// <summary>A number, boolean or typed string as a literal (section 8.2.2 steps 8 to 11).</summary>
    private int ScalarTerm(int value, ReadOnlySpan<byte> datatype)
    {
        switch (_json.KindOf(value))
        {
            case JsonValueKind.True or JsonValueKind.False:
                return LiteralTerm(_json.KindOf(value) == JsonValueKind.True ? "true"u8 : "false"u8, datatype.IsEmpty ? Iris.XsdBoolean : datatype);
            case JsonValueKind.Number:
                var lexical = JsonNumber.Lexical(_json.Raw(value), datatype.SequenceEqual(Iris.XsdDouble), out var isDouble);
                return LiteralTerm(lexical, !datatype.IsEmpty ? datatype : isDouble ? Iris.XsdDouble : Iris.XsdInteger);
            default:
                return LiteralTerm(_json.Text(value), datatype);
        }
    }

    private int LiteralTerm(ReadOnlySpan<byte> lexical, ReadOnlySpan<byte> datatype)
    {
        if (datatype.IsEmpty || IriReference.IsWellFormed(datatype)) return _into.Literal(lexical, datatype, default);
        Refuse(SafeModeCode.RelativeType, $"The datatype \"{Show(datatype)}\" is not an absolute IRI, so the value would be dropped.");
        return Place.Nothing;
    }

    /// <summary>A string with its language and direction, as the options have directions written (section 8.2.2 steps 12 and 13).</summary>
    private int StringTerm(ReadOnlySpan<byte> text, byte[]? language, Direction direction, int graph)
    {
        if (language is not null && !LanguageTag.IsWellFormed(language))
        {
            Refuse(SafeModeCode.DroppedValue, $"\"{Show(language)}\" is not a language tag, so the value would be dropped.");
            return Place.Nothing;
        }

        if (direction is Direction.Ltr or Direction.Rtl)
        {
            var word = direction == Direction.Ltr ? "ltr"u8 : "rtl"u8;
            if (options.RdfDirection == RdfDirection.I18nDatatype) return _into.Literal(text, [.. Iris.I18n, .. language ?? [], .. "_"u8, .. word], default);
            if (options.RdfDirection == RdfDirection.CompoundLiteral) return EmitCompound(text, language, word, graph);
            Refuse(SafeModeCode.DroppedValue, "The direction of the text would be dropped.");
        }

        return _into.Literal(text, default, language);
    }

    private int EmitCompound(ReadOnlySpan<byte> text, byte[]? language, ReadOnlySpan<byte> direction, int graph)
    {
        var node = NewBlankNode('c');
        Emit(node, _into.Iri(Iris.RdfValue), _into.Literal(text, default, default), graph);
        if (language is not null) Emit(node, _into.Iri(Iris.RdfLanguage), _into.Literal(language, default, default), graph);
        Emit(node, _into.Iri(Iris.RdfDirection), _into.Literal(direction, default, default), graph);
        return node;
    }
}
