// Issuing under a new id: where a platform does not replace what it holds, and where a revoked learner is to have a credential again.
using System.Text.Json.Nodes;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;
using Conferral.Samples;
using Conferral.Sandbox;

namespace Conferral.Cli.Tests;

public sealed class ReplacementTests
{
    private const int Learners = 2;

    private const string WithoutUpsert = "requestsPerMinute: 6000\n    upsertsById: false";

    [Fact]
    public async Task Where_the_platform_does_not_replace_an_amendment_is_a_new_credential_and_the_old_one_is_revoked()
    {
        await using var trip = await MakeAsync(WithoutUpsert);
        var first = Standing(trip).Select(subject => subject.Newest.CredentialId).ToList();
        Amend(trip, "one");
        var plan = await trip.RunAsync("plan");
        Assert.Contains("under a new id; the one before is revoked once the new one is accepted", plan.Out, StringComparison.Ordinal);
        Assert.Contains($"{first[0]} is replaced by urn:uuid:", plan.Out, StringComparison.Ordinal);
        Assert.Equal(Learners, JsonNode.Parse((await trip.RunAsync("plan", "--json")).Out)!["replaced"]!.GetValue<int>());

        await Issued(trip, "2 credentials replaced under a new id");
        var second = Standing(trip);
        Assert.Equal(Learners, second.Count);
        Assert.Empty(first.Intersect(second.Select(subject => subject.Newest.CredentialId)));
        Assert.Equal(2 * Learners, trip.Platform.Credentials.Count);
        Assert.All(trip.Platform.Credentials, credential => Assert.Equal(1, credential.DocumentCount));
        AssertNoMemberIsShared(trip.Platform.Credentials);

        var crosswalk = await File.ReadAllTextAsync(trip["out/crosswalk.csv"], TestContext.Current.CancellationToken);
        Assert.Contains("replaces_credential_id", crosswalk, StringComparison.Ordinal);
        foreach (var subject in second) Assert.Contains(subject.Newest.CredentialId, crosswalk, StringComparison.Ordinal);
        foreach (var id in first) Assert.Contains(id, crosswalk, StringComparison.Ordinal);
        var show = await trip.RunAsync("show", second[0].LearnerKey);
        Assert.Contains("was replaced by", show.Out, StringComparison.Ordinal);
        Assert.Contains("takes the place of", show.Out, StringComparison.Ordinal);

        var again = await trip.RunAsync("issue");
        Assert.Contains($"0 issued + {Learners} unchanged", again.Out, StringComparison.Ordinal);
        Amend(trip, "two");
        await Issued(trip, "2 credentials replaced under a new id");
        Assert.Equal(Learners, Standing(trip).Count);
        await AuditedAsync(trip);
    }

    [Fact]
    public async Task Where_the_platform_says_so_by_a_conflict_the_setting_finishes_it()
    {
        await using var trip = await MakeAsync("requestsPerMinute: 6000");
        Amend(trip, "one");
        var conflict = await trip.RunAsync("issue");
        Assert.Contains("conflict", conflict.Out, StringComparison.Ordinal);
        Assert.Contains("set upsertsById: false", (await trip.RunAsync("show", Standing(trip)[0].LearnerKey)).Out, StringComparison.Ordinal);
        Set(trip, "requestsPerMinute: 6000", WithoutUpsert);
        await Issued(trip, "2 credentials replaced under a new id");
        Assert.Equal(Learners, Standing(trip).Count);
        await AuditedAsync(trip);
    }

