// Receipts and consistency proofs as JSON.
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Conferral.Transparency;

namespace Conferral.Issuance.Log;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowDuplicateProperties = false, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(ConsistencyProof))]
internal sealed partial class ReceiptJson : JsonSerializerContext
{
    /// <summary>Errors: <see cref="TransparencyException"/> for what is not such JSON.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException e)
        {
            throw new TransparencyException($"The file cannot be read as a receipt or proof of a log: {e.Message} Ask the issuer for it again.", e);
        }
    }

    public static TransparencyException Foreign(string what, string expected) => new($"The file is no {what} ({expected}). Ask the issuer for it again.");
}
