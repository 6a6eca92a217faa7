// conferral sign with keys and cryptosuites other than the usual ones.
using System.Text.Json;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.TestKit;

namespace Conferral.Cli.Tests;

public sealed class SignCommandTests
{
    private const string Issuer = "https://example.edu/issuers/565049"; // of the published badge

    [Theory]
    [InlineData(KeyAlgorithm.Ed25519, null, "eddsa-rdfc-2022")]
    [InlineData(KeyAlgorithm.Ed25519, "eddsa-jcs-2022", "eddsa-jcs-2022")]
    [InlineData(KeyAlgorithm.P256, null, "ecdsa-rdfc-2019")]
    [InlineData(KeyAlgorithm.P384, "ecdsa-jcs-2019", "ecdsa-jcs-2019")]
    public async Task A_document_is_signed_with_the_suite_asked_for_or_the_keys_usual_one(KeyAlgorithm algorithm, string? asked, string used)
    {
        using var folder = new TestFolder();
        WriteKey(folder, algorithm);
        string[] suite = asked is null ? [] : ["--suite", asked];
        var sign = await CliRun.Of(["sign", Badge(), "--key", folder["key.pem"], "--out", folder["signed"], "--created", "2026-05-16T17:00:00Z", .. suite]);
        Assert.True(sign.ExitStatus == ExitCode.Done, sign.Error);
        using var signed = JsonDocument.Parse(await File.ReadAllBytesAsync(folder["signed/ob-unsigned.json"], TestContext.Current.CancellationToken));
        Assert.Equal(used, signed.RootElement.GetProperty("proof")[0].GetProperty("cryptosuite").GetString());
        var verify = await CliRun.Of("verify", "--controller", folder["did.json"], folder["signed/ob-unsigned.json"]);
        Assert.True(verify.ExitStatus == ExitCode.Done, verify.Out);
    }

    [Theory]
    [InlineData(KeyAlgorithm.Ed25519, "ecdsa-rdfc-2019", "eddsa-rdfc-2022 or eddsa-jcs-2022")]
    [InlineData(KeyAlgorithm.P256, "eddsa-jcs-2022", "ecdsa-rdfc-2019 or ecdsa-jcs-2019 or ecdsa-sd-2023")]
    [InlineData(KeyAlgorithm.Ed25519, "Ed25519Signature2020", "eddsa-rdfc-2022 or eddsa-jcs-2022")]
    public async Task A_suite_that_does_not_fit_the_key_is_refused_before_anything_is_written(KeyAlgorithm algorithm, string suite, string offered)
    {
        using var folder = new TestFolder();
        WriteKey(folder, algorithm);
        var sign = await CliRun.Of("sign", Badge(), "--key", folder["key.pem"], "--out", folder["signed"], "--suite", suite);
        Assert.Equal(ExitCode.NotDone, sign.ExitStatus);
        Assert.Contains(offered, sign.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["signed"]));
    }

    private static string Badge() => Shared.Conformance("vectors", "1edtech", "linked-data-proof", "ob-unsigned.json");

    private static void WriteKey(TestFolder folder, KeyAlgorithm algorithm)
    {
        using var key = SigningKey.Generate(algorithm);
        KeyFile.Create(folder["key.pem"], key, "correct horse");
        File.WriteAllBytes(folder["did.json"], ControllerDocument.ForIssuer(Issuer, [VerificationMethod.Multikey(Issuer, key.VerificationKey)]).ToJson());
    }
}
