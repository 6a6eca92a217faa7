// The demo is the product: it must run from nothing, add up, and leave the files it names.
namespace Conferral.Cli.Tests;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_issues_the_class_and_everything_adds_up()
    {
        using var folder = new TestFolder();
        var demo = await CliRun.Of("demo", "--workspace", folder["demo"]);
        Assert.True(demo.ExitStatus == ExitCode.Done, demo.Out + demo.Error);
        Assert.Contains("The account adds up: 300 read", demo.Out, StringComparison.Ordinal);
        Assert.Contains("every one is byte for byte", demo.Out, StringComparison.Ordinal);
        Assert.Contains("Everything adds up.", demo.Out, StringComparison.Ordinal);

        var credentials = Directory.GetFiles(folder["demo/credentials"]);
        var crosswalk = await File.ReadAllLinesAsync(folder["demo/out/crosswalk.csv"], TestContext.Current.CancellationToken);
        Assert.Equal(credentials.Length, crosswalk.Count(line => line.Length > 0) - 1);

        var verify = await CliRun.Of(["verify", "--controller", folder["demo/issuer/did.json"], .. credentials.Take(3)]);
        Assert.True(verify.ExitStatus == ExitCode.Done, verify.Out);
        var without = await CliRun.Of("verify", credentials[0]);
        Assert.Equal(ExitCode.NotDone, without.ExitStatus);

        var status = await CliRun.Of("status", "--workspace", folder["demo"]);
        Assert.Contains("finished", status.Out, StringComparison.Ordinal);
        var learner = crosswalk[1].Split(',')[0];
        var show = await CliRun.Of("show", learner, "--workspace", folder["demo"]);
        Assert.Contains("written-back", show.Out, StringComparison.Ordinal);
        var document = await CliRun.Of("show", learner, "--workspace", folder["demo"], "--document");
        Assert.Contains(credentials, path => File.ReadAllBytes(path).AsSpan().SequenceEqual(document.RawOut));

        // The same again: everyone is unchanged, nothing is sent, and the account still adds up.
        var again = await CliRun.Of(new Dictionary<string, string> { [Passphrase.Variable] = "river-college-demo" }, "issue", "--workspace", folder["demo"]);
        Assert.Equal(ExitCode.Done, again.ExitStatus);
        Assert.Contains($"0 issued + {credentials.Length} unchanged", again.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_somebody_else_is_not_touched_by_the_demo()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder["thesis.txt"], "mine", TestContext.Current.CancellationToken);
        var demo = await CliRun.Of("demo", "--workspace", folder.Path);
        Assert.Equal(ExitCode.NotDone, demo.ExitStatus);
        Assert.True(File.Exists(folder["thesis.txt"]));
    }
}
