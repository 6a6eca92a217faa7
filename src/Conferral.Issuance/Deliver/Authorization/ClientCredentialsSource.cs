// Access tokens for the institution's own client.
namespace Conferral.Issuance.Deliver;

/// <summary>
/// Client credentials: every token is asked for anew and kept in memory only.
/// Errors: a refusal is a <see cref="DeliveryException"/> that is not retryable.
/// Spec: RFC 6749 §4.4.
/// </summary>
internal sealed class ClientCredentialsSource(string scope, Func<CancellationToken, Task<TokenEndpoint>> findEndpoint, ConnectionRemarks remarks, TimeProvider time) : ITokenSource
{
    public async Task<AccessToken> FetchAsync(AccessToken? refused, CancellationToken cancellationToken)
    {
        var endpoint = await findEndpoint(cancellationToken);
        var started = time.GetUtcNow();
        var (granted, refusal) = await endpoint.RequestAsync(scope.Length == 0 ? [("grant_type", "client_credentials")] : [("grant_type", "client_credentials"), ("scope", scope)], cancellationToken);
        if (granted is null) throw refusal!.AsException();
        if (ScopeSet.Missing(scope, granted.Scope) is { Count: > 0 } missing)
            remarks.Add($"The platform granted less than was asked: {ScopeSet.Short(missing)} is missing. Its administrator can allow it; or set Scope to what was agreed.");
        return new AccessToken(granted.AccessToken, started, granted.Lifetime);
    }
}
