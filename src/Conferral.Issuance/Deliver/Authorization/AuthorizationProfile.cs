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

/// <summary>
/// The sign-in to one platform. Secrets are resolved and never shown.
/// Errors: <see cref="Problems"/> lists every contradiction.
/// </summary>
public sealed record AuthorizationProfile
{
    /// <summary>The two scopes a sender that also reads back needs; the standard spells both in the singular.</summary>
    public const string DefaultScope = "https://purl.imsglobal.org/spec/clr/v2p0/scope/credential.upsert https://purl.imsglobal.org/spec/clr/v2p0/scope/credential.readonly";

    public AuthorizationGrant Grant { get; init; }

    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    /// <summary>The token endpoint; null: found by discovery.</summary>
    public Uri? TokenUrl { get; init; }

    public string Scope { get; init; } = DefaultScope;

    public TokenAuthentication TokenAuth { get; init; } = TokenAuthentication.Basic;

    /// <summary>Never shows the secret.</summary>
    public override string ToString() => $"{Grant} as {ClientId}";

    internal IEnumerable<string> Problems()
    {
        if (TokenUrl is not null && !PlatformProfile.IsSafe(TokenUrl)) yield return $"TokenUrl {TokenUrl} is refused: the client secret travels over https only (plain http is allowed to this machine itself).";
        if (string.IsNullOrEmpty(ClientId) || string.IsNullOrEmpty(ClientSecret)) yield return "ClientId and ClientSecret are needed: the platform's administrator issues them for client credentials.";
    }
}
