// A cohort delivered to a platform that fails every tenth request in every way it knows, and the account of it.
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Sandbox;

namespace Conferral.Issuance.Tests.Deliver;

/// <summary>What a soak came to, by the ledger's account and by the platform's own.</summary>
public sealed record SoakReport(int Credentials, int Delivered, int Refused, int Runs, long Requests, int Faulted, int StoredThere, int WrongBytes, int ReplacedThere, int ResentThere, int MostInAMinute, TimeSpan Elapsed, string Stops);

/// <summary>
/// Runs on a clock that is <see cref="Speed"/> times as fast for the sender and the platform alike, so that their pauses cost little.
/// Bounds: the limit is <see cref="RequestsPerMinute"/> of that clock's minutes.
/// </summary>
public static class DeliverySoak
{
    public const int Speed = 10;

    public const int RequestsPerMinute = 6000;

    /// <summary>A busy machine's seconds are minutes of this clock.</summary>
    private static readonly TimeoutProfile Patient = new() { Connect = TimeSpan.FromMinutes(5), Answer = TimeSpan.FromMinutes(10), Body = TimeSpan.FromMinutes(10) };

    /// <summary>Runs a registrar would make before looking closer.</summary>
    private const int MostRuns = 10;

    /// <summary>One request in ten, by kind; primes, so that they fall on each other in every combination.</summary>
    public static readonly IReadOnlyList<string> Faults =
    [
        $"rate {RequestsPerMinute}/1m",
        "every 83: 429 retry-after 1s",
        "every 89: 429",
        "every 97: 500",
        "every 101: 503",
        "every 103: drop-before",
        "every 107: drop-after",
        "every 109: cut",
        "every 113: slow 2s",
        "every 127: empty",
        "every 131: html",
        "every 137: drop-midway",
        "every 139: 502 retry-after 1s",
        "token every 3: 503",
        "token-requests 300",
        "token-life 5m",
    ];

    /// <summary>Every so many learners' credentials are refused, whatever else happens.</summary>
    public const int RefusedEvery = 250;

    public static async Task<SoakReport> RunAsync(string folder, int credentials, BatchProfile batch, CancellationToken cancellationToken)
    {
        var time = new FastTime(Speed);
        var refused = Enumerable.Range(0, credentials / RefusedEvery).Select(number => $"refuse {LedgerCohort.IdOf((number * RefusedEvery) + 7)} 422");
        await using var sandbox = await SandboxPlatform.StartAsync(new SandboxOptions { Checks = ReceivedChecks.Envelope, RequestLogCapacity = int.MaxValue, Faults = SandboxFaults.Parse([.. Faults, .. refused]) }, time, cancellationToken);
        using var ledger = LedgerCohort.Create(Path.Combine(folder, "soak.db"), credentials, time);
        var profile = Profile(sandbox, batch);
        var deliveries = new DeliveryLedger(ledger);
        await deliveries.EnqueueAsync(profile.Id, cancellationToken);
        var started = TimeProvider.System.GetTimestamp();
        var (runs, requests, stops) = (0, 0L, new List<string>());
        while (runs < MostRuns && await deliveries.CountPendingAsync(profile.Id, cancellationToken) > 0)
        {
            using var limiters = new RateLimiters([profile], new RequestLedger(ledger), time, new Random(runs++));
            using var connection = limiters.Connect(profile);
            var summary = await new PlatformDelivery(connection, deliveries).RunAsync(null, cancellationToken);
            requests += summary.Requests;
            if (summary.StoppedBecause is { } because) stops.Add(because);
        }

        return Account(sandbox, ledger, credentials, runs, requests, TimeProvider.System.GetElapsedTime(started)) with { Stops = string.Join(" / ", stops) };
    }

    private static PlatformProfile Profile(SandboxPlatform sandbox, BatchProfile batch) => new()
    {
        Id = "soak",
        BaseUrl = new Uri(sandbox.BaseUrl),
        Authorization = new AuthorizationProfile { ClientId = sandbox.ClientId, ClientSecret = sandbox.ClientSecret },
        RequestsPerMinute = RequestsPerMinute,
        Batch = batch,
        Timeouts = Patient,
    };

    private static SoakReport Account(SandboxPlatform sandbox, LedgerStore ledger, int credentials, int runs, long requests, TimeSpan elapsed)
    {
        var account = new LedgerReader(ledger).Account(new LedgerReader(ledger).Batches()[0] with { LearnersRead = credentials });
        if (account.Discrepancies() is [var discrepancy, ..]) throw new InvalidOperationException($"The account does not add up: {discrepancy}.");
        var platform = account.Platforms[0];
        var expected = Enumerable.Range(0, credentials).ToDictionary(LedgerCohort.IdOf, number => number, StringComparer.Ordinal);
        var stored = sandbox.Credentials;
        return new SoakReport(
            credentials,
            platform.Delivered,
            platform.Failed,
            runs,
            requests,
            sandbox.Requests.Count(request => request.Fault is not null),
            stored.Count,
            stored.Count(there => !there.Utf8Json.Span.SequenceEqual(LedgerCohort.Document(expected[there.Id]))),
            stored.Count(there => there.DocumentCount > 1),
            stored.Count(there => there.ReceivedCount > 1),
            sandbox.Requests.MostWithin(TimeSpan.FromMinutes(1), request => request.IsCredentialPost),
            elapsed,
            "");
    }
}
