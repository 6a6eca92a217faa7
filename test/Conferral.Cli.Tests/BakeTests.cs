// Credentials baked into images on the command line, and verified from there.
using Conferral.Credentials.Keys;

namespace Conferral.Cli.Tests;

public sealed class BakeTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly SigningKey _key = SigningKey.FromSeed(new byte[32]);

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_baked_badge_verifies_and_a_bare_picture_says_what_to_do()
    {
        var (picture, badge, baked) = (_folder["picture.svg"], _folder["signed/badge.json"], _folder["badge.svg"]);
        await File.WriteAllTextAsync(picture, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        await SignAsync();

        Assert.Equal(ExitCode.Done, (await CliRun.Of("bake", picture, badge, "--out", baked)).ExitStatus);
        var verify = await CliRun.Of("verify", baked);
        Assert.True(verify.ExitStatus == ExitCode.Done, verify.Out + verify.Error);

        var bare = await CliRun.Of("verify", picture);
        Assert.Equal(ExitCode.NotDone, bare.ExitStatus);
        Assert.Contains("No credential is baked into this SVG image.", bare.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_overwritten_and_nothing_unsigned_is_baked()
    {
        var picture = _folder["picture.svg"];
        await File.WriteAllTextAsync(picture, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        await SignAsync();
        Assert.Equal(ExitCode.NotDone, (await CliRun.Of("bake", picture, _folder["signed/badge.json"], "--out", picture)).ExitStatus);
        Assert.Equal("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", await File.ReadAllTextAsync(picture));

        var unsigned = await CliRun.Of("bake", picture, _folder["badge.json"], "--out", _folder["out.svg"]);
        Assert.Equal(ExitCode.NotDone, unsigned.ExitStatus);
        Assert.Contains("Sign it, then bake it.", unsigned.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out.svg"]));
    }

    private async Task SignAsync()
    {
        await File.WriteAllTextAsync(_folder["badge.json"], $$"""
            {
              "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
              "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
              "type": ["VerifiableCredential", "OpenBadgeCredential"],
              "issuer": { "id": "{{DidKey.Did(_key.VerificationKey)}}", "type": ["Profile"], "name": "College" },
              "validFrom": "2026-01-01T00:00:00Z",
              "name": "Course",
              "credentialSubject": {
                "id": "did:example:learner",
                "type": ["AchievementSubject"],
                "achievement": { "id": "urn:uuid:00000000-0000-4000-9000-000000000001", "type": ["Achievement"], "name": "Course", "description": "A course.", "criteria": { "narrative": "Pass it." } }
              }
            }
            """);
        KeyFile.Create(_folder["key.pem"], _key, CliRun.WithPassphrase[Passphrase.Variable]);
        var sign = await CliRun.Of("sign", _folder["badge.json"], "--key", _folder["key.pem"], "--out", _folder["signed"]);
        Assert.True(sign.ExitStatus == ExitCode.Done, sign.Error);
    }
}
