// The benchmark command. See docs/performance.md.
//   side-by-side [NODE-SCRIPT]   the table, with Node's figures when interop/bench/node-issue.mjs is given
//   profile outer|all|bare|verify N   measures one thing N times and ends, for a profiler
//   deliver [N]                  credentials a second to a platform on this machine, in arrays and one by one
//   soak [N]                     delivers N (20,000) while one request in ten fails; the account of it
//   rate [MINUTES]               three minutes at 500 requests a minute, as the platform counts them
//   anything else                BenchmarkDotNet's own arguments
using BenchmarkDotNet.Running;
using Conferral.Benchmarks;

switch (args)
{
    case ["side-by-side", .. var script]:
        new SideBySide(Console.Out, script.FirstOrDefault()).Run();
        break;
    case ["profile", var what, var times]:
        Profile(what, int.Parse(times, System.Globalization.CultureInfo.InvariantCulture));
        break;
    case ["deliver", .. var credentials]:
        await DeliveryRuns.ThroughputAsync(Number(credentials, 20_000));
        break;
    case ["soak", .. var credentials]:
        await DeliveryRuns.SoakAsync(Number(credentials, 20_000));
        break;
    case ["rate", .. var minutes]:
        await DeliveryRuns.RateAsync(Number(minutes, 3));
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(SigningBenchmarks).Assembly).Run(args);
        break;
}

static int Number(string[] given, int otherwise) => given is [var text] ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise;

static void Profile(string what, int times)
{
    using var bench = new Workbench();
    var clrs = SampleDocuments.Clrs(40, 40);
    if (what == "bare") clrs = clrs.ConvertAll(SampleDocuments.WithoutIds);
    if (what == "verify") clrs = clrs.ConvertAll(bench.SignAll);
    Action<byte[]> action = what switch
    {
        "outer" => clr => bench.SignOuter(clr),
        "all" => clr => bench.SignAll(clr),
        "bare" => clr => bench.SignOuter(clr),
        _ => bench.Verify,
    };
    var floors = new Dictionary<byte[], Floor>();
    foreach (var clr in clrs) floors[clr] = new Floor(bench, clr, members: what is "all" or "verify");
    for (var i = 0; i < times; i++)
    {
        var (cost, floor) = Measurement.Of(clrs, action, clr => floors[clr].Run());
        Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what}: {cost.CpuMs:F3} ms CPU, floor {floor.CpuMs:F3} ms, {cost.CpuMs / floor.CpuMs:F2} x floor, {cost.AllocatedBytes / 1024:F0} KiB per document"));
    }
}
