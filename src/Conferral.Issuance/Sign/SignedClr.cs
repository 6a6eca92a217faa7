// A signed credential: the exact bytes that go out, stored before they do.
using System.Security.Cryptography;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Sign;

/// <summary>
/// A signed credential, read back from the ledger's stored bytes; never serialised a second time.
/// Shape: <see cref="Utf8Json"/> are the bytes to send and to keep; <see cref="Sha256"/> lower-case hex over them.
/// </summary>
public sealed class SignedClr
{
    internal SignedClr(CredentialVersion id, string learnerKey, ReadOnlyMemory<byte> utf8Json)
    {
        Id = id;
        LearnerKey = learnerKey;
        Utf8Json = utf8Json;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(utf8Json.Span));
    }

    public CredentialVersion Id { get; }

    public string LearnerKey { get; }

    public ReadOnlyMemory<byte> Utf8Json { get; }

    public string Sha256 { get; }

    /// <summary>The stored document of a claimed delivery, as it was signed.</summary>
    internal static SignedClr FromLedger(ClaimedDelivery claimed)
    {
        var clr = new SignedClr(claimed.Id, claimed.LearnerKey, claimed.Utf8Json);
        if (!string.Equals(clr.Sha256, claimed.Sha256, StringComparison.Ordinal))
            throw new LedgerException(LedgerCode.StoredBytesChanged, $"The stored bytes of {claimed.Id} no longer have the hash they were signed with. Nothing was sent; run `conferral audit`.");
        return clr;
    }
}
