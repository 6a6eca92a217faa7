// Authorization codes: bound to client, redirect and challenge, good once and for ten minutes.
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Conferral.Sandbox;

/// <summary>What a code stands for. <paramref name="Consent"/> names the consent that all its tokens rest on.</summary>
internal sealed record AuthorizationCode(SandboxClient Client, string RedirectUri, IReadOnlyList<string> Scopes, string Challenge, DateTimeOffset ExpiresAt, string Consent)
{
    private int _uses;

    /// <summary>True for the first use only.</summary>
    public bool TryUse() => Interlocked.Increment(ref _uses) == 1;
}

/// <summary>Spec: RFC 6749 §4.1.2, §10.5; RFC 7636 §4.6.</summary>
internal sealed class AuthorizationCodes(TimeProvider clock)
{
    /// <summary>What the standard advises.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(600);

    private readonly ConcurrentDictionary<string, AuthorizationCode> _byHash = new();

    public string Issue(SandboxClient client, string redirectUri, IReadOnlyList<string> scopes, string challenge)
    {
        var code = AccessTokens.NewSecret();
        _byHash[AccessTokens.Hash(code)] = new(client, redirectUri, scopes, challenge, clock.GetUtcNow() + Lifetime, AccessTokens.NewSecret());
        return code;
    }

    /// <summary>The code, whoever sends it and whatever became of it; null if it was never given.</summary>
    public AuthorizationCode? Find(string code) => _byHash.GetValueOrDefault(AccessTokens.Hash(code));

    public bool IsOver(AuthorizationCode code) => code.ExpiresAt <= clock.GetUtcNow();

    public static bool Fits(AuthorizationCode code, string verifier)
        => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(code.Challenge), Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))));
}
