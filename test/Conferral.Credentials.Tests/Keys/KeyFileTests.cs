// The key file: only its owner's, never overwritten, and what openssl writes and reads.
using System.Diagnostics;
using System.Formats.Asn1;
using Conferral.Credentials.Keys;

namespace Conferral.Credentials.Tests.Keys;

public sealed class KeyFileTests : IDisposable
{
    private const string Passphrase = "correct horse é";
    private readonly string _folder = Directory.CreateTempSubdirectory("conferral-keys-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "issuer.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<KeyAlgorithm> Algorithms => [.. Enum.GetValues<KeyAlgorithm>()];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_key_comes_back_from_its_file_which_only_its_owner_may_read(KeyAlgorithm algorithm)
    {
        using var key = SigningKey.Generate(algorithm);
        KeyFile.Create(Path, key, Passphrase);
        using var again = KeyFile.Open(Path, Passphrase);
        Assert.Equal(key.VerificationKey, again.VerificationKey);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void A_wrong_passphrase_has_its_own_code()
    {
        using var key = SigningKey.Generate();
        KeyFile.Create(Path, key, Passphrase);
        Assert.Equal(KeyErrorCode.WrongPassphrase, CodeOf(() => KeyFile.Open(Path, "wrong")));
        Assert.Equal(KeyErrorCode.WrongPassphrase, CodeOf(() => KeyFile.Open(Path, "")));
    }

    [Fact]
    public void An_existing_file_is_left_as_it_was()
    {
        File.WriteAllText(Path, "precious");
        using var key = SigningKey.Generate();
        Assert.Equal(KeyErrorCode.AlreadyExists, CodeOf(() => KeyFile.Create(Path, key, Passphrase)));
        Assert.Equal("precious", File.ReadAllText(Path));
    }

    [Theory]
    [InlineData("precious")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void A_file_that_is_no_key_is_malformed(string content)
    {
        File.WriteAllText(Path, content);
        Assert.Equal(KeyErrorCode.Malformed, CodeOf(() => KeyFile.Open(Path, Passphrase, allowUnencrypted: true)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Openssl_opens_our_file_and_finds_the_same_public_key(KeyAlgorithm algorithm)
    {
        using var key = SigningKey.Generate(algorithm);
        KeyFile.Create(Path, key, Passphrase);
        Assert.Equal(key.VerificationKey.PublicKey, PublicKeyOf(algorithm, "-passin", "pass:" + Passphrase));
    }

    [Theory]
    [InlineData(KeyAlgorithm.Ed25519, "-algorithm", "ed25519")]
    [InlineData(KeyAlgorithm.P256, "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")]
    [InlineData(KeyAlgorithm.P384, "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384")]
    public void A_plain_key_of_openssl_is_opened_only_when_allowed(KeyAlgorithm algorithm, params string[] kind)
    {
        Openssl(["genpkey", .. kind, "-out", Path]);
        Assert.Equal(KeyErrorCode.NotEncrypted, CodeOf(() => KeyFile.Open(Path, Passphrase)));
        using var key = KeyFile.Open(Path, default, allowUnencrypted: true);
        Assert.Equal(algorithm, key.Algorithm);
        Assert.Equal(key.VerificationKey.PublicKey, PublicKeyOf(algorithm));
    }

    [Theory]
    [InlineData("-algorithm", "ed25519")]
    [InlineData("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384")]
    public void A_key_that_openssl_encrypted_is_opened(params string[] kind)
    {
        Openssl(["genpkey", .. kind, "-aes-256-cbc", "-pass", "pass:" + Passphrase, "-out", Path]);
        using var key = KeyFile.Open(Path, Passphrase);
        Assert.True(key.VerificationKey.Verify("x"u8, key.Sign("x"u8)));
    }

    [Theory]
    [InlineData("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1")]
    [InlineData("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521")]
    [InlineData("-algorithm", "X25519")]
    public void A_key_of_another_kind_is_named(params string[] kind)
    {
        Openssl(["genpkey", .. kind, "-out", Path]);
        Assert.Equal(KeyErrorCode.UnsupportedAlgorithm, CodeOf(() => KeyFile.Open(Path, default, allowUnencrypted: true)));
    }

    /// <summary>The last bytes of what openssl writes; it writes a point of ECDSA compressed when told to.</summary>
    private byte[] PublicKeyOf(KeyAlgorithm algorithm, params string[] arguments)
    {
        string[] form = algorithm == KeyAlgorithm.Ed25519 ? [] : ["-ec_conv_form", "compressed"];
        var der = Openssl(["pkey", "-in", Path, .. arguments, "-pubout", "-outform", "DER", .. form]);
        return [.. AsnDecoder.ReadBitString(Spki(der), AsnEncodingRules.DER, out _, out _)];
    }

    /// <summary>The BIT STRING that ends a SubjectPublicKeyInfo.</summary>
    private static ReadOnlySpan<byte> Spki(byte[] der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        reader.ReadEncodedValue();
        return reader.ReadEncodedValue().Span;
    }

    private static KeyErrorCode CodeOf(Action act) => Assert.Throws<KeyException>(act).Code;

    private static byte[] Openssl(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "openssl is not installed here.");
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/openssl", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output.ToArray();
    }
}
