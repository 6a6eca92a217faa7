// The benchmark command. See docs/performance.md.
//   side-by-side [NODE-SCRIPT]   the table, with Node's figures when interop/bench/node-issue.mjs is given
//   profile outer|all|bare|verify N   measures one thing N times and ends, for a profiler
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
    case ["loop", var what, var times]:
        Loop(what, int.Parse(times, System.Globalization.CultureInfo.InvariantCulture));
        break;
    case ["dump", var folder]:
        Dump(folder);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(SigningBenchmarks).Assembly).Run(args);
        break;
}

static void Loop(string what, int times)
{
    using var bench = new Workbench();
    var clrs = SampleDocuments.Clrs(400, 40);
    if (what == "bare") clrs = clrs.ConvertAll(SampleDocuments.WithoutIds);
    if (what == "verify") clrs = clrs.ConvertAll(bench.SignAll);
    Action<byte[]> action = what switch { "outer" => clr => bench.SignOuter(clr), "all" => clr => bench.SignAll(clr), "bare" => clr => bench.SignOuter(clr), _ => bench.Verify };
    for (var i = 0; i < 1600; i++) action(clrs[i % clrs.Count]);
    var floor = new Floor(bench, SampleDocuments.Clrs(1, 40)[0], members: what is "all" or "verify");
    for (var i = 0; i < 300; i++) floor.Run();
    var (best, least) = (new List<double>(), new List<double>());
    var next = 0;
    for (var round = 0; round < times; round++)
    {
        var start = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < 4; i++) action(clrs[next++ % clrs.Count]);
        best.Add((Environment.CpuUsage.TotalTime - start).TotalMilliseconds / 4);
        start = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < 4; i++) floor.Run();
        least.Add((Environment.CpuUsage.TotalTime - start).TotalMilliseconds / 4);
    }

    best.Sort();
    least.Sort();
    var allocated = GC.GetAllocatedBytesForCurrentThread();
    for (var i = 0; i < 100; i++) action(clrs[next++ % clrs.Count]);
    allocated = (GC.GetAllocatedBytesForCurrentThread() - allocated) / 100;
    Console.WriteLine($"{what} min {best[0]:F3} p10 {best[times / 10]:F3}; floor {least[0]:F3} {least[times / 10]:F3}; x {best[times / 10] / least[times / 10]:F2}  {allocated / 1024.0:F1} KiB");
}

static void Dump(string folder)
{
    using var bench = new Workbench();
    Directory.CreateDirectory(folder);
    foreach (var (clr, i) in SampleDocuments.Clrs(4, 40).Select((clr, i) => (clr, i)))
    {
        File.WriteAllBytes(Path.Combine(folder, $"{i}.json"), clr);
        File.WriteAllBytes(Path.Combine(folder, $"{i}.nq"), bench.Canonicalizer.Canonicalize(new Conferral.LinkedData.JsonLdInput(System.Text.Json.JsonDocument.Parse(clr).RootElement)));
        File.WriteAllBytes(Path.Combine(folder, $"{i}.signed.nq"), bench.Canonicalizer.Canonicalize(new Conferral.LinkedData.JsonLdInput(System.Text.Json.JsonDocument.Parse(bench.SignAll(clr)).RootElement)));
    }
}

static void Profile(string what, int times)
{
    using var bench = new Workbench();
    var clrs = SampleDocuments.Clrs(400, 40);
    if (what == "bare") clrs = clrs.ConvertAll(SampleDocuments.WithoutIds);
    var unsigned = clrs;
    if (what == "verify") clrs = clrs.ConvertAll(bench.SignAll);
    Action<byte[]> action = what switch
    {
        "outer" => clr => bench.SignOuter(clr),
        "all" => clr => bench.SignAll(clr),
        "bare" => clr => bench.SignOuter(clr),
        _ => bench.Verify,
    };
    var floors = new Dictionary<byte[], Floor>();
    for (var i = 0; i < clrs.Count; i++) floors[clrs[i]] = i < 40 ? new Floor(bench, unsigned[i], members: what is "all" or "verify") : floors[clrs[i % 40]];
    for (var i = 0; i < times; i++)
    {
        var (cost, floor) = Measurement.Of(clrs, action, clr => floors[clr].Run());
        Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what}: {cost.CpuMs:F3} ms CPU, floor {floor.CpuMs:F3} ms, {cost.CpuMs / floor.CpuMs:F2} x floor, {cost.AllocatedBytes / 1024:F0} KiB per document"));
    }
}
