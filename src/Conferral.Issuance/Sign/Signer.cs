// The sign stage: one validated draft, one recorded intent, one document.
using System.Buffers;
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
    /// <summary>How many proofs a draft may carry, one per member and its own: so many microseconds its intent sets aside.</summary>
    public static int ProofCountOf(ValidatedClr clr) => 1 + clr.MemberCount;

    /// <summary>Whether a draft came with a status entry of somebody's choosing.</summary>
    public static bool HasOwnStatus(ValidatedClr clr) => StatusSplice.HasStatus(clr.Draft.Utf8Json);

    /// <summary>Writes the draft, signed, with the place in a status list that the intent holds. Shape: UTF-8. Errors: <see cref="ArgumentException"/> when the intent promises another draft.</summary>
    public void Sign(ValidatedClr clr, SigningIntent intent, IBufferWriter<byte> output)
    {
        if (!string.Equals(clr.Draft.Sha256, intent.DraftSha256, StringComparison.Ordinal))
            throw new ArgumentException($"The intent for {intent.Id} was recorded for another draft.", nameof(intent));
        signer.Sign(StatusSplice.Apply(clr.Draft.Utf8Json, intent.Status), key, new SigningOptions(intent.VerificationMethod, intent.FirstCreated.AddMicroseconds(intent.ProofCount - 1)) { SignMembers = memberProofs }, output);
    }
}
