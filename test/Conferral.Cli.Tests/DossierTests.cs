// A records request: one learner's documents, receipts and history in one folder or file, and nobody else's.
using System.IO.Compression;
using Conferral.Samples;

namespace Conferral.Cli.Tests;

public sealed class DossierTests
{
    [Fact]
    public async Task A_dossier_holds_every_version_byte_for_byte_with_receipts_and_a_page_to_read()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: trip => CohortGenerator.Write(trip["export"], new CohortOptions(3, Seed: 3)));
        await trip.RunAsync("issue");
        var (learner, other) = (Learner(trip, 1), Learner(trip, 2));
        Correct(trip, learner);
        await trip.RunAsync("issue");

        var run = await trip.RunAsync("dossier", learner, "--out", trip["d"]);
        Assert.True(run.ExitStatus == ExitCode.Done, run.Error);
        Assert.Equal(["credentials/1-v1.json", "credentials/1-v2.json", "index.html", "receipts/1-v1.receipt.json", "receipts/1-v2.receipt.json"], Files(trip["d"]));
        foreach (var version in (string[])["1", "2"])
        {
            Assert.Equal((await trip.RunAsync("show", learner, "--at-version", version)).RawOut, await File.ReadAllBytesAsync(trip[$"d/credentials/1-v{version}.json"], TestContext.Current.CancellationToken));
            var verify = await CliRun.Of("verify", trip[$"d/credentials/1-v{version}.json"], "--controller", trip["issuer/did.json"], "--receipt", trip[$"d/receipts/1-v{version}.receipt.json"], "--log-key", trip["issuer/log.vkey"]);
            Assert.True(verify.ExitStatus == ExitCode.Done, verify.Out + verify.Error);
        }

        var page = await File.ReadAllTextAsync(trip["d/index.html"], TestContext.Current.CancellationToken);
        Assert.Contains("credits available of ", page, StringComparison.Ordinal);
        Assert.Contains("written-back", page, StringComparison.Ordinal);
        Assert.Contains("amended", page, StringComparison.Ordinal);
        Assert.DoesNotContain(other, page, StringComparison.Ordinal);

        Assert.Equal(ExitCode.NotDone, (await trip.RunAsync("dossier", learner, "--out", trip["d"])).ExitStatus);
        await trip.RunAsync("dossier", learner, "--out", trip["d.zip"]);
        using var zip = ZipFile.OpenRead(trip["d.zip"]);
        Assert.Equal(5, zip.Entries.Count);
        Assert.Equal(ExitCode.NotDone, (await trip.RunAsync("dossier", learner, "--out", trip["d.zip"])).ExitStatus);
    }

    [Fact]
    public async Task Who_was_only_blocked_has_a_dossier_that_says_why()
    {
        await using var trip = await TripWorkspace.MakeAsync("export", beforeStart: trip => CohortGenerator.Write(trip["export"], new CohortOptions(3, Seed: 3)));
        var awards = trip["export/awards.csv"];
        var lines = await File.ReadAllLinesAsync(awards, TestContext.Current.CancellationToken);
        var learner = lines[1].Split(',')[Column(lines, "learner_key")];
        await File.WriteAllLinesAsync(awards, lines.Where(line => !line.Contains(learner, StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        await trip.RunAsync("issue");

        var show = await trip.RunAsync("show", learner);
        Assert.Equal(ExitCode.NeedsAttention, show.ExitStatus);
        Assert.Contains("blocked in batch", show.Out, StringComparison.Ordinal);
        await trip.RunAsync("dossier", learner, "--out", trip["d"]);
        Assert.Equal(["index.html"], Files(trip["d"]));
        Assert.Contains("blocked", await File.ReadAllTextAsync(trip["d/index.html"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(ExitCode.NeedsAttention, (await trip.RunAsync("dossier", "nobody", "--out", trip["e"])).ExitStatus);
        Assert.False(Directory.Exists(trip["e"]));
    }

    private static string[] Files(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    private static string Learner(TripWorkspace trip, int line) => File.ReadLines(trip["out/crosswalk.csv"]).Skip(line).First().Split(',')[0].Trim('"');

    /// <summary>Another number of credits for one award of the learner.</summary>
    private static void Correct(TripWorkspace trip, string learner)
    {
        var path = trip["export/awards.csv"];
        var lines = File.ReadAllLines(path);
        var row = Array.FindIndex(lines, line => line.Split(',')[Column(lines, "learner_key")] == learner);
        var cells = lines[row].Split(',');
        cells[Column(lines, "credits")] = "999";
        lines[row] = string.Join(',', cells);
        File.WriteAllLines(path, lines);
    }

    private static int Column(string[] lines, string name) => Array.IndexOf([.. lines[0].Split(',').Select(cell => cell.Trim('"', '\uFEFF'))], name);
}
