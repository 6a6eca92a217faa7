// Writes the controller document an issuer publishes.
using System.Text.Encodings.Web;
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Controllers;

/// <summary>Shape: contexts did/v1 (for a DID) or cid/v1, and multikey/v1; methods in full, <c>assertionMethod</c> by string.</summary>
internal static class ControllerDocumentWriter
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(ControllerDocument document)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            WriteContexts(json, document.Id);
            json.WriteString("id", document.Id);
            json.WriteStartArray("verificationMethod");
            foreach (var method in document.VerificationMethods) WriteMethod(json, method);
            json.WriteEndArray();
            json.WriteStartArray("assertionMethod");
            foreach (var method in document.VerificationMethods.Where(method => document.IsAssertionMethod(method.Id))) json.WriteStringValue(method.Id);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteContexts(Utf8JsonWriter json, string id)
    {
        json.WriteStartArray("@context");
        if (id.StartsWith("did:", StringComparison.Ordinal))
        {
            json.WriteStringValue("https://www.w3.org/ns/did/v1");
            json.WriteStringValue("https://w3id.org/security/multikey/v1");
        }
        else
        {
            json.WriteStringValue("https://www.w3.org/ns/cid/v1"); // defines Multikey too
        }

        json.WriteEndArray();
    }

    private static void WriteMethod(Utf8JsonWriter json, VerificationMethod method)
    {
        if (method.Key is null) throw new InvalidOperationException($"The key of {method.Id} could not be read, so it cannot be published: {method.KeyProblem}.");
        json.WriteStartObject();
        json.WriteString("id", method.Id);
        json.WriteString("type", "Multikey");
        json.WriteString("controller", method.Controller);
        json.WriteString("publicKeyMultibase", method.Key.PublicKeyMultibase);
        if (method.Expires is { } expires) json.WriteString("expires", XsdDateTime.Write(expires));
        if (method.Revoked is { } revoked) json.WriteString("revoked", XsdDateTime.Write(revoked));
        json.WriteEndObject();
    }
}
