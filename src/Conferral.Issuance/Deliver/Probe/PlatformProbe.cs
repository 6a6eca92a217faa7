// Finds out what a platform does, by requests that cannot make it store anything.
using System.Text.Json;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Asks one platform about itself. Durability: a probe MUST NOT create or change anything at the platform (see <see cref="ProbeRequests"/>).
/// Errors: none for what the platform does; what goes wrong is a step of the report.
/// </summary>
public sealed class PlatformProbe(PlatformConnection connection)
{
    private readonly PlatformProfile _profile = connection.Profile;
    private readonly List<ProbedSetting> _settings = [];
    private readonly List<string> _doubts = [];

    public async Task<ProbeReport> RunAsync(CancellationToken cancellationToken)
    {
        var requests = new ProbeRequests(connection, cancellationToken);
        await DiscoverAsync(requests);
        await AskWithoutTokenAsync(requests);
        var (url, refusal) = await FindAddressAsync(requests);
        if (refusal is not null)
        {
            await AskForPageAsync(requests, url);
            await AskForMethodsAsync(requests, url);
            await AskForTypeAsync(requests, url, refusal.Status);
            await AskForArraysAsync(requests, url, refusal, cancellationToken);
        }

        ReadHeaders(requests.Answers);
        _settings.Insert(0, new ProbedSetting("profile", ProfileFor(refusal)));
        return new ProbeReport(_profile.Id, requests.Steps, _settings, _doubts);
    }

    private async Task DiscoverAsync(ProbeRequests requests)
    {
        foreach (var path in (string[])["/ims/clr/v2p0/discovery", "/ims/clr/v2p0/discovery/"])
        {
            if (await requests.GetAsync(_profile.UrlOf(path), signedIn: false) is not { Status: 200 } answer) continue;
            requests.Explain(AnswerText.IsWebPage(answer) ? "A web page, not a service description." : "The platform describes itself.");
            return;
        }
    }

    private async Task AskWithoutTokenAsync(ProbeRequests requests)
    {
        if (await requests.PostCutOffAsync(_profile.CredentialsUrl, _profile.ContentType, signedIn: false) is not { } answer) return;
        requests.Explain(answer.Status is 401 or 403 ? "Nobody gets in without a token." : "");
        if (answer.Status is >= 200 and < 300) _doubts.Add($"It answered {answer.Status} to something that is no credential, without a token: its answers may mean nothing.");
    }

    /// <summary>The address with or without the slash, and how it refuses; the refusal is null where neither takes POSTs.</summary>
    private async Task<(Uri Url, PlatformAnswer? Refusal)> FindAddressAsync(ProbeRequests requests)
    {
        foreach (var slash in (bool[])[_profile.TrailingSlash, !_profile.TrailingSlash])
        {
            var url = (_profile with { TrailingSlash = slash }).CredentialsUrl;
            if (await requests.PostCutOffAsync(url, "application/json") is not { } answer) return (url, null);
            if (answer.Status == 403) _doubts.Add("The token does not allow storing credentials: ask for the scope …/credential.upsert.");
            if (AnswerText.IsWebPage(answer) || answer.Status is (>= 300 and < 400) or 404 or 405 or 410 or 501 or 401 or 403)
            {
                requests.Explain("No credentials are taken here.");
                continue;
            }

            requests.Explain(answer.Status is 400 or 422 ? "Credentials are taken at this address." : "An address that answers, though not as expected.");
            if (answer.Status is >= 200 and < 300) _doubts.Add($"It answered {answer.Status} to something that is no credential: it does not look at what it gets.");
            _settings.Add(new ProbedSetting("trailingSlash", slash ? "true" : "false"));
            _settings.Add(new ProbedSetting("contentType", "application/json"));
            return (url, answer);
        }

        _doubts.Add("No address was found that takes credentials: check baseUrl, credentialsPath and the sign-in.");
        return (_profile.CredentialsUrl, null);
    }

    private static async Task AskForPageAsync(ProbeRequests requests, Uri url)
    {
        if (await requests.GetAsync(new Uri($"{url}?limit=1"), signedIn: true) is not { } answer) return;
        var readable = answer.Status == 200 && !AnswerText.IsWebPage(answer);
        var total = answer.Header("X-Total-Count") is { } count ? $" It holds {(count.All(char.IsAsciiDigit) ? count : "an unreadable number")}." : "";
        requests.Explain(readable ? $"What is stored can be read back.{total}" : answer.Status == 403 ? "Reading back needs the scope …/credential.readonly." : "Nothing can be read back: `conferral reconcile` will not work here.");
    }

