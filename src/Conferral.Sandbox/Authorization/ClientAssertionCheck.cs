// Judges a client's signed assertion: private_key_jwt.
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

/// <summary>
/// Every claim the standard asks for, an audience that is this server, and no assertion twice.
/// Spec: RFC 7523 §3; RFC 7521 §4.2.
/// </summary>
internal sealed class ClientAssertionCheck(TimeProvider clock, Func<string> baseUrl)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Longer than an honest assertion is good for.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    public static readonly IReadOnlyList<string> Algorithms = ["EdDSA", "ES256", "ES384"];

    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);

    public ClientClaim Judge(IFormCollection form, Func<string, SandboxClient?> find)
    {
        if (form["client_assertion_type"] != AssertionType) return Refused($"client_assertion_type must be {AssertionType}.");
        var parts = form["client_assertion"].ToString().Split('.');
        if (parts.Length != 3) return Refused("The assertion is not a compact JWS.");
        try
        {
            using var header = StrictJson.ParseObject(Base64Url.DecodeFromChars(parts[0]));
            using var claims = StrictJson.ParseObject(Base64Url.DecodeFromChars(parts[1]));
            var client = find(CredentialParts.Text(claims.RootElement, "sub") ?? "");
            if (client?.AssertionKey is not { } key) return Refused("No client with a key goes by the assertion's sub.");
            var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
            if (CredentialParts.Text(header.RootElement, "alg") != NameOf(key) || !key.Verify(signed, Base64Url.DecodeFromChars(parts[2]))) return Refused("The assertion's signature is not by the client's key.");
            if (form.ContainsKey("client_id") && form["client_id"] != client.ClientId) return Refused("client_id is not whom the assertion speaks of.");
            return Problem(claims.RootElement, client) is { } problem ? Refused(problem) : new(client, null);
        }
        catch (Exception e) when (e is FormatException or StrictJsonException)
        {
            return Refused("The assertion cannot be read as a JWT.");
        }
    }

    private string? Problem(JsonElement claims, SandboxClient client)
    {
        var now = clock.GetUtcNow();
        if (CredentialParts.Text(claims, "iss") != client.ClientId) return "The assertion's iss must be the client's id.";
        if (!IsForUs(claims)) return $"The assertion's aud must be {baseUrl()} or {baseUrl()}{ClrPath.Token}.";
        if (!claims.TryGetProperty("exp", out var exp) || !exp.TryGetInt64(out var seconds)) return "The assertion has no exp.";
        var ends = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, 253402300799));
        if (ends <= now) return "The assertion has ended.";
        if (ends > now + LongestLife) return $"The assertion is good for more than {LongestLife.TotalMinutes:0} minutes.";
        if (CredentialParts.Text(claims, "jti") is not { Length: > 0 } id) return "The assertion has no jti.";
        foreach (var (old, end) in _seen)
        {
            if (end <= now) _seen.TryRemove(old, out _);
        }

        return _seen.TryAdd($"{client.ClientId} {id}", ends) ? null : "The assertion was used before; make one for each request.";
    }

    private bool IsForUs(JsonElement claims)
    {
        if (!claims.TryGetProperty("aud", out var audience)) return false;
        IEnumerable<JsonElement> named = audience.ValueKind == JsonValueKind.Array ? audience.EnumerateArray() : [audience];
        return named.Any(name => name.ValueKind == JsonValueKind.String && name.GetString() is { } text && (text == baseUrl() || text == baseUrl() + ClrPath.Token));
    }

    private static string NameOf(VerificationKey key) => key.Algorithm switch
    {
        KeyAlgorithm.Ed25519 => "EdDSA",
        KeyAlgorithm.P256 => "ES256",
        _ => "ES384",
    };

    private static ClientClaim Refused(string why) => new(null, new("invalid_client", why));
}
