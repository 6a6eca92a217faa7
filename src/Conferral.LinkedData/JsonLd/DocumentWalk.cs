// The walk through one document: dispatch on the kind of JSON value, arrays, depth, and the pointer shown in errors.
using System.Globalization;
using System.Text;
using System.Text.Json;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.JsonLd;

/// <summary>
/// Expansion (json-ld11-api section 5.1) fused with RDF conversion (section 8): each value is emitted as soon as it is
/// expanded. Step numbers are those of section 5.1.2. One instance walks one document at a time and keeps its buffers
/// for the next; after an exception it is not used again.
/// </summary>
internal sealed partial class DocumentWalk(ContextProcessor processor, JsonLdOptions options)
{
    private RdfDataset _into = null!;
    private Step[] _path = new Step[32];
    private int _depth;
    private int _deepest;
    private ObjectShelf _shelf = null!;
    private JsonLdInput _input;
    private byte[]? _withoutMember;
    private readonly JsonTape _own = new();
    private JsonTape _json = null!;

    /// <summary>One step of the way from the root: a member's name, or an array's index.</summary>
    private readonly record struct Step(int Name, int Index);

    public void Run(JsonLdInput input, ActiveContext root, ObjectShelf shelf, RdfDataset dataset)
    {
        Walk(input, root, shelf, dataset);
        Forget();
    }

    /// <summary>Lets go of the document and of its dataset's term numbers.</summary>
    public void Forget()
    {
        _own.Forget();
        _json = null!;
        Array.Clear(_members);
        Array.Clear(_predicates);
        _rdfType = Place.Nothing;
        _oddLabels = null;
        _placesNamed = null;
        _input = default;
        _into = null!;
        _shelf = null!;
        _root = null!;
    }

    private void Walk(JsonLdInput input, ActiveContext root, ObjectShelf shelf, RdfDataset dataset)
    {
        _root = root;
        _shelf = shelf;
        _into = dataset;
        _input = input;
        _withoutMember = input.WithoutMember is null ? null : Encoding.UTF8.GetBytes(input.WithoutMember);
        _json = input.Tape ?? _own;
        if (input.Tape is null) _own.Read(input.Text);
        Expand(JsonTape.Root, root, null, new Place { IsTop = true }, isRoot: true);
    }

    /// <summary>The JSON pointer of the value being walked.</summary>
    public string Pointer()
    {
        var pointer = new StringBuilder();
        for (var i = 0; i < _depth; i++)
        {
            var (name, index) = _path[i];
            pointer.Append('/');
            if (index >= 0) pointer.Append(index.ToString(CultureInfo.InvariantCulture));
            else pointer.Append(_json.Show(name).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        }

        return pointer.ToString();
    }

    /// <summary>Expands a value into its place. False where the result is null.</summary>
    private bool Expand(int element, ActiveContext active, TermDefinition? property, in Place place, bool fromMap = false, bool isRoot = false)
    {
        switch (_json.KindOf(element))
        {
            case JsonValueKind.Null: // 1
                return false;
            case JsonValueKind.Array: // 5
                ExpandArray(element, active, property, place, fromMap);
                return true;
            case JsonValueKind.Object: // 6
                return ExpandObject(element, active, property, place, fromMap, isRoot);
            default: // 4
                if (place.IsTop)
                {
                    Refuse(SafeModeCode.DroppedValue, "A bare value stands where JSON-LD expects an object, and would be dropped.");
                    return false;
                }

                if (property is { LocalContext: not null }) active = active.ForProperty(property, processor); // 4.2
                ExpandScalar(element, active, property, place);
                return true;
        }
    }

    private void ExpandArray(int array, ActiveContext active, TermDefinition? property, in Place place, bool fromMap)
    {
        var inner = place.IsWholeList ? place with { IsWholeList = false } : place;
        var index = 0;
        var end = _json.After(array);
        for (var item = array + 1; item < end; item = _json.After(item))
        {
            Enter(NoName, index++);
            if (place.Items is not null && _json.KindOf(item) == JsonValueKind.Array) // 5.2.2
            {
                var nested = inner with { Items = [] };
                ExpandArray(item, active, property, nested, fromMap);
                place.Items.Add(EmitList(nested.Items!, place.Graph));
            }
            else
            {
                Expand(item, active, property, inner, fromMap);
            }

            Leave();
        }
    }

    private void Enter(int name, int index = -1)
    {
        if (_depth == options.MaxDepth) throw JsonText.TooDeep(options.MaxDepth);
        if (_depth == _path.Length) Array.Resize(ref _path, _depth * 2);
        _path[_depth++] = new Step(name, index);
        _deepest = Math.Max(_deepest, _depth);
    }

    private const int NoName = -1;

    private void Leave() => _depth--;

    /// <summary>In safe mode, refuses what JSON-LD would let pass in silence.</summary>
    private void Refuse(string safeModeCode, string message)
    {
        if (options.SafeMode) throw Error(safeModeCode, message);
    }

    private static JsonLdException Error(string code, string message) => ContextProcessor.Error(code, message);

    private static string Show(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
