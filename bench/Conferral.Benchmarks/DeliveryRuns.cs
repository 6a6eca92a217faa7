// Delivering, measured: the real line and ledger against a sandbox on loopback in the same process.
using System.Globalization;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Tests.Deliver;
using Conferral.Sandbox;

namespace Conferral.Benchmarks;

internal static class DeliveryRuns
{
    /// <summary>Credentials a second; the platform checks the envelope only, so that delivery is what is measured.</summary>
    public static async Task ThroughputAsync(int credentials)
    {
        await MeasureAsync("warm-up", 2000, new BatchProfile(), 8);
        await MeasureAsync("arrays of 100", credentials, new BatchProfile(), 8);
        await MeasureAsync("one by one, 8 at once", credentials / 2, new BatchProfile { Mode = BatchMode.Off }, 8);
        await MeasureAsync("one by one, 1 at once", credentials / 4, new BatchProfile { Mode = BatchMode.Off }, 1);
    }

    public static async Task SoakAsync(int credentials)
    {
        foreach (var mode in (BatchMode[])[BatchMode.Off, BatchMode.Auto])
        {
            await InFolderAsync(async folder =>
            {
                var report = await DeliverySoak.RunAsync(folder, credentials, new BatchProfile { Mode = mode, MaxItems = 7 }, CancellationToken.None);
                Say($"{(mode == BatchMode.Off ? "one by one" : "arrays of 7")}: {report.Credentials:N0} credentials, {report.Delivered:N0} delivered, {report.Refused:N0} refused as asked, in {report.Runs} run(s) and {report.Elapsed.TotalSeconds:0} s");
                Say($"  {report.Requests:N0} requests, {report.Faulted:N0} of them faulted; at most {report.MostInAMinute:N0} of {DeliverySoak.RequestsPerMinute:N0} in any minute of the clock");
                if (report.Stops.Length > 0) Say($"  stopped and gone on: {report.Stops}");
                Say($"  the platform holds {report.StoredThere:N0}; wrong bytes {report.WrongBytes}, ever replaced by others {report.ReplacedThere}, received more than once {report.ResentThere:N0}");
            });
        }
    }

    /// <summary>Real minutes at 500 requests a minute.</summary>
    public static async Task RateAsync(int minutes)
    {
        const int limit = 500;
        await InFolderAsync(async folder =>
        {
            await using var sandbox = await SandboxPlatform.StartAsync(new SandboxOptions { Checks = ReceivedChecks.Envelope, Faults = SandboxFaults.Parse($"rate {limit}/1m", "latency 80ms") });
            using var ledger = LedgerCohort.Create(Path.Combine(folder, "rate.db"), limit * (minutes + 1), TimeProvider.System);
            using var over = new CancellationTokenSource(TimeSpan.FromMinutes(minutes), TimeProvider.System);
            await DeliverAsync(sandbox, ledger, new BatchProfile { Mode = BatchMode.Off }, 8, limit, over.Token);
            var posts = sandbox.Requests.Snapshot().Where(request => request.IsCredentialPost).ToList();
            Say($"{posts.Count:N0} requests in {minutes} min of the {limit * minutes:N0} allowed ({100.0 * posts.Count / (limit * minutes):0.0} %), at most {sandbox.Requests.MostWithin(TimeSpan.FromMinutes(1), request => request.IsCredentialPost)} in any 60 s, {posts.Count(post => post.Status == 429)} times \"too many\"");
        });
    }

    private static async Task MeasureAsync(string what, int credentials, BatchProfile batch, int concurrency) => await InFolderAsync(async folder =>
    {
        await using var sandbox = await SandboxPlatform.StartAsync(new SandboxOptions { Checks = ReceivedChecks.Envelope });
        using var ledger = LedgerCohort.Create(Path.Combine(folder, "deliver.db"), credentials, TimeProvider.System);
        GC.Collect();
        var (allocated, cpu) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime);
        var summary = await DeliverAsync(sandbox, ledger, batch, concurrency, null, CancellationToken.None);
        var (bytes, spent) = (GC.GetTotalAllocatedBytes(precise: true) - allocated, Environment.CpuUsage.TotalTime - cpu);
        if (summary.Delivered != credentials || sandbox.Credentials.Count != credentials) throw new InvalidOperationException($"Only {summary.Delivered} of {credentials} were delivered.");
        Say($"{what,-22} {credentials / summary.Elapsed.TotalSeconds,8:N0} credentials/s, {spent.TotalMilliseconds * 1000 / credentials,6:0} µs of CPU and {bytes / 1024.0 / credentials,6:0.0} KiB allocated each (platform included)");
    });

    private static async Task<DeliverySummary> DeliverAsync(SandboxPlatform sandbox, LedgerStore ledger, BatchProfile batch, int concurrency, int? limit, CancellationToken cancellationToken)
    {
        var profile = new PlatformProfile
        {
            Id = "bench",
            BaseUrl = new Uri(sandbox.BaseUrl),
            Authorization = new AuthorizationProfile { ClientId = sandbox.ClientId, ClientSecret = sandbox.ClientSecret },
            RequestsPerMinute = limit,
            MaxConcurrency = concurrency,
            Batch = batch,
        };
        var deliveries = new DeliveryLedger(ledger);
        await deliveries.EnqueueAsync(profile.Id, cancellationToken);
        using var limiters = new RateLimiters([profile], new RequestLedger(ledger), TimeProvider.System, Random.Shared);
        using var connection = limiters.Connect(profile);
        return await new PlatformDelivery(connection, deliveries).RunAsync(null, cancellationToken);
    }

    private static async Task InFolderAsync(Func<string, Task> work)
    {
        var folder = Directory.CreateTempSubdirectory("conferral-bench-");
        try
        {
            await work(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
