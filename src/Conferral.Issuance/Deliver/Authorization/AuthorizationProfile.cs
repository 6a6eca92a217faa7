// How one platform is signed in to: which grant, as which client, and where.
namespace Conferral.Issuance.Deliver;

/// <summary>What gives the right to deliver.</summary>
public enum AuthorizationGrant
{
    /// <summary>The institution's own client, as agreed with the platform.</summary>
    ClientCredentials,

    /// <summary>A registrar's account at the platform, connected once with <c>conferral connect</c>.</summary>
    AuthorizationCode,
}

/// <summary>How the client proves itself at the token endpoint.</summary>
public enum TokenAuthentication
{
    /// <summary>HTTP Basic, as RFC 6749 §2.3.1 asks every server to support.</summary>
    Basic,

    /// <summary>client_id and client_secret as form fields.</summary>
    Post,

    /// <summary>A signed assertion (RFC 7523): no secret ever leaves.</summary>
    PrivateKeyJwt,

    /// <summary>Not at all; only for a registrar's account, where PKCE ties code and token together.</summary>
    None,
}

/// <summary>
/// The sign-in to one platform. Secrets are resolved and never shown.
/// Errors: <see cref="Problems"/> lists every contradiction.
/// </summary>
public sealed record AuthorizationProfile
{
    /// <summary>The two scopes a sender that also reads back needs; the standard spells both in the singular.</summary>
    public const string DefaultScope = ScopeSet.Prefix + "credential.upsert " + ScopeSet.Prefix + "credential.readonly";

    public AuthorizationGrant Grant { get; init; }

    /// <summary>Null: the client that <c>conferral connect --register</c> registered.</summary>
    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    /// <summary>The authorization server to ask for its metadata; null: the platform itself is asked.</summary>
    public Uri? Issuer { get; init; }

    /// <summary>The token endpoint; null: found by discovery. The same holds for the next three.</summary>
    public Uri? TokenUrl { get; init; }

    public Uri? AuthorizationUrl { get; init; }

    public Uri? RegistrationUrl { get; init; }

    public Uri? RevocationUrl { get; init; }

    public string Scope { get; init; } = DefaultScope;

    /// <summary>Null: by private key where there is one, else as the server's metadata allows, Basic first.</summary>
    public TokenAuthentication? TokenAuth { get; init; }

    /// <summary>A PKCS #8 PEM file with an Ed25519, P-256, P-384 or RSA key, for <see cref="TokenAuthentication.PrivateKeyJwt"/>.</summary>
    public string? PrivateKeyPath { get; init; }

    /// <summary>Opens an encrypted <see cref="PrivateKeyPath"/>.</summary>
    public string? PrivateKeyPassphrase { get; init; }

    /// <summary>The <c>kid</c> under which the platform knows the key.</summary>
    public string? KeyId { get; init; }

    /// <summary>The <c>aud</c> of assertions: <c>token-endpoint</c>, <c>issuer</c>, or a text of the server's own. Null: the token endpoint.</summary>
    public string? AssertionAudience { get; init; }

    /// <summary>The port on 127.0.0.1 the browser comes back to; 0 takes a free one.</summary>
    public int RedirectPort { get; init; }

    public RegistrationProfile Registration { get; init; } = new();

    /// <summary>Tokens, or the client itself, are kept in the workspace.</summary>
    public bool NeedsTokenCache => Grant == AuthorizationGrant.AuthorizationCode || ClientId is null;

    /// <summary>Never shows the secret.</summary>
    public override string ToString() => $"{Grant} as {ClientId ?? "a registered client"}";

    internal IEnumerable<string> Problems()
    {
        foreach (var (name, url) in ((string, Uri?)[])[(nameof(TokenUrl), TokenUrl), (nameof(AuthorizationUrl), AuthorizationUrl), (nameof(RegistrationUrl), RegistrationUrl), (nameof(RevocationUrl), RevocationUrl), (nameof(Issuer), Issuer)])
        {
            if (url is not null && !PlatformProfile.IsSafe(url)) yield return $"{name} {url} is refused: client secrets and tokens travel over https only (plain http is allowed to this machine itself).";
        }

        if (ClientId is { Length: 0 }) yield return "ClientId is empty: write the one the platform's administrator gave you, or leave it out and register with `conferral connect --register`.";
        if (TokenAuth == TokenAuthentication.PrivateKeyJwt && PrivateKeyPath is null) yield return "TokenAuth private-key-jwt needs PrivateKey: the path of a PKCS #8 PEM file.";
        if (TokenAuth is TokenAuthentication.Basic or TokenAuthentication.Post or null && PrivateKeyPath is null && ClientId is not null && string.IsNullOrEmpty(ClientSecret) && (Grant == AuthorizationGrant.ClientCredentials || TokenAuth is not null))
            yield return "ClientSecret is needed beside ClientId: the platform's administrator issues both (or set PrivateKey).";
        if (TokenAuth == TokenAuthentication.None && Grant == AuthorizationGrant.ClientCredentials) yield return "TokenAuth none proves nothing: client credentials need a ClientSecret or a PrivateKey.";
        if (RedirectPort is < 0 or > 65535) yield return "RedirectPort must be a port number, or 0 for a free one.";
    }
}
