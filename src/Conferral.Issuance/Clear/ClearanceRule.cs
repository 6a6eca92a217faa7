// The table of clearance rules: id, word in clearance.yaml and meaning.
using Conferral.Credentials;

namespace Conferral.Issuance.Clear;

/// <summary>One rule; a named person may clear a learner in spite of it. <see cref="Word"/> is its key in clearance.yaml.</summary>
public sealed record ClearanceRule(string Id, string Word, string Meaning)
{
    public const string Prefix = "CLEAR-";

    public static readonly ClearanceRule Hold = new("CLEAR-HOLD", "hold", "a hold stands against the learner");
    public static readonly ClearanceRule Privacy = new("CLEAR-PRIVACY", "privacy", "the learner's directory information is suppressed (FERPA block)");
    public static readonly ClearanceRule Deceased = new("CLEAR-DECEASED", "deceased", "the learner is recorded as deceased");
    public static readonly ClearanceRule Unposted = new("CLEAR-UNPOSTED", "unposted", "an award's status is not one of a posted award");
    public static readonly ClearanceRule Consent = new("CLEAR-CONSENT", "consent", "the learner did not agree to be issued a credential");
    public static readonly ClearanceRule Identity = new("CLEAR-IDENTITY", "identity", "something the learner must be known by is missing");
    public static readonly ClearanceRule Duplicate = new("CLEAR-DUPLICATE", "duplicate", "two learner keys look like one person");
    public static readonly ClearanceRule BeforeBirth = new("CLEAR-BEFORE-BIRTH", "beforeBirth", "an award is dated before the learner was born or old enough");
    public static readonly ClearanceRule Future = new("CLEAR-FUTURE", "future", "an award is dated in the future");
    public static readonly ClearanceRule Credits = new("CLEAR-CREDITS", "credits", "the learner has fewer credits than the award takes");

    public static IReadOnlyList<ClearanceRule> All { get; } = [Hold, Privacy, Deceased, Unposted, Consent, Identity, Duplicate, BeforeBirth, Future, Credits];

    public static ClearanceRule? Find(string id) => All.FirstOrDefault(rule => string.Equals(rule.Id, id, StringComparison.OrdinalIgnoreCase));

    internal Finding At(SourceLocation source, ClearanceAction action, string message, string? say)
        => new(Id, action == ClearanceAction.Block ? Severity.Error : Severity.Warning, "", say is null ? message : $"{message} {say}", "docs/mapping.md#clearance") { Source = source };
}
