// What an amendment changes, in a registrar's words.
namespace Conferral.Issuance.Amendments;

/// <summary>How a fact differs between two versions.</summary>
public enum ChangeManner
{
    Changed,
    Added,
    Removed,
}

/// <summary>
/// One fact that is not as it was issued. Shape: <see cref="Kind"/> is the same for all learners ("grade"), <see cref="What"/> names
/// the very thing ("grade of MATH 101 (Fall 2024)"); values are texts of at most <see cref="MaxValueLength"/> characters, and null on
/// the side that has none or where only a hash is known.
/// Personal data, grades and names among them: for people who look at a plan or a learner; MUST NOT go into logs or the ledger.
/// </summary>
public sealed record FieldChange(string Kind, string What, ChangeManner Manner, string? Before, string? After)
{
    public const int MaxValueLength = 120;

    /// <summary>The change as one line.</summary>
    public override string ToString() => Manner switch
    {
        ChangeManner.Added => $"{What} added{(After is null ? "" : $": {After}")}",
        ChangeManner.Removed => $"{What} removed{(Before is null ? "" : $": {Before}")}",
        _ => Before is null || After is null ? $"{What}: changed" : $"{What}: {Before} -> {After}",
    };
}

/// <summary>
/// One learner's amendment: the version that stands now, and what the next one says otherwise. <see cref="CredentialId"/> stays, unless the
/// record is issued under <see cref="NewId"/> and the one before is revoked.
/// </summary>
public sealed record Amendment(string LearnerKey, string CredentialId, int StandingVersion, IReadOnlyList<FieldChange> Changes)
{
    public string? NewId { get; init; }

    /// <summary>What becomes of the version that stands, in words.</summary>
    public string Passage => NewId is null ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"version {StandingVersion} becomes {StandingVersion + 1}") : $"{CredentialId} is replaced by {NewId} and revoked once that is accepted";
}

/// <summary>In how many learners' amendments one kind of change occurs, once or more often.</summary>
public sealed record ChangeCount(string Kind, ChangeManner Manner, int Learners)
{
    public override string ToString() => $"{Kind} {Manner.ToString().ToLowerInvariant()}";
}
