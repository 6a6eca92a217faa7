// What stands between a passphrase and a real registrar's key, asked of the real command: the tests beside this one make quick keys.
using System.Diagnostics;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Conferral.Cli.Tests;

public sealed class KeyStrengthTests
{
    [Fact]
    public async Task A_new_key_is_kept_behind_600_000_rounds()
    {
        using var folder = new TestFolder();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "conferral.dll"), "keygen", folder["key.pem"]])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment[Passphrase.Variable] = "correct horse";
        using var keygen = Process.Start(start)!;
        await keygen.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await keygen.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Done, keygen.ExitCode);
        Assert.Equal(600_000, RoundsOf(await File.ReadAllTextAsync(folder["key.pem"], TestContext.Current.CancellationToken)));
    }

    /// <summary>Spec: RFC 5958 §3, RFC 8018 §A.4 and §A.2.</summary>
    private static int RoundsOf(string pem)
    {
        var found = PemEncoding.Find(pem);
        var algorithm = new AsnReader(Convert.FromBase64String(pem[found.Base64Data]), AsnEncodingRules.DER).ReadSequence().ReadSequence();
        algorithm.ReadObjectIdentifier(); // PBES2
        var derivation = algorithm.ReadSequence().ReadSequence();
        derivation.ReadObjectIdentifier(); // PBKDF2
        var parameters = derivation.ReadSequence();
        parameters.ReadOctetString(); // the salt
        Assert.True(parameters.TryReadInt32(out var rounds));
        return rounds;
    }
}
