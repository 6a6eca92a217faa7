// Every stable code has its exit status, and refusals are sentences that say what to do.
using System.Reflection;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Read;
using Conferral.Issuance.WriteBack;

namespace Conferral.Cli.Tests;

public sealed class FaultTests
{
    public static TheoryData<string> LedgerCodes() => [.. typeof(LedgerCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(LedgerCodes))]
    public void Every_ledger_code_has_an_exit_status(string code)
    {
        Assert.True(Faults.Table.ContainsKey(code));
        Assert.Equal(code, Faults.Find(new LedgerException(code, "Something."))!.ProblemType);
    }

    public static TheoryData<string> WriteBackCodes() => [.. typeof(WriteBackCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(WriteBackCodes))]
    public void Every_write_back_code_has_an_exit_status(string code)
        => Assert.Equal(code, Faults.Find(new WriteBackException(code, "Something.", retryable: true))!.ProblemType);

    public static TheoryData<string> IntakeCodeNames() => [.. IntakeCodes.All.Select(entry => entry.Code)];

    [Theory]
    [MemberData(nameof(IntakeCodeNames))]
    public void Every_intake_code_has_an_exit_status(string code)
        => Assert.Equal(code, Faults.Find(new IntakeException(code, "Something."))!.ProblemType);

    [Fact]
    public void A_bug_is_not_dressed_up_as_a_refusal() => Assert.Null(Faults.Find(new InvalidOperationException("A bug.")));

