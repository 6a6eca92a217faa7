// Runs the table of platform behaviours over real sockets.
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class BehaviourTests
{
    public static TheoryData<string> Names => [.. Behaviours.All.Select(behaviour => behaviour.Name)];

    [Fact]
    public void The_table_has_its_rows()
    {
        Assert.Equal(Behaviours.All.Count, Behaviours.All.Select(behaviour => behaviour.Name).Distinct().Count());
        Assert.True(Behaviours.All.Count >= 180, $"{Behaviours.All.Count} rows");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_the_platform_does_is_what_the_ledger_says(string name)
    {
        var row = Behaviours.All.Single(behaviour => behaviour.Name == name);
        var ledger = new MemoryLedger(row.States.Length);
        await using var platform = row.Token is null ? new ScriptedPlatform(row.Answer) : new ScriptedPlatform(row.Answer) { Token = row.Token };

        var summary = await Line.RunAsync(row.Tweak(Line.ProfileFor(platform.BaseUrl)), ledger);

        Assert.Equal(row.States, string.Concat(ledger.Rows.Select(learner => Letter(learner.State))));
        Assert.Equal((row.Stop, row.Posts), (summary.StopCode, platform.Posts.Count));
        if (row.Tokens is { } tokens) Assert.Equal(tokens, platform.TokensGiven);
        if (row.Sizes is { } sizes) Assert.Equal(sizes, string.Join(' ', platform.Posts.Select(post => post.Text.Split("\"credentialSubject\"").Length - 1)));
        Line.AssertOnlyStoredBytes(platform, ledger);
        AssertFirst(row, platform, ledger.Of(0).Outcome!);
        AssertAddsUp(summary, ledger);
    }

    private static void AssertFirst(Behaviour row, ScriptedPlatform platform, DeliveryOutcome first)
    {
        Assert.Equal(row.Code, first.ReasonCode);
        Assert.Equal(row.HostId, first.HostId);
        Assert.Equal(row.Copy, first.HostDocument is not null);
        var location = row.Location is ['/', ..] ? new Uri(platform.BaseUrl, row.Location).AbsoluteUri : row.Location;
        Assert.Equal(location, first.ResourceUrl);
        if (row.Detail is not null) Assert.Contains(row.Detail, first.Detail, StringComparison.Ordinal);
        foreach (var personal in (string[])["Lovelace", "Ada ", "ada", "@college", "token-", "s3cret", "1234567", "z6Mk"]) Assert.DoesNotContain(personal, first.Detail ?? "", StringComparison.Ordinal);
        Assert.True((first.Detail ?? "").Length < 700);
    }

    private static void AssertAddsUp(DeliverySummary summary, MemoryLedger ledger)
    {
        Assert.Equal(ledger.Rows.Count, summary.Delivered + summary.Failed + summary.Pending + summary.InDoubt);
        Assert.Equal(ledger.Count(DeliveryState.Delivered), summary.Delivered);
        Assert.Equal(ledger.Count(DeliveryState.Pending), summary.Pending);
        Assert.Equal(summary.StopCode is null, summary.StoppedBecause is null);
        Assert.Equal(0, ledger.Count(DeliveryState.Sending));
    }

    private static char Letter(DeliveryState state) => state switch
    {
        DeliveryState.Delivered => 'D',
        DeliveryState.Failed => 'F',
        DeliveryState.Pending => 'P',
        DeliveryState.InDoubt => 'I',
        _ => '?',
    };
}
