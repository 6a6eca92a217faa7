// The private key a client signs its assertions with.
using System.Security.Cryptography;
using Conferral.Credentials.Keys;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// An Ed25519, P-256, P-384 or RSA key of a PKCS #8 PEM file.
/// Errors: <see cref="DeliveryException"/> for a file that cannot be read or opened.
/// Spec: RFC 7518 §3.1; RFC 8037 §3.1.
/// </summary>
internal sealed class ClientKey : IDisposable
{
    /// <summary>What RFC 7518 §3.3 asks of RS256. Units: bits.</summary>
    private const int MinRsaBits = 2048;

    private readonly SigningKey? _key;
    private readonly RSA? _rsa;

    private ClientKey(SigningKey key)
    {
        _key = key;
        Algorithm = key.Algorithm switch
        {
            KeyAlgorithm.Ed25519 => "EdDSA",
            KeyAlgorithm.P256 => "ES256",
            _ => "ES384",
        };
    }

    private ClientKey(RSA rsa) => (_rsa, Algorithm) = (rsa, "RS256");

    /// <summary>The registered name, for <c>alg</c>.</summary>
    public string Algorithm { get; }

    public static ClientKey Open(string path, string? passphrase)
    {
        try
        {
            return new ClientKey(KeyFile.Open(path, passphrase, allowUnencrypted: true));
        }
        catch (KeyException refusal) when (refusal.Code == KeyErrorCode.UnsupportedAlgorithm)
        {
            return new ClientKey(OpenRsa(path, passphrase));
        }
        catch (Exception fault) when (fault is KeyException or IOException or UnauthorizedAccessException)
        {
            throw Unusable($"PrivateKey: {fault.Message}", fault);
        }
    }

    public byte[] Sign(ReadOnlySpan<byte> data) => _key?.Sign(data) ?? _rsa!.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public void Dispose()
    {
        _key?.Dispose();
        _rsa?.Dispose();
    }

    private static RSA OpenRsa(string path, string? passphrase)
    {
        var rsa = RSA.Create();
        try
        {
            if (passphrase is null) rsa.ImportFromPem(File.ReadAllText(path));
            else rsa.ImportFromEncryptedPem(File.ReadAllText(path), passphrase);
            return rsa.KeySize >= MinRsaBits ? rsa : throw Unusable($"PrivateKey {path} is an RSA key of {rsa.KeySize} bits; {MinRsaBits} are the least.", null);
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            rsa.Dispose();
            throw Unusable($"PrivateKey {path} is neither an Ed25519, P-256, P-384 nor RSA key in PKCS #8 PEM form.", fault);
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    private static DeliveryException Unusable(string message, Exception? inner) => new(DeliveryCode.ProfileInvalid, message, retryable: false, inner);
}
