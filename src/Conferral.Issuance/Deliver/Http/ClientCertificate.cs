// The certificate this client shows a platform that asks for one.
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Conferral.Issuance.Deliver;

/// <summary>Errors: <see cref="DeliveryException"/> for a file that cannot be read, has no key, or holds a certificate that has ended.</summary>
internal static class ClientCertificate
{
    /// <summary>Null where the settings name none. The certificate's issuers in the file are shown with it.</summary>
    public static SslStreamCertificateContext? Open(HttpProfile profile, TimeProvider time)
    {
        if (profile.ClientCertificatePath is not { } path) return null;
        try
        {
            var all = IsPem(path) ? FromPem(path, profile) : X509CertificateLoader.LoadPkcs12CollectionFromFile(path, profile.ClientCertificatePassphrase);
            var own = all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw Unusable($"{path} holds no private key: set ClientKey to its file.", null);
            if (own.NotAfter.ToUniversalTime() < time.GetUtcNow().UtcDateTime) throw Unusable($"{path} ended on {own.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: ask the platform's administrator for a new one.", null);
            return SslStreamCertificateContext.Create(own, [.. all.Where(certificate => certificate != own)], offline: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unusable($"{path} cannot be opened: {fault.Message} If its key is encrypted, set ClientKeyPassphrase.", fault);
        }
    }

    private static bool IsPem(string path) => PemEncoding.TryFind(File.ReadAllText(path), out _);

    private static X509Certificate2Collection FromPem(string path, HttpProfile profile)
    {
        var keyPath = profile.ClientCertificateKeyPath ?? path;
        using var own = profile.ClientCertificatePassphrase is { } passphrase
            ? X509Certificate2.CreateFromEncryptedPemFile(path, passphrase, keyPath)
            : X509Certificate2.CreateFromPemFile(path, keyPath);
        var issuers = new X509Certificate2Collection();
        issuers.ImportFromPemFile(path);
        // Windows shows only keys that have been in a PKCS #12.
        return [X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), password: null), .. issuers.Skip(1)];
    }

    private static DeliveryException Unusable(string message, Exception? inner) => new(DeliveryCode.ProfileInvalid, $"ClientCertificate: {message}", retryable: false, inner);
}
