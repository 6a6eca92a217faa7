// The OAuth 2.0 token and revocation endpoints (docs/decisions/sandbox-token-endpoint.md).
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("scope")] string Scope,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken = null);

internal sealed record OAuthError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string Description);

/// <summary>Spec: RFC 6749 §4.1.3, §4.4, §5.1, §5.2, §6; RFC 7636 §4.6; RFC 7009.</summary>
internal sealed class TokenEndpoint(ClientRegistry clients, AccessTokens tokens, AuthorizationCodes codes, RefreshTokens refreshes, TimeSpan lifetime)
{
    public async Task IssueAsync(HttpContext context)
    {
        var (client, form) = await ReadAsync(context);
        if (client is null || form is null) return;
        var (answer, error) = Grant(client, form);
        if (answer is null) await RefuseAsync(context, error!);
        else await context.Response.WriteAsJsonAsync(answer, SandboxJson.Readable.TokenAnswer, cancellationToken: context.RequestAborted);
    }

    /// <summary>An access token alone, or with a refresh token all that its consent gave.</summary>
    public async Task RevokeAsync(HttpContext context)
    {
        var (client, form) = await ReadAsync(context);
        if (client is null || form is null) return;
        var token = form["token"].ToString();
        if (token.Length == 0)
        {
            await RefuseAsync(context, new("invalid_request", "token is missing; send the token to revoke."));
            return;
        }

        tokens.Revoke(client, token);
        if (refreshes.Find(client, token) is { } refresh) EndConsent(refresh.Consent);
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    internal static Task RefuseAsync(HttpContext context, OAuthError error)
    {
        var unauthorized = error.Error == "invalid_client";
        if (unauthorized) context.Response.Headers.WWWAuthenticate = "Basic realm=\"conferral-sandbox\"";
        context.Response.StatusCode = unauthorized ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest;
        return context.Response.WriteAsJsonAsync(error, SandboxJson.Readable.OAuthError, cancellationToken: context.RequestAborted);
    }

    /// <summary>The scopes asked for, singular; all of the client's where none is named; null where one is not to be had.</summary>
    internal static IReadOnlyList<string>? ScopesFor(IReadOnlyList<string> allowed, string asked)
    {
        var names = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0) return allowed;
        var scopes = names.Select(name => name == ClrScope.OfflineAccess ? name : ClrScope.Resolve(name)).OfType<string>().ToList();
        return scopes.Count == names.Length && scopes.TrueForAll(allowed.Contains) ? [.. scopes.Distinct()] : null;
    }

    private (TokenAnswer? Answer, OAuthError? Error) Grant(SandboxClient client, IFormCollection form)
    {
        var grant = form["grant_type"].ToString();
        if (grant.Length == 0) return (null, new("invalid_request", $"grant_type is missing; send one of {string.Join(", ", GrantType.All)}."));
        if (!GrantType.All.Contains(grant)) return (null, new("unsupported_grant_type", $"The sandbox grants {string.Join(", ", GrantType.All)}."));
        if (!client.Grants.Contains(grant)) return (null, new("unauthorized_client", $"This client was not registered for {grant}."));
        return grant switch
        {
            GrantType.AuthorizationCode => Redeem(client, form),
            GrantType.RefreshToken => Refresh(client, form),
            _ => ScopesFor(client.Scopes, form["scope"].ToString()) is { } scopes
                ? (Answer(tokens.Issue(client, scopes, lifetime), scopes, refresh: null), null)
                : (null, InvalidScope(client.Scopes)),
        };
    }

    /// <summary>A code that comes twice was seen by two: whoever was first loses what it gave.</summary>
    private (TokenAnswer? Answer, OAuthError? Error) Redeem(SandboxClient client, IFormCollection form)
    {
        if (codes.Find(form["code"].ToString()) is not { } code || code.Client.ClientId != client.ClientId) return InvalidGrant("The code is unknown, or was given to another client.");
        if (!code.TryUse())
        {
            EndConsent(code.Consent);
            return InvalidGrant("The code was used before; everything it gave is revoked.");
        }

        if (codes.IsOver(code)) return InvalidGrant("The code has ended; ask for consent again.");
        if (form["redirect_uri"] != code.RedirectUri) return InvalidGrant("redirect_uri is not the one the code was sent to.");
        if (!AuthorizationCodes.Fits(code, form["code_verifier"].ToString())) return InvalidGrant("code_verifier does not fit the challenge.");
        var refresh = code.Scopes.Contains(ClrScope.OfflineAccess) && client.Grants.Contains(GrantType.RefreshToken) ? refreshes.Issue(client, code.Scopes, code.Consent) : null;
        return (Answer(tokens.Issue(client, code.Scopes, lifetime, code.Consent), code.Scopes, refresh), null);
    }

    private (TokenAnswer? Answer, OAuthError? Error) Refresh(SandboxClient client, IFormCollection form)
    {
        if (refreshes.Find(client, form["refresh_token"].ToString()) is not { } held) return InvalidGrant("The refresh token is unknown or revoked; ask for consent again.");
        if (ScopesFor(held.Scopes, form["scope"].ToString()) is not { } scopes) return (null, InvalidScope(held.Scopes));
        if (!held.TryUse())
        {
            EndConsent(held.Consent);
            return InvalidGrant("The refresh token was used before; everything its consent gave is revoked.");
        }

        return (Answer(tokens.Issue(client, scopes, lifetime, held.Consent), scopes, refreshes.Issue(client, held.Scopes, held.Consent)), null);
    }

    private void EndConsent(string consent)
    {
        refreshes.EndConsent(consent);
        tokens.RevokeConsent(consent);
    }

    private TokenAnswer Answer(string token, IReadOnlyList<string> scopes, string? refresh) => new(token, "Bearer", (int)lifetime.TotalSeconds, string.Join(' ', scopes), refresh);

    private static (TokenAnswer? Answer, OAuthError? Error) InvalidGrant(string why) => (null, new("invalid_grant", why));

    private static OAuthError InvalidScope(IReadOnlyList<string> allowed) => new("invalid_scope", $"Ask for one or more of: {string.Join(' ', allowed)}");

    private async Task<(SandboxClient? Client, IFormCollection? Form)> ReadAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Pragma = "no-cache";
        if (context.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
        {
            await RefuseAsync(context, new("invalid_request", "Send the parameters as application/x-www-form-urlencoded."));
            return default;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form.FirstOrDefault(field => field.Value.Count > 1).Key is { } repeated)
        {
            await RefuseAsync(context, new("invalid_request", $"The parameter {repeated} is given twice; give it once."));
            return default;
        }

        var claim = clients.Authenticate(context.Request, form);
        if (claim.Error is { } error) await RefuseAsync(context, error);
        else ReceivedRequest.Of(context).ClientId = claim.Client!.ClientId;
        return (claim.Client, form);
    }
}
