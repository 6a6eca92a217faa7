// One object of the document as rules see it: its value, its class, where it hangs.
using System.Text;
using System.Text.Json;

namespace Conferral.Credentials.Rules;

/// <summary>
/// A node knows its place as a chain of parents; the JSON pointer is written only when a finding needs it,
/// because nearly every document passes with none.
/// </summary>
internal sealed class DocumentNode(CheckedDocument document, JsonElement element, Shape shape, DocumentNode? parent, string? name, int index)
{
    public CheckedDocument Document { get; } = document;

    public JsonElement Element { get; } = element;

    public Shape Shape { get; } = shape;

    public ModelClass Class => Shape.Class;

    public DocumentNode? Parent { get; } = parent;

    /// <summary>The member of the parent this node is (an item of), or null at the root.</summary>
    public string? Name { get; } = name;

    /// <summary>The nearest credential that holds this node, itself included.</summary>
    public DocumentNode Credential => Class.IsCredential() || Parent is null ? this : Parent.Credential;

    public bool TryGet(ReadOnlySpan<byte> member, out JsonElement value)
    {
        if (Element.ValueKind == JsonValueKind.Object) return Element.TryGetProperty(member, out value);
        value = default;
        return false;
    }

    /// <summary>A member that is a string, or null.</summary>
    public string? Text(ReadOnlySpan<byte> member)
        => TryGet(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public bool IsText(ReadOnlySpan<byte> member, ReadOnlySpan<byte> text)
        => TryGet(member, out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    /// <summary>The items of a member that is an array, the value itself where it stands alone, nothing where it is absent.</summary>
    public IEnumerable<JsonElement> Items(ReadOnlySpan<byte> member)
    {
        if (!TryGet(member, out var value)) return [];
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
    }

    /// <summary>This node's JSON pointer, or that of one of its members, or of one item of a member.</summary>
    public string Pointer(string? member = null, int item = -1)
    {
        var pointer = new StringBuilder();
        AppendTo(pointer);
        AppendStep(pointer, member, item);
        return pointer.ToString();
    }

    private void AppendTo(StringBuilder pointer)
    {
        Parent?.AppendTo(pointer);
        AppendStep(pointer, Name, index);
    }

    private static void AppendStep(StringBuilder pointer, string? member, int item)
    {
        if (member is not null) pointer.Append('/').Append(JsonPointer.Escape(member));
        if (item >= 0) pointer.Append('/').Append(System.Globalization.CultureInfo.InvariantCulture, $"{item}");
    }
}

/// <summary>The document under check: its root and every node met so far, by class, for rules that look across it.</summary>
internal sealed class CheckedDocument(JsonElement root)
{
    private static readonly int Classes = Enum.GetValues<ModelClass>().Length;

    private readonly List<DocumentNode>?[] _byClass = new List<DocumentNode>?[Classes];

    public JsonElement Root { get; } = root;

    public IReadOnlyList<DocumentNode> Of(ModelClass modelClass) => _byClass[(int)modelClass] ?? [];

    public void Add(DocumentNode node) => (_byClass[(int)node.Class] ??= []).Add(node);
}
