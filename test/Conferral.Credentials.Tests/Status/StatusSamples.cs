// Signed credentials with a status and the lists behind them, made for tests.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Status;
using Conferral.Credentials.Verification;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Credentials.Tests.Status;

/// <summary>Issuer and key are those of <see cref="Samples"/>; the clock stands at <see cref="Now"/>.</summary>
internal static class StatusSamples
{
    public const string ListUrl = "https://college.example/status/1";
    public const string Stranger = "did:web:stranger.example";
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly SigningKey Key = SigningKey.FromSeed(new byte[32]);
    public static readonly ControllerDocument Issuer = ControllerDocument.ForIssuer(Samples.Issuer, [VerificationMethod.Multikey(Samples.Issuer, Key.VerificationKey)]);
    public static readonly ControllerDocument StrangersDocument = ControllerDocument.ForIssuer(Stranger, [VerificationMethod.Multikey(Stranger, Key.VerificationKey)]);

    public static byte[] Sign(byte[] unsigned, string issuer = Samples.Issuer)
        => new CredentialSigner(Published.Canonicalizer).Sign(unsigned, Key, new SigningOptions(VerificationMethod.IdOf(issuer, Key.VerificationKey), Now.AddDays(-2)));

    public static JsonObject Entry(string purpose = "revocation", string index = "7") => new()
    {
        ["type"] = BitstringStatusListEntry.TypeName,
        ["statusPurpose"] = purpose,
        ["statusListIndex"] = index,
        ["statusListCredential"] = ListUrl,
    };

    /// <summary>A list credential, unsigned. As single bits 7, 10 and 12 are set; in twos, index 6 has the value 2.</summary>
    public static JsonObject List(string purpose = "revocation", int entries = BitstringStatusList.MinimumEntries)
    {
        var list = BitstringStatusList.Create(entries);
        list.Write(7, 1);
        list.Write(10, 1);
        list.Write(12, 1);
        return new JsonObject
        {
            ["@context"] = new JsonArray("https://www.w3.org/ns/credentials/v2"),
            ["id"] = ListUrl,
            ["type"] = new JsonArray("VerifiableCredential", "BitstringStatusListCredential"),
            ["issuer"] = Samples.Issuer,
            ["validFrom"] = "2026-01-01T00:00:00Z",
            ["credentialSubject"] = new JsonObject { ["id"] = ListUrl + "#list", ["type"] = "BitstringStatusList", ["statusPurpose"] = purpose, ["encodedList"] = list.Encode() },
        };
    }

    public static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    /// <summary>An achievement credential with these statuses, as JSON; not signed, because the status is judged on its own.</summary>
    public static JsonElement Credential(params JsonNode[] statuses)
        => JsonDocument.Parse(Samples.Achievement(1, node => node["credentialStatus"] = statuses.Length == 1 ? statuses[0].DeepClone() : new JsonArray([.. statuses.Select(status => status.DeepClone())]))).RootElement;

    public static CredentialVerifier Verifier(params StatusDocument[] documents)
        => new(Published.Canonicalizer, new VerificationMethodResolver([Issuer, StrangersDocument]), new FakeTimeProvider(Now), null, new StatusDocuments(documents));

    public static StatusDocument At(string url, byte[] utf8, TimeSpan age = default) => new(url, utf8, Now - age);
}
