// How a learner's credentials name their subject.
using Conferral.Credentials.Model;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Compose;

/// <summary>
/// The CLR names its subject by the DID, where there is one, and by every identity. A member names it by the DID alone,
/// or, where there is none, by the same identities as the CLR; so that a member taken out of the CLR is still bound to the learner.
/// </summary>
internal sealed record SubjectBinding(string? Did, IReadOnlyList<IdentityObject> Identities)
{
    public IReadOnlyList<IdentityObject>? MemberIdentities => Did is null ? Identities : null;

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
