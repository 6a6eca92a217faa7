// Writes and reads the model as JSON.
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Conferral.Credentials.Model;

/// <summary>
/// The model's JSON.
/// Shape: UTF-8 without BOM, no insignificant white space, members in declared order, letters of every script as themselves.
/// </summary>
public static class ClrJson
{
    // Escaping only what JSON asks for keeps names readable; these documents are never placed inside HTML.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IBufferWriter<byte> output, ClrCredential credential)
        => Write(output, credential, ModelJsonContext.Default.ClrCredential);

    public static void Write(IBufferWriter<byte> output, Achievement achievement)
        => Write(output, achievement, ModelJsonContext.Default.Achievement);

    public static void Write(IBufferWriter<byte> output, Profile profile)
        => Write(output, profile, ModelJsonContext.Default.Profile);

    /// <summary>Errors: <see cref="JsonException"/> when the JSON is not a ClrCredential of this model.</summary>
    public static ClrCredential ReadClr(ReadOnlySpan<byte> utf8Json)
        => JsonSerializer.Deserialize(utf8Json, ModelJsonContext.Default.ClrCredential)
            ?? throw new JsonException("The document is the JSON value null; a ClrCredential is an object.");

    private static void Write<T>(IBufferWriter<byte> output, T value, JsonTypeInfo<T> type)
    {
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        JsonSerializer.Serialize(writer, value, type);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ClrCredential))]
[JsonSerializable(typeof(Achievement))]
internal sealed partial class ModelJsonContext : JsonSerializerContext;
