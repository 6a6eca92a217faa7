// conferral platform: profiles listed and shown, a probe that writes what it learned, and a platform that signs anew.
using System.Text.Json;
using Conferral.Issuance.Workspaces;
using Conferral.Samples;
using Conferral.Sandbox;

namespace Conferral.Cli.Tests;

public sealed class PlatformCommandTests
{
    private static Task<TripWorkspace> TimebackAsync(string lines)
        => TripWorkspace.MakeAsync("export", beforeStart: trip => CohortGenerator.Write(trip["export"], new CohortOptions(2, Seed: 3)), face: SandboxFace.Timeback, platformLines: lines);

    [Fact]
    public async Task The_copy_of_a_platform_that_signs_anew_is_kept_beside_ours()
    {
        await using var trip = await TimebackAsync("profile: timeback");
        var issue = await trip.RunAsync("issue");
        Assert.True(issue.ExitStatus == ExitCode.Done, issue.Out + issue.Error);
        var id = trip.Platform.Credentials[0].Id;

        var story = await trip.RunAsync("show", id);
        Assert.Contains("signed it again", story.Out, StringComparison.Ordinal);
        Assert.Contains("kept beside ours: the copy of sandbox", story.Out, StringComparison.Ordinal);
        using var ours = JsonDocument.Parse((await trip.RunAsync("show", id, "--document")).RawOut);
        using var theirs = JsonDocument.Parse((await trip.RunAsync("show", id, "--host-document", "sandbox")).RawOut);
        Assert.Equal(id, theirs.RootElement.GetProperty("id").GetString());
        Assert.NotEqual(ours.RootElement.GetProperty("proof").GetRawText(), theirs.RootElement.GetProperty("proof").GetRawText());
        Assert.Equal(ExitCode.NeedsAttention, (await trip.RunAsync("show", id, "--host-document", "other")).ExitStatus);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("audit")).ExitStatus);
    }

    [Fact]
    public async Task A_probe_writes_the_profile_with_which_the_next_issue_succeeds()
    {
        await using var trip = await TimebackAsync("requestsPerMinute: 6000   # as agreed in May");
        Assert.NotEqual(ExitCode.Done, (await trip.RunAsync("issue")).ExitStatus);
        Assert.Empty(trip.Platform.Credentials);

        var probe = await trip.RunAsync("platform", "probe", "--write");
        Assert.True(probe.ExitStatus == ExitCode.Done, probe.Out + probe.Error);
        Assert.Contains("nothing was stored", probe.Out, StringComparison.Ordinal);
        Assert.Contains("profile: timeback", probe.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("trip-secret", probe.Out, StringComparison.Ordinal);
        Assert.Empty(trip.Platform.Credentials);
        Assert.Contains("# as agreed in May", File.ReadAllText(trip[Workspace.FileName]), StringComparison.Ordinal);

        var issue = await trip.RunAsync("issue");
        Assert.True(issue.ExitStatus == ExitCode.Done, issue.Out + issue.Error);
        Assert.Equal(2, trip.Platform.Credentials.Count);
    }

    [Fact]
    public async Task Profiles_and_platforms_are_listed_and_shown()
    {
        await using var trip = await TimebackAsync("profile: timeback");
        var list = await trip.RunAsync("platform", "list");
        foreach (var name in (string[])["standard", "batch-array", "timeback", "generic", "sandbox"]) Assert.Contains($"{name,-12} ", list.Out, StringComparison.Ordinal);
        Assert.Equal(BuiltInProfile.Find("standard")!.Yaml.TrimEnd(), (await trip.RunAsync("platform", "show", "standard")).Out.TrimEnd());
        var shown = await trip.RunAsync("platform", "show", "sandbox");
        Assert.Contains("trailingSlash: true", shown.Out, StringComparison.Ordinal);
        Assert.Contains("clientSecret: file:secret", shown.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("trip-secret", shown.Out, StringComparison.Ordinal);
        var unknown = await trip.RunAsync("platform", "show", "nowhere");
        Assert.Equal(ExitCode.NotDone, unknown.ExitStatus);
        Assert.Contains("no platform 'nowhere'", unknown.Error, StringComparison.Ordinal);
    }
}
