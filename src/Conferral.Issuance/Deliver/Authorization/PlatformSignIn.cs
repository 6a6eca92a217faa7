// Connects a workspace to a platform: registers, asks for consent, keeps the tokens, and lets go of them.
using System.Text.Json;

namespace Conferral.Issuance.Deliver;

/// <summary>What is connected now. Holds no token.</summary>
public sealed record ConnectionReport(string PlatformId, string ClientId)
{
    /// <summary>The authorization server, as it names itself or by its host.</summary>
    public required string Server { get; init; }

    /// <summary>The account's name, where the platform tells.</summary>
    public string? Account { get; init; }

    /// <summary>The client was registered just now.</summary>
    public bool Registered { get; init; }

    public required string Granted { get; init; }

    /// <summary>Asked for and not granted; empty when all was.</summary>
    public string Missing { get; init; } = "";

    /// <summary>When the token ends; null where the platform does not say.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>The token is renewed without a person.</summary>
    public required bool Renewable { get; init; }

    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>What letting go of a platform did.</summary>
public sealed record DisconnectReport(bool WasConnected, bool Revoked);

/// <summary>
/// Signs in to one platform and out of it.
/// Errors: <see cref="DeliveryException"/>; nothing is kept of a sign-in that failed but a client that was registered for it.
/// Durability: the registered client and the tokens are on disk when this returns.
/// Spec: CLR 2.0 §5; RFC 6749, RFC 7591, RFC 7009.
/// </summary>
public sealed class PlatformSignIn(PlatformProfile profile, TokenCache cache, TimeProvider time) : IDisposable
{
    /// <summary>A person who has not agreed by then has gone home.</summary>
    private static readonly TimeSpan LongestConsent = TimeSpan.FromMinutes(15);

    private const int MaxProfileBytes = 256 * 1024;

    private readonly PlatformHttp _http = new(profile, time);
    private readonly ConnectionStore _store = new(profile, cache);
    private readonly ConnectionRemarks _remarks = new();
    private readonly ClientKey? _key = profile.Authorization.PrivateKeyPath is { } path ? ClientKey.Open(path, profile.Authorization.PrivateKeyPassphrase) : null;

    /// <summary>
    /// Connects. With <paramref name="register"/> a client is registered first, unless the settings name one.
    /// <paramref name="showAddress"/> gets the address a person must open; it is not called for client credentials.
    /// </summary>
    public async Task<ConnectionReport> ConnectAsync(bool register, Func<Uri, CancellationToken, Task> showAddress, CancellationToken cancellationToken)
    {
        if (register && profile.Authorization.ClientId is { } named)
            throw new DeliveryException(DeliveryCode.ProfileInvalid, $"The settings name the client {named} already: remove ClientId to register another, or leave out --register.", retryable: false);
        var server = (await new ServiceDiscovery(profile, _http, _remarks, time).ReadAsync(everything: true, cancellationToken)).Server;
        if (server.TokenEndpoint is null) throw new DeliveryException(DeliveryCode.NoTokenEndpoint, $"{profile.BaseUrl} names no usable token endpoint in its discovery documents: set TokenUrl.", retryable: false);
        var stored = Earlier() is { } earlier ? earlier with { Server = server } : new StoredConnection { PlatformUrl = profile.BaseUrl, Server = server };
        return profile.Authorization.Grant == AuthorizationGrant.AuthorizationCode
            ? await ConnectAccountAsync(stored, register, showAddress, cancellationToken)
            : await ConnectClientAsync(stored, register, cancellationToken);
    }

    /// <summary>Revokes what the platform lets be revoked and forgets everything, the registered client included.</summary>
    public async Task<DisconnectReport> DisconnectAsync(CancellationToken cancellationToken)
    {
        using var turn = await _store.LockAsync(cancellationToken);
        var revoked = Earlier() is { Tokens: { } tokens } stored && await RevokeAsync(stored, tokens, cancellationToken);
        return new DisconnectReport(_store.Forget(), revoked);
    }

    public void Dispose()
    {
        _http.Dispose();
        _key?.Dispose();
    }

    /// <summary>A platform that cannot be reached or refuses does not keep the person from letting go; the report says it.</summary>
    private async Task<bool> RevokeAsync(StoredConnection stored, StoredTokens tokens, CancellationToken cancellationToken)
    {
        try
        {
            var endpoint = EndpointFor(stored);
            var refreshRevoked = tokens.RefreshToken is not { } refresh || await endpoint.RevokeAsync(refresh, "refresh_token", cancellationToken);
            return await endpoint.RevokeAsync(tokens.AccessToken, "access_token", cancellationToken) && refreshRevoked;
        }
        catch (DeliveryException)
        {
            return false;
        }
    }

    private async Task<ConnectionReport> ConnectClientAsync(StoredConnection stored, bool register, CancellationToken cancellationToken)
    {
        var scope = profile.Authorization.Scope;
        if (register) stored = await RegisterAsync(stored, redirectUrl: null, scope, cancellationToken);
        else if (profile.Authorization.ClientId is null && stored.Client is not null) await KeepAsync(stored, cancellationToken);
        var endpoint = EndpointFor(stored);
        var started = time.GetUtcNow();
        var (granted, refused) = await endpoint.RequestAsync(scope.Length == 0 ? [("grant_type", "client_credentials")] : [("grant_type", "client_credentials"), ("scope", scope)], cancellationToken);
        return granted is null ? throw refused!.AsException() : Report(stored, endpoint.ClientId, scope, granted, started, register) with { Renewable = true };
    }

