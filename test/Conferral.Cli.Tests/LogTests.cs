// The transparency log on the command line: from issue to a receipt that a stranger checks, and back from a witness.
using System.Text;
using Conferral.Credentials.Keys;
using Conferral.Samples;
using Conferral.Transparency.Notes;

namespace Conferral.Cli.Tests;

public sealed class LogTests
{
    [Fact]
    public async Task A_receipt_is_checked_offline_by_whoever_knows_the_key_and_kept_a_checkpoint()
    {
        await using var trip = await MakeAsync(4);
        var issue = await trip.RunAsync("issue");
        Assert.Contains("Transparency log: ", issue.Out, StringComparison.Ordinal);
        await trip.RunAsync("export", trip["files"]);
        await trip.RunAsync("receipt", "--all", trip["receipts"]);
        var names = Directory.GetFiles(trip["files"]).Select(Path.GetFileName).Order().ToArray();
        Assert.Equal(names, Directory.GetFiles(trip["receipts"]).Select(Path.GetFileName).Order());

        string[] verify = ["verify", "--controller", trip["issuer/did.json"], trip[$"files/{names[0]}"], "--receipt", trip[$"receipts/{names[0]}"]];
        var known = await CliRun.Of([.. verify, "--log-key", trip["issuer/log.vkey"], "--checkpoint", trip["out/log/checkpoint"]]);
        Assert.True(known.ExitStatus == ExitCode.Done, known.Out + known.Error);
        Assert.Contains("signed at", known.Out, StringComparison.Ordinal);
        Assert.Contains("written-back (sandbox)", known.Out, StringComparison.Ordinal);
        Assert.Contains("the checkpoint is the one you hold", known.Out, StringComparison.Ordinal);

        Assert.Equal(ExitCode.NotDone, (await CliRun.Of(verify)).ExitStatus);
        var swapped = await CliRun.Of([.. verify[..3], trip[$"files/{names[1]}"], .. verify[4..], "--log-key", trip["issuer/log.vkey"]]);
        Assert.Equal(ExitCode.NeedsAttention, swapped.ExitStatus);
        Assert.Contains("is about a document with sha256", swapped.Out, StringComparison.Ordinal);
        var json = await CliRun.Of([.. verify, "--log-key", (await File.ReadAllTextAsync(trip["issuer/log.vkey"], TestContext.Current.CancellationToken)).Trim(), "--json"]);
        Assert.Contains("\"receipt\": [", json.Out, StringComparison.Ordinal);
        Assert.Contains("belong to a receipt", (await CliRun.Of("verify", trip[$"files/{names[0]}"], "--log-key", trip["issuer/log.vkey"])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_run_only_adds_and_proves_it_and_witnesses_sign_by_file()
    {
        await using var trip = await MakeAsync(2);
        await trip.RunAsync("issue");
        File.Copy(trip["out/log/checkpoint"], trip["older"]);
        var receipt = await trip.RunAsync("receipt", FirstLearner(trip), "-o", trip["r.json"]);
        Assert.True(receipt.ExitStatus == ExitCode.Done, receipt.Error);
        CohortGenerator.Write(trip["export"], new CohortOptions(3, Seed: 3));
        await trip.RunAsync("issue");
        Assert.Equal(2, Directory.GetFiles(trip["out/manifests"]).Length);

        await trip.RunAsync("log", "prove-consistency", trip["older"], "-o", trip["proof.json"]);
        await trip.RunAsync("export", trip["files"]);
        var document = Directory.GetFiles(trip["files"]).Single(path => File.ReadAllText(trip["r.json"]).Contains(Path.GetFileNameWithoutExtension(path), StringComparison.Ordinal));
        string[] verify = ["verify", document, "--controller", trip["issuer/did.json"], "--receipt", trip["r.json"], "--log-key", trip["issuer/log.vkey"], "--checkpoint", trip["out/log/checkpoint"]];
        Assert.Equal(ExitCode.NotDone, (await CliRun.Of(verify)).ExitStatus);
        var grown = await CliRun.Of([.. verify, "--consistency", trip["proof.json"]]);
        Assert.True(grown.ExitStatus == ExitCode.Done, grown.Out + grown.Error);
        Assert.Contains("and changed nothing", grown.Out, StringComparison.Ordinal);
        var audit = await trip.RunAsync("audit", "--checkpoint", trip["older"]);
        Assert.True(audit.ExitStatus == ExitCode.Done, audit.Out);

        var vkey = Cosign(trip["out/log/checkpoint"], trip["cosigned"]);
        var cosign = await trip.RunAsync("log", "cosign", trip["cosigned"], "--witness", vkey);
        Assert.True(cosign.ExitStatus == ExitCode.Done, cosign.Error);
        Assert.Contains("witness.example", (await trip.RunAsync("log", "show")).Out, StringComparison.Ordinal);
        await trip.RunAsync("receipt", FirstLearner(trip), "-o", trip["r2.json"], "--since", trip["older"]);
        var witnessed = await CliRun.Of("verify", document, "--controller", trip["issuer/did.json"], "--receipt", trip["r2.json"], "--log-key", trip["issuer/log.vkey"], "--checkpoint", trip["older"], "--witness", vkey);
        Assert.True(witnessed.ExitStatus == ExitCode.Done, witnessed.Out + witnessed.Error);
    }

    [Fact]
    public async Task A_ledger_put_back_from_an_older_copy_is_refused_before_anything_is_signed()
    {
        await using var trip = await MakeAsync(2);
        await trip.RunAsync("issue");
        File.Copy(trip["ledger.db"], trip["ledger.old"]);
        CohortGenerator.Write(trip["export"], new CohortOptions(3, Seed: 3));
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("issue")).ExitStatus);
        var held = trip.Platform.Credentials.Count;
        File.Copy(trip["ledger.old"], trip["ledger.db"], overwrite: true);

        var refused = await trip.RunAsync("issue");
        Assert.Equal(ExitCode.NotDone, refused.ExitStatus);
        Assert.Contains("the ledger is an older copy", refused.Error, StringComparison.Ordinal);
        Assert.Equal(held, trip.Platform.Credentials.Count);
        var audit = await trip.RunAsync("audit");
        Assert.Equal(ExitCode.NeedsAttention, audit.ExitStatus);
        Assert.Contains("under a signature the ledger does not know", audit.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_from_before_the_log_gets_one_and_a_lost_key_is_never_replaced()
    {
        await using var trip = await MakeAsync(1);
        File.Delete(trip["keys/log.pem"]);
        Assert.Contains("can be continued with no other key", (await trip.RunAsync("issue")).Error, StringComparison.Ordinal);
        File.Delete(trip["issuer/log.vkey"]);
        Assert.Contains("no transparency log yet", (await trip.RunAsync("log", "show")).Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("issue")).ExitStatus);
        Assert.StartsWith("registrar.trip.example/log+", await File.ReadAllTextAsync(trip["issuer/log.vkey"], TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var id = (await trip.RunAsync("show", FirstLearner(trip))).Out.Split('\n')[0].Trim();
        Assert.Contains("Erased the salts", (await trip.RunAsync("log", "anonymise", id)).Out, StringComparison.Ordinal);
        Assert.Contains("anonymised", (await trip.RunAsync("audit")).Out, StringComparison.Ordinal);
        Assert.Contains("salts were erased", (await trip.RunAsync("receipt", id)).Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("log", "seal")).ExitStatus);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("audit")).ExitStatus);
    }

    [Fact]
    public async Task The_logs_key_changes_and_receipts_from_before_and_after_hold_under_the_old_line_and_the_new()
    {
        await using var trip = await MakeAsync(1);
        await trip.RunAsync("issue");
        await trip.RunAsync("export", trip["files"]);
        var document = Directory.GetFiles(trip["files"]).Single();
        await trip.RunAsync("receipt", FirstLearner(trip), "-o", trip["before.json"]);
        File.Copy(trip["issuer/log.vkey"], trip["old.vkey"]);

        var rotated = await trip.RunAsync("log", "rotate-key");
        Assert.True(rotated.ExitStatus == ExitCode.Done, rotated.Error);
        Assert.NotEqual(await File.ReadAllTextAsync(trip["old.vkey"], TestContext.Current.CancellationToken), await File.ReadAllTextAsync(trip["issuer/log.vkey"], TestContext.Current.CancellationToken));
        var change = Directory.GetFiles(trip["issuer/log-keys"]).Single();
        Assert.Single(Directory.GetFiles(trip["keys/retired"], "log-*.pem"));
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("issue")).ExitStatus);
        await trip.RunAsync("receipt", FirstLearner(trip), "-o", trip["after.json"]);
        var audit = await trip.RunAsync("audit");
        Assert.True(audit.ExitStatus == ExitCode.Done, audit.Out);

