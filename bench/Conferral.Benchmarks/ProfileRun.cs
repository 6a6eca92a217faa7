// One thing measured over and over, for a profiler and for work on a busy machine.
using System.Globalization;

namespace Conferral.Benchmarks;

internal static class ProfileRun
{
    private const int Documents = 2000;
    private const int Courses = 40;

    /// <param name="output">Where a line per measurement goes.</param>
    /// <param name="what">outer, all, bare (nothing has an id), own (no catalogue is shared) or verify.</param>
    /// <param name="times">How often.</param>
    public static void Run(TextWriter output, string what, int times)
    {
        using var bench = new Workbench();
        var unsigned = SampleDocuments.Records(Documents, Courses, sharedCatalogue: what != "own");
        if (what == "bare") unsigned = unsigned.ConvertAll(SampleDocuments.WithoutIds);
        var documents = what == "verify" ? unsigned.ConvertAll(bench.SignAll) : unsigned;
        Action<byte[]> action = what switch
        {
            "verify" => bench.Verify,
            "all" => document => bench.Sign(document, members: true),
            _ => document => bench.Sign(document, members: false),
        };
        var floor = new Floor(bench, unsigned[0], members: what is "all" or "verify");
        Action leastAction = what == "verify" ? floor.RunVerifying : floor.Run;
        for (var i = 0; i < times; i++)
        {
            var (cost, least) = Measurement.Of(documents, action, _ => leastAction());
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {cost.CpuMs:F3} ms CPU, floor {least.CpuMs:F3} ms, {cost.CpuMs / least.CpuMs:F2} x floor, {cost.AllocatedBytes / 1024:F0} KiB per document"));
        }
    }
}
