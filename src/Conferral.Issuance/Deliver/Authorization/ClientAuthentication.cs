// Proves who the client is, in every request to its authorization server.
using System.Buffers;
using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Conferral.Issuance.Deliver;

/// <summary>Whom the platform knows: its id, and what proves it.</summary>
internal sealed record ClientIdentity(string Id, string? Secret, TokenAuthentication? Method)
{
    public override string ToString() => Id;
}

/// <summary>
/// Adds the client's proof to a request. Assertions are good for two minutes and for one request.
/// Spec: RFC 6749 §2.3.1; RFC 7521 §4.2; RFC 7523 §2.2, §3.
/// </summary>
internal sealed class ClientAuthentication(ClientIdentity client, ClientKey? key, AuthorizationProfile settings, TimeProvider time)
{
    public const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Longer than two machines' clocks differ, too short to be found and used.</summary>
    private static readonly TimeSpan AssertionLifetime = TimeSpan.FromMinutes(2);

    private const int AssertionIdBytes = 16;

    public string ClientId => client.Id;

    public void Prove(HttpRequestMessage request, List<KeyValuePair<string, string>> form, AuthorizationServer server)
    {
        switch (MethodFor(server))
        {
            case TokenAuthentication.Basic:
                var pair = $"{FormEncode(client.Id)}:{FormEncode(client.Secret ?? "")}";
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
                break;
            case TokenAuthentication.Post:
                form.Add(new("client_id", client.Id));
                form.Add(new("client_secret", client.Secret ?? ""));
                break;
            case TokenAuthentication.PrivateKeyJwt:
                form.Add(new("client_id", client.Id));
                form.Add(new("client_assertion_type", AssertionType));
                form.Add(new("client_assertion", Assertion(server)));
                break;
            default:
                form.Add(new("client_id", client.Id));
                break;
        }
    }

    private TokenAuthentication MethodFor(AuthorizationServer server)
    {
        if (client.Method is { } chosen) return chosen;
        if (key is not null) return TokenAuthentication.PrivateKeyJwt;
        if (string.IsNullOrEmpty(client.Secret)) return TokenAuthentication.None;
        return server.AuthMethods.Contains("client_secret_post") && !server.AuthMethods.Contains("client_secret_basic") ? TokenAuthentication.Post : TokenAuthentication.Basic;
    }

    private string Assertion(AuthorizationServer server)
    {
        var now = time.GetUtcNow();
        var header = Part(json =>
        {
            json.WriteString("alg", key!.Algorithm);
            json.WriteString("typ", "JWT");
            if (settings.KeyId is { } id) json.WriteString("kid", id);
        });
        var claims = Part(json =>
        {
            json.WriteString("iss", client.Id);
            json.WriteString("sub", client.Id);
            json.WriteString("aud", Audience(server));
            json.WriteString("jti", Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(AssertionIdBytes)));
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + AssertionLifetime).ToUnixTimeSeconds());
        });
        var signed = $"{header}.{claims}";
        return $"{signed}.{Base64Url.EncodeToString(key!.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private string Audience(AuthorizationServer server) => settings.AssertionAudience switch
    {
        null or "token-endpoint" => server.TokenEndpoint!.AbsoluteUri,
        "issuer" => server.Issuer ?? throw new DeliveryException(DeliveryCode.ProfileInvalid, "AssertionAudience is issuer, but the platform's documents name none: set Issuer.", retryable: false),
        { } given => given,
    };

    private static string Part(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }

    private static string FormEncode(string text) => System.Net.WebUtility.UrlEncode(text);
}
