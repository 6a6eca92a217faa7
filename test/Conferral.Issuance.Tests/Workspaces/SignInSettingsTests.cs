// What conferral.yaml says of signing in and of the way to a platform, as deliveries see it.
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Workspaces;

namespace Conferral.Issuance.Tests.Workspaces;

public sealed class SignInSettingsTests
{
    [Fact]
    public void Every_key_of_authorization_and_http_arrives()
    {
        var platform = Read("""
                authorization:
                  grant: authorization-code
                  clientId: c
                  clientSecret: file:secret
                  issuer: https://idp.example
                  tokenUrl: https://idp.example/t
                  authorizationUrl: https://idp.example/a
                  registrationUrl: https://idp.example/r
                  revocationUrl: https://idp.example/x
                  scope: one two
                  tokenAuth: private-key-jwt
                  privateKey: keys/client.pem
                  privateKeyPassphrase: file:secret
                  keyId: k1
                  assertionAudience: issuer
                  redirectPort: 8976
                  registration:
                    clientName: River
                    clientUri: https://river.example
                    logoUri: https://river.example/l
                    tosUri: https://river.example/t
                    policyUri: https://river.example/p
                    contacts: [registrar@river.example]
                http:
                  compressRequests: true
                  proxy: http://proxy.example:3128
                  authorities: ca.pem
                  clientCertificate: client.pem
                  clientKey: client.key
                  clientKeyPassphrase: file:secret
                  connectSeconds: 1.5
                  answerSeconds: 20
                  bodySeconds: 30
            """, out var folder);
        var authorization = platform.Authorization;
        Assert.Equal((AuthorizationGrant.AuthorizationCode, "c", "hush", "one two", TokenAuthentication.PrivateKeyJwt), (authorization.Grant, authorization.ClientId, authorization.ClientSecret, authorization.Scope, authorization.TokenAuth));
        Assert.Equal(["/", "/t", "/a", "/r", "/x"], ((Uri?[])[authorization.Issuer, authorization.TokenUrl, authorization.AuthorizationUrl, authorization.RegistrationUrl, authorization.RevocationUrl]).Select(url => url?.AbsolutePath));
        Assert.Equal((Path.Combine(folder, "keys", "client.pem"), "hush", "k1", "issuer", 8976), (authorization.PrivateKeyPath, authorization.PrivateKeyPassphrase, authorization.KeyId, authorization.AssertionAudience, authorization.RedirectPort));
        Assert.Equal(("River", "/l", "/t", "/p", "registrar@river.example"), (authorization.Registration.ClientName, authorization.Registration.LogoUri?.AbsolutePath, authorization.Registration.TermsUri?.AbsolutePath, authorization.Registration.PolicyUri?.AbsolutePath, Assert.Single(authorization.Registration.Contacts)));
        Assert.Equal((true, "proxy.example", false), (platform.Http.CompressRequests, platform.Http.Proxy?.Host, platform.Http.IgnoreProxies));
        Assert.Equal((Path.Combine(folder, "ca.pem"), Path.Combine(folder, "client.pem"), Path.Combine(folder, "client.key"), "hush"), (platform.Http.AuthoritiesPath, platform.Http.ClientCertificatePath, platform.Http.ClientCertificateKeyPath, platform.Http.ClientCertificatePassphrase));
        Assert.Equal((1.5, 20, 30), (platform.Timeouts.Connect.TotalSeconds, platform.Timeouts.Answer.TotalSeconds, platform.Timeouts.Body.TotalSeconds));
    }

    [Fact]
    public void No_proxy_can_be_asked_for() => Assert.True(Read("    authorization: { clientId: c, clientSecret: file:secret }\n    http: { proxy: none }", out _).Http.IgnoreProxies);

    [Theory]
    [InlineData("    trailingSlash: true", "platforms[0].authorization is missing")]
    [InlineData("    authorization: { grant: magic }", "Write one of: client-credentials, authorization-code")]
    [InlineData("    authorization: { clientId: c }", "ClientSecret is needed")]
    [InlineData("    authorization: { clientId: c, clientSecret: hunter2 }", "must not be written in the settings")]
    [InlineData("    authorization: { clientId: c, tokenAuth: private-key-jwt }", "needs PrivateKey")]
    [InlineData("    authorization: { clientId: c, tokenAuth: none }", "proves nothing")]
    [InlineData("    authorization: { clientId: c, clientSecret: file:secret, tokenUrl: http://idp.example/t }", "https only")]
    [InlineData("    authorization: { clientId: c, clientSecret: file:secret, redirectPort: 70000 }", "RedirectPort")]
    [InlineData("    authorization: { clientId: c, clientSecret: file:secret }\n    http: { proxy: socks5://p.example }", "is not an http proxy")]
    [InlineData("    authorization: { clientId: c, clientSecret: file:secret }\n    http: { proxy: \"http://sis:hunter2@p.example\" }", "must not be written in the settings")]
    [InlineData("    authorization: { clientId: c, clientSecret: file:secret }\n    http: { clientKey: k.pem }", "without ClientCertificate")]
    [InlineData("    authorization: { clientId: c, clientSecret: file:secret }\n    http: { answerSeconds: -1 }", "timeout")]
    public void What_is_wrong_is_named(string settings, string sentence)
    {
        var refusal = Assert.Throws<WorkspaceException>(() => Read(settings, out _));
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.Ordinal);
    }

    private static PlatformProfile Read(string settings, out string folder)
    {
        folder = Directory.CreateTempSubdirectory("conferral-settings-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "secret"), "hush\n");
            File.WriteAllText(Path.Combine(folder, Workspace.FileName), $"institution:\n  id: did:web:x.example\n  name: X\nplatforms:\n  - id: wallet\n    baseUrl: https://wallet.example\n{settings}\n");
            return Assert.Single(Workspace.Load(folder).OpenPlatforms());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
