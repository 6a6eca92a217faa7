// Whether a member of a learner's record is about that learner.
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Verification;

/// <summary>
/// Compares the subjects of record and member by id, then by identities. No specification asks for it, but without it
/// anybody's degree could be put into anybody's record.
/// </summary>
internal static class SubjectBinding
{
    public static Check Judge(JsonElement member, JsonElement recordSubject)
    {
        if (CredentialParts.SubjectOf(member) is not { } subject)
            return Check.Unknown(CheckId.Subject, "The member has not exactly one subject, so it was not compared with the record's.");
        var (memberId, recordId) = (CredentialParts.Text(subject, "id"), CredentialParts.Text(recordSubject, "id"));
        if (memberId is not null && memberId == recordId) return Check.Valid(CheckId.Subject, "The member is about the learner of the record: both have the same id.");
        var comparisons = Compare(subject, recordSubject);
        if (comparisons.Contains(IdentityComparison.Same)) return Check.Valid(CheckId.Subject, "The member is about the learner of the record: they share an identity.");
        if (comparisons.Contains(IdentityComparison.Unknown)) return Check.Unknown(CheckId.Subject, "The member's subject and the record's have no id in common, and their identities are hashed in ways that cannot be compared.");
        return memberId is not null && recordId is not null || comparisons.Contains(IdentityComparison.Different)
            ? Check.Invalid(CheckId.Subject, "The member is about somebody else than the learner of the record.")
            : Check.Unknown(CheckId.Subject, "The member's subject and the record's have nothing by which they could be compared.");
    }

    private static HashSet<IdentityComparison> Compare(JsonElement subject, JsonElement recordSubject)
    {
        var known = LearnerIdentity.Of(recordSubject);
        return [.. LearnerIdentity.Of(subject).SelectMany(one => known.Where(other => other.Type == one.Type).Select(one.CompareWith))];
    }
}
