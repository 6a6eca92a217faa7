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
}
