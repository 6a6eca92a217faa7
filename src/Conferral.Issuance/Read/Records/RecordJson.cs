// The JSON form of a learner's record: one contract for writing, for strict reading and for the published schema.
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Conferral.Issuance.Read;

/// <summary>
/// A line of a file of learner records. Shape: <c>{"format":"conferral-learner-record/1","learner":{…}}</c>, the members of
/// <see cref="LearnerRecord"/> in camel case, nulls and empty lists left out, dates <c>yyyy-MM-dd</c>, docs/learner-record.schema.json.
/// </summary>
internal sealed record RecordLine(string Format, LearnerRecord Learner)
{
    public const string FormatName = "conferral-learner-record/";
    public const string Version1 = FormatName + "1";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RecordLine))]
internal sealed partial class RecordJsonContext : JsonSerializerContext;

internal static class RecordJson
{
    /// <summary>The member that says where a part came from; a reader without one gives the place in the JSON.</summary>
    public const string SourceName = "source";

    public static JsonSerializerOptions Options { get; } = MakeOptions();

    private static JsonTypeInfo<RecordLine> LineInfo { get; } = (JsonTypeInfo<RecordLine>)Options.GetTypeInfo(typeof(RecordLine));

    /// <summary>UTF-8 JSON without a line end.</summary>
    public static byte[] Write(LearnerRecord learner) => JsonSerializer.SerializeToUtf8Bytes(new RecordLine(RecordLine.Version1, learner), LineInfo);

    /// <summary>Reads what <see cref="RecordShape"/> found sound.</summary>
    public static LearnerRecord Read(JsonNode line) => line.Deserialize(LineInfo)!.Learner;

    /// <summary>The JSON Schema (2020-12) of a line.</summary>
    public static JsonNode Schema()
    {
        var schema = (JsonObject)JsonSchemaExporter.GetJsonSchemaAsNode(Options, typeof(RecordLine), new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (_, node) =>
            {
                if (node is JsonObject table && table["required"] is JsonArray required && required.FirstOrDefault(name => (string?)name == SourceName) is { } source) required.Remove(source);
                return node;
            },
        });
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Conferral learner record, version 1: one line of an NDJSON file");
        schema["properties"]!["format"] = new JsonObject { ["const"] = RecordLine.Version1 };
        return schema;
    }

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions(RecordJsonContext.Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = RecordJsonContext.Default.WithAddedModifier(Amend),
        };
        options.MakeReadOnly();
        return options;
    }

    private static void Amend(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (MayBeNull(property)) property.IsRequired = false;
            if (IsList(property.PropertyType)) property.ShouldSerialize = static (_, value) => value is System.Collections.ICollection { Count: > 0 };
        }
    }

    public static bool MayBeNull(JsonPropertyInfo property)
        => Nullable.GetUnderlyingType(property.PropertyType) is not null || (!property.PropertyType.IsValueType && property.IsGetNullable);

    public static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
}