    private static async Task AskForMethodsAsync(ProbeRequests requests, Uri url)
    {
        if (await requests.OptionsAsync(url) is { Allow.Count: > 0 } answer) requests.Explain($"Allows {string.Join(", ", answer.Allow)}.");
    }

    private async Task AskForTypeAsync(ProbeRequests requests, Uri url, int statusOfJson)
    {
        if (await requests.PostCutOffAsync(url, "application/vc+ld+json") is not { } answer) return;
        requests.Explain(answer.Status is 406 or 415 ? "This content type is not taken." : "This content type is taken as well.");
        if (statusOfJson is 406 or 415 && answer.Status is not (406 or 415)) _settings[^1] = new ProbedSetting("contentType", "application/vc+ld+json");
    }

    private async Task AskForArraysAsync(ProbeRequests requests, Uri url, PlatformAnswer refusal, CancellationToken cancellationToken)
    {
        var advertised = await AdvertisedAsync(cancellationToken);
        var target = advertised is null ? _profile.Batch.Path is { } path ? _profile.UrlOf(path) : url : _profile.UrlOf(advertised.Path);
        if (await requests.PostEmptyArrayAsync(target) is not { } answer) return;
        var taken = answer.Status is >= 200 and < 300 && refusal.Status >= 400 && !AnswerText.IsWebPage(answer) && !SaysFailure(answer);
        requests.Explain(advertised is not null ? $"Discovery advertises arrays{(advertised.MaxItems is { } items ? $" of up to {items}" : "")}."
            : taken ? "An empty array is taken, so arrays probably are."
            : "An empty array is refused; whether it is the array or its emptiness, only the platform's people know.");
        _settings.Add(new ProbedSetting("batch", advertised is not null ? "auto" : taken ? "on" : "off"));
        if (taken && advertised is null) _doubts.Add("Arrays are not advertised: ask the platform's people how they are limited and answered before you rely on them.");
    }

    private async Task<AdvertisedBatch?> AdvertisedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await connection.DescribeAsync(cancellationToken)).Batch;
        }
        catch (DeliveryException fault)
        {
            _doubts.Add($"Discovery could not be read: {fault.Message}");
            return null;
        }
    }

    private void ReadHeaders(List<PlatformAnswer> answers)
    {
        var limits = RequestLimit.Strictest(answers.SelectMany(Limits));
        if (limits.Count > 0) _settings.Add(new ProbedSetting("limits", $"[{string.Join(", ", limits.Select(limit => $"\"{limit}\""))}]"));
        else _doubts.Add("No answer named a limit: ask for the documented one and set requestsPerMinute.");
        if (answers.Any(answer => answer.Status == 429)) _doubts.Add("It answered 429 to a handful of requests: its limit may be used up by others.");
        if (answers.Count > 0) _doubts.Add($"It speaks HTTP/{answers[^1].HttpVersion}.");

        IEnumerable<RequestLimit> Limits(PlatformAnswer answer) => RateStatement.Read(answer, connection.Time.GetUtcNow()).Limits;
    }

    /// <summary>The built-in profile whose words of refusal these are.</summary>
    private string ProfileFor(PlatformAnswer? refusal)
    {
        if (_settings.Contains(new ProbedSetting("batch", "on"))) return "batch-array";
        if (refusal is null || Parse(refusal) is not { } document) return "generic";
        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object) return "generic";
            if (document.RootElement.TryGetProperty("imsx_CodeMinor", out _)) return "timeback";
            var advertised = _settings.Contains(new ProbedSetting("batch", "auto"));
            return document.RootElement.TryGetProperty("imsx_codeMinor", out _) && !advertised ? "standard" : "generic";
        }
    }

    private static bool SaysFailure(PlatformAnswer answer)
    {
        using var document = Parse(answer);
        return document is not null && AnswerText.SaysFailure(document.RootElement);
    }

    private static JsonDocument? Parse(PlatformAnswer answer)
    {
        try
        {
            return answer.Body.IsEmpty ? null : answer.ParseBody();
        }
        catch (JsonException)
        {
            return null; // no JSON: nothing to recognise it by
        }
    }
}
