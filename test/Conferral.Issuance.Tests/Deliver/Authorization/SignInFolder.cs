// A workspace's token cache in a folder of the test's own, and profiles that use it.
using System.Security.Cryptography;
using Conferral.Credentials.Keys;
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Tests.Deliver;

internal sealed class SignInFolder : IDisposable
{
    public const string Passphrase = "correct horse";

    public static readonly RegistrationProfile About = new()
    {
        ClientName = "Conferral of River College",
        ClientUri = new Uri("https://river.example/"),
        LogoUri = new Uri("https://river.example/logo.png"),
        TermsUri = new Uri("https://river.example/terms"),
        PolicyUri = new Uri("https://river.example/privacy"),
        Contacts = ["registrar@river.example"],
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conferral-sign-in-");

    public string Path => _folder.FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public TokenCache Cache(string passphrase = Passphrase) => new(Path, () => passphrase, TimeProvider.System);

    public static PlatformProfile Account(Uri platform, AuthorizationProfile authorization) => Line.ProfileFor(platform) with { Authorization = authorization with { Grant = AuthorizationGrant.AuthorizationCode } };

    /// <summary>Signs in as a person would who says <paramref name="decision"/>.</summary>
    public async Task<ConnectionReport> ConnectAsync(PlatformProfile profile, bool register = false, string decision = "allow", TimeProvider? time = null)
    {
        using var signIn = new PlatformSignIn(profile, Cache(), time ?? TimeProvider.System);
        Task? person = null;
        var report = await signIn.ConnectAsync(register, (address, _) => Started(() => person = ConsentRobot.OpenAsync(address, decision)), TestContext.Current.CancellationToken);
        if (person is not null) await person;
        return report;
    }

    public StoredConnection Stored(PlatformProfile profile) => Cache().Read(profile.Id) ?? throw new InvalidOperationException("Nothing is kept.");

    /// <summary>Writes a key in PKCS #8 PEM, as openssl would.</summary>
    public string WriteKey(AsymmetricAlgorithm key)
    {
        var path = this["client.pem"];
        File.WriteAllText(path, key.ExportPkcs8PrivateKeyPem());
        return path;
    }

    public string WriteKey(SigningKey key)
    {
        var path = this["client-key.pem"];
        KeyFile.Create(path, key, Passphrase);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Task Started(Action start)
    {
        start();
        return Task.CompletedTask;
    }
}
