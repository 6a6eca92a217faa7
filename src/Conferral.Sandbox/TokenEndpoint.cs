// The OAuth 2.0 token and revocation endpoints, for client credentials only (docs/decisions/sandbox-token-endpoint.md).
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("scope")] string Scope);

internal sealed record OAuthError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string Description);

/// <summary>Spec: RFC 6749 §4.4, §5.1, §5.2; RFC 7009.</summary>
internal sealed class TokenEndpoint(ClientRegistry clients, AccessTokens tokens, TimeSpan lifetime)
{
    public async Task IssueAsync(HttpContext context)
    {
        var (client, form) = await ReadAsync(context);
        if (client is null || form is null) return;

        var grant = form["grant_type"].ToString();
        if (grant.Length == 0)
        {
            await RefuseAsync(context, new("invalid_request", "grant_type is missing; send grant_type=client_credentials."));
            return;
        }

        if (grant != "client_credentials")
        {
            await RefuseAsync(context, new("unsupported_grant_type", "The sandbox grants client_credentials only."));
            return;
        }

        if (Grant(client, form["scope"].ToString()) is not { } scopes)
        {
            await RefuseAsync(context, new("invalid_scope", $"Ask for one or more of: {string.Join(' ', client.Scopes)}"));
            return;
        }

        var token = tokens.Issue(client, scopes, lifetime);
        var answer = new TokenAnswer(token, "Bearer", (int)lifetime.TotalSeconds, string.Join(' ', scopes));
        await context.Response.WriteAsJsonAsync(answer, SandboxJson.Readable.TokenAnswer, cancellationToken: context.RequestAborted);
    }

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
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    /// <summary>The flows the service model prescribes for people are not played here; their addresses say so.</summary>
    public static Task RefusePeopleAsync(HttpContext context)
        => RefuseAsync(context, new("unsupported_response_type", $"The sandbox has no users and no registration; its operator has the client id and secret, use client_credentials at {ClrPath.Token}."));

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

    /// <summary>The scopes asked for, singular; all of the client's where none is named; null where one is not to be had.</summary>
    private static IReadOnlyList<string>? Grant(SandboxClient client, string asked)
    {
        var names = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0) return client.Scopes;
        var scopes = names.Select(ClrScope.Resolve).OfType<string>().ToList();
        return scopes.Count == names.Length && scopes.TrueForAll(client.Scopes.Contains) ? [.. scopes.Distinct()] : null;
    }

    internal static Task RefuseAsync(HttpContext context, OAuthError error)
    {
        var unauthorized = error.Error == "invalid_client";
        if (unauthorized) context.Response.Headers.WWWAuthenticate = "Basic realm=\"conferral-sandbox\"";
        context.Response.StatusCode = unauthorized ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest;
        return context.Response.WriteAsJsonAsync(error, SandboxJson.Readable.OAuthError, cancellationToken: context.RequestAborted);
    }
}