        foreach (var line in (string[])["old.vkey", "issuer/log.vkey"])
        {
            foreach (var receipt in (string[])["before.json", "after.json"])
            {
                var verify = await CliRun.Of("verify", document, "--controller", trip["issuer/did.json"], "--receipt", trip[receipt], "--log-key", trip[line], "--log-key-change", change);
                Assert.True(verify.ExitStatus == ExitCode.Done, $"{receipt} under {line}: {verify.Out}{verify.Error}");
            }
        }

        Assert.Equal(ExitCode.Done, (await trip.RunAsync("publish", trip["site"])).ExitStatus);
        Assert.Equal(await File.ReadAllBytesAsync(change, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(trip[$"site/log-keys/{Path.GetFileName(change)}"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_checkpoint_that_was_signed_and_not_yet_published_is_published_by_the_next_publish()
    {
        await using var trip = await MakeAsync(1);
        await trip.RunAsync("issue");
        var older = await File.ReadAllBytesAsync(trip["out/log/checkpoint"], TestContext.Current.CancellationToken);
        await trip.RunAsync("issue"); // leaves events too

        await File.WriteAllBytesAsync(trip["out/log/checkpoint"], older, TestContext.Current.CancellationToken);
        Assert.Contains("an old one", (await trip.RunAsync("audit")).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("publish", trip["site"])).ExitStatus);
        var audit = await trip.RunAsync("audit");
        Assert.True(audit.ExitStatus == ExitCode.Done, audit.Out);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_change_of_the_logs_key_that_was_broken_off_is_gone_on_with(int movesDone)
    {
        await using var trip = await MakeAsync(1);
        await trip.RunAsync("issue");
        File.Copy(trip["keys/log.pem"], trip["log.pem"]);
        File.Copy(trip["issuer/log.vkey"], trip["old.vkey"]);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("log", "rotate-key")).ExitStatus);

        // As it was before the files were moved: before the first, after the line, and after the old key.
        File.Move(trip["keys/log.pem"], trip["keys/log-next.pem"]);
        if (movesDone < 2) File.Move(trip["log.pem"], trip["keys/log.pem"]);
        if (movesDone < 1) File.Copy(trip["old.vkey"], trip["issuer/log.vkey"], overwrite: true);
        Assert.Contains("conferral log rotate-key` again", (await trip.RunAsync("issue")).Error, StringComparison.Ordinal);

        var again = await trip.RunAsync("log", "rotate-key");
        Assert.True(again.ExitStatus == ExitCode.Done, again.Error);
        Assert.Single(Directory.GetFiles(trip["issuer/log-keys"]));
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("issue")).ExitStatus);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("audit")).ExitStatus);
    }

    private static Task<TripWorkspace> MakeAsync(int learners) => TripWorkspace.MakeAsync("export", beforeStart: trip => CohortGenerator.Write(trip["export"], new CohortOptions(learners, Seed: 3)));

    private static string FirstLearner(TripWorkspace trip) => File.ReadLines(trip["out/crosswalk.csv"]).Skip(1).First().Split(',')[0].Trim('"');

    /// <summary>What a witness does with the file it is sent; answers the witness's key.</summary>
    private static string Cosign(string checkpoint, string cosigned)
    {
        using var key = SigningKey.FromSeed(Enumerable.Repeat((byte)9, 32).ToArray());
        var witness = NoteKey.Of("witness.example", key.VerificationKey, NoteKeyKind.Cosignature);
        var note = SignedNote.Parse(File.ReadAllBytes(checkpoint));
        File.WriteAllBytes(cosigned, Encoding.UTF8.GetBytes(note.With(NoteSignature.Cosign(note.Text, witness, key, DateTimeOffset.UnixEpoch)).ToString()));
        return witness.ToString();
    }
}
