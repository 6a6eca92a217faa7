// Asks whoever sits before the browser whether a client may act for them.
using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

/// <summary>
/// A page with two buttons. A request with an unknown client or redirect address is never redirected.
/// Spec: RFC 6749 §4.1.1, §4.1.2; RFC 7636 §4.3 (S256 only); RFC 9207 §2.
/// </summary>
internal sealed class AuthorizationEndpoint(ClientRegistry clients, AuthorizationCodes codes, Func<string> baseUrl)
{
    /// <summary>SHA-256 in base64url.</summary>
    private const int ChallengeLength = 43;

    private readonly ConcurrentDictionary<string, Asked> _asked = new(StringComparer.Ordinal);

    private sealed record Asked(SandboxClient Client, string RedirectUri, IReadOnlyList<string> Scopes, string State, string Challenge);

    public async Task AskAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var client = clients.Find(query["client_id"].ToString());
        var redirect = query["redirect_uri"].ToString();
        if (client is null || !client.RedirectUris.Contains(redirect, StringComparer.Ordinal))
        {
            await WriteAsync(context, StatusCodes.Status400BadRequest, "<p>This request names a client or a redirect address that is not registered here. Nobody was redirected.</p>");
            return;
        }

        var scopes = TokenEndpoint.ScopesFor([.. client.Scopes, ClrScope.OfflineAccess], query["scope"].ToString());
        if (Problem(query, client, scopes) is { } error)
        {
            context.Response.Redirect(Back(redirect, query["state"].ToString(), ("error", error)));
            return;
        }

        var ticket = AccessTokens.NewSecret();
        _asked[ticket] = new(client, redirect, scopes!, query["state"].ToString(), query["code_challenge"].ToString());
        await WriteAsync(context, StatusCodes.Status200OK, Page(client, scopes!, ticket));
    }

    public async Task DecideAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        if (!_asked.TryRemove(form["ticket"].ToString(), out var asked))
        {
            await WriteAsync(context, StatusCodes.Status400BadRequest, "<p>This question was answered already, or never asked.</p>");
            return;
        }

        context.Response.Redirect(form["decision"] == "allow"
            ? Back(asked.RedirectUri, asked.State, ("code", codes.Issue(asked.Client, asked.RedirectUri, asked.Scopes, asked.Challenge)), ("scope", string.Join(' ', asked.Scopes)))
            : Back(asked.RedirectUri, asked.State, ("error", "access_denied")));
    }

    private static string? Problem(IQueryCollection query, SandboxClient client, IReadOnlyList<string>? scopes)
    {
        if (query.Any(field => field.Value.Count > 1)) return "invalid_request";
        if (query["response_type"] != "code") return "unsupported_response_type";
        if (!client.Grants.Contains(GrantType.AuthorizationCode)) return "unauthorized_client";
        if (query["state"].ToString().Length == 0 || query["scope"].ToString().Length == 0) return "invalid_request";
        if (query["code_challenge_method"] != "S256" || query["code_challenge"].ToString().Length != ChallengeLength) return "invalid_request";
        return scopes is null ? "invalid_scope" : null;
    }

    private string Back(string redirect, string state, params (string Name, string Value)[] answer)
    {
        (string Name, string Value)[] fields = [.. answer, ("state", state), ("iss", baseUrl())];
        return redirect + (redirect.Contains('?', StringComparison.Ordinal) ? '&' : '?') + string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));
    }

    private static string Page(SandboxClient client, IReadOnlyList<string> scopes, string ticket) => $"""
        <h1>Conferral sandbox</h1>
        <p><b>{WebUtility.HtmlEncode(client.ClientId)}</b> asks to act for you:</p>
        <ul>{string.Concat(scopes.Select(scope => $"<li><code>{WebUtility.HtmlEncode(scope)}</code></li>"))}</ul>
        <form method="post" action="{ClrPath.Authorize}">
          <input type="hidden" name="ticket" value="{ticket}">
          <button name="decision" value="allow">Allow</button>
          <button name="decision" value="deny">Refuse</button>
        </form>
        """;

    private static Task WriteAsync(HttpContext context, int status, string html)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        return context.Response.WriteAsync($"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Conferral sandbox</title>{html}</html>", context.RequestAborted);
    }
}
