// Refresh tokens: each is good once and replaced by the next; one used twice ends them all.
using System.Collections.Concurrent;

namespace Conferral.Sandbox;

internal sealed record RefreshToken(SandboxClient Client, IReadOnlyList<string> Scopes, string Consent)
{
    private int _uses;

    /// <summary>True for the first use only.</summary>
    public bool TryUse() => Interlocked.Increment(ref _uses) == 1;
}

/// <summary>Spec: RFC 6749 §6; RFC 9700 §4.14.2 (rotation).</summary>
internal sealed class RefreshTokens
{
    private readonly ConcurrentDictionary<string, RefreshToken> _byHash = new();
    private readonly ConcurrentDictionary<string, bool> _ended = new();

    public string Issue(SandboxClient client, IReadOnlyList<string> scopes, string consent)
    {
        var token = AccessTokens.NewSecret();
        _byHash[AccessTokens.Hash(token)] = new(client, scopes, consent);
        return token;
    }

    /// <summary>The token if it was given to <paramref name="client"/> and its consent stands, used or not.</summary>
    public RefreshToken? Find(SandboxClient client, string token)
        => _byHash.TryGetValue(AccessTokens.Hash(token), out var held) && held.Client.ClientId == client.ClientId && !_ended.ContainsKey(held.Consent) ? held : null;

    public void EndConsent(string consent) => _ended[consent] = true;
}
