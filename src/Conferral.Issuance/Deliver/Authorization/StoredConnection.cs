// What is kept of a connection between runs: the server, the client and its tokens.
using System.Text.Json.Serialization;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// One platform's entry in the token cache. Tokens go to <see cref="PlatformUrl"/> and <see cref="Server"/> only: where
/// the settings name another platform since, the entry is not used.
/// </summary>
internal sealed record StoredConnection
{
    public required Uri PlatformUrl { get; init; }

    public required AuthorizationServer Server { get; init; }

    /// <summary>Registered by us; null where the settings name the client.</summary>
    public StoredClient? Client { get; init; }

    /// <summary>Null before an account is connected, and for client credentials.</summary>
    public StoredTokens? Tokens { get; init; }

    public override string ToString() => $"Connection to {PlatformUrl}";
}

/// <summary>A client as the platform registered it. Spec: RFC 7591 §3.2.1.</summary>
internal sealed record StoredClient(string Id, string? Secret, TokenAuthentication Method, Uri? RedirectUrl, DateTimeOffset? SecretExpiresAt)
{
    public override string ToString() => Id;
}

internal sealed record StoredTokens(string AccessToken, string? RefreshToken, string Scope, DateTimeOffset GrantedAt, TimeSpan? Lifetime)
{
    /// <summary>The client the tokens were given to.</summary>
    public required string ClientId { get; init; }

    public AccessToken ToAccessToken() => new(AccessToken, GrantedAt, Lifetime);

    public override string ToString() => "Bearer …";
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredConnection))]
internal sealed partial class StoredConnectionJson : JsonSerializerContext;
