// The sign stage: one validated draft, one recorded intent, one document.
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Validate;

namespace Conferral.Issuance.Sign;

/// <summary>
/// Signs validated drafts as their intents promise. A pure function of draft, intent and key: the same three always give the
/// same bytes, so a crash after the intent can be repeated without making a second document. Safe for concurrent use.
/// </summary>
public sealed class Signer(CredentialSigner signer, SigningKey key, bool memberProofs)
{
    /// <summary>How many proofs a draft will carry: one per member that is signed here, and its own.</summary>
    public int ProofCountOf(ValidatedClr clr) => CredentialSigner.CountProofs(clr.Draft.Utf8Json, memberProofs);

    /// <summary>Errors: <see cref="ArgumentException"/> when the intent promises another draft.</summary>
    public SignedClr Sign(ValidatedClr clr, SigningIntent intent)
    {
        if (!string.Equals(clr.Draft.Sha256, intent.DraftSha256, StringComparison.Ordinal))
            throw new ArgumentException($"The intent for {intent.Id} was recorded for another draft.", nameof(intent));
        var bytes = signer.Sign(clr.Draft.Utf8Json, key, new SigningOptions(intent.VerificationMethod, intent.FirstCreated) { SignMembers = memberProofs });
        return new SignedClr(intent.Id, intent.LearnerKey, bytes);
    }
}
