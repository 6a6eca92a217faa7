// A platform held against the ledger: every kind of drift, pages that break off, and sending again what is missing.
using System.Text;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class ReconcileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("conferral-reconcile-").FullName;
    private readonly LedgerStore _file;
    private readonly DeliveryLedger _deliveries;
    private readonly ReconciliationLedger _reconciliation;

    public ReconcileTests()
    {
        _file = LedgerCohort.Create(Path.Combine(_folder, "ledger.db"), 10, TimeProvider.System);
        (_deliveries, _reconciliation) = (new DeliveryLedger(_file), new ReconciliationLedger(_file));
    }

    public void Dispose()
    {
        _file.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Text(int number, string validFrom = "2026-05-01T00:00:00Z") => Encoding.UTF8.GetString(LedgerCohort.Document(number, validFrom));

    private static Reply List(params string[] credentials) => new(200, $"{{\"credential\":[{string.Join(',', credentials)}]}}");

    /// <summary>Everything waiting goes to the platform "test" and is accepted there.</summary>
    private async Task DeliverAsync(Func<ClaimedDelivery, DeliveryState>? ends = null, string? address = null)
    {
        await _deliveries.EnqueueAsync("test", default);
        while (await _deliveries.ClaimAsync("test", 100, default) is { Count: > 0 } claimed)
        {
            await _deliveries.RecordOutcomesAsync([.. claimed.Select(delivery => new DeliveryOutcome
            {
                Id = delivery.Id,
                PlatformId = "test",
                State = ends?.Invoke(delivery) ?? DeliveryState.Delivered,
                SubmittedAt = TimeProvider.System.GetUtcNow(),
                HttpStatus = 201,
                ReasonCode = "test",
                ResourceUrl = address is null ? null : $"{address}/c/{delivery.Id.CredentialId[^2..]}",
            })], default);
        }
    }

    private async Task<ReconciliationCount> ReadAsync(ScriptedPlatform platform, bool fresh = false)
    {
        using var connection = new PlatformConnection(Line.ProfileFor(platform.BaseUrl), TimeProvider.System, new Random(1));
        return await new Reconciler(connection, _file).RunAsync(fresh, null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Each_kind_of_drift_is_told_apart()
    {
        await DeliverAsync(delivery => delivery.Id.CredentialId == LedgerCohort.IdOf(9) ? DeliveryState.InDoubt : DeliveryState.Delivered);
        LedgerCohort.Sign(_file, [5], number => LedgerCohort.Document(number, "2026-06-01T00:00:00Z"), TimeProvider.System);
        await DeliverAsync();
        var token = $"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(8).Replace("\"proof\"", "\"iss\"", StringComparison.Ordinal))).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.c2ln";
        await using var platform = new ScriptedPlatform(_ => new(200, $$"""
            {"credential":[{{Text(0)}},{{Text(1).Replace("\":", "\" :", StringComparison.Ordinal)}},{{Text(2)}},{{Text(2)}},{{Text(3, "2020-01-01T00:00:00Z")}},{{Text(4).Replace("\"z4\"", "\"zHost\"", StringComparison.Ordinal)}},
            {{Text(5)}},{{Text(9)}},{{Text(77)}},{"a":1}],"compactJwsString":["{{token}}"]}
            """));

        var count = await ReadAsync(platform);

        Assert.Equal((2, 1, 7), (count.Missing, count.Doubled, count.Drifting - count.Doubled));
        Assert.Equal(
            [(DriftKind.Equal, 3), (DriftKind.Unknown, 1), (DriftKind.Different, 1), (DriftKind.Older, 1), (DriftKind.ReSigned, 2), (DriftKind.NotRecorded, 1), (DriftKind.Unreadable, 1)],
            count.Shown.OrderBy(kind => kind.Key).Select(kind => (kind.Key, kind.Value)));
        var drifts = _reconciliation.Drifts("test").ToList();
        Assert.Equal(["L000006", "L000007"], drifts.Where(drift => drift.Kind == DriftKind.Missing).Select(drift => drift.LearnerKey));
        Assert.Equal(("L000002", 2), Assert.Single(drifts.Where(drift => drift.Times > 1).Select(drift => (drift.LearnerKey, drift.Times))));
        Assert.Equal(("L000003", "Delivered"), Assert.Single(drifts.Where(drift => drift.Kind == DriftKind.Different).Select(drift => (drift.LearnerKey, drift.LedgerState))));
        Assert.Equal(1, Assert.Single(drifts, drift => drift.Kind == DriftKind.Older).Version);
    }

    [Fact]
    public async Task What_is_missing_goes_again_with_the_same_bytes_and_leaves_an_event()
    {
        await DeliverAsync();
        await using var platform = new ScriptedPlatform(_ => List([.. Enumerable.Range(0, 8).Select(number => Text(number))]));
        Assert.Equal(2, (await ReadAsync(platform)).Missing);

        Assert.Equal(2, _reconciliation.SendMissingAgain("test", DeliveryCode.MissingThere, "gone"));
        Assert.Equal(0, _reconciliation.SendMissingAgain("test", DeliveryCode.MissingThere, "gone"));
        var again = await _deliveries.ClaimAsync("test", 10, default);
        Assert.Equal([LedgerCohort.IdOf(8), LedgerCohort.IdOf(9)], again.Select(delivery => delivery.Id.CredentialId));
        Assert.Equal(LedgerCohort.Document(8), again[0].Utf8Json.ToArray());
        Assert.False(again[0].MayHaveBeenSent);
        Assert.Contains(new LedgerReader(_file).History(LedgerCohort.IdOf(8)), entry => entry is { Kind: DeliveryCode.MissingThere, Detail: "gone" });
    }

    [Fact]
    public async Task What_was_revoked_and_is_gone_there_is_not_missing()
    {
        await DeliverAsync();
        new StatusLedger(_file).Revoke(new StatusLedger(_file).Find(StatusQuery.Credential, LedgerCohort.IdOf(9)), "not earned");
        await using var platform = new ScriptedPlatform(_ => List([.. Enumerable.Range(0, 8).Select(number => Text(number))]));
        Assert.Equal(1, (await ReadAsync(platform)).Missing);
        Assert.Equal(1, _reconciliation.SendMissingAgain("test", DeliveryCode.MissingThere, "gone"));
    }

    [Fact]
    public async Task A_reading_that_broke_off_goes_on_at_its_page()
    {
        await DeliverAsync();
        var down = true;
        await using var platform = new ScriptedPlatform(request => request.Target switch
        {
            "/two" when down => new(500),
            "/two" => List(Text(5), Text(6), Text(7), Text(8), Text(9)).With("X-Total-Count", "10"),
            _ => List(Text(0), Text(1), Text(2), Text(3), Text(4)).With("Link", "</two>; rel=next").With("X-Total-Count", "10"),
        });
        await Assert.ThrowsAsync<DeliveryException>(() => ReadAsync(platform));
        down = false;
        var before = platform.Requests.Count;
        var count = await ReadAsync(platform);

        Assert.Equal((0, 10), (count.Drifting, count.Shown[DriftKind.Equal]));
        Assert.Equal(["/two"], platform.Requests.Skip(before).Where(request => request.Method == "GET").Select(request => request.Target));
        Assert.Equal(10, (await ReadAsync(platform)).Shown[DriftKind.Equal]);
        Assert.Equal(0, (await ReadAsync(platform, fresh: true)).Drifting);
    }

    [Fact]
    public async Task What_a_list_leaves_out_is_asked_for_before_it_is_called_missing()
    {
        await using var platform = new ScriptedPlatform(request => request.Target switch
        {
            "/c/09" => new(200, Text(9)),
            "/c/08" => new(404),
            _ => List([.. Enumerable.Range(0, 8).Select(number => Text(number))]),
        });
        await DeliverAsync(address: platform.BaseUrl.AbsoluteUri.TrimEnd('/'));
        var count = await ReadAsync(platform);
        Assert.Equal((1, 9), (count.Missing, count.Shown[DriftKind.Equal]));
    }

    [Fact]
    public async Task The_files_have_every_line_and_no_formulas()
    {
        await DeliverAsync();
        await using var platform = new ScriptedPlatform(_ => List(Text(0), Text(0), Text(1).Replace(LedgerCohort.IdOf(1), "=cmd()", StringComparison.Ordinal)));
        var count = await ReadAsync(platform);
        var (csv, json) = await DriftFiles.WriteAsync(_folder, count, () => _reconciliation.Drifts("test"));

        var lines = await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken);
        Assert.Equal((12, "Missing,L000001," + LedgerCohort.IdOf(1) + ",1,Delivered,0,"), (lines.Length, lines[1]));
        Assert.Contains(lines, line => line.StartsWith("Duplicate,L000000", StringComparison.Ordinal));
        using var document = System.Text.Json.JsonDocument.Parse(await File.ReadAllBytesAsync(json, TestContext.Current.CancellationToken));
        Assert.Equal((9, 11), (document.RootElement.GetProperty("missing").GetInt32(), document.RootElement.GetProperty("drift").GetArrayLength()));
    }
}
