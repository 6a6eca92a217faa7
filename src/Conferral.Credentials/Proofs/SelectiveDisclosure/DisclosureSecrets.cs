// What makes a base proof unlike any other: the key behind its labels, and the key of its statements.
using System.Security.Cryptography;
using Conferral.Credentials.Keys;

namespace Conferral.Credentials.Proofs.SelectiveDisclosure;

/// <summary>
/// Made anew for each proof and wiped after it: whoever held them could make up statements, or guess what is hidden
/// behind a label. Shape: an HMAC key of 32 bytes; a P-256 key.
/// Spec: https://www.w3.org/TR/vc-di-ecdsa/#base-proof-serialization-ecdsa-sd-2023
/// </summary>
public sealed record DisclosureSecrets(byte[] HmacKey, SigningKey ProofKey) : IDisposable
{
    /// <summary>Units: bytes, of the HMAC key.</summary>
    public const int HmacKeyLength = 32;

    /// <summary>From the system's randomness.</summary>
    public static DisclosureSecrets Generate() => new(RandomNumberGenerator.GetBytes(HmacKeyLength), SigningKey.GenerateForOneProof());

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(HmacKey);
        ProofKey.Dispose();
    }
}
