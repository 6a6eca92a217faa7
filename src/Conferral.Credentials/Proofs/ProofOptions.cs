// What a proof says about itself, and how it is written.
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Conferral.Credentials.Proofs;

/// <summary>
/// The proof options of one signature. The purpose is always <c>assertionMethod</c>: a credential is a claim.
/// Spec: https://www.w3.org/TR/vc-data-integrity/#proofs
/// </summary>
public sealed record ProofOptions(string VerificationMethod, DateTimeOffset Created)
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The proof's own id, which a later proof of a chain needs. Shape: a URL, or null for none.</summary>
    public string? Id { get; init; }

    /// <summary>The ids of proofs of the document that this one builds on.</summary>
    public IReadOnlyList<string> PreviousProof { get; init; } = [];

    /// <summary>For selective disclosure: what every holder must show. Shape: JSON pointers; null for those <see cref="SelectiveDisclosure.MandatoryPointers"/> finds.</summary>
    public IReadOnlyList<string>? MandatoryPointers { get; init; }

    /// <summary>The proof configuration. Shape: a JSON object, UTF-8, without <c>proofValue</c>, and with the document's <c>@context</c> only where the suite asks for it.</summary>
    internal ReadOnlyMemory<byte> WriteConfiguration(Cryptosuite suite, JsonElement document)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Compact);
        json.WriteStartObject();
        json.WriteString("type", suite.ProofType);
        if (Id is not null) json.WriteString("id", Id);
        json.WriteString("created", XsdDateTime.Write(Created));
        json.WriteString("verificationMethod", VerificationMethod);
        json.WriteString("cryptosuite", suite.Name);
        json.WriteString("proofPurpose", DataIntegrity.AssertionMethod);
        if (PreviousProof is [var only]) json.WriteString("previousProof", only);
        else if (PreviousProof.Count > 1) WritePrevious(json);
        if (suite.ProofHoldsContext && document.TryGetProperty(ProofContext.Member, out var context))
        {
            json.WritePropertyName(ProofContext.Member);
            context.WriteTo(json);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private void WritePrevious(Utf8JsonWriter json)
    {
        json.WriteStartArray("previousProof");
        foreach (var id in PreviousProof) json.WriteStringValue(id);
        json.WriteEndArray();
    }
}
