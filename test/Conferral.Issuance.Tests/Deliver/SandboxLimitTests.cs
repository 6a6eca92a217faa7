// The limit as the platform itself counts it, in real time run twelve times as fast, by itself so that nothing else holds requests up.
using Conferral.Issuance.Deliver;
using Conferral.Sandbox;

namespace Conferral.Issuance.Tests.Deliver;

[CollectionDefinition(nameof(SandboxLimitTests), DisableParallelization = true)]
public sealed class SandboxLimits;

[Collection(nameof(SandboxLimitTests))]
public sealed class SandboxLimitTests
{
    [Theory]
    [InlineData(BatchMode.Off)]
    [InlineData(BatchMode.On)]
    public async Task The_limit_is_kept_as_the_platform_counts_it(BatchMode mode)
    {
        var time = new FastTime(12);
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient with { Faults = SandboxFaults.Parse("rate 120/1m") }, time);
        var perRequest = mode == BatchMode.Off ? 1 : 3;
        var ledger = new MemoryLedger(240 * perRequest);
        var summary = await SandboxLine.RunAsync(SandboxLine.ProfileFor(sandbox) with { RequestsPerMinute = 120, Batch = new() { Mode = mode, MaxItems = perRequest } }, ledger, time);

        SandboxLine.AssertAllThere(sandbox, ledger);
        Assert.Equal(240 * perRequest, summary.Delivered);
        Assert.Equal(0, sandbox.Requests.Count(request => request.Status == 429));
        Assert.True(sandbox.Requests.MostWithin(TimeSpan.FromMinutes(1), request => request.IsCredentialPost) <= 120);
    }

    [Fact]
    public async Task A_limit_nobody_told_us_is_obeyed_by_pausing_together()
    {
        var time = new FastTime(12);
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient with { Faults = SandboxFaults.Parse("rate 50/1m no-headers") }, time);
        var ledger = new MemoryLedger(150);
        await SandboxLine.RunAsync(SandboxLine.ProfileFor(sandbox) with { RequestsPerMinute = null, MaxConcurrency = 8 }, ledger, time);

        SandboxLine.AssertAllThere(sandbox, ledger);
        Assert.InRange(sandbox.Requests.Count(request => request.Status == 429), 1, 40);
    }
}