    [Fact]
    public async Task Without_a_status_list_the_change_is_refused_and_the_sentence_leads_on()
    {
        await using var trip = await MakeAsync(WithoutUpsert, trip => Set(trip, "kind: bitstring", "kind: none"));
        Amend(trip, "one");
        Assert.Contains("2 HOUSE-REPLACE-UNLISTED", (await trip.RunAsync("issue")).Out, StringComparison.Ordinal);
        var old = Standing(trip)[0];
        Assert.Equal(ExitCode.NeedsAttention, (await trip.RunAsync("revoke", "--credential", old.Newest.CredentialId, "--reason", "removed there", "--yes")).ExitStatus);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("reissue", "--credential", old.Newest.CredentialId, "--reason", "removed there")).ExitStatus);
        Set(trip, "kind: none", "kind: bitstring");
        var issue = await trip.RunAsync("issue");
        Assert.Contains("1 credential replaced under a new id", issue.Out, StringComparison.Ordinal);
        Assert.Contains("1 HOUSE-REPLACE-UNLISTED", issue.Out, StringComparison.Ordinal);
        Assert.Contains(Standing(trip), subject => subject.LearnerKey == old.LearnerKey && subject.Place is not null);
        await AuditedAsync(trip);
    }

    [Fact]
    public async Task A_suspension_is_not_lifted_by_an_amendment()
    {
        await using var trip = await MakeAsync(WithoutUpsert, trip => Set(trip, "purposes: [revocation]", "purposes: [revocation, suspension]"));
        await trip.RunAsync("suspend", "--learner", Standing(trip)[0].LearnerKey, "--reason", "under inquiry", "--yes");
        Amend(trip, "one");
        var issue = await trip.RunAsync("issue");
        Assert.Contains("1 HOUSE-REPLACE-SUSPENDED", issue.Out, StringComparison.Ordinal);
        Assert.Contains("1 credential replaced under a new id", issue.Out, StringComparison.Ordinal);
        await AuditedAsync(trip);
    }

    [Fact]
    public async Task Whoever_was_revoked_gets_another_credential_only_when_somebody_asks()
    {
        await using var trip = await MakeAsync("requestsPerMinute: 6000");
        var old = Standing(trip)[0];
        Assert.Contains("is not revoked", (await trip.RunAsync("reissue", "--learner", old.LearnerKey, "--reason", "an appeal")).Error, StringComparison.Ordinal);
        await trip.RunAsync("revoke", "--learner", old.LearnerKey, "--reason", "not earned", "--yes");
        var stays = await trip.RunAsync("issue");
        Assert.Contains($"0 issued + {Learners} unchanged", stays.Out, StringComparison.Ordinal);
        Assert.Contains("HOUSE-STAYS-REVOKED", await File.ReadAllTextAsync(trip["out/findings.csv"], TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Assert.Equal(ExitCode.Done, (await trip.RunAsync("reissue", "--learner", old.LearnerKey, "--reason", "a slip")).ExitStatus);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("reissue", "--learner", old.LearnerKey, "--reason", "a slip", "--take-back")).ExitStatus);
        Assert.Contains($"0 issued + {Learners} unchanged", (await trip.RunAsync("issue")).Out, StringComparison.Ordinal);
        await trip.RunAsync("plan", "--save", trip["plan.html"]);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("reissue", "--learner", old.LearnerKey, "--reason", "the appeal was heard")).ExitStatus);
        Assert.Contains("asked for a new credential in place of a revoked one", (await trip.RunAsync("issue", "--plan", trip["plan.html"])).Error, StringComparison.Ordinal);
        Assert.Contains("asked for already", (await trip.RunAsync("reissue", "--learner", old.LearnerKey, "--reason", "the appeal was heard")).Out, StringComparison.Ordinal);
        Assert.Contains("asked for in its place", (await trip.RunAsync("show", old.LearnerKey)).Out, StringComparison.Ordinal);
        Assert.Contains("is replaced by", (await trip.RunAsync("plan")).Out, StringComparison.Ordinal);

        await Issued(trip, "1 credential replaced under a new id");
        var anew = Standing(trip).Single(subject => subject.LearnerKey == old.LearnerKey);
        Assert.NotEqual(old.Newest.CredentialId, anew.Newest.CredentialId);
        Assert.Contains("has been replaced", (await trip.RunAsync("reissue", "--credential", old.Newest.CredentialId, "--reason", "twice")).Error, StringComparison.Ordinal);
        Assert.Contains($"0 issued + {Learners} unchanged", (await trip.RunAsync("issue")).Out, StringComparison.Ordinal);
        await AuditedAsync(trip);
    }

    private static Task<TripWorkspace> MakeAsync(string platformLines, Action<TripWorkspace>? beforeStart = null) => MadeAsync(TripWorkspace.MakeAsync(
        "export",
        faults: SandboxFaults.Parse("no-upsert 409"),
        platformLines: platformLines,
        beforeStart: trip =>
        {
            CohortGenerator.Write(trip["export"], new CohortOptions(Learners, Seed: 3));
            beforeStart?.Invoke(trip);
        }));

    private static async Task<TripWorkspace> MadeAsync(Task<TripWorkspace> making)
    {
        var trip = await making;
        var first = await trip.RunAsync("issue");
        Assert.True(first.ExitStatus == ExitCode.Done, first.Out + first.Error);
        return trip;
    }

    private static void Amend(TripWorkspace trip, string wording)
        => Set(trip, "language: en", $"language: en\n  description: \"{wording}\"", "description:");

    private static void Set(TripWorkspace trip, string from, string to, string? without = null)
    {
        var path = trip[Workspace.FileName];
        var lines = File.ReadAllLines(path).Where(line => without is null || !line.TrimStart().StartsWith(without, StringComparison.Ordinal));
        var text = string.Join('\n', lines) + "\n";
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    private static async Task Issued(TripWorkspace trip, string sentence)
    {
        var run = await trip.RunAsync("issue");
        Assert.True(run.ExitStatus == ExitCode.Done && run.Out.Contains(sentence, StringComparison.Ordinal), run.Out + run.Error);
    }

    private static async Task AuditedAsync(TripWorkspace trip)
    {
        // Of two amendments within a second the later one holds from the next second on, because platforms compare validFrom.
        while (trip.Platform.Credentials.Any(credential => JsonNode.Parse(credential.Utf8Json.Span)!["validFrom"]!.GetValue<DateTimeOffset>() > TimeProvider.System.GetUtcNow()))
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        var audit = await trip.RunAsync("audit");
        Assert.True(audit.ExitStatus == ExitCode.Done, audit.Out);
    }

    /// <summary>Credentials in force, by learner.</summary>
    private static IReadOnlyList<StatusSubject> Standing(TripWorkspace trip)
    {
        using var ledger = LedgerStore.OpenForReading(Workspace.Load(trip.Path).Ledger, TimeProvider.System)!;
        return [.. new StatusLedger(ledger).Find(StatusQuery.All).Where(subject => subject.State != StatusState.Revoked)];
    }

    // A member of the old record is revoked with it; one of the new record must not go by its id.
    private static void AssertNoMemberIsShared(IReadOnlyList<StoredCredential> credentials)
    {
        var ids = credentials.SelectMany(credential => JsonNode.Parse(credential.Utf8Json.Span)!["credentialSubject"]!["verifiableCredential"]!.AsArray().Select(member => member!["id"]!.GetValue<string>())).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }
}
