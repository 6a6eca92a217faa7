// Revoking, suspending, withdrawing and publishing, as a registrar does them and as verifiers see them.
using System.Text.Json.Nodes;
using Conferral.Credentials.Status;
using Conferral.Issuance.Ledger;

namespace Conferral.Cli.Tests;

public sealed class StatusCommandTests
{
    private static readonly Dictionary<string, string> NoPassphrase = [];

    [Fact]
    public async Task What_is_revoked_is_revoked_for_verifiers_with_all_its_members_and_nothing_else_is()
    {
        using var college = await StatusCollege.MakeAsync(3);
        var first = await college.PublishAsync();
        Assert.Contains($"Made anew: {StatusCollege.StatusUrl}/revocation-1.json, number 1", first.Out, StringComparison.Ordinal);
        foreach (var file in (string[])[".well-known/did.json", "profile.json", "log.vkey", "status/revocation-1.json", "log/checkpoint"]) Assert.True(File.Exists(Path.Combine(college.Site, file)), file);
        Assert.Equal(await File.ReadAllBytesAsync(college.DidJson, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(Path.Combine(college.Site, ".well-known/did.json"), TestContext.Current.CancellationToken));

        // Published again, nothing changes and nobody is asked for a passphrase.
        var idle = await CliRun.Of(NoPassphrase, "publish", college.Site, "--workspace", college["w"]);
        Assert.True(idle.ExitStatus == ExitCode.Done, idle.Error);
        Assert.Contains("nothing was written", idle.Out, StringComparison.Ordinal);

        var issued = college.Issued();
        var (gone, kept) = (issued[0], issued[1]);
        Assert.Equal(ExitCode.Done, (await college.VerifyAsync(college.Document(gone))).ExitStatus);

        var plan = await college.RunAsync("revoke", "--learner", gone.LearnerKey, "--reason", "not earned", "--dry-run");
        Assert.Contains("To revoke: 1 credential", plan.Out, StringComparison.Ordinal);
        Assert.Contains($"List that changes: {StatusCollege.StatusUrl}/revocation-1.json", plan.Out, StringComparison.Ordinal);
        var unasked = await college.RunAsync("revoke", "--learner", gone.LearnerKey, "--reason", "not earned");
        Assert.Contains("--yes", unasked.Error, StringComparison.Ordinal);
        Assert.All(college.Issued(), credential => Assert.Equal(StatusState.Active, credential.State));
        Assert.Equal(ExitCode.Done, (await college.RunAsync("publish", college.Site, "--check")).ExitStatus);

        var revoke = await college.RunAsync("revoke", "--learner", gone.LearnerKey, "--reason", "not earned", "--yes");
        Assert.True(revoke.ExitStatus == ExitCode.Done, revoke.Out + revoke.Error);
        var check = await college.RunAsync("publish", college.Site, "--check");
        Assert.Equal(ExitCode.NeedsAttention, check.ExitStatus);
        Assert.Contains("revocation-1.json must be published: it changed.", check.Out, StringComparison.Ordinal);
        Assert.Contains("number 2", (await college.PublishAsync()).Out, StringComparison.Ordinal);

        var record = await college.VerifyAsync(college.Document(gone));
        Assert.Equal(ExitCode.NeedsAttention, record.ExitStatus);
        Assert.Contains("The credential is revoked.", record.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NeedsAttention, (await college.VerifyAsync(StatusCollege.FirstMember(college.Document(gone)))).ExitStatus);
        Assert.Equal(ExitCode.Done, (await college.VerifyAsync(college.Document(kept))).ExitStatus);

        Assert.Contains("revoked since", (await college.RunAsync("show", gone.LearnerKey)).Out, StringComparison.Ordinal);
        var audit = await college.RunAsync("audit", "--published", college.Site);
        Assert.True(audit.ExitStatus == ExitCode.Done, audit.Out);
        Assert.Contains("revoked, which is final", (await college.RunAsync("reinstate", "--learner", gone.LearnerKey, "--reason", "a mistake", "--yes")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspension_is_seen_in_the_members_and_can_be_lifted()
    {
        using var college = await StatusCollege.MakeAsync(2, settings: ("purposes: [revocation] ", "purposes: [revocation, suspension] "));
        var held = college.Issued()[0];
        await college.RunAsync("suspend", "--credential", held.Newest.CredentialId, "--reason", "under inquiry", "--yes");
        await college.PublishAsync();
        var suspended = await college.VerifyAsync(college.Document(held));
        Assert.Equal(ExitCode.NeedsAttention, suspended.ExitStatus);
        Assert.Contains("suspended for now", suspended.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("is revoked", suspended.Out, StringComparison.Ordinal);

        await college.RunAsync("reinstate", "--credential", held.Newest.CredentialId, "--reason", "cleared", "--yes");
        await college.PublishAsync();
        Assert.Equal(ExitCode.Done, (await college.VerifyAsync(college.Document(held))).ExitStatus);

        // A degree shared alone carries the suspension only: a revocation must reach it too.
        await college.RunAsync("revoke", "--award", StatusCollege.AwardOf(college.Document(held)).ToUpperInvariant(), "--reason", "not earned", "--yes");
        await college.PublishAsync();
        Assert.Equal(ExitCode.NeedsAttention, (await college.VerifyAsync(StatusCollege.FirstMember(college.Document(held)))).ExitStatus);
        Assert.Contains("The credential is revoked.", (await college.VerifyAsync(college.Document(held))).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await college.RunAsync("audit")).ExitStatus);
    }

    [Fact]
    public async Task A_list_without_suspensions_refuses_them_and_a_slip_changes_nobody()
    {
        using var college = await StatusCollege.MakeAsync(1);
        var suspend = await college.RunAsync("suspend", "--learner", college.Issued()[0].LearnerKey, "--reason", "x", "--yes");
        Assert.Equal(ExitCode.NeedsAttention, suspend.ExitStatus);
        Assert.Contains("names no list of suspensions", suspend.Out, StringComparison.Ordinal);
        Assert.Contains("Nothing that was signed belongs to --learner nobody", (await college.RunAsync("revoke", "--learner", "nobody", "--reason", "x", "--yes")).Error, StringComparison.Ordinal);
        Assert.Contains("--award TEXT", (await college.RunAsync("revoke", "--reason", "x", "--yes")).Error, StringComparison.Ordinal);
        Assert.Equal(StatusState.Active, college.Issued()[0].State);
    }

    [Fact]
    public async Task A_revocation_list_of_1EdTech_names_record_and_members_and_no_reason()
    {
        using var college = await StatusCollege.MakeAsync(2, settings: ("kind: bitstring ", "kind: 1edtech "));
        var gone = college.Issued()[0];
        await college.RunAsync("revoke", "--batch", college.NewestBatch(), "--reason", "a secret matter", "--yes");
        await college.PublishAsync();
        var text = await File.ReadAllTextAsync(Path.Combine(college.Site, "status/revoked-1.json"), TestContext.Current.CancellationToken);
        Assert.Contains(gone.Newest.CredentialId, text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NeedsAttention, (await college.VerifyAsync(college.Document(gone))).ExitStatus);
        Assert.Equal(ExitCode.NeedsAttention, (await college.VerifyAsync(StatusCollege.FirstMember(college.Document(gone)))).ExitStatus);
    }

    [Fact]
    public async Task Whoever_left_the_export_is_withdrawn_only_when_somebody_says_so()
    {
        using var college = await StatusCollege.MakeAsync(5);
        Assert.Contains("0 credentials", (await college.RunAsync("withdraw", "--absent", "--reason", "left", "--dry-run")).Out, StringComparison.Ordinal);
        college.Export(4);
        await college.RunAsync("issue");
        Assert.All(college.Issued(), credential => Assert.Equal(StatusState.Active, credential.State));
        Assert.Contains("To revoke: 1 credential", (await college.RunAsync("withdraw", "--absent", "--reason", "left", "--yes")).Out, StringComparison.Ordinal);
        Assert.Single(college.Issued(), credential => credential.State == StatusState.Revoked);
        college.Export(1);
        await college.RunAsync("issue");
        Assert.Contains("--even-most", (await college.RunAsync("withdraw", "--absent", "--reason", "left", "--yes")).Error, StringComparison.Ordinal);
        Assert.Single(college.Issued(), credential => credential.State == StatusState.Revoked);
    }

    [Fact]
    public async Task A_revoked_record_is_not_amended()
    {
        using var college = await StatusCollege.MakeAsync(2);
        await college.RunAsync("revoke", "--learner", college.Issued()[0].LearnerKey, "--reason", "not earned", "--yes");
        college.Set("language: en", "language: en\n  description: \"Another wording\"");
        var issue = await college.RunAsync("issue");
        Assert.Contains("1 HOUSE-REVOKED", issue.Out, StringComparison.Ordinal);
        Assert.Equal([1, 2], college.Issued().Select(credential => credential.Newest.Version).Order());
        Assert.Equal(ExitCode.Done, (await college.RunAsync("audit")).ExitStatus);
    }

    [Fact]
    public async Task The_same_ledger_publishes_the_same_bytes()
    {
        using var college = await StatusCollege.MakeAsync(2, "did:web:college.example:registrar");
        await college.PublishAsync();
        Assert.True(File.Exists(Path.Combine(college.Site, "registrar/did.json")));
        Assert.True(File.Exists(Path.Combine(college.Site, "registrar/status/revocation-1.json")));
        await college.RunAsync("publish", college["again"]);
        Assert.Equal(Files(college.Site), Files(college["again"]));
        foreach (var file in Files(college.Site)) Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(college.Site, file), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(Path.Combine(college["again"], file), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Lists_that_are_not_what_was_signed_are_named_for_what_they_are()
    {
        using var college = await StatusCollege.MakeAsync(2);
        await college.PublishAsync();
        var path = Path.Combine(college.Site, "status/revocation-1.json");
        var older = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var ledger = await File.ReadAllBytesAsync(college["w/ledger.db"], TestContext.Current.CancellationToken);
        var gone = college.Issued()[0];
        await college.RunAsync("revoke", "--learner", gone.LearnerKey, "--reason", "not earned", "--yes");
        await college.PublishAsync();
        var right = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        await File.WriteAllBytesAsync(path, older, TestContext.Current.CancellationToken);
        await Finds("is an older list: number 1 of");
        await File.WriteAllTextAsync(path, Changed(right, list => list["credentialSubject"]!["encodedList"] = BitstringStatusList.Create().Encode()), TestContext.Current.CancellationToken);
        await Finds($"is no list that was signed here: bits cleared: 1, set: 0, the first at place {gone.Place!.Index}.");
        var cleared = await college.VerifyAsync(college.Document(gone));
        Assert.Contains("does not stand as a credential of its own", cleared.Out, StringComparison.Ordinal);
        Assert.Contains("was not checked", cleared.Out, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, Changed(right, list => list["issuer"] = "did:web:stranger.example"), TestContext.Current.CancellationToken);
        await Finds("is a list of did:web:stranger.example, not of did:web:registrar.college.example");
        await File.WriteAllTextAsync(path, "no list", TestContext.Current.CancellationToken);
        await Finds("cannot be read as a status list");

        // An older ledger must not put its older list over a newer one.
        await File.WriteAllBytesAsync(path, right, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(college["w/ledger.db"], ledger, TestContext.Current.CancellationToken);
        var rolledBack = await college.RunAsync("publish", college.Site);
        Assert.Equal(ExitCode.NotDone, rolledBack.ExitStatus);
        Assert.Contains("older copy", rolledBack.Error, StringComparison.Ordinal);
        Assert.Equal(right, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));

        async Task Finds(string sentence)
        {
            foreach (var command in (string[][])[["publish", college.Site, "--check"], ["audit", "--published", college.Site]])
            {
                var run = await college.RunAsync(command);
                Assert.Equal(ExitCode.NeedsAttention, run.ExitStatus);
                Assert.Contains($"status/revocation-1.json {sentence}", run.Out, StringComparison.Ordinal);
            }
        }
    }

    private static string Changed(byte[] list, Action<JsonObject> change)
    {
        var node = JsonNode.Parse(list)!.AsObject();
        change(node);
        return node.ToJsonString();
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal);
}
