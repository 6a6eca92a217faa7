// conferral sign --jwt: tokens of every kind of key, and the options that do not go together.
using System.Security.Cryptography;

namespace Conferral.Cli.Tests;

public sealed class TokenSigningTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ed25519")]
    [InlineData("p256")]
    [InlineData("p384")]
    public async Task A_record_becomes_a_token_around_members_with_proofs(string kind)
    {
        var keygen = await CliRun.Of("keygen", _folder["key.pem"], "--kind", kind);
        await File.WriteAllBytesAsync(_folder["record.json"], DisclosureTests.RecordOf(keygen.Out.Split('#')[0], members: 2), TestContext.Current.CancellationToken);
        foreach (var (folder, options) in ((string, string[])[])[("url", []), ("key", ["--jwk"])])
        {
            var sign = await CliRun.Of(["sign", _folder["record.json"], "--key", _folder["key.pem"], "--out", _folder[folder], "--jwt", .. options]);
            Assert.True(sign.ExitStatus == ExitCode.Done, sign.Error);
            var verify = await CliRun.Of("verify", _folder[$"{folder}/record.jwt"]);
            Assert.True(verify.ExitStatus == ExitCode.Done, verify.Out);
            Assert.Contains("its 2 embedded credentials verify", verify.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_rsa_key_signs_tokens_and_says_what_it_needs()
    {
        using var rsa = RSA.Create(2048);
        await File.WriteAllTextAsync(_folder["key.pem"], rsa.ExportEncryptedPkcs8PrivateKeyPem("correct horse", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_folder["record.json"], DisclosureTests.RecordOf("https://college.example/issuers/1", members: 1), TestContext.Current.CancellationToken);
        Assert.Contains("which signs tokens alone", (await Sign("none")).Error, StringComparison.Ordinal);
        Assert.Contains("--no-member-proofs", (await Sign("members", "--jwt", "--jwk")).Error, StringComparison.Ordinal);
        Assert.Contains("give --verification-method", (await Sign("method", "--jwt", "--no-member-proofs")).Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await Sign("done", "--jwt", "--no-member-proofs", "--verification-method", "https://college.example/keys/1")).ExitStatus);
        Assert.True(File.Exists(_folder["done/record.jwt"]));
    }

    [Theory]
    [InlineData("use it with --jwt", "--jwk")]
    [InlineData("without --verification-method", "--jwt", "--jwk", "--verification-method", "https://college.example/keys/1")]
    [InlineData("leave --suite out", "--jwt", "--suite", "ecdsa-rdfc-2019")]
    [InlineData("add --suite ecdsa-sd-2023", "--mandatory", "/issuer")]
    public async Task Options_that_do_not_go_together_are_refused_before_anything_is_read(string sentence, params string[] options)
    {
        var sign = await Sign("out", options);
        Assert.Equal(ExitCode.NotDone, sign.ExitStatus);
        Assert.Contains(sentence, sign.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    private Task<CliRun> Sign(string folder, params string[] options)
        => CliRun.Of(["sign", _folder["record.json"], "--key", _folder["key.pem"], "--out", _folder[folder], .. options]);
}