    [Theory]
    [InlineData("no-such-command")]
    [InlineData("verify")]
    [InlineData("plan", "--workspase", "x")]
    public async Task A_wrong_command_line_points_to_the_help(params string[] args)
    {
        var run = await CliRun.Of(args);
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("canonicalize")]
    public async Task A_file_that_is_not_there_is_named(string command)
    {
        using var folder = new TestFolder();
        var run = await CliRun.Of(command, folder["missing.json"]);
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Contains($"There is no file {folder["missing.json"]}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_no_workspace_says_how_to_make_one()
    {
        using var folder = new TestFolder();
        var run = await CliRun.Of("plan", "--workspace", folder.Path);
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Contains("conferral init", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("platfroms: []", "line 1", "platfroms")]
    [InlineData("institution:\n  name: [", "line", "column")]
    [InlineData("institution:\n  id: did:web:x.example", "institution.name", "missing")]
    [InlineData("institution:\n  id: did:web:x.example\n  name: X\ncredential:\n  utcOffset: \"five\"", "credential.utcOffset", "+01:00")]
    public async Task A_wrong_setting_is_named_with_its_place(string yaml, string place, string help)
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder["conferral.yaml"], yaml, TestContext.Current.CancellationToken);
        var run = await CliRun.Of("plan", "--workspace", folder.Path);
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Contains(place, run.Error, StringComparison.Ordinal);
        Assert.Contains(help, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_written_in_the_settings_is_refused()
    {
        using var folder = new TestFolder();
        await CliRun.Of("init", folder.Path, "--name", "X");
        var settings = folder["conferral.yaml"];
        var text = await File.ReadAllTextAsync(settings, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(settings, text.Replace("platforms: []", "platforms:\n  - id: a\n    baseUrl: https://a.example\n    authorization:\n      clientId: c\n      clientSecret: hunter2", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Directory.CreateDirectory(folder["export"]);
        await CliRun.Of("generate-cohort", folder["export"], "--learners", "2");
        var run = await CliRun.Of("issue", "--workspace", folder.Path);
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Contains("env:NAME", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_a_platform_is_told_before_the_export_is_read()
    {
        using var folder = new TestFolder();
        await CliRun.Of("init", folder.Path, "--name", "X");
        await CliRun.Of("generate-cohort", folder["export"], "--learners", "1");
        var text = await File.ReadAllTextAsync(folder["conferral.yaml"], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["conferral.yaml"], text.Replace("platforms: []", "platforms:\n  - id: a\n    baseUrl: https://a.example", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var run = await CliRun.Of("plan", "--workspace", folder.Path);
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Contains("platforms[0].authorization", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public async Task A_file_that_is_no_credential_is_called_so_before_options_are_asked_for()
    {
        using var folder = new TestFolder();
        await CliRun.Of("keygen", folder["key.pem"]);
        await File.WriteAllTextAsync(folder["learners.csv"], "learner_key,name\n1,Ann\n", TestContext.Current.CancellationToken);
        var run = await CliRun.Of("sign", folder["learners.csv"], "--key", folder["key.pem"], "--out", folder["out"]);
        Assert.Equal(ExitCode.NeedsAttention, run.ExitStatus);
        Assert.Contains("learners.csv: The document is not well-formed JSON. Line 1, byte 1:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clear_with_a_learner_alone_says_what_else_it_takes()
    {
        using var folder = new TestFolder();
        await CliRun.Of("init", folder.Path, "--name", "X");
        var run = await CliRun.Of("clear", "0012", "--workspace", folder.Path);
        Assert.Contains("Learner 0012 is cleared of nothing by decision.", run.Out, StringComparison.Ordinal);
        Assert.Contains("conferral clear 0012 --rule RULE", run.Out, StringComparison.Ordinal);
    }

    /// <summary>An id nobody can look up would be in every credential, so it is refused before anything is written.</summary>
    [Theory]
    [InlineData("example.edu", "did:web:registrar.example.edu")]
    [InlineData("http://example.edu/", "an https address")]
    [InlineData("mailto:registrar@example.edu", "an https address")]
    [InlineData("did:web:", "did:web:registrar.example.edu")]
    [InlineData("did:web:a b", "did:web:registrar.example.edu")]
    [InlineData("did:key:z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd", "Leave the issuer's id out")]
    public async Task An_issuer_nobody_can_look_up_is_refused_and_nothing_is_written(string issuer, string help)
    {
        using var folder = new TestFolder();
        var run = await CliRun.Of("init", folder["w"], "--name", "X", "--issuer", issuer);
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Contains(help, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["w"]));
    }

    [Fact]
    public async Task A_workspace_without_a_name_or_with_a_wrong_time_zone_is_not_begun()
    {
        using var folder = new TestFolder();
        Assert.Contains("institution.name", (await CliRun.Of("init", folder["w"], "--name", "  ")).Error, StringComparison.Ordinal);
        Assert.Contains("credential.utcOffset", (await CliRun.Of("init", folder["w"], "--name", "X", "--utc-offset", "EST")).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["w"]));
        Assert.Equal(ExitCode.Done, (await CliRun.Of("init", folder["w"], "--name", "X")).ExitStatus);
    }

    [Fact]
    public async Task An_issuer_changed_to_what_is_none_is_told_by_every_command()
    {
        using var folder = new TestFolder();
        await CliRun.Of("init", folder.Path, "--name", "X", "--issuer", "did:web:registrar.example.edu");
        var settings = folder["conferral.yaml"];
        var text = await File.ReadAllTextAsync(settings, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(settings, text.Replace("\"did:web:registrar.example.edu\"", "\"did:key:z6Mkfoo\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        foreach (var command in (string[])["plan", "issue", "publish"])
        {
            var run = await CliRun.Of([command, "--workspace", folder.Path, .. command == "publish" ? [folder["site"]] : Array.Empty<string>()]);
            Assert.Equal(ExitCode.NotDone, run.ExitStatus);
            Assert.Contains("is no did:key", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_command_the_help_is_shown_and_an_unknown_one_is_named_alone()
    {
        var nothing = await CliRun.Of();
        Assert.Equal(ExitCode.NotDone, nothing.ExitStatus);
        Assert.Contains("Commands:", nothing.Out, StringComparison.Ordinal);
        Assert.Equal("", nothing.Error);
        var unknown = await CliRun.Of("frobnicate");
        Assert.Equal(ExitCode.NotDone, unknown.ExitStatus);
        Assert.Contains("'frobnicate'", unknown.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Required command", unknown.Error, StringComparison.Ordinal);
    }
}
