// What the institution agreed with one receiving platform: addresses, sign-in, limits and patience.
namespace Conferral.Issuance.Deliver;

/// <summary>
/// One receiving platform. Made from configuration; nothing here changes during a run.
/// Errors: <see cref="Problems"/> lists every contradiction; connecting refuses a profile that has any.
/// </summary>
public sealed record PlatformProfile
{
    /// <summary>The CLR 2.0 path of upsertCredential and getCredentials.</summary>
    public const string DefaultCredentialsPath = "/ims/clr/v2p0/credentials";

    /// <summary>Platforms name 100 to 500 a minute; this sits between and is a setting because none of them agree.</summary>
    public const int DefaultRequestsPerMinute = 300;

    /// <summary>Enough to hide a 200 ms round trip at 2,000 requests a minute.</summary>
    public const int DefaultMaxConcurrency = 8;

    /// <summary>Stable name of the platform; the ledger keeps deliveries under it.</summary>
    public required string Id { get; init; }

    /// <summary>Where the service's paths start; may include a tenant's path.</summary>
    public required Uri BaseUrl { get; init; }

    public string CredentialsPath { get; init; } = DefaultCredentialsPath;

    /// <summary>Some platforms answer only to <c>/credentials/</c>.</summary>
    public bool TrailingSlash { get; init; }

    /// <summary><c>application/json</c>, or <c>application/vc+ld+json</c> where a platform insists.</summary>
    public string ContentType { get; init; } = "application/json";

    public required AuthorizationProfile Authorization { get; init; }

    public HttpProfile Http { get; init; } = new();

    public BatchProfile Batch { get; init; } = new();

    /// <summary>How the platform answers.</summary>
    public AnswerProfile Answers { get; init; } = new();

    /// <summary>The documented limit over any 60 seconds; null where the platform documents none.</summary>
    public int? RequestsPerMinute { get; init; } = DefaultRequestsPerMinute;

    public int MaxConcurrency { get; init; } = DefaultMaxConcurrency;

    /// <summary>Further limits, sending hours, and when to stop.</summary>
    public LineProfile Line { get; init; } = new();

    public TimeoutProfile Timeouts { get; init; } = new();

    public RetryProfile Retry { get; init; } = new();

    /// <summary>The platform replaces a credential sent twice under one issuer and id, as the standard advises; false: a lost answer is looked up before anything is sent again.</summary>
    public bool UpsertsById { get; init; } = true;

    /// <summary>The full address of upsertCredential and getCredentials.</summary>
    public Uri CredentialsUrl => UrlOf(CredentialsPath.TrimEnd('/') + (TrailingSlash ? "/" : ""));

    /// <summary>Everything that keeps this profile from being used, one sentence each; empty when it can be.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(Id)) problems.Add("The platform has no id: give it a short name.");
        if (!IsSafe(BaseUrl)) problems.Add($"BaseUrl {BaseUrl} is refused: learners' records travel over https only (plain http is allowed to this machine itself).");
        else if (BaseUrl.Query.Length > 0 || BaseUrl.Fragment.Length > 0) problems.Add("BaseUrl must end with its path: leave the part after ? or # out.");
        else if (CredentialsPath == DefaultCredentialsPath && BaseUrl.AbsolutePath.Contains("/ims/clr/", StringComparison.Ordinal)) problems.Add($"BaseUrl already contains /ims/clr/: give the part before it, {DefaultCredentialsPath} is added.");
        if (!CredentialsPath.StartsWith('/')) problems.Add($"CredentialsPath must start with a slash: {DefaultCredentialsPath}.");
        if (!System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(ContentType, out _)) problems.Add($"ContentType {ContentType} is not a media type: use application/json.");
        if (RequestsPerMinute is < 1) problems.Add("RequestsPerMinute must be at least 1; leave it out where the platform has no limit.");
        if (MaxConcurrency is < 1 or > 256) problems.Add("MaxConcurrency must be between 1 and 256.");
        problems.AddRange(Authorization.Problems());
        problems.AddRange(Http.Problems());
        problems.AddRange(Batch.Problems());
        problems.AddRange(Answers.Problems());
        problems.AddRange(Line.Problems());
        problems.AddRange(Timeouts.Problems());
        problems.AddRange(Retry.Problems());
        return problems;
    }

    /// <summary>Never shows the secret.</summary>
    public override string ToString() => $"{Id} at {BaseUrl}";

    /// <summary>Whether secrets and records may travel to <paramref name="url"/>.</summary>
    internal static bool IsSafe(Uri url) => url.IsAbsoluteUri && url.UserInfo.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

    /// <summary>Every limit that holds, the strictest for each window.</summary>
    internal IReadOnlyList<RequestLimit> Limits
        => RequestLimit.Strictest(RequestsPerMinute is { } requests ? [new RequestLimit(requests, TimeSpan.FromMinutes(1)), .. Line.Limits] : Line.Limits);

    /// <summary>The same, as people are told.</summary>
    public IReadOnlyList<RequestLimit> DocumentedLimits => Limits;

    internal Uri UrlOf(string path) => new(BaseUrl.AbsoluteUri.TrimEnd('/') + path);
}
