// Proofs that build on other proofs of the same document (previousProof).
using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs;

/// <summary>
/// A proof of a chain covers the document together with the proofs it names, so none of them can be taken away or
/// exchanged. Spec: https://www.w3.org/TR/vc-data-integrity/#proof-chains, #add-proof-set-chain, #verify-proof-sets-and-chains
/// </summary>
internal static class ProofChain
{
    private const string PreviousProof = "previousProof";

    /// <summary>One more than a document may have, for a single proof that becomes an array.</summary>
    private static readonly JsonDocumentOptions Rebuilt = new() { MaxDepth = JsonLdInput.MaxDepth + 1 };

    public static bool IsLink(JsonElement proof) => proof.ValueKind == JsonValueKind.Object && proof.TryGetProperty(PreviousProof, out _);

    public static IReadOnlyList<JsonElement> ProofsOf(JsonElement document)
        => document.TryGetProperty("proof", out var proofs) ? CredentialParts.Items(proofs) : [];

    /// <summary>The places of the proofs a link names, in the order of the document; null unless each name is the id of exactly one proof.</summary>
    public static IReadOnlyList<int>? PreviousOf(IReadOnlyList<JsonElement> proofs, JsonElement link)
    {
        var names = CredentialParts.Items(link.GetProperty(PreviousProof)).Select(name => name.ValueKind == JsonValueKind.String ? name.GetString() : null).ToHashSet(StringComparer.Ordinal);
        var places = Enumerable.Range(0, proofs.Count).Where(place => CredentialParts.Text(proofs[place], "id") is { } id && names.Contains(id)).ToList();
        var ids = places.Select(place => CredentialParts.Text(proofs[place], "id")).ToHashSet(StringComparer.Ordinal);
        return names.Count > 0 && places.Count == names.Count && ids.SetEquals(names) ? places : null;
    }

    /// <summary>The document as a link secures it: its only proofs are those the link names. Null where one is missing.</summary>
    public static JsonElement? DocumentOf(JsonElement document, JsonElement link)
    {
        var proofs = ProofsOf(document);
        if (PreviousOf(proofs, link) is not { } previous) return null;
        var buffer = new ArrayBufferWriter<byte>(JsonMarshal.GetRawUtf8Value(document).Length);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            foreach (var member in document.EnumerateObject().Where(member => !member.NameEquals("proof"u8))) member.WriteTo(json);
            json.WriteStartArray("proof");
            foreach (var place in previous) proofs[place].WriteTo(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        using var rebuilt = JsonDocument.Parse(buffer.WrittenMemory, Rebuilt);
        return rebuilt.RootElement.Clone();
    }
}
