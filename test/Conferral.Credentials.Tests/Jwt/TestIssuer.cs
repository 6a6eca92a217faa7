// Tokens made for tests, right or wrong in any part, without the product's signer.
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials.Controllers;

namespace Conferral.Credentials.Tests.Jwt;

/// <summary>An issuer with one key per algorithm and the document that publishes them all.</summary>
internal sealed class TestIssuer : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The document an issuer of Samples publishes, with these two keys.</summary>
    public ControllerDocument Document => ControllerDocument.Parse(Encoding.UTF8.GetBytes($$"""
        {
          "id": "{{Samples.Issuer}}",
          "verificationMethod": [
            { "id": "{{Samples.Issuer}}#rsa", "type": "JsonWebKey", "controller": "{{Samples.Issuer}}", "publicKeyJwk": {{Jwk("RS256")}} },
            { "id": "{{Samples.Issuer}}#p256", "type": "JsonWebKey", "controller": "{{Samples.Issuer}}", "publicKeyJwk": {{Jwk("ES256")}} },
            { "id": "https://college.example/keys/1", "type": "JsonWebKey", "controller": "{{Samples.Issuer}}", "publicKeyJwk": {{Jwk("ES256")}} },
            { "id": "{{Samples.Issuer}}#login", "type": "JsonWebKey", "controller": "{{Samples.Issuer}}", "publicKeyJwk": {{Jwk("ES256")}} }
          ],
          "assertionMethod": ["{{Samples.Issuer}}#rsa", "#p256", "https://college.example/keys/1"]
        }
        """));

    public string Jwk(string algorithm, bool withPrivatePart = false)
    {
        var rsa = _rsa.ExportParameters(withPrivatePart);
        var ec = _ecdsa.ExportParameters(withPrivatePart);
        var jwk = algorithm == "RS256"
            ? new JsonObject { ["kty"] = "RSA", ["n"] = Text(rsa.Modulus!), ["e"] = Text(rsa.Exponent!) }
            : new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Text(ec.Q.X!), ["y"] = Text(ec.Q.Y!) };
        if (withPrivatePart) jwk["d"] = Text(algorithm == "RS256" ? rsa.D! : ec.D!);
        return jwk.ToJsonString();
    }

    public byte[] Sign(string header, string payload)
    {
        var signed = $"{Text(Encoding.UTF8.GetBytes(header))}.{Text(Encoding.UTF8.GetBytes(payload))}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        using var parsed = JsonDocument.Parse(header);
        var signature = parsed.RootElement.TryGetProperty("alg", out var algorithm) && algorithm.GetString() == "RS256"
            ? _rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : _ecdsa.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return Encoding.ASCII.GetBytes($"{signed}.{Text(signature)}");
    }

    /// <summary>The payload of a good token of the 1EdTech form; <paramref name="change"/> may alter it.</summary>
    public static string Payload(Action<JsonObject>? change = null)
    {
        var payload = JsonNode.Parse(Samples.Achievement(0))!.AsObject();
        payload["iss"] = Samples.Issuer;
        payload["jti"] = payload["id"]!.GetValue<string>();
        payload["sub"] = Samples.Learner;
        payload["nbf"] = 1767225600; // 2026-01-01T00:00:00Z
        change?.Invoke(payload);
        return payload.ToJsonString();
    }

    public void Dispose()
    {
        _rsa.Dispose();
        _ecdsa.Dispose();
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
