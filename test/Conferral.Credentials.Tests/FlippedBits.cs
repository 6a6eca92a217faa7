// One altered bit anywhere in a signed document is never called valid.
using Conferral.Credentials.Verification;
using CsCheck;

namespace Conferral.Credentials.Tests;

internal static class FlippedBits
{
    /// <summary>Flips one bit of <paramref name="signed"/> at a time, so many times, and asks the verifier. CsCheck prints the seed of a failure.</summary>
    public static void NeverVerify(CredentialVerifier verifier, byte[] signed, int times) => Gen.Int[0, (signed.Length * 8) - 1].Sample(
        bit =>
        {
            var altered = signed.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(Verdict.Valid, verifier.Verify(altered).Verdict);
        },
        iter: times);
}
