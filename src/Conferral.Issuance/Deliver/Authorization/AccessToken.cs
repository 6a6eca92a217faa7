// One access token while it is used.
using System.Net.Http.Headers;

namespace Conferral.Issuance.Deliver;

/// <summary>One token. Its text never shows.</summary>
internal sealed class AccessToken(string value, DateTimeOffset grantedAt, TimeSpan? lifetime)
{
    /// <summary>Renewed this long before it ends, so that no request starts with a token that ends on the way.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(60);

    public AuthenticationHeaderValue Header { get; } = new("Bearer", value);

    /// <summary>The platform has answered a request that carried it with something other than 401.</summary>
    public bool Worked { get; set; }

    /// <summary>Less than a minute, or less than a tenth of a short life, is left.</summary>
    public bool NearlyOver(DateTimeOffset now)
        => lifetime is { } whole && now - grantedAt > whole - (whole * 0.1 < Ahead ? whole * 0.1 : Ahead);

    public bool Is(string other) => string.Equals(value, other, StringComparison.Ordinal);

    public override string ToString() => "Bearer …";
}

/// <summary>Where access tokens come from.</summary>
internal interface ITokenSource
{
    /// <summary>A token that is not <paramref name="refused"/>. Errors: <see cref="DeliveryException"/>.</summary>
    Task<AccessToken> FetchAsync(AccessToken? refused, CancellationToken cancellationToken);
}
