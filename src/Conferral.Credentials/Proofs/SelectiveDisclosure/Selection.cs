// The parts of a document that pointers choose, and the documents that hold nothing else.
using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs.SelectiveDisclosure;

/// <summary>
/// What is chosen comes with all it holds; whatever lies on the way to it keeps its <c>id</c> and <c>type</c>, and an
/// <c>@context</c> of its own, without which its words would mean something else. The document's own proof is never part.
/// Errors: <see cref="DisclosureException"/>.
/// Spec: https://www.w3.org/TR/vc-di-ecdsa/#selectjsonld
/// </summary>
internal sealed class Selection
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonDocumentOptions AsStrictAlready = new() { MaxDepth = JsonLdInput.MaxDepth };
    private static readonly string[] AlwaysKept = ["@context", "id", "type"];

    private readonly JsonElement _document;
    private readonly Choice _top = new();

    private Selection(JsonElement document) => _document = document;

    /// <summary>The chosen part of one value: all of it, or the chosen ones of its members or items.</summary>
    private sealed class Choice
    {
        public bool IsWhole { get; set; }

        public Dictionary<string, Choice> Parts { get; } = new(StringComparer.Ordinal);

        public Choice Part(string step) => Parts.TryGetValue(step, out var part) ? part : Parts[step] = new Choice();
    }

    /// <summary>Follows every pointer. Null where there is none, which chooses nothing at all.</summary>
    public static Selection? Of(JsonElement document, IReadOnlyCollection<string> pointers)
    {
        if (pointers.Count == 0) return null;
        var selection = new Selection(document);
        KeepAlways(document, selection._top);
        foreach (var pointer in pointers) selection.Choose(pointer);
        return selection;
    }

    /// <summary>The selection as a document to show. Shape: UTF-8, the members in the order of the document, arrays without gaps.</summary>
    public byte[] ToDocument() => Write(keepsPlaces: false);

    /// <summary>The same with every item at its old index, gaps filled with null: for comparing it with the whole by place.</summary>
    public JsonElement InPlace()
    {
        using var json = JsonDocument.Parse(Write(keepsPlaces: true), AsStrictAlready);
        return json.RootElement.Clone();
    }

    private void Choose(string pointer)
    {
        var (value, choice) = (_document, _top);
        var steps = PointerSteps.Of(pointer);
        if (steps is ["proof", ..]) throw Nothing(pointer, "the proof is made anew for whoever is shown the document");
        foreach (var step in steps)
        {
            value = Descend(value, step, pointer);
            choice = choice.Part(step);
            KeepAlways(value, choice);
        }

        choice.IsWhole = true;
    }

    private static JsonElement Descend(JsonElement value, string step, string pointer)
    {
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(step, out var member)) return member;
        if (value.ValueKind != JsonValueKind.Array) throw Nothing(pointer, $"no member '{step}' is there");
        return IsIndex(step, out var index) && index < value.GetArrayLength()
            ? value[index]
            : throw Nothing(pointer, $"the list there has {value.GetArrayLength()} items, counted from 0");
    }

    private static bool IsIndex(string step, out int index)
        => int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out index) && (step.Length == 1 || step[0] != '0');

    private static void KeepAlways(JsonElement value, Choice choice)
    {
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var name in AlwaysKept.Where(name => value.TryGetProperty(name, out _))) choice.Part(name).IsWhole = true;
    }

    private byte[] Write(bool keepsPlaces)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Compact);
        json.WriteStartObject();
        foreach (var member in _document.EnumerateObject().Where(member => !member.NameEquals("proof"u8))) WriteMember(json, member, _top, keepsPlaces);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteMember(Utf8JsonWriter json, JsonProperty member, Choice choice, bool keepsPlaces)
    {
        var part = choice.Parts.GetValueOrDefault(member.Name);
        if (!choice.IsWhole && part is null) return;
        json.WritePropertyName(member.Name);
        if (choice.IsWhole) member.Value.WriteTo(json);
        else Write(json, member.Value, part!, keepsPlaces);
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, Choice choice, bool keepsPlaces)
    {
        if (choice.IsWhole)
        {
            value.WriteTo(json);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            json.WriteStartObject();
            foreach (var member in value.EnumerateObject()) WriteMember(json, member, choice, keepsPlaces);
            json.WriteEndObject();
        }
        else
        {
            json.WriteStartArray();
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                if (choice.Parts.TryGetValue(index++.ToString(CultureInfo.InvariantCulture), out var part)) Write(json, item, part, keepsPlaces);
                else if (keepsPlaces) json.WriteNullValue();
            }

            json.WriteEndArray();
        }
    }

    private static DisclosureException Nothing(string pointer, string reason)
        => new(DisclosureErrorCode.NothingThere, $"There is nothing to show at {(pointer.Length == 0 ? "the top" : pointer)}: {reason}. Correct the pointer.");
}
