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

    /// <summary>The proof configuration. Shape: a JSON object, UTF-8, without <c>@context</c> and <c>proofValue</c>.</summary>
    internal ReadOnlyMemory<byte> WriteConfiguration(Cryptosuite suite)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Compact);
        json.WriteStartObject();
        json.WriteString("type", DataIntegrity.ProofType);
        json.WriteString("created", XsdDateTime.Write(Created));
        json.WriteString("verificationMethod", VerificationMethod);
        json.WriteString("cryptosuite", suite.Name);
        json.WriteString("proofPurpose", DataIntegrity.AssertionMethod);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
