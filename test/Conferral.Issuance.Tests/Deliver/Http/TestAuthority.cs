// A certification authority of the test's own, and what it issues.
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Conferral.Issuance.Tests.Deliver;

internal sealed class TestAuthority : IDisposable
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2 _root;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conferral-authority-");
    private int _issued;

    public TestAuthority(string name = "River Test Authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        _root = request.CreateSelfSigned(now.AddYears(-3), now.AddYears(1));
        File.WriteAllText(this["authority.pem"], "# River's own\n" + _root.ExportCertificatePem());
    }

    public X509Certificate2 Root => _root;

    /// <summary>The authority's certificate as the settings would name it.</summary>
    public string PemPath => this["authority.pem"];

    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>A server's certificate for 127.0.0.1 and <paramref name="host"/>.</summary>
    public X509Certificate2 ForServer(string host = "platform.test", bool withAddress = true, bool ended = false)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        if (withAddress) names.AddIpAddress(IPAddress.Loopback);
        return Issue(host, ServerAuthentication, ended, names.Build());
    }

    public X509Certificate2 ForClient(string name = "River College SIS", bool ended = false) => Issue(name, ClientAuthentication, ended, extension: null);

    public void Dispose()
    {
        _root.Dispose();
        _folder.Delete(recursive: true);
    }

    private X509Certificate2 Issue(string name, string usage, bool ended, X509Extension? extension)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        if (extension is not null) request.CertificateExtensions.Add(extension);
        var now = TimeProvider.System.GetUtcNow();
        using var issued = request.Create(_root, now.AddYears(-2), ended ? now.AddYears(-1) : now.AddDays(30), BitConverter.GetBytes(++_issued));
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), password: null, X509KeyStorageFlags.Exportable);
    }
}
