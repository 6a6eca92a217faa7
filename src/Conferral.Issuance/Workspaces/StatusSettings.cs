// What conferral.yaml says about status lists, checked.
using Conferral.Credentials.Status;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Workspaces;

/// <summary>
/// <see cref="Form"/> is null where new credentials get no status entry; lists that were opened before are published all the same.
/// Errors: <see cref="WorkspaceException"/> names the setting and what to write instead.
/// </summary>
public sealed record StatusSettings
{
    /// <summary>Long enough that a verifier need not ask for every credential, short enough that a revocation is seen the same hour.</summary>
    public const int DefaultTimeToLiveMinutes = 60;

    private static readonly string[] AllowedPurposes = [StatusForm.Revocation, $"{StatusForm.Revocation} {StatusForm.Suspension}", StatusForm.Suspension];

    public StatusForm? Form { get; init; }

    /// <summary>How long a verifier may use a copy of a list.</summary>
    public TimeSpan TimeToLive { get; init; }

    /// <summary>After so long a list no longer stands, so that an old one cannot be put back; null for lists that do not run out.</summary>
    public TimeSpan? Validity { get; init; }

    /// <summary>A revocation list tells the reasons given, word for word.</summary>
    public bool PublishReasons { get; init; }

    internal static StatusSettings Read(StatusSection? section, bool memberProofs)
    {
        section ??= new StatusSection();
        if (section.TimeToLiveMinutes is < 1) throw Wrong("status.timeToLiveMinutes", "must be at least 1");
        if (section.ValidDays is < 2) throw Wrong("status.validDays", "must be at least 2, or left out for lists that do not run out");
        return new StatusSettings
        {
            Form = ReadKind(section.Kind) is { } kind ? ReadForm(section, kind, memberProofs) : null,
            TimeToLive = TimeSpan.FromMinutes(section.TimeToLiveMinutes ?? DefaultTimeToLiveMinutes),
            Validity = section.ValidDays is { } days ? TimeSpan.FromDays(days) : null,
            PublishReasons = section.PublishReasons ?? false,
        };
    }

    private static StatusForm ReadForm(StatusSection section, StatusListKind kind, bool memberProofs)
    {
        var purposes = string.Join(' ', section.Purposes ?? [StatusForm.Revocation]);
        var inMembers = section.Members ?? memberProofs;
        if (!AllowedPurposes.Contains(purposes)) throw Wrong("status.purposes", "must be [revocation], [revocation, suspension] or [suspension]");
        if (kind == StatusListKind.RevocationList && purposes != StatusForm.Revocation) throw Wrong("status.purposes", "must be [revocation] with kind: 1edtech, because such a list knows no suspension");
        if (purposes.Contains(' ', StringComparison.Ordinal) && !inMembers)
            throw Wrong("status.purposes", "has two purposes while status.members is false. A record may carry one status only, so the second stands in its members; allow members, or choose one purpose");
        var entries = section.Entries ?? BitstringStatusList.MinimumEntries;
        if (entries < BitstringStatusList.MinimumEntries || entries > BitstringStatusList.MaxBytes * 8)
            throw Wrong("status.entries", $"must be from {BitstringStatusList.MinimumEntries} (fewer would not hide one learner among the others) to {BitstringStatusList.MaxBytes * 8}");
        return new StatusForm { Kind = kind, Url = ReadUrl(section.Url), Purposes = purposes, InMembers = inMembers, Entries = kind == StatusListKind.Bitstring ? entries : int.MaxValue };
    }

    private static StatusListKind? ReadKind(string? kind) => kind switch
    {
        null or "none" => null,
        "bitstring" => StatusListKind.Bitstring,
        "1edtech" => StatusListKind.RevocationList,
        _ => throw Wrong("status.kind", $"is '{kind}'; write bitstring, 1edtech or none"),
    };

    private static string ReadUrl(string? text)
    {
        var url = SettingText.Url(SettingText.Required(text, "status.url"), "status.url");
        if (url.Scheme != Uri.UriSchemeHttps || url.UserInfo.Length + url.Query.Length + url.Fragment.Length > 0)
            throw Wrong("status.url", $"is '{text}'. Verifiers fetch the lists from it, so it must be a plain https address such as https://registrar.example.edu/status");
        return url.AbsoluteUri.TrimEnd('/');
    }

    private static WorkspaceException Wrong(string key, string what) => new($"{Workspace.FileName}: {key} {what}.");
}
