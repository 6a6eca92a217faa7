// A bitstring status list as the credential it becomes, before it is signed.
using System.Text.Encodings.Web;
using System.Text.Json;
using Conferral.Credentials.Model;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Status;

/// <summary>
/// What an issuer says about one purpose of one list at one time. <see cref="TimeToLive"/> is how long verifiers may use a copy;
/// <see cref="ValidUntil"/> the time after which an old copy that somebody put back no longer stands.
/// Spec: https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential
/// </summary>
public sealed record UnsignedStatusList(string Url, string IssuerId, string StatusPurpose, BitstringStatusList List, DateTimeOffset ValidFrom)
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public DateTimeOffset? ValidUntil { get; init; }

    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Shape: UTF-8, one JSON object, the same for the same values; its id is its address.</summary>
    public byte[] ToUtf8()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteStartArray("@context");
            json.WriteStringValue(ContextUrl.Credentials);
            json.WriteEndArray();
            json.WriteString("id", Url);
            json.WriteStartArray("type");
            json.WriteStringValue("VerifiableCredential");
            json.WriteStringValue("BitstringStatusListCredential");
            json.WriteEndArray();
            json.WriteString("issuer", IssuerId);
            json.WriteString("validFrom", XsdDateTime.Write(ValidFrom));
            if (ValidUntil is { } until) json.WriteString("validUntil", XsdDateTime.Write(until));
            json.WriteStartObject("credentialSubject");
            json.WriteString("id", Url + "#list");
            json.WriteString("type", "BitstringStatusList");
            json.WriteString("statusPurpose", StatusPurpose);
            json.WriteString("encodedList", List.Encode());
            if (TimeToLive is { } live) json.WriteNumber("ttl", (long)live.TotalMilliseconds);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
