// One signing key takes another's place, and everything ever signed still verifies.
using Conferral.Issuance.Ledger;

namespace Conferral.Cli.Tests;

public sealed class KeysTests
{
    [Fact]
    public async Task After_a_rotation_the_new_key_signs_and_what_the_old_one_signed_verifies()
    {
        using var college = await StatusCollege.MakeAsync(1);
        await college.PublishAsync();
        var before = college.Issued()[0];
        var old = Methods(await college.RunAsync("keys", "list"), "active").Single();
        var rotate = await college.RunAsync("keys", "rotate");
        Assert.True(rotate.ExitStatus == ExitCode.Done, rotate.Error);
        Assert.Contains("stays in issuer/did.json", rotate.Out, StringComparison.Ordinal);

        college.Export(2);
        var issue = await college.RunAsync("issue");
        Assert.True(issue.ExitStatus == ExitCode.Done, issue.Out + issue.Error);
        var list = await college.RunAsync("keys", "list");
        var now = Methods(list, "active").Single();
        Assert.NotEqual(old, now);
        Assert.Equal([old], Methods(list, "retired"));
        await college.PublishAsync();
        var after = college.Issued().Single(credential => credential.LearnerKey != before.LearnerKey);
        Assert.Equal(now, college.Document(after)["proof"]![0]!["verificationMethod"]!.GetValue<string>());
        foreach (var credential in college.Issued()) Assert.Equal(ExitCode.Done, (await college.VerifyAsync(college.Document(credential))).ExitStatus);
        Assert.Equal(ExitCode.Done, (await college.RunAsync("audit", "--published", college.Site)).ExitStatus);

        Assert.Contains("signs now", (await college.RunAsync("keys", "retire", now)).Error, StringComparison.Ordinal);
        Assert.Contains("keys/retired", (await college.RunAsync("keys", "retire", old)).Out.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Equal([old], Methods(await college.RunAsync("keys", "list"), "retired"));
        Assert.Equal(ExitCode.Done, (await college.RunAsync("audit")).ExitStatus);
    }

    [Fact]
    public async Task A_revoked_key_has_its_lists_signed_anew_and_its_records_named()
    {
        using var college = await StatusCollege.MakeAsync(2);
        await college.PublishAsync();
        var old = Methods(await college.RunAsync("keys", "list"), "active").Single();
        Assert.Contains("rotate", (await college.RunAsync("keys", "revoke", old)).Error, StringComparison.Ordinal);
        await college.RunAsync("keys", "rotate");
        var revoke = await college.RunAsync("keys", "revoke", old);
        Assert.Contains("2 documents were signed with it", revoke.Out, StringComparison.Ordinal);
        Assert.Contains("Made anew", (await college.PublishAsync()).Out, StringComparison.Ordinal);
        Assert.Equal([old], Methods(await college.RunAsync("keys", "list"), "revoked"));
        Assert.Equal(ExitCode.Done, (await college.RunAsync("revoke", "--key", old, "--reason", "the key was stolen", "--yes")).ExitStatus);
        Assert.All(college.Issued(), credential => Assert.Equal(StatusState.Revoked, credential.State));
    }

    [Fact]
    public async Task A_key_is_made_known_before_it_signs()
    {
        using var college = await StatusCollege.MakeAsync(1);
        var added = await college.RunAsync("keys", "add");
        var standby = Methods(await college.RunAsync("keys", "list"), "standby").Single();
        Assert.Contains(standby, added.Out, StringComparison.Ordinal);
        Assert.Contains(standby, await File.ReadAllTextAsync(college.DidJson, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await college.RunAsync("keys", "rotate", "--to", standby)).ExitStatus);
        Assert.Equal([standby], Methods(await college.RunAsync("keys", "list"), "active"));
    }

    [Fact]
    public async Task A_promise_made_under_the_old_key_is_made_anew_under_the_new_one()
    {
        using var college = await StatusCollege.MakeAsync(1);
        var issued = college.Issued()[0];
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={college["w/ledger.db"]};Pooling=False"))
        {
            // As if the process had ended between the promise and the signature.
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var edit = connection.CreateCommand();
            edit.CommandText = "UPDATE credential SET state = 'Intended', signed_at = NULL, document_sha256 = NULL, document_bytes = NULL; DELETE FROM document";
            await edit.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await college.RunAsync("keys", "rotate");
        await college.RunAsync("issue");
        var again = college.Issued()[0];
        Assert.Equal((issued.Newest.CredentialId, 2, issued.Place), (again.Newest.CredentialId, again.Newest.Version, again.Place));
        await college.PublishAsync();
        Assert.Equal(ExitCode.Done, (await college.VerifyAsync(college.Document(again))).ExitStatus);
    }

    [Fact]
    public async Task An_issuer_that_is_its_key_cannot_change_it()
    {
        using var folder = new TestFolder();
        await CliRun.Of("init", folder["w"], "--name", "X");
        var rotate = await CliRun.Of("keys", "rotate", "--workspace", folder["w"]);
        Assert.Equal(ExitCode.NotDone, rotate.ExitStatus);
        Assert.Contains("did:web", rotate.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_document_changed_by_hand_is_not_rewritten()
    {
        using var college = await StatusCollege.MakeAsync(1);
        var text = (await File.ReadAllTextAsync(college.DidJson, TestContext.Current.CancellationToken)).Replace("{\n", "{\n  \"alsoKnownAs\": [\"https://college.example\"],\n", StringComparison.Ordinal);
        await File.WriteAllTextAsync(college.DidJson, text, TestContext.Current.CancellationToken);
        Assert.Contains("changed by hand", (await college.RunAsync("keys", "add")).Error, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(college.DidJson, TestContext.Current.CancellationToken));
    }

    private static List<string> Methods(CliRun list, string state)
        => [.. list.Out.Split('\n').Where(line => line.StartsWith(state, StringComparison.Ordinal)).Select(line => line.TrimEnd().Split(' ')[^1])];
}
