// Whether a member of a learner's record is about that learner.
using System.Runtime.InteropServices;
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Verification;

/// <summary>
/// Compares the subjects of a record and of its members by id, then by identities. No specification asks for it, but without it
/// anybody's degree could be put into anybody's record. One serves all members of a record, whose identities are read once.
/// </summary>
internal sealed class SubjectBinding(JsonElement recordSubject)
{
    private static readonly Check SameIdentity = Check.Valid(CheckId.Subject, "The member is about the learner of the record: they share an identity.");

    private readonly string? _recordId = CredentialParts.Text(recordSubject, "id");
    private IReadOnlyList<LearnerIdentity>? _identities;
    private IReadOnlyList<JsonElement>? _written;

    public Check Judge(JsonElement member)
    {
        if (CredentialParts.SubjectOf(member) is not { } subject)
            return Check.Unknown(CheckId.Subject, "The member has not exactly one subject, so it was not compared with the record's.");
        var memberId = CredentialParts.Text(subject, "id");
        if (memberId is not null && memberId == _recordId) return Check.Valid(CheckId.Subject, "The member is about the learner of the record: both have the same id.");
        if (SaysTheSame(subject)) return SameIdentity;
        _identities ??= LearnerIdentity.Of(recordSubject);
        var comparisons = Compare(subject, _identities);
        if (comparisons.Contains(IdentityComparison.Same)) return SameIdentity;
        if (comparisons.Contains(IdentityComparison.Unknown)) return Check.Unknown(CheckId.Subject, "The member's subject and the record's have no id in common, and their identities are hashed in ways that cannot be compared.");
        return memberId is not null && _recordId is not null || comparisons.Contains(IdentityComparison.Different)
            ? Check.Invalid(CheckId.Subject, "The member is about somebody else than the learner of the record.")
            : Check.Unknown(CheckId.Subject, "The member's subject and the record's have nothing by which they could be compared.");
    }

    /// <summary>The usual case: an identity of both is written in the same bytes.</summary>
    private bool SaysTheSame(JsonElement subject)
    {
        _written ??= LearnerIdentity.WrittenIn(recordSubject);
        if (_written.Count == 0 || !subject.TryGetProperty("identifier"u8, out var own)) return false;
        if (own.ValueKind != JsonValueKind.Array) return IsWritten(own);
        foreach (var identity in own.EnumerateArray())
        {
            if (IsWritten(identity)) return true;
        }

        return false;
    }

    private bool IsWritten(JsonElement identity)
    {
        var text = JsonMarshal.GetRawUtf8Value(identity);
        foreach (var known in _written!)
        {
            if (JsonMarshal.GetRawUtf8Value(known).SequenceEqual(text)) return true;
        }

        return false;
    }

    private static HashSet<IdentityComparison> Compare(JsonElement subject, IReadOnlyList<LearnerIdentity> known)
        => [.. LearnerIdentity.Of(subject).SelectMany(one => known.Where(other => other.Type == one.Type).Select(one.CompareWith))];
}
