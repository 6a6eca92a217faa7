// The bearer tokens in circulation: opaque, random, known here only by their hash.
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

/// <summary><paramref name="Consent"/> names the consent it rests on; null for client credentials.</summary>
internal sealed record AccessToken(SandboxClient Client, IReadOnlyList<string> Scopes, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, string? Consent)
{
    private int _uses;

    /// <summary>Counts one use and returns how many there have been.</summary>
    public int CountUse() => Interlocked.Increment(ref _uses);
}

internal sealed class AccessTokens(TimeProvider clock, FaultGate faults)
{
    private const int TokenBytes = 32;
    private readonly ConcurrentDictionary<string, AccessToken> _byHash = new();

    public string Issue(SandboxClient client, IReadOnlyList<string> scopes, TimeSpan lifetime, string? consent = null)
    {
        var now = clock.GetUtcNow();
        foreach (var (hash, held) in _byHash)
        {
            if (held.ExpiresAt <= now) _byHash.TryRemove(hash, out _);
        }

        var token = NewSecret();
        _byHash[Hash(token)] = new(client, scopes, now, now + lifetime, consent);
        return token;
    }

    /// <summary>RFC 7009: a client revokes its own tokens; a token that is not known is no error.</summary>
    public void Revoke(SandboxClient client, string token)
    {
        if (_byHash.TryGetValue(Hash(token), out var held) && held.Client.ClientId == client.ClientId) _byHash.TryRemove(Hash(token), out _);
    }

    /// <summary>Takes every token of a consent out of use.</summary>
    public void RevokeConsent(string consent)
    {
        foreach (var (hash, held) in _byHash)
        {
            if (held.Consent == consent) _byHash.TryRemove(hash, out _);
        }
    }

    public void ExpireAll() => _byHash.Clear();

    /// <summary>The client behind a request whose token is good for <paramref name="scope"/>; otherwise the refusal is written and null returned.</summary>
    public async Task<string?> AuthorizeAsync(HttpContext context, string scope)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"conferral-sandbox\"";
            await new Refusal(401, CodeMinor.Unauthorized, $"Send 'Authorization: Bearer …' with a token from {ClrPath.Token}.").WriteAsync(context);
            return null;
        }

        if (!_byHash.TryGetValue(Hash(header["Bearer ".Length..].Trim()), out var token) || !IsAlive(token))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"conferral-sandbox\", error=\"invalid_token\"";
            await new Refusal(401, CodeMinor.Unauthorized, "The token is unknown, revoked or expired; get a new one.").WriteAsync(context);
            return null;
        }

        ReceivedRequest.Of(context).ClientId = token.Client.ClientId;
        if (token.Scopes.Contains(scope)) return token.Client.ClientId;

        context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"conferral-sandbox\", error=\"insufficient_scope\", scope=\"{scope}\"";
        await new Refusal(403, CodeMinor.Forbidden, $"The token lacks the scope {scope}; ask for it when getting the token.").WriteAsync(context);
        return null;
    }

    private bool IsAlive(AccessToken token)
    {
        var now = clock.GetUtcNow();
        var played = faults.Faults;
        return now < token.ExpiresAt
            && (played.TokenLifetime is not { } life || now - token.IssuedAt < life)
            && (played.TokenRequests is not { } most || token.CountUse() <= most);
    }

    /// <summary>256 random bits that mean nothing.</summary>
    internal static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>What is kept of a secret.</summary>
    internal static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
