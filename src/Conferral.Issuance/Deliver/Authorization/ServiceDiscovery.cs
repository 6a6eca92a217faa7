// What a platform says about itself: its authorization server and whether it takes arrays.
using System.Text.Json;

namespace Conferral.Issuance.Deliver;

/// <summary>What discovery found. Shape: addresses of <see cref="Server"/> are null where the platform does not say.</summary>
internal sealed record ServiceDescription(AuthorizationServer Server, AdvertisedBatch? Batch);

/// <summary><c>info.x-conferral-batch</c> of a discovery document.</summary>
internal sealed record AdvertisedBatch(string Path, int? MaxItems, int? MaxBytes);

/// <summary>
/// Asks the CLR discovery document, then the well-known documents of OAuth and OpenID Connect, at the platform or at the
/// issuer the settings name. What the settings say comes first.
/// Errors: a document that is absent, unreadable or somebody else's is passed over; a platform that cannot be reached is
/// a <see cref="DeliveryException"/>.
/// Spec: CLR 2.0 §7.1 getServiceDescription; RFC 8414 §3; OpenID Connect Discovery 1.0 §4.
/// </summary>
internal sealed class ServiceDiscovery(PlatformProfile profile, PlatformHttp http, ConnectionRemarks remarks, TimeProvider time)
{
    /// <summary>An OpenAPI document with every schema is below 1 MB.</summary>
    private const int MaxDocumentBytes = 4 * 1024 * 1024;

    private const string OAuth = "/.well-known/oauth-authorization-server";
    private const string OpenId = "/.well-known/openid-configuration";

    private readonly AuthorizationProfile _settings = profile.Authorization;

    /// <summary>Reads on until the token endpoint is known; with <paramref name="everything"/> until all documents are read.</summary>
    public async Task<ServiceDescription> ReadAsync(bool everything, CancellationToken cancellationToken)
    {
        AdvertisedBatch? batch = null;
        var server = AuthorizationServer.FromSettings(_settings);
        using (var document = await GetAsync(profile.UrlOf("/ims/clr/v2p0/discovery"), cancellationToken))
        {
            batch = BatchOf(document?.RootElement);
            if (_settings.Issuer is null) server = server.CompletedBy(AuthorizationServer.FromServiceDescription(document?.RootElement, Resolve));
        }

        foreach (var (issuer, address) in WellKnown(_settings.Issuer ?? profile.BaseUrl).Concat(AtTokenEndpoint()))
        {
            if (server.TokenEndpoint is not null && !everything) break;
            using var document = await GetAsync(address, cancellationToken);
            if (document is null) continue;
            var metadata = AuthorizationServer.FromMetadata(document.RootElement, Resolve);
            if (IsTheOneOf(issuer, metadata, address)) server = server.CompletedBy(metadata);
        }

        SayWhereSecretsGo(server);
        return new ServiceDescription(server, batch);

        // A service description may name an authorization server on another host, which describes itself there.
        IEnumerable<(Uri Issuer, Uri Address)> AtTokenEndpoint()
            => server.TokenEndpoint is { } token && !IsSameHost(token) && _settings.Issuer is null ? WellKnown(new Uri(token.GetLeftPart(UriPartial.Authority))) : [];
    }

    /// <summary>RFC 8414 puts the well-known part before the issuer's path, OpenID Connect after it; platforms do either.</summary>
    private static IEnumerable<(Uri Issuer, Uri Address)> WellKnown(Uri issuer)
    {
        var (origin, path) = (issuer.GetLeftPart(UriPartial.Authority), issuer.AbsolutePath.TrimEnd('/'));
        string[] addresses = [origin + OAuth + path, origin + path + OAuth, origin + path + OpenId, origin + OpenId + path];
        return addresses.Distinct().Select(address => (issuer, new Uri(address)));
    }

    /// <summary>A document that names another issuer than the one asked describes another server; one that names none describes the one asked.</summary>
    private bool IsTheOneOf(Uri asked, AuthorizationServer metadata, Uri address)
    {
        if (metadata.Issuer is null || metadata.Issuer.TrimEnd('/') == asked.AbsoluteUri.TrimEnd('/')) return true;
        remarks.Add($"{address} describes {metadata.Issuer}, not {asked}, and was passed over. If that is the platform's authorization server, set Issuer to it.");
        return false;
    }

    private void SayWhereSecretsGo(AuthorizationServer server)
    {
        if (server.TokenEndpoint is { } token && _settings.TokenUrl is null && _settings.Issuer is null && !IsSameHost(token))
            remarks.Add($"The platform's token endpoint is on another host, {token.Authority}: client secrets are sent there. Set TokenUrl to confirm it, or ask the platform's administrator.");
    }

    private bool IsSameHost(Uri url) => string.Equals(url.Host, profile.BaseUrl.Host, StringComparison.OrdinalIgnoreCase);

    private async Task<JsonDocument?> GetAsync(Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd("application/json");
        var answer = await http.SendAsync(request, MaxDocumentBytes, cancellationToken);
        if (answer.Status is 429 or >= 500)
            throw new DeliveryException(DeliveryCode.PlatformError, $"{url} answered {answer.Status}.", retryable: true) { RetryAfter = PauseHeaders.RetryAfter(answer, time.GetUtcNow()) };
        if (answer.Status != 200 || answer.Overlong) return null;
        try
        {
            var document = answer.ParseBody();
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            // A web page or another kind of document: this address describes no service, the next may.
            return null;
        }
    }

    private static AdvertisedBatch? BatchOf(JsonElement? root)
    {
        var batch = root.Member("info").Member("x-conferral-batch");
        return batch.Text("path") is { } path && path.StartsWith('/')
            ? new AdvertisedBatch(path, batch.Positive("maxItems"), batch.Positive("maxBytes"))
            : null;
    }

    /// <summary>Absolute, with the scheme that samples of the standard leave out; null where secrets may not travel.</summary>
    private Uri? Resolve(string? url)
    {
        if (url is null) return null;
        var schemeless = !url.Contains("://", StringComparison.Ordinal) && !url.StartsWith('/');
        var scheme = url.StartsWith(profile.BaseUrl.Authority + "/", StringComparison.OrdinalIgnoreCase) ? profile.BaseUrl.Scheme : Uri.UriSchemeHttps;
        var resolved = Uri.TryCreate(profile.BaseUrl, schemeless ? $"{scheme}://{url}" : url, out var made) ? made : null;
        return resolved is not null && PlatformProfile.IsSafe(resolved) ? resolved : null;
    }
}
