// Passphrases on a file descriptor: taken where a key is needed, and refused with words where there is none on it.
using System.Globalization;
using System.IO.Pipes;
using System.Text;

namespace Conferral.Cli.Tests;

public sealed class PassphraseTests : IDisposable
{
    private const string Right = "right horse";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_step_takes_its_passphrase_from_a_file_descriptor()
    {
        var workspace = _folder["w"];
        await Done(Right, "init", workspace, "--name", "X", "--issuer", "did:web:registrar.example.edu");
        await Done(null, "generate-cohort", _folder["w/export"], "--learners", "2");
        await Done(Right, "keys", "add", "--workspace", workspace);
        await Done(Right, "plan", "--save", _folder["plan.html"], "--workspace", workspace); // of two keys, only the key file tells which one signs
        await Done(Right, "issue", "--plan", _folder["plan.html"], "--workspace", workspace);
        await Done(Right, "log", "seal", "--workspace", workspace);
        await Done(Right, "publish", _folder["site"], "--workspace", workspace);
        await Done(Right, "approvers", "add", "Ann", "--workspace", workspace);
    }

    [Theory]
    [InlineData("wrong horse\n", "does not open this key file")]
    [InlineData("", "held no passphrase")]
    [InlineData("\nright horse\n", "held no passphrase")]
    public async Task What_is_no_passphrase_is_refused_and_said(string written, string said)
    {
        await Done(Right, "init", _folder["w"], "--name", "X");
        await Done(null, "generate-cohort", _folder["w/export"], "--learners", "1");
        var run = await WithDescriptor(written, ["issue", "--workspace", _folder["w"]]);
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_descriptor_that_is_not_open_is_named_with_how_to_open_it()
    {
        await Done(Right, "init", _folder["w"], "--name", "X");
        await Done(null, "generate-cohort", _folder["w/export"], "--learners", "1");
        var run = await CliRun.Of(environment: null, "issue", "--workspace", _folder["w"], "--passphrase-fd", "987");
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Contains("987", run.Error, StringComparison.Ordinal);
        Assert.Contains("--passphrase-fd 3 3<FILE", run.Error, StringComparison.Ordinal);
    }

    private static async Task Done(string? passphrase, params string[] args)
    {
        var run = passphrase is null ? await CliRun.Of(environment: null, args) : await WithDescriptor(passphrase + "\n", args);
        Assert.True(run.ExitStatus == ExitCode.Done, $"{string.Join(' ', args)}: {run.Out}{run.Error}");
    }

    private static async Task<CliRun> WithDescriptor(string text, string[] args)
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        await pipe.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
        using var reading = pipe.ClientSafePipeHandle;
        var descriptor = (int)reading.DangerousGetHandle();
        await pipe.DisposeAsync();
        return await CliRun.Of(environment: null, [.. args, "--passphrase-fd", descriptor.ToString(CultureInfo.InvariantCulture)]);
    }
}
