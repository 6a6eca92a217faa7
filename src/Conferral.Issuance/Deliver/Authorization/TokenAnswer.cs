// What a token endpoint gave, or why it refused.
using System.Globalization;
using System.Text.Json;

namespace Conferral.Issuance.Deliver;

/// <summary>Tokens as they were granted. Their text never shows. Spec: RFC 6749 §5.1.</summary>
internal sealed record TokenAnswer(string AccessToken, string? RefreshToken, string? Scope, TimeSpan? Lifetime)
{
    public override string ToString() => "Bearer …";

    /// <summary>Null for anything that is not a Bearer token. Some servers write <c>expires_in</c> as text.</summary>
    public static TokenAnswer? Read(PlatformAnswer answer)
    {
        try
        {
            using var document = answer.ParseBody();
            JsonElement? root = document.RootElement;
            var isBearer = (root.Text("token_type") ?? "Bearer").Equals("Bearer", StringComparison.OrdinalIgnoreCase);
            return isBearer && root.Text("access_token") is { Length: > 0 } token && IsHeaderText(token)
                ? new TokenAnswer(token, root.Text("refresh_token"), root.Text("scope"), LifetimeIn(root))
                : null;
        }
        catch (JsonException)
        {
            // Not a token, whatever it is: the caller says so.
            return null;
        }
    }

    /// <summary>Spec: RFC 6750 §2.1, with room for what servers add; never white space or line ends.</summary>
    private static bool IsHeaderText(string token) => !token.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static TimeSpan? LifetimeIn(JsonElement? root)
    {
        if (root.Member("expires_in") is not { } member) return null;
        var written = member.ValueKind == JsonValueKind.String ? member.GetString() : member.GetRawText();
        return double.TryParse(written, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;
    }
}

/// <summary>A refusal, in the server's own code. Spec: RFC 6749 §5.2.</summary>
internal sealed record TokenRefusal(Uri Endpoint, int Status, string? Error)
{
    /// <summary>The grant itself is over: revoked, used up or forgotten.</summary>
    public bool GrantIsOver => Error == "invalid_grant";

    public DeliveryException AsException()
    {
        var advice = Error switch
        {
            "invalid_client" or "unauthorized_client" => "check ClientId, ClientSecret, PrivateKey and TokenAuth",
            "invalid_scope" => "the platform does not grant the scopes asked for: set Scope to what was agreed",
            "unsupported_grant_type" => "the platform does not offer this grant: ask its administrator, or set Grant",
            _ when Status is 404 or 405 => "check TokenUrl",
            _ => "check ClientId, ClientSecret, TokenAuth and Scope",
        };
        return new DeliveryException(DeliveryCode.TokenRefused, $"The token endpoint {Plain} refused ({Status}{(Error is null ? "" : ", " + Error)}): {advice}.", retryable: false);
    }

    public string Plain => Endpoint.GetLeftPart(UriPartial.Path);
}
