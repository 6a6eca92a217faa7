// How a learner's credentials name their subject.
using Conferral.Credentials.Model;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Compose;

/// <summary>
/// The CLR names its subject by the DID, where there is one, and by every identity. A member names it by the DID alone or,
/// where there is none, by the SIS key's identity alone: enough to bind a member taken out of the CLR to the learner, and a
/// quarter of the document smaller than repeating every identity in every member.
/// </summary>
internal sealed record SubjectBinding(string? Did, IReadOnlyList<IdentityObject> Identities)
{
    public IReadOnlyList<IdentityObject>? MemberIdentities { get; } = Did is null ? [Identities[0]] : null;

    public static SubjectBinding Of(LearnerRecord learner, ComposeOptions options, IdentifierMint mint)
    {
        var salt = options.HashIdentifiers ? mint.Salt(learner.LearnerKey) : null;
        var identities = new List<IdentityObject>(3 + learner.Identifiers.Count);
        Add(IdentityType.SisSourcedId, learner.LearnerKey);
        if (options.IdentifyByName && learner.Name is { } name) Add(IdentityType.Name, name.Display);
        if (options.IdentifyByEmail && learner.Email is { } email) Add(IdentityType.EmailAddress, email);
        foreach (var identifier in learner.Identifiers) Add(identifier.IdentityType, identifier.Value);
        return new SubjectBinding(learner.Did, identities);

        void Add(string type, string value)
        {
            var identity = salt is null ? IdentityObject.Plain(type, value) : IdentityObject.Sha256(type, value, salt);
            if (!identities.Contains(identity)) identities.Add(identity);
        }
    }
}
