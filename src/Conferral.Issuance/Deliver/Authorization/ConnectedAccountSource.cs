// Access tokens for a registrar's account: the stored one, renewed by its refresh token.
namespace Conferral.Issuance.Deliver;

/// <summary>
/// Renews for all senders and processes that share the cache: under its lock the entry is read again, and whoever comes
/// second finds the token the first has stored.
/// Durability: rotated tokens are on disk before they are used.
/// Errors: <see cref="DeliveryException"/> with <see cref="DeliveryCode.NotConnected"/> where only a person can help.
/// Spec: RFC 6749 §6; RFC 9700 §4.14.
/// </summary>
internal sealed class ConnectedAccountSource(PlatformProfile profile, ConnectionStore store, Func<StoredConnection, TokenEndpoint> endpointOf, ConnectionRemarks remarks, TimeProvider time) : ITokenSource
{
    public async Task<AccessToken> FetchAsync(AccessToken? refused, CancellationToken cancellationToken)
    {
        if (Usable(TokensIn(store.Require()), refused) is { } stored) return stored;
        using var turn = await store.LockAsync(cancellationToken);
        var connection = store.Require();
        var tokens = TokensIn(connection);
        if (Usable(tokens, refused) is { } renewedMeanwhile) return renewedMeanwhile;
        if (tokens.RefreshToken is not { } refresh) throw NotConnected("The access that was granted has ended, and the platform gave nothing to renew it with");
        var renewed = await RenewAsync(connection, tokens, refresh, cancellationToken);
        await store.WriteAsync(connection with { Tokens = renewed });
        if (ScopeSet.Missing(tokens.Scope, renewed.Scope) is { Count: > 0 } missing) remarks.Add($"The account's access was narrowed: {ScopeSet.Short(missing)} is no longer granted.");
        return renewed.ToAccessToken();
    }

    private async Task<StoredTokens> RenewAsync(StoredConnection connection, StoredTokens tokens, string refresh, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var (granted, refusal) = await endpointOf(connection).RequestAsync([("grant_type", "refresh_token"), ("refresh_token", refresh), ("scope", tokens.Scope)], cancellationToken);
        if (granted is not null)
            return tokens with { AccessToken = granted.AccessToken, RefreshToken = granted.RefreshToken ?? refresh, Scope = granted.Scope ?? tokens.Scope, GrantedAt = started, Lifetime = granted.Lifetime };
        throw refusal!.GrantIsOver ? NotConnected("The platform no longer honours the account's consent (invalid_grant)") : refusal.AsException();
    }

    private AccessToken? Usable(StoredTokens tokens, AccessToken? refused)
    {
        var token = tokens.ToAccessToken();
        return refused?.Is(tokens.AccessToken) == true || token.NearlyOver(time.GetUtcNow()) ? null : token;
    }

    private StoredTokens TokensIn(StoredConnection connection) => connection.Tokens ?? throw NotConnected("No account is connected");

    private DeliveryException NotConnected(string why) => new(DeliveryCode.NotConnected, $"{why}: run `conferral connect {profile.Id}`.", retryable: false);
}
