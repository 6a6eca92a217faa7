// The credential of a single achievement, and its subject.
using System.Text.Json.Serialization;

namespace Conferral.Credentials.Model;

/// <summary>
/// One achievement of one learner, complete in itself so that it can be verified alone. Spec: Open Badges 3.0, AchievementCredential.
/// </summary>
public sealed record AchievementCredential
{
    private static readonly string[] DefaultType = ["VerifiableCredential", "AchievementCredential"];

    [JsonPropertyName("@context")]
    public IReadOnlyList<string> Context { get; init; } = ContextUrl.OfAchievementCredential;

    public required string Id { get; init; }

    public IReadOnlyList<string> Type { get; init; } = DefaultType;

    public string? Name { get; init; }

    public string? Description { get; init; }

    public Image? Image { get; init; }

    public required Profile Issuer { get; init; }

    /// <summary>Shape: a date-time with zone, see <see cref="DateTimeStamp"/>.</summary>
    public string? ValidFrom { get; init; }

    public string? ValidUntil { get; init; }

    public string? AwardedDate { get; init; }

    public required AchievementSubject CredentialSubject { get; init; }

    public IReadOnlyList<Evidence>? Evidence { get; init => field = Absent.IfEmpty(value); }

    public IReadOnlyList<CredentialSchema>? CredentialSchema { get; init => field = Absent.IfEmpty(value); }

    public CredentialStatus? CredentialStatus { get; init; }

    public RefreshService? RefreshService { get; init; }
}

/// <summary>What one learner did to earn one achievement. Spec: Open Badges 3.0, AchievementSubject.</summary>
public sealed record AchievementSubject
{
    private static readonly string[] DefaultType = ["AchievementSubject"];

    public string? Id { get; init; }

    public IReadOnlyList<string> Type { get; init; } = DefaultType;

    public IReadOnlyList<IdentityObject>? Identifier { get; init => field = Absent.IfEmpty(value); }

    public required Achievement Achievement { get; init; }

    /// <summary>Shape: a date-time with zone, see <see cref="DateTimeStamp"/>.</summary>
    public string? ActivityStartDate { get; init; }

    public string? ActivityEndDate { get; init; }

    public decimal? CreditsEarned { get; init => field = Absent.TrailingZeros(value); }

    public string? LicenseNumber { get; init; }

    public string? Narrative { get; init; }

    public IReadOnlyList<Result>? Result { get; init => field = Absent.IfEmpty(value); }

    public string? Role { get; init; }

    /// <summary>Who assessed on the issuer's behalf.</summary>
    public Profile? Source { get; init; }

    public string? Term { get; init; }
}
