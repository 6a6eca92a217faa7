// The stages of one workspace, ready to run.
using Conferral.Issuance.Clear;
using Conferral.Issuance.Compose;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Issuance.Release;
using Conferral.Issuance.Sign;
using Conferral.Issuance.Validate;
using Conferral.Issuance.WriteBack;

namespace Conferral.Issuance;

/// <summary>Everything a trip needs, built once per run from the workspace's settings.</summary>
public sealed record IssuanceStages
{
    /// <summary>Who may be issued.</summary>
    public required ClearanceSettings Clearance { get; init; }

    public required Composer Composer { get; init; }

    public required Validator Validator { get; init; }

    public required Signer Signer { get; init; }

    public required LedgerStore Ledger { get; init; }

    /// <summary>Gives credentials their places in status lists; null where they get none.</summary>
    public StatusAllotment? Status { get; init; }

    /// <summary>Seals what the ledger recorded into the transparency log.</summary>
    public required LogSealer Log { get; init; }

    public required IReadOnlyList<PlatformProfile> Platforms { get; init; }

    /// <summary>Ids of the platforms that do not replace a credential by its id: there an amendment is another credential.</summary>
    internal IReadOnlyList<string> PlatformsWithoutUpsert => [.. Platforms.Where(platform => !platform.UpsertsById).Select(platform => platform.Id)];

    /// <summary>Opens the connection to one platform; nothing is sent yet.</summary>
    public required Func<PlatformProfile, PlatformConnection> Connect { get; init; }

    /// <summary>Where the crosswalk goes: its file, and every other place the settings name.</summary>
    public required IReadOnlyList<ICrosswalkTarget> WriteBackTargets { get; init; }

    /// <summary>Lower-case hex SHA-256 of the settings that shape a document: another value means another batch.</summary>
    public required string RulesSha256 { get; init; }

    public required string VerificationMethod { get; init; }

    /// <summary>The plan this run carries out, checked and approved; null where none is demanded.</summary>
    public PlanRelease? Release { get; init; }
}
