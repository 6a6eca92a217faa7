// The line against the sandbox: what its own account says arrived, under its limits and on its bad days.
using System.Text;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Sandbox;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class SandboxDeliveryTests
{
    [Theory]
    [InlineData(BatchMode.Off, 200)]
    [InlineData(BatchMode.Auto, 2)]
    public async Task Everything_arrives_byte_for_byte(BatchMode mode, int posts)
    {
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient);
        var ledger = new MemoryLedger(200);
        var summary = await SandboxLine.RunAsync(SandboxLine.ProfileFor(sandbox) with { Batch = new() { Mode = mode } }, ledger);

        SandboxLine.AssertAllThere(sandbox, ledger);
        Assert.Equal((200, posts), (summary.Delivered, sandbox.Requests.Count(request => request.IsCredentialPost)));
        Assert.All(ledger.Rows, row => Assert.StartsWith(sandbox.BaseUrl, row.Outcome!.ResourceUrl, StringComparison.Ordinal));
        Assert.All(ledger.Rows, row => Assert.Null(row.Outcome!.Detail));
    }

    [Theory]
    [InlineData("every 3: drop-after")]
    [InlineData("every 3: drop-before")]
    [InlineData("every 4: cut")]
    [InlineData("every 4: empty")]
    [InlineData("every 5: 500")]
    [InlineData("every 5: 503 retry-after 1s")]
    [InlineData("every 7: 502", "every 5: drop-after", "token first 2: 503")]
    [InlineData("first 1: 429 retry-at 1s")]
    [InlineData("discovery first 1: 503")]
    [InlineData("token-requests 20")]
    [InlineData("token-requests 5")]
    [InlineData("latency 5ms", "every 10: slow 100ms")]
    public async Task On_a_bad_day_nobody_is_lost_or_doubled(params string[] faults)
    {
        var time = new FastTime(10);
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient with { Faults = SandboxFaults.Parse(faults) }, time);
        var ledger = new MemoryLedger(60);
        var summary = await SandboxLine.RunAsync(SandboxLine.ProfileFor(sandbox), ledger, time);

        Assert.Null(summary.StoppedBecause);
        SandboxLine.AssertAllThere(sandbox, ledger);
    }

    [Theory]
    [InlineData("every 2: drop-midway")]
    [InlineData("every 3: drop-after")]
    [InlineData("every 3: cut")]
    [InlineData("every 3: empty")]
    [InlineData("first 2: 503")]
    [InlineData("no-batch 400")]
    [InlineData("no-batch 404")]
    [InlineData("no-batch 413")]
    [InlineData("no-batch 415")]
    public async Task On_a_bad_day_for_arrays_nobody_is_lost_or_doubled(string fault)
    {
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient with { Faults = SandboxFaults.Parse(fault) });
        var ledger = new MemoryLedger(60);
        var summary = await SandboxLine.RunAsync(SandboxLine.ProfileFor(sandbox) with { Batch = new() { Mode = BatchMode.Auto, MaxItems = 8 } }, ledger);

        Assert.Null(summary.StoppedBecause);
        SandboxLine.AssertAllThere(sandbox, ledger);
    }

    [Theory]
    [InlineData(BatchMode.Off)]
    [InlineData(BatchMode.Auto)]
    public async Task A_refused_learner_is_failed_alone(BatchMode mode)
    {
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient with { Faults = SandboxFaults.Parse($"refuse {MemoryLedger.IdOf(7)}", $"refuse {MemoryLedger.IdOf(9)} 422") });
        var ledger = new MemoryLedger(30);
        var summary = await SandboxLine.RunAsync(SandboxLine.ProfileFor(sandbox) with { Batch = new() { Mode = mode } }, ledger);

        SandboxLine.AssertAllThere(sandbox, ledger, 7, 9);
        Assert.Equal((28, 2), (summary.Delivered, summary.FailedByCode[DeliveryCode.Refused]));
        Assert.Contains("invalid_data", ledger.Of(7).Outcome!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_pages_stop_the_line_after_three()
    {
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient with { Faults = SandboxFaults.Parse("every 1: html") });
        var summary = await SandboxLine.RunAsync(SandboxLine.ProfileFor(sandbox), new MemoryLedger(30));
        Assert.Equal((DeliveryCode.WebPage, 30, 3), (summary.StopCode, summary.Pending, sandbox.Requests.Count(request => request.IsCredentialPost)));
    }

    [Fact]
    public async Task Without_the_scope_the_line_stops_and_says_so()
    {
        var reader = new SandboxClient("reader", "secret") { Scopes = [ClrScope.CredentialReadonly] };
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient with { Clients = [reader] });
        var profile = SandboxLine.ProfileFor(sandbox);
        var summary = await SandboxLine.RunAsync(profile with { Authorization = profile.Authorization with { Scope = ClrScope.CredentialReadonly } }, new MemoryLedger(5));
        Assert.Equal((DeliveryCode.Forbidden, 5), (summary.StopCode, summary.Pending));
        Assert.Contains("credential.upsert", summary.StoppedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_back_gives_what_was_sent()
    {
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient);
        var ledger = new MemoryLedger(130);
        using var connection = new PlatformConnection(SandboxLine.ProfileFor(sandbox), TimeProvider.System, new Random(1));
        await new PlatformDelivery(connection, ledger).RunAsync(null, TestContext.Current.CancellationToken);

        var reader = new PlatformReader(connection);
        var read = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var credential in reader.ReadAllAsync(TestContext.Current.CancellationToken)) read.Add(Encoding.UTF8.GetString(credential.Utf8.Span));
        Assert.Equal(ledger.Rows.Select(row => Encoding.UTF8.GetString(row.Document)).ToHashSet(), read);
        var one = await reader.ReadAsync(new Uri(ledger.Of(3).Outcome!.ResourceUrl!), TestContext.Current.CancellationToken);
        Assert.Equal(ledger.Of(3).Document, one!.Utf8.ToArray());
    }

    [Theory]
    [InlineData("every 3: drop-after")]
    [InlineData("every 3: drop-before")]
    [InlineData("every 4: cut")]
    public async Task Without_upsert_each_document_is_received_once(string fault)
    {
        await using var sandbox = await SandboxPlatform.StartAsync(SandboxLine.Lenient with { Faults = SandboxFaults.Parse(fault) });
        var ledger = new MemoryLedger(30);
        await SandboxLine.RunAsync(SandboxLine.ProfileFor(sandbox) with { UpsertsById = false }, ledger);

        SandboxLine.AssertAllThere(sandbox, ledger);
        Assert.All(sandbox.Credentials, stored => Assert.Equal(1, stored.ReceivedCount));
    }
}