    private async Task<ConnectionReport> ConnectAccountAsync(StoredConnection stored, bool register, Func<Uri, CancellationToken, Task> showAddress, CancellationToken cancellationToken)
    {
        CheckConsentIsPossible(stored.Server);
        using var redirect = new LoopbackRedirect(PortFor(stored, register), time);
        var scope = ScopeSet.ForAccount(profile.Authorization.Scope, stored.Server.Scopes);
        if (register) stored = await RegisterAsync(stored, redirect.Url, scope, cancellationToken);
        var endpoint = EndpointFor(stored);
        var request = new AuthorizationRequest(stored.Server, endpoint.ClientId, redirect.Url, scope);
        await showAddress(request.Address(), cancellationToken);
        var grant = request.GrantFor(await WaitAsync(redirect, request, cancellationToken));
        var started = time.GetUtcNow();
        var (granted, refused) = await endpoint.RequestAsync(grant, cancellationToken);
        if (granted is null) throw refused!.AsException();
        var tokens = new StoredTokens(granted.AccessToken, granted.RefreshToken, granted.Scope ?? scope, started, granted.Lifetime) { ClientId = endpoint.ClientId };
        await KeepAsync(stored with { Tokens = tokens }, cancellationToken);
        var report = Report(stored, endpoint.ClientId, scope, granted, started, register);
        return report with { Account = await AccountAsync(tokens, cancellationToken) };
    }

    private static void CheckConsentIsPossible(AuthorizationServer server)
    {
        if (server.AuthorizationEndpoint is null)
            throw new DeliveryException(DeliveryCode.NoTokenEndpoint, "The platform names no authorization endpoint in its discovery documents: set AuthorizationUrl, or use Grant client-credentials.", retryable: false);
        if (server.CodeChallengeMethods.Count > 0 && !server.CodeChallengeMethods.Contains("S256"))
            throw new DeliveryException(DeliveryCode.NotConnected, "The platform does not offer PKCE with S256, without which a code could be used by whoever sees it: ask its administrator.", retryable: false);
    }

    /// <summary>A registered client comes back where it said it would.</summary>
    private int PortFor(StoredConnection stored, bool register)
        => profile.Authorization.RedirectPort is > 0 and var set ? set
            : !register && profile.Authorization.ClientId is null && stored.Client?.RedirectUrl is { } registered ? registered.Port : 0;

    private async Task<IReadOnlyDictionary<string, string>> WaitAsync(LoopbackRedirect redirect, AuthorizationRequest request, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LongestConsent, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await redirect.WaitAsync(request.IsMine, either.Token);
        }
        catch (OperationCanceledException tooLate) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeliveryException(DeliveryCode.NotConnected, $"Nobody agreed within {LongestConsent.TotalMinutes:0} minutes; nothing is connected. Run the command again.", retryable: false, tooLate);
        }
    }

    private async Task<StoredConnection> RegisterAsync(StoredConnection stored, Uri? redirectUrl, string scope, CancellationToken cancellationToken)
    {
        var client = await new ClientRegistration(profile, _http).RegisterAsync(stored.Server, redirectUrl, scope, cancellationToken);
        var registered = stored with { Client = client, Tokens = null };
        await KeepAsync(registered, cancellationToken);
        if (client.SecretExpiresAt is { } ends) _remarks.Add($"The platform's secret for this client ends at {ends:u}: run `conferral connect {profile.Id} --register` again before.");
        return registered;
    }

    private async Task KeepAsync(StoredConnection connection, CancellationToken cancellationToken)
    {
        using var turn = await _store.LockAsync(cancellationToken);
        await _store.WriteAsync(connection);
    }

    /// <summary>What an earlier connection left; an entry that cannot be used makes way for the new one.</summary>
    private StoredConnection? Earlier()
    {
        try
        {
            return _store.Find();
        }
        catch (DeliveryException unusable)
        {
            _remarks.Add($"The earlier connection was not used: {unusable.Message}");
            return null;
        }
    }

    private TokenEndpoint EndpointFor(StoredConnection stored)
        => new(stored.Server, new ClientAuthentication(_store.Client(stored), _key, profile.Authorization, time), _http, time);

    private ConnectionReport Report(StoredConnection stored, string clientId, string asked, TokenAnswer granted, DateTimeOffset started, bool registered) => new(profile.Id, clientId)
    {
        Server = stored.Server.Issuer ?? stored.Server.TokenEndpoint!.Authority,
        Registered = registered,
        Granted = ScopeSet.Short(ScopeSet.Split(granted.Scope ?? asked)),
        Missing = ScopeSet.Short(ScopeSet.Missing(asked, granted.Scope)),
        EndsAt = started + granted.Lifetime,
        Renewable = granted.RefreshToken is not null,
        Remarks = _remarks.All,
    };

    /// <summary>Whose account it is, by the platform's profile; a platform without one does not say.</summary>
    private async Task<string?> AccountAsync(StoredTokens tokens, CancellationToken cancellationToken)
    {
        if (!ScopeSet.Split(tokens.Scope).Contains(ScopeSet.ProfileReadonly)) return null;
        using var request = new HttpRequestMessage(HttpMethod.Get, profile.UrlOf("/ims/clr/v2p0/profile"));
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Authorization = tokens.ToAccessToken().Header;
        try
        {
            var answer = await _http.SendAsync(request, MaxProfileBytes, cancellationToken);
            if (answer.Status != 200) return null;
            using var document = answer.ParseBody();
            return ((JsonElement?)document.RootElement).Text("name");
        }
        catch (Exception fault) when (fault is DeliveryException or JsonException)
        {
            // The connection stands; only its name stays unknown.
            return null;
        }
    }
}
