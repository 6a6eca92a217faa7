// The status: section of conferral.yaml as it is written.
namespace Conferral.Issuance.Workspaces;

/// <summary>Property names are the file's keys; null means "not set".</summary>
public sealed class StatusSection
{
    public string? Kind { get; set; }

    public string? Url { get; set; }

    public List<string>? Purposes { get; set; }

    public bool? Members { get; set; }

    public int? Entries { get; set; }

    public int? TimeToLiveMinutes { get; set; }

    public int? ValidDays { get; set; }

    public bool? PublishReasons { get; set; }

    /// <summary>What of it shapes a document; null where nothing does.</summary>
    internal StatusSection? Shaping() => Kind is null or "none" ? null : new StatusSection { Kind = Kind, Url = Url, Purposes = Purposes, Members = Members, Entries = Entries };
}
