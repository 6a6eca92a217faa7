// Bytes at rest, sealed under a passphrase.
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Seals and opens. Shape: the line <see cref="Magic"/>, then salt (16), nonce (12), tag (16) and AES-256-GCM ciphertext; the
/// key is PBKDF2-HMAC-SHA-256 of passphrase and salt. The name under which the bytes are kept is authenticated, so that no
/// file can stand in for another.
/// Spec: NIST SP 800-38D; RFC 8018 §5.2. Decision: docs/decisions/token-cache.md.
/// </summary>
internal sealed class SealedText(Func<string> passphrase)
{
    public const string Magic = "conferral-sealed-1\n";

    /// <summary>As for the signing key, which the same passphrase opens: about a quarter of a second, once per file and run.</summary>
    private const int Pbkdf2Iterations = 600_000;

    private const int SaltBytes = 16, NonceBytes = 12, TagBytes = 16, KeyBytes = 32;

    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);
    private readonly Lazy<string> _passphrase = new(passphrase);

    /// <summary>Seals under the salt of <paramref name="earlier"/> if there is one: its key is known already, and the nonce is new each time.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, string name, ReadOnlySpan<byte> earlier = default)
    {
        var salt = earlier.Length >= Magic.Length + SaltBytes ? earlier.Slice(Magic.Length, SaltBytes).ToArray() : RandomNumberGenerator.GetBytes(SaltBytes);
        var whole = new byte[Magic.Length + SaltBytes + NonceBytes + TagBytes + plain.Length];
        Encoding.ASCII.GetBytes(Magic, whole);
        salt.CopyTo(whole, Magic.Length);
        var (nonce, tag, cipher) = Parts(whole);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(KeyFor(salt), TagBytes);
        aes.Encrypt(nonce, plain, cipher, tag, Encoding.UTF8.GetBytes(Magic + name));
        return whole;
    }

    /// <summary>Null when the passphrase is another one, or the bytes or their name were changed.</summary>
    public byte[]? Open(ReadOnlySpan<byte> sealedBytes, string name)
    {
        if (sealedBytes.Length < Magic.Length + SaltBytes + NonceBytes + TagBytes || !sealedBytes.StartsWith(Encoding.ASCII.GetBytes(Magic))) return null;
        var whole = sealedBytes.ToArray();
        var (nonce, tag, cipher) = Parts(whole);
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(KeyFor(whole.AsSpan(Magic.Length, SaltBytes)), TagBytes);
        try
        {
            aes.Decrypt(nonce, cipher, tag, plain, Encoding.UTF8.GetBytes(Magic + name));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static PartsOfFile Parts(byte[] whole)
    {
        var rest = whole.AsSpan(Magic.Length + SaltBytes);
        return new PartsOfFile(rest[..NonceBytes], rest.Slice(NonceBytes, TagBytes), rest[(NonceBytes + TagBytes)..]);
    }

    private byte[] KeyFor(ReadOnlySpan<byte> salt)
    {
        var copy = salt.ToArray();
        return _keys.GetOrAdd(Convert.ToHexString(salt), _ => Rfc2898DeriveBytes.Pbkdf2(_passphrase.Value, copy, Pbkdf2Iterations, HashAlgorithmName.SHA256, KeyBytes));
    }

    private readonly ref struct PartsOfFile(Span<byte> nonce, Span<byte> tag, Span<byte> cipher)
    {
        private readonly Span<byte> _nonce = nonce;
        private readonly Span<byte> _tag = tag;
        private readonly Span<byte> _cipher = cipher;

        public void Deconstruct(out Span<byte> nonce, out Span<byte> tag, out Span<byte> cipher)
        {
            nonce = _nonce;
            tag = _tag;
            cipher = _cipher;
        }
    }
}
