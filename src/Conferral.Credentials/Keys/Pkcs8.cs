// A private key as PKCS #8, plain or encrypted.
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace Conferral.Credentials.Keys;

/// <summary>Spec: https://www.rfc-editor.org/rfc/rfc8410#section-7 (Ed25519), https://www.rfc-editor.org/rfc/rfc5915 (ECDSA), https://www.rfc-editor.org/rfc/rfc8018#section-6.2 (PBES2)</summary>
internal static class Pkcs8
{
    /// <summary>
    /// Rounds of PBKDF2-HMAC-SHA-256 between passphrase and key, in files made from now on; a file opens with the rounds it names.
    /// The figure is the one OWASP's Password Storage Cheat Sheet gives for this function, about a quarter of a second, once per start.
    /// Only tests, whose passphrase is no secret and which open keys by the hundred, set it lower.
    /// </summary>
    public static int RoundsOfNewFiles { get; set; } = 600_000;

    private const string EcPublicKey = "1.2.840.10045.2.1", Rsa = "1.2.840.113549.1.1.1";

    private static readonly Oid Ed25519 = new("1.3.101.112");

    public static byte[] Encrypt(SigningKey key, ReadOnlySpan<char> passphrase)
    {
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, RoundsOfNewFiles);
        var secret = key.ExportSecret();
        try
        {
            return key.Algorithm == KeyAlgorithm.Ed25519
                ? EncryptEd25519(secret, passphrase, parameters)
                : EncryptEcdsa(EcdsaCurve.Of(key.Algorithm), secret, passphrase, parameters);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Errors: <see cref="KeyException"/>, <see cref="KeyErrorCode.WrongPassphrase"/>.</summary>
    public static Pkcs8PrivateKeyInfo Decrypt(byte[] encrypted, ReadOnlySpan<char> passphrase)
    {
        try
        {
            return Pkcs8PrivateKeyInfo.DecryptAndDecode(passphrase, encrypted, out _);
        }
        catch (CryptographicException refusal)
        {
            throw new KeyException(KeyErrorCode.WrongPassphrase, "The passphrase does not open this key file. Check it and try again; if it is right, the file is damaged and must be restored.", refusal);
        }
    }

    /// <summary>Errors: <see cref="KeyException"/>, <see cref="KeyErrorCode.Malformed"/>.</summary>
    public static Pkcs8PrivateKeyInfo Decode(byte[] plain)
    {
        try
        {
            return Pkcs8PrivateKeyInfo.Decode(plain, out _);
        }
        catch (CryptographicException refusal)
        {
            throw Malformed(refusal);
        }
    }

    private static byte[] EncryptEd25519(byte[] seed, ReadOnlySpan<char> passphrase, PbeParameters parameters)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(seed);
        var curvePrivateKey = writer.Encode();
        try
        {
            return new Pkcs8PrivateKeyInfo(Ed25519, algorithmParameters: null, curvePrivateKey).Encrypt(passphrase, parameters);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(curvePrivateKey);
        }
    }

    private static byte[] EncryptEcdsa(EcdsaCurve curve, byte[] scalar, ReadOnlySpan<char> passphrase, PbeParameters parameters)
    {
        using var ecdsa = ECDsa.Create(new ECParameters { Curve = curve.BaseLibrary, D = scalar });
        return ecdsa.ExportEncryptedPkcs8PrivateKey(passphrase, parameters);
    }

    /// <summary>The key that makes proofs. Errors: <see cref="KeyException"/>, <see cref="KeyErrorCode.Malformed"/> or <see cref="KeyErrorCode.UnsupportedAlgorithm"/>.</summary>
    public static SigningKey Read(Pkcs8PrivateKeyInfo info)
    {
        if (info.AlgorithmId.Value == Ed25519.Value) return Whole(info, ReadEd25519);
        if (info.AlgorithmId.Value == EcPublicKey) return Whole(info, ReadEcdsa);
        if (IsRsa(info)) throw new KeyException(KeyErrorCode.UnsupportedAlgorithm, "The file holds an RSA key, which signs tokens alone (conferral sign --jwt). Embedded proofs take Ed25519, P-256 or P-384.");
        throw new KeyException(KeyErrorCode.UnsupportedAlgorithm, $"The file holds a key of kind {info.AlgorithmId.Value}; this version signs with Ed25519 ({Ed25519.Value}) and ECDSA on P-256 or P-384 ({EcPublicKey}).");
    }

    public static bool IsRsa(Pkcs8PrivateKeyInfo info) => info.AlgorithmId.Value == Rsa;

    /// <summary>Reads the key's own part. Errors: <see cref="KeyException"/>, <see cref="KeyErrorCode.Malformed"/> where it is not that of its kind.</summary>
    public static T Whole<T>(Pkcs8PrivateKeyInfo info, Func<Pkcs8PrivateKeyInfo, T> read)
    {
        try
        {
            return read(info);
        }
        catch (Exception refusal) when (refusal is AsnContentException or CryptographicException)
        {
            throw Malformed(refusal);
        }
    }

    private static SigningKey ReadEd25519(Pkcs8PrivateKeyInfo info)
    {
        Span<byte> seed = stackalloc byte[SigningKey.SeedLength];
        try
        {
            if (!AsnDecoder.TryReadOctetString(info.PrivateKeyBytes.Span, seed, AsnEncodingRules.DER, out _, out var written) || written != seed.Length)
                throw Malformed(null);
            return SigningKey.FromSeed(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private static SigningKey ReadEcdsa(Pkcs8PrivateKeyInfo info)
    {
        var plain = info.Encode();
        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportPkcs8PrivateKey(plain, out _);
            return SigningKey.FromEcdsa(ecdsa);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static KeyException Malformed(Exception? inner)
        => new(KeyErrorCode.Malformed, "The file does not hold a PKCS #8 private key; restore it from where it was made.", inner);
}
