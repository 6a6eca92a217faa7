// conferral plan --save, approve and issue --plan: what is carried out is what was read and approved, or nothing.
using Conferral.Credentials.Keys;
using Conferral.Issuance.Release;
using Conferral.Issuance.Workspaces;
using Conferral.Samples;

namespace Conferral.Cli.Tests;

public sealed class PlanBindingTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string this[string relative] => _folder["w/" + relative];

    [Fact]
    public async Task A_saved_plan_is_a_page_that_is_carried_out_and_resumed()
    {
        Make();
        Succeeds(await RunAsync("plan", "--save", this["plan.html"]));
        var page = await File.ReadAllTextAsync(this["plan.html"], TestContext.Current.CancellationToken);
        Assert.Contains("Sample 3 of 3", page, StringComparison.Ordinal);
        Assert.Contains("learners.csv", page, StringComparison.Ordinal);
        Succeeds(await RunAsync("issue", "--plan", this["plan.html"]));
        Succeeds(await RunAsync("issue", "--plan", this["plan.html"]));
        var audit = await RunAsync("audit");
        Succeeds(audit);
        Assert.Contains("released under a plan", audit.Out, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Mutations => new()
    {
        { "export/awards.csv", "The export changed since: awards.csv." },
        { "export/course_results.csv", "The export changed since: course_results.csv." },
        { "mapping.yaml", "The mapping of the export's columns changed since." },
        { "conferral.yaml", "The setting credential.title changed since: " },
        { "keys/identifier-secret", "The identifier secret is another: every learner would get a second id." },
        { "key", "The signing key is another: the plan names the public key z6Mk" },
        { "plan.html", "was changed after the plan was made" },
    };

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task One_changed_byte_and_nothing_is_issued(string what, string sentence)
    {
        Make();
        Succeeds(await RunAsync("plan", "--save", this["plan.html"]));
        Change(what);
        var run = await RunAsync("issue", "--plan", this["plan.html"]);
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was issued from this workspace yet.", (await RunAsync("status")).Out, StringComparison.Ordinal);
        Assert.False(File.Exists(this["out/crosswalk.csv"]));
    }

    [Fact]
    public async Task A_file_beside_the_export_may_change()
    {
        Make();
        File.WriteAllText(this["export/notes.txt"], "one");
        Succeeds(await RunAsync("plan", "--save", this["plan.html"]));
        File.WriteAllText(this["export/notes.txt"], "two");
        Succeeds(await RunAsync("issue", "--plan", this["plan.html"]));
    }

    [Fact]
    public async Task Two_people_approve_and_only_then_is_it_issued()
    {
        Make();
        Succeeds(await RunAsync("approvers", "add", "Ada Lovelace"));
        Succeeds(await RunAsync("approvers", "add", "Ben"));
        Demand(2);
        Assert.Contains("2 approvals of different people are demanded", (await RunAsync("approvers", "list")).Out, StringComparison.Ordinal);

        Refused("issues only what 2 people approved", await RunAsync("issue"));
        Succeeds(await RunAsync("plan", "--save", this["plan.html"]));
        Refused("has that of nobody. Still able to approve it with `conferral approve`: Ada Lovelace, Ben.", await RunAsync("issue", "--plan", this["plan.html"]));
        Refused("no approver called Eve", await RunAsync("approve", this["plan.html"], "--by", "Eve"));

        var first = await RunAsync("approve", this["plan.html"], "--by", "Ada Lovelace");
        Succeeds(first);
        Assert.Contains("1 of 2 approvals", first.Out, StringComparison.Ordinal);
        Refused("the same person does not count twice", await RunAsync("approve", this["plan.html"], "--by", "Ada Lovelace"));
        Refused("has that of Ada Lovelace. Still able", await RunAsync("issue", "--plan", this["plan.html"]));
        Refused("not the one the settings name for Ben", await RunAsync("approve", this["plan.html"], "--by", "Ben", "--key", this["keys/approvers/Ada-Lovelace.pem"]));
        var second = await RunAsync("approve", this["plan.html"], "--by", "Ben");
        Assert.Contains("Next: conferral issue --plan", second.Out, StringComparison.Ordinal);

        Succeeds(await RunAsync("issue", "--plan", this["plan.html"]));
        var audit = await RunAsync("audit");
        Succeeds(audit);
        Assert.Contains("Approvals: 2 signatures checked, 1 released under a plan.", audit.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changed_since_is_not_approved_either_and_a_new_approver_makes_old_plans_void()
    {
        Make();
        Succeeds(await RunAsync("approvers", "add", "Ada"));
        Succeeds(await RunAsync("plan", "--save", this["plan.html"]));
        Succeeds(await RunAsync("approvers", "add", "Mallory"));
        Refused("The setting release.approvers[1].name changed since: not set then, \"Mallory\" now.", await RunAsync("approve", this["plan.html"], "--by", "Mallory"));
        Refused("release.approvers[1].name", await RunAsync("issue", "--plan", this["plan.html"]));
    }

    [Fact]
    public void Adding_approvers_leaves_the_rest_of_the_settings_as_it_was()
    {
        Make();
        var before = File.ReadAllText(this[Workspace.FileName]);
        ApproverEdit.Add(Workspace.Load(_folder["w"]), new Approver("Ada \"the first\"", Key()));
        ApproverEdit.Add(Workspace.Load(_folder["w"]), new Approver("بن", Key()));
        var after = File.ReadAllText(this[Workspace.FileName]);
        Assert.StartsWith(before.TrimEnd('\n'), after, StringComparison.Ordinal);
        Assert.Equal(["Ada \"the first\"", "بن"], Workspace.Load(_folder["w"]).Release.Approvers.Select(approver => approver.Name));
        Assert.Throws<WorkspaceException>(() => ApproverEdit.Add(Workspace.Load(_folder["w"]), new Approver("بن", Key())));
    }

    [Fact]
    public void More_approvals_than_approvers_are_refused_before_anybody_waits_for_them()
    {
        Make();
        File.AppendAllText(this[Workspace.FileName], "\nrelease:\n  approvals: 2\n");
        Assert.Contains("nothing could ever be issued", Assert.Throws<WorkspaceException>(() => Workspace.Load(_folder["w"]).Release).Message, StringComparison.Ordinal);
    }

    private void Make()
    {
        WorkspaceTemplate.Create(new WorkspaceRequest(_folder["w"], "Bound College", "did:web:registrar.bound.example", null, CliRun.WithPassphrase[Passphrase.Variable]) { IntakePath = "export", MappingPath = "mapping.yaml" });
        CohortGenerator.Write(this["export"], new CohortOptions(5, Seed: 5));
        File.WriteAllText(this["mapping.yaml"], "files:\n  learners:\n    file: learners.csv\n");
    }

    private void Change(string what)
    {
        switch (what)
        {
            case "key":
                File.Delete(this["keys/signing.pem"]);
                using (var other = SigningKey.Generate()) KeyFile.Create(this["keys/signing.pem"], other, CliRun.WithPassphrase[Passphrase.Variable]);
                break;
            case "mapping.yaml":
                File.AppendAllText(this[what], "# a remark\n");
                break;
            case "conferral.yaml":
                File.WriteAllText(this[what], File.ReadAllText(this[what]).Replace("Comprehensive Learner Record\"", "Comprehensive Learner Records\"", StringComparison.Ordinal));
                break;
            case "plan.html":
                File.WriteAllText(this[what], File.ReadAllText(this[what]).Replace("&quot;5&quot;", "&quot;4&quot;", StringComparison.Ordinal));
                break;
            default:
                var bytes = File.ReadAllBytes(this[what]);
                var at = Array.FindLastIndex(bytes, value => value is >= (byte)'0' and <= (byte)'8');
                bytes[at]++;
                File.WriteAllBytes(this[what], bytes);
                break;
        }
    }

    private void Demand(int approvals) => File.WriteAllText(this[Workspace.FileName], File.ReadAllText(this[Workspace.FileName]).Replace("approvals: 0", $"approvals: {approvals}", StringComparison.Ordinal));

    private static string Key()
    {
        using var key = SigningKey.Generate();
        return key.PublicKeyMultibase;
    }

    private static void Succeeds(CliRun run) => Assert.True(run.ExitStatus == ExitCode.Done, run.Out + run.Error);

    private static void Refused(string sentence, CliRun run)
    {
        Assert.Equal(ExitCode.NotDone, run.ExitStatus);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> RunAsync(params string[] args) => CliRun.Of([.. args, "--workspace", _folder["w"]]);
}
