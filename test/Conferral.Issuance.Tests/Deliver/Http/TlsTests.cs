// Whom we trust over TLS and what we show, with certificates made in the test.
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Conferral.Issuance.Deliver;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class TlsTests
{
    [Theory]
    [InlineData(HttpProtocols.Http1AndHttp2, "HTTP/2", SslProtocols.None)]
    [InlineData(HttpProtocols.Http1, "HTTP/1.1", SslProtocols.None)]
    [InlineData(HttpProtocols.Http1AndHttp2, "HTTP/2", SslProtocols.Tls12)]
    public async Task The_platform_chooses_the_protocol_and_HTTP_2_is_offered(HttpProtocols offered, string used, SslProtocols tls)
    {
        using var authority = new TestAuthority();
        await using var platform = await TlsPlatform.StartAsync(authority.ForServer(), protocols: offered, tls: tls);
        var ledger = new MemoryLedger(6);
        var summary = await Line.RunAsync(ProfileFor(platform, authority), ledger);
        Assert.Equal((6, 0, null), (summary.Delivered, summary.Pending, summary.StoppedBecause));
        Assert.All(platform.Arrivals, arrival => Assert.Equal(used, arrival.Protocol));
        Assert.Equal(ledger.Rows.Select(row => Convert.ToBase64String(row.Document)).Order(), platform.Arrivals.Select(arrival => Convert.ToBase64String(arrival.Body)).Order());
    }

    [Theory]
    [InlineData("unknown", "nobody trusted here stands behind its certificate (issued by River Test Authority)")]
    [InlineData("another", "nobody trusted here stands behind its certificate (issued by River Test Authority)")]
    [InlineData("ended", "its certificate holds from")]
    [InlineData("name", "its certificate is made out to elsewhere.test")]
    public async Task A_certificate_that_is_not_right_gets_nothing_and_says_why(string fault, string sentence)
    {
        using var authority = new TestAuthority();
        using var another = new TestAuthority("Another");
        using var certificate = authority.ForServer(fault == "name" ? "elsewhere.test" : "platform.test", withAddress: fault != "name", ended: fault == "ended");
        await using var platform = await TlsPlatform.StartAsync(certificate);
        var profile = ProfileFor(platform, fault == "another" ? another : authority);
        if (fault == "unknown") profile = profile with { Http = new HttpProfile() };
        var summary = await Line.RunAsync(profile, new MemoryLedger(2));
        Assert.Equal((DeliveryCode.TlsFailed, 2, 0), (summary.StopCode, summary.Pending, platform.Arrivals.Count));
        Assert.Contains(sentence, summary.StoppedBecause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("encrypted pem")]
    [InlineData("pkcs12")]
    public async Task A_client_certificate_is_shown_where_it_is_demanded(string form)
    {
        using var authority = new TestAuthority();
        await using var platform = await TlsPlatform.StartAsync(authority.ForServer(), clientRoot: authority.Root);
        using var client = authority.ForClient();
        var profile = ProfileFor(platform, authority);
        var summary = await Line.RunAsync(profile with { Http = Shown(profile.Http, authority, client, form) }, new MemoryLedger(3));
        Assert.Equal((3, null), (summary.Delivered, summary.StoppedBecause));
        Assert.All(platform.Arrivals, arrival => Assert.Equal("River College SIS", arrival.Client));
    }

    [Fact]
    public async Task Without_the_certificate_that_is_demanded_nothing_arrives()
    {
        using var authority = new TestAuthority();
        await using var platform = await TlsPlatform.StartAsync(authority.ForServer(), clientRoot: authority.Root);
        var summary = await Line.RunAsync(ProfileFor(platform, authority) with { Line = new() { StopAfterFailedRounds = 2 } }, new MemoryLedger(2));
        Assert.Equal((2, 0), (summary.Pending, platform.Arrivals.Count));
        Assert.Contains("http.clientCertificate", summary.StoppedBecause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ended", "ended on")]
    [InlineData("no key", "set ClientKey")]
    [InlineData("no file", "cannot be opened")]
    [InlineData("authorities", "holds no certificate")]
    public void A_file_that_cannot_be_used_is_refused_before_anything_is_sent(string fault, string sentence)
    {
        using var authority = new TestAuthority();
        using var client = authority.ForClient(ended: fault == "ended");
        var http = Shown(new HttpProfile(), authority, client, "pem");
        if (fault == "no key") http = http with { ClientCertificatePath = NoKey(), ClientCertificateKeyPath = null };
        if (fault == "no file") http = http with { ClientCertificatePath = authority["absent.pem"] };
        if (fault == "authorities") http = new HttpProfile { AuthoritiesPath = http.ClientCertificateKeyPath };
        var refusal = Assert.Throws<DeliveryException>(() => new PlatformConnection(Line.ProfileFor(new Uri("https://platform.test")) with { Http = http }, TimeProvider.System, new Random(1)));
        Assert.Equal(DeliveryCode.ProfileInvalid, refusal.Code);
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);

        string NoKey()
        {
            File.WriteAllBytes(authority["no-key.p12"], new X509Certificate2Collection(X509CertificateLoader.LoadCertificate(client.RawData)).Export(X509ContentType.Pkcs12)!);
            return authority["no-key.p12"];
        }
    }

    private static PlatformProfile ProfileFor(TlsPlatform platform, TestAuthority trusted)
        => Line.ProfileFor(platform.BaseUrl) with { Http = new HttpProfile { AuthoritiesPath = trusted.PemPath } };

    private static HttpProfile Shown(HttpProfile http, TestAuthority authority, X509Certificate2 client, string form)
    {
        using var key = client.GetECDsaPrivateKey()!;
        if (form == "pkcs12")
        {
            File.WriteAllBytes(authority["client.p12"], client.Export(X509ContentType.Pkcs12, "secret"));
            return http with { ClientCertificatePath = authority["client.p12"], ClientCertificatePassphrase = "secret" };
        }

        var encrypted = form == "encrypted pem";
        File.WriteAllText(authority["client.pem"], client.ExportCertificatePem() + "\n" + authority.Root.ExportCertificatePem());
        File.WriteAllText(authority["client.key"], encrypted
            ? key.ExportEncryptedPkcs8PrivateKeyPem("secret", new(System.Security.Cryptography.PbeEncryptionAlgorithm.Aes256Cbc, System.Security.Cryptography.HashAlgorithmName.SHA256, 1000))
            : key.ExportPkcs8PrivateKeyPem());
        return http with { ClientCertificatePath = authority["client.pem"], ClientCertificateKeyPath = authority["client.key"], ClientCertificatePassphrase = encrypted ? "secret" : null };
    }
}
