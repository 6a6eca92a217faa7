// Registers clients that come with what CLR 2.0 asks them to say.
using System.Text.Json;
using System.Text.Json.Serialization;
using Conferral.Credentials.Proofs;
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

/// <summary>The client metadata of the standard, as asked for and as answered.</summary>
internal sealed record RegisteredClient
{
    [JsonPropertyName("client_id")]
    public string? ClientId { get; init; }

    [JsonPropertyName("client_secret")]
    public string? ClientSecret { get; init; }

    [JsonPropertyName("client_id_issued_at")]
    public long? IssuedAt { get; init; }

    [JsonPropertyName("client_secret_expires_at")]
    public long? SecretExpiresAt { get; init; }

    [JsonPropertyName("client_name")]
    public string? ClientName { get; init; }

    [JsonPropertyName("client_uri")]
    public string? ClientUri { get; init; }

    [JsonPropertyName("logo_uri")]
    public string? LogoUri { get; init; }

    [JsonPropertyName("tos_uri")]
    public string? TermsUri { get; init; }

    [JsonPropertyName("policy_uri")]
    public string? PolicyUri { get; init; }

    [JsonPropertyName("software_id")]
    public string? SoftwareId { get; init; }

    [JsonPropertyName("software_version")]
    public string? SoftwareVersion { get; init; }

    [JsonPropertyName("redirect_uris")]
    public IReadOnlyList<string>? RedirectUris { get; init; }

    [JsonPropertyName("scope")]
    public string? Scope { get; init; }

    [JsonPropertyName("token_endpoint_auth_method")]
    public string? AuthMethod { get; init; }

    [JsonPropertyName("grant_types")]
    public IReadOnlyList<string>? Grants { get; init; }

    [JsonPropertyName("response_types")]
    public IReadOnlyList<string>? ResponseTypes { get; init; }

    [JsonPropertyName("contacts")]
    public IReadOnlyList<string>? Contacts { get; init; }

    /// <summary>What the client left out is as RFC 7591 §2 has it.</summary>
    public RegisteredClient WithDefaults() => this with
    {
        RedirectUris = RedirectUris ?? [],
        AuthMethod = AuthMethod ?? "client_secret_basic",
        Grants = Grants ?? [GrantType.AuthorizationCode],
        ResponseTypes = ResponseTypes ?? ["code"],
    };
}

/// <summary>
/// Anybody may register. Extensions: client credentials may be registered too, then without a redirect address; a redirect
/// to this machine may be plain http, as RFC 8252 has it.
/// Spec: RFC 7591 §3; CLR 2.0 §5.1.
/// </summary>
internal sealed class RegistrationEndpoint(ClientRegistry clients, TimeProvider clock)
{
    private const int MaxBytes = 64 * 1024;

    public async Task RegisterAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (await RequestBody.ReadAsync(context, MaxBytes, "application/json") is not { } body) return;
        var (asked, error) = Read(body);
        if (asked is null)
        {
            await TokenEndpoint.RefuseAsync(context, error!);
            return;
        }

        var registered = asked with
        {
            ClientId = $"client-{AccessTokens.NewSecret()[..12]}",
            ClientSecret = AccessTokens.NewSecret(),
            IssuedAt = clock.GetUtcNow().ToUnixTimeSeconds(),
            SecretExpiresAt = 0,
        };
        clients.Add(new SandboxClient(registered.ClientId, registered.ClientSecret)
        {
            RedirectUris = registered.RedirectUris!,
            Grants = registered.Grants!,
            Scopes = [.. TokenEndpoint.ScopesFor([.. ClrScope.All, ClrScope.OfflineAccess], registered.Scope!)!.Where(ClrScope.All.Contains)],
        });
        context.Response.StatusCode = StatusCodes.Status201Created;
        await context.Response.WriteAsJsonAsync(registered, SandboxJson.Readable.RegisteredClient, cancellationToken: context.RequestAborted);
    }

    private static (RegisteredClient? Client, OAuthError? Error) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            StrictJson.ParseObject(body).Dispose();
            var asked = JsonSerializer.Deserialize(body.Span, SandboxJson.Readable.RegisteredClient)!.WithDefaults();
            return Problem(asked) is { } problem ? (null, problem) : (asked, null);
        }
        catch (Exception e) when (e is JsonException or StrictJsonException)
        {
            return (null, Metadata("The body is not a JSON object of client metadata."));
        }
    }

    private static OAuthError? Problem(RegisteredClient asked)
    {
        var needed = new[] { ("client_name", asked.ClientName), ("client_uri", asked.ClientUri), ("logo_uri", asked.LogoUri), ("tos_uri", asked.TermsUri), ("policy_uri", asked.PolicyUri), ("software_id", asked.SoftwareId), ("software_version", asked.SoftwareVersion), ("scope", asked.Scope) };
        if (needed.FirstOrDefault(entry => string.IsNullOrWhiteSpace(entry.Item2)).Item1 is { } missing) return Metadata($"{missing} is missing.");
        var urls = new[] { asked.ClientUri, asked.LogoUri, asked.TermsUri, asked.PolicyUri }.Select(text => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps ? url : null).ToList();
        if (urls.Contains(null)) return Metadata("client_uri, logo_uri, tos_uri and policy_uri must be https addresses.");
        if (urls.Select(url => url!.Host).Distinct(StringComparer.OrdinalIgnoreCase).Skip(1).Any()) return Metadata("client_uri, logo_uri, tos_uri and policy_uri must be on one host.");
        if (asked.AuthMethod is not ("client_secret_basic" or "client_secret_post")) return Metadata("token_endpoint_auth_method must be client_secret_basic.");
        if (asked.Grants!.Except(GrantType.All).Any()) return Metadata($"grant_types may hold {string.Join(", ", GrantType.All)}.");
        if (TokenEndpoint.ScopesFor([.. ClrScope.All, ClrScope.OfflineAccess], asked.Scope!) is null) return Metadata($"scope may hold {string.Join(' ', ClrScope.All)} {ClrScope.OfflineAccess}.");
        var needsRedirect = asked.Grants!.Contains(GrantType.AuthorizationCode);
        return needsRedirect == asked.RedirectUris!.Count > 0 && asked.RedirectUris.All(IsRedirect) ? null : new OAuthError("invalid_redirect_uri", "redirect_uris must hold https addresses, or http ones on 127.0.0.1, and none without the authorization code.");
    }

    private static bool IsRedirect(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Fragment.Length == 0 && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.Host is "127.0.0.1" or "[::1]"));

    private static OAuthError Metadata(string why) => new("invalid_client_metadata", why);
}
