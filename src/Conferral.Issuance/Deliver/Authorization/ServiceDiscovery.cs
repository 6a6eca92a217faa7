// What a platform says about itself: its token endpoint and whether it takes arrays.
using System.Text.Json;

namespace Conferral.Issuance.Deliver;

/// <summary>What discovery found; each part null where the platform does not say.</summary>
internal sealed record ServiceDescription(Uri? TokenUrl, AdvertisedBatch? Batch);

/// <summary><c>info.x-conferral-batch</c> of a discovery document.</summary>
internal sealed record AdvertisedBatch(string Path, int? MaxItems, int? MaxBytes);

/// <summary>
/// Asks the CLR discovery document, then the two well-known documents of OAuth.
/// Errors: a document that is absent or unreadable is passed over; a platform that cannot be reached is a
/// <see cref="DeliveryException"/>.
/// Spec: CLR 2.0 §7.1 getServiceDescription; RFC 8414 §3; OpenID Connect Discovery 1.0 §4.
/// </summary>
internal sealed class ServiceDiscovery(PlatformProfile profile, PlatformHttp http, TimeProvider time)
{
    /// <summary>An OpenAPI document with every schema is below 1 MB.</summary>
    private const int MaxDocumentBytes = 4 * 1024 * 1024;

    private static readonly string[] FlowNames = ["clientCredentials", "authorizationCode"];

    public async Task<ServiceDescription> ReadAsync(CancellationToken cancellationToken)
    {
        Uri? tokenUrl = null;
        AdvertisedBatch? batch = null;
        using (var document = await GetAsync(profile.UrlOf("/ims/clr/v2p0/discovery"), cancellationToken))
        {
            if (document is not null)
            {
                tokenUrl = Resolve(TokenUrlOf(document.RootElement));
                batch = BatchOf(document.RootElement);
            }
        }

        foreach (var wellKnown in (string[])["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"])
        {
            if (tokenUrl is not null || profile.Authorization.TokenUrl is not null) break;
            using var document = await GetAsync(profile.UrlOf(wellKnown), cancellationToken);
            tokenUrl = Resolve(document is null ? null : Text(document.RootElement, "token_endpoint"));
        }

        return new ServiceDescription(tokenUrl, batch);
    }

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

    private static string? TokenUrlOf(JsonElement root)
    {
        if (Member(Member(root, "components"), "securitySchemes") is { ValueKind: JsonValueKind.Object } schemes)
        {
            var flows = schemes.EnumerateObject().Select(scheme => Member(scheme.Value, "flows")).ToList();
            foreach (var name in FlowNames)
            {
                var found = flows.Select(flow => Text(Member(flow, name), "tokenUrl")).FirstOrDefault(url => url is not null);
                if (found is not null) return found;
            }
        }

        return Text(root, "tokenUrl") ?? Text(root, "token_endpoint");
    }

    private static AdvertisedBatch? BatchOf(JsonElement root)
    {
        var batch = Member(Member(root, "info"), "x-conferral-batch");
        return Text(batch, "path") is { } path && path.StartsWith('/')
            ? new AdvertisedBatch(path, Positive(batch, "maxItems"), Positive(batch, "maxBytes"))
            : null;
    }

    /// <summary>Absolute, with the scheme samples of the standard leave out; null where secrets may not travel.</summary>
    private Uri? Resolve(string? url)
    {
        if (url is null) return null;
        var schemeless = !url.Contains("://", StringComparison.Ordinal) && !url.StartsWith('/');
        var resolved = Uri.TryCreate(profile.BaseUrl, schemeless ? "https://" + url : url, out var made) ? made : null;
        return resolved is not null && PlatformProfile.IsSafe(resolved) ? resolved : null;
    }

    private static JsonElement? Member(JsonElement? element, string name)
        => element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement? element, string name)
        => Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static int? Positive(JsonElement? element, string name)
        => Member(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) && value > 0 ? value : null;
}
