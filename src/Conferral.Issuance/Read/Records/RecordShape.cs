// Compares JSON with the contract of a learner's record, and names every difference by its pointer.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// Walks one line. Members nobody knows are errors: a typing error in a name would lose a fact in silence. Where a part has no
/// source, its place in the line becomes its source.
/// </summary>
internal sealed class RecordShape(string file, long line)
{
    public List<Finding> Findings { get; } = [];

    /// <summary>Checks the line and fills in what may be left out, so that it can be read.</summary>
    public void CheckAndFill(JsonNode? root) => Check(root, typeof(RecordLine), "");

    public SourceLocation At(string pointer) => new(file, line, pointer.Length == 0 ? null : pointer);

    private void Check(JsonNode? node, Type type, string pointer)
    {
        var kind = RecordJson.Options.GetTypeInfo(type);
        if (kind.Kind == JsonTypeInfoKind.Object) CheckObject(node, kind, pointer);
        else if (kind.Kind == JsonTypeInfoKind.Enumerable) CheckList(node, kind, pointer);
        else CheckValue(node, Nullable.GetUnderlyingType(type) ?? type, pointer);
    }

    private void CheckObject(JsonNode? node, JsonTypeInfo type, string pointer)
    {
        if (node is not JsonObject table)
        {
            Wrong(pointer, "should be an object");
            return;
        }

        foreach (var (name, _) in table.Where(member => type.Properties.All(property => property.Name != member.Key)).ToList())
        {
            Findings.Add(ReadRules.RecordMember.At(At(JsonPointer.Below(pointer, name)), $"A learner record has no member of this name here. It may have: {string.Join(", ", type.Properties.Select(property => property.Name))}."));
        }

        foreach (var property in type.Properties) CheckMember(table, property, pointer);
    }

    private void CheckMember(JsonObject table, JsonPropertyInfo property, string pointer)
    {
        var child = JsonPointer.Below(pointer, property.Name);
        if (table.TryGetPropertyValue(property.Name, out var value) && value is not null)
        {
            Check(value, property.PropertyType, child);
            return;
        }

        // An explicit null says no more than absence.
        table.Remove(property.Name);
        if (property.Name == RecordJson.SourceName) table[property.Name] = Place(pointer);
        else if (RecordJson.IsList(property.PropertyType)) table[property.Name] = new JsonArray();
        else if (property.IsRequired) Findings.Add(ReadRules.RecordMember.At(At(child), "The member must be there and is not. Add it."));
    }

    private void CheckList(JsonNode? node, JsonTypeInfo type, string pointer)
    {
        if (node is not JsonArray list)
        {
            Wrong(pointer, "should be an array");
            return;
        }

        for (var i = 0; i < list.Count; i++) Check(list[i], type.ElementType!, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{i}"));
    }

    private void CheckValue(JsonNode? node, Type type, string pointer)
    {
        var value = node is JsonValue known ? known : null;
        var kind = value?.GetValueKind() ?? JsonValueKind.Undefined;
        var text = kind == JsonValueKind.String ? value!.GetValue<string>() : null;
        if (type == typeof(string)) CheckText(text, pointer);
        else if (type == typeof(DateOnly)) Expect(text is not null && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), pointer, "should be a date such as \"2026-05-15\"");
        else if (type.IsEnum) Expect(text is not null && Enum.GetNames(type).Contains(text), pointer, $"should be one of {string.Join(", ", Enum.GetNames(type))}");
        else if (type == typeof(bool)) Expect(kind is JsonValueKind.True or JsonValueKind.False, pointer, "should be true or false");
        else if (type == typeof(decimal)) Expect(kind == JsonValueKind.Number && value!.TryGetValue<decimal>(out var number) && number >= 0, pointer, "should be a number from 0 up");
        else if (type == typeof(int)) Expect(kind == JsonValueKind.Number && value!.TryGetValue<int>(out var rank) && rank >= 0, pointer, "should be a whole number from 0 up");
        else Expect(kind == JsonValueKind.Number && value!.TryGetValue<long>(out var whole) && whole > 0, pointer, "should be a whole number from 1 up");
    }

    private void CheckText(string? text, string pointer)
    {
        if (text is null) Wrong(pointer, "should be a text");
        else if (string.IsNullOrWhiteSpace(text)) Wrong(pointer, "is empty; leave the member out where there is nothing to say");
        else if (TextDamage.Of(text, pointer.EndsWith("Key", StringComparison.Ordinal) ? ColumnKind.Key : ColumnKind.Personal) is { } damage) Findings.Add(damage.Rule.At(At(pointer), damage.Message(text)));
    }

    private void Expect(bool holds, string pointer, string what)
    {
        if (!holds) Wrong(pointer, what);
    }

    private void Wrong(string pointer, string what) => Findings.Add(ReadRules.RecordJson.At(At(pointer), $"The value {what}. Correct it."));

    private JsonObject Place(string pointer) => new() { ["file"] = file, ["row"] = line, ["column"] = pointer.Length == 0 ? "/" : pointer };
}
