// One receiving platform as conferral.yaml writes it, nothing resolved yet.
namespace Conferral.Issuance.Workspaces;

/// <summary>One entry of <c>platforms:</c>. Property names are the file's keys; null means "not set".</summary>
public sealed class PlatformSection
{
    public string? Id { get; set; }

    public string? Profile { get; set; }

    public string? BaseUrl { get; set; }

    public string? CredentialsPath { get; set; }

    public bool? TrailingSlash { get; set; }

    public string? ContentType { get; set; }

    public AuthorizationSection? Authorization { get; set; }

    public HttpSection? Http { get; set; }

    public BatchSection? Batch { get; set; }

    public AnswerSection? Answers { get; set; }

    public int? RequestsPerMinute { get; set; }

    public int? MaxConcurrency { get; set; }

    public List<string>? Limits { get; set; }

    public List<string>? Windows { get; set; }

    public string? TimeZone { get; set; }

    public int? StopAfterInARow { get; set; }

    public int? StopAfterInAll { get; set; }

    public int? StopAfterFailedRounds { get; set; }

    public int? StopAfterUnreached { get; set; }

    public bool? UpsertsById { get; set; }
}
