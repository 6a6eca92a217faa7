// What is in doubt, and what a person's decision makes of it.
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Tests.Deliver;

namespace Conferral.Issuance.Tests.Ledger;

public sealed class DecisionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("conferral-decision-").FullName;
    private readonly LedgerStore _file;
    private readonly DecisionLedger _decisions;

    public DecisionTests()
    {
        _file = LedgerCohort.Create(Path.Combine(_folder, "ledger.db"), 3, TimeProvider.System);
        _decisions = new DecisionLedger(_file);
    }

    public void Dispose()
    {
        _file.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task EndAsync(params DeliveryState[] states)
    {
        var deliveries = new DeliveryLedger(_file);
        await deliveries.EnqueueAsync("p", default);
        var claimed = await deliveries.ClaimAsync("p", 10, default);
        await deliveries.RecordOutcomesAsync([.. claimed.Zip(states, (delivery, state) => new DeliveryOutcome { Id = delivery.Id, PlatformId = "p", State = state, SubmittedAt = DateTimeOffset.UnixEpoch, ReasonCode = state == DeliveryState.Delivered ? null : "answer-lost", HttpStatus = state == DeliveryState.Delivered ? 201 : null, Detail = "The answer was lost." })], default);
    }

    [Fact]
    public async Task Delivered_by_decision_has_the_address_and_the_reason_and_audits()
    {
        await EndAsync(DeliveryState.InDoubt, DeliveryState.InDoubt, DeliveryState.Delivered);
        var doubt = Assert.Single(_decisions.InDoubt("L000000", "p"));
        _decisions.SetDelivered(doubt, DeliveryCode.DecidedByPerson, "https://p.example/1", "their help desk showed it to me");

        var delivery = Assert.Single(new LedgerReader(_file).Deliveries(doubt.Id.CredentialId));
        Assert.Equal((DeliveryState.Delivered, "https://p.example/1", DeliveryCode.DecidedByPerson), (delivery.State, delivery.ResourceUrl, delivery.ReasonCode));
        var last = new LedgerReader(_file).History(doubt.Id.CredentialId)[^1];
        Assert.Equal(("decided-delivered", "their help desk showed it to me", "p"), (last.Kind, last.Detail, last.PlatformId));
        Assert.Single(_decisions.InDoubt(null, null));
        Assert.Empty(new LedgerAudit(_file, _ => null).Run(null, default).Problems);
    }

    [Theory]
    [InlineData(DeliveryState.InDoubt)]
    [InlineData(DeliveryState.Failed)]
    public async Task Not_delivered_by_decision_goes_again_without_a_look_first(DeliveryState state)
    {
        await EndAsync(state, DeliveryState.Delivered, DeliveryState.Delivered);
        _decisions.SetPending(Assert.Single(state == DeliveryState.Failed ? _decisions.Failed(LedgerCohort.IdOf(0), null) : _decisions.InDoubt(LedgerCohort.IdOf(0), null)), "they lost it");

        var claimed = Assert.Single(await new DeliveryLedger(_file).ClaimAsync("p", 10, default));
        Assert.Equal((LedgerCohort.IdOf(0), false), (claimed.Id.CredentialId, claimed.MayHaveBeenSent));
        Assert.Equal(LedgerCohort.Document(0), claimed.Utf8Json.ToArray());
    }

    [Fact]
    public async Task What_is_not_in_doubt_is_not_decided()
    {
        await EndAsync(DeliveryState.InDoubt, DeliveryState.Delivered, DeliveryState.Delivered);
        var doubt = Assert.Single(_decisions.InDoubt(null, "p"));
        _decisions.SetPending(doubt, "once");
        Assert.Equal(LedgerCode.WrongState, Assert.Throws<LedgerException>(() => _decisions.SetPending(doubt, "twice")).Code);
        Assert.Equal(LedgerCode.WrongState, Assert.Throws<LedgerException>(() => _decisions.SetDelivered(doubt, "x", null, "twice")).Code);
        Assert.Empty(_decisions.InDoubt(null, "elsewhere"));
    }

    [Fact]
    public async Task Looking_up_reads_the_platform_once_and_writes_down_what_it_shows()
    {
        await EndAsync(DeliveryState.InDoubt, DeliveryState.InDoubt, DeliveryState.InDoubt);
        await using var platform = new ScriptedPlatform(_ => new(200, $"[{Text(LedgerCohort.Document(0))},{Text(LedgerCohort.Document(2, "2025-01-01T00:00:00Z"))}]"));
        using var connection = new PlatformConnection(Line.ProfileFor(platform.BaseUrl), TimeProvider.System, new Random(1));
        var answers = new List<DoubtAnswer>();
        await foreach (var answer in new DoubtInquiry(connection, _file).RunAsync(_decisions.InDoubt(null, null), "checked after the outage", TestContext.Current.CancellationToken)) answers.Add(answer);

        Assert.Equal([DeliveryState.Delivered, DeliveryState.Pending, DeliveryState.InDoubt], answers.Select(answer => answer.State));
        Assert.Single(platform.Requests, request => request.Method == "GET");
        Assert.Equal(LedgerCohort.IdOf(2), Assert.Single(_decisions.InDoubt(null, null)).Id.CredentialId);
        Assert.StartsWith("checked after the outage: ", new LedgerReader(_file).History(LedgerCohort.IdOf(0))[^1].Detail, StringComparison.Ordinal);
    }

    private static string Text(byte[] document) => System.Text.Encoding.UTF8.GetString(document);
}
