// The outer credential of a comprehensive learner record, and its subject.
using System.Text.Json.Serialization;

namespace Conferral.Credentials.Model;

/// <summary>
/// A CLR 2.0 credential: one learner's achievements, each a credential of its own, and how they hang together.
/// Shape: members are written in the order declared here; absent values and empty lists are left out.
/// Spec: CLR 2.0, ClrCredential.
/// </summary>
public sealed record ClrCredential
{
    private static readonly string[] DefaultType = ["VerifiableCredential", "ClrCredential"];

    [JsonPropertyName("@context")]
    public IReadOnlyList<string> Context { get; init; } = ContextUrl.OfClr;

    public required string Id { get; init; }

    public IReadOnlyList<string> Type { get; init; } = DefaultType;

    public required string Name { get; init; }

    public string? Description { get; init; }

    public Image? Image { get; init; }

    public required Profile Issuer { get; init; }

    /// <summary>Shape: a date-time with zone, see <see cref="DateTimeStamp"/>.</summary>
    public string? ValidFrom { get; init; }

    public string? ValidUntil { get; init; }

    /// <summary>When it was first awarded; stays when <see cref="ValidFrom"/> moves with a re-issue.</summary>
    public string? AwardedDate { get; init; }

    /// <summary>True when parts of the learner's record were left out.</summary>
    public bool? Partial { get; init; }

    public required ClrSubject CredentialSubject { get; init; }

    public IReadOnlyList<Evidence>? Evidence { get; init => field = Absent.IfEmpty(value); }

    public IReadOnlyList<CredentialSchema>? CredentialSchema { get; init => field = Absent.IfEmpty(value); }

    public CredentialStatus? CredentialStatus { get; init; }

    public RefreshService? RefreshService { get; init; }
}

/// <summary>
/// The learner, what was achieved, and how the achievements relate. It is bound to a person by <see cref="Id"/>,
/// by <see cref="Identifier"/>, or by both. Spec: CLR 2.0, ClrSubject.
/// </summary>
public sealed record ClrSubject
{
    private static readonly string[] DefaultType = ["ClrSubject"];

    public string? Id { get; init; }

    public IReadOnlyList<string> Type { get; init; } = DefaultType;

    public IReadOnlyList<IdentityObject>? Identifier { get; init => field = Absent.IfEmpty(value); }

    public required IReadOnlyList<AchievementCredential> VerifiableCredential { get; init; }

    /// <summary>The catalogue the associations refer to. A set: its order is not signed.</summary>
    public IReadOnlyList<Achievement>? Achievement { get; init => field = Absent.IfEmpty(value); }

    public IReadOnlyList<Association>? Association { get; init => field = Absent.IfEmpty(value); }
}
