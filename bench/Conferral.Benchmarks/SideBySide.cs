// The side-by-side run: the product, the floor and the Node libraries on the same documents, as one markdown page.
using System.Globalization;

namespace Conferral.Benchmarks;

/// <summary>Prints tables of CPU milliseconds per document. All figures of a table come from one run on one machine.</summary>
internal sealed class SideBySide(TextWriter output, string? nodeScript)
{
    private const int Documents = 40;
    private const int NodeDocuments = 4;
    private const int Courses = 40;
    private static readonly int[] Growth = [1, 10, 40, 200, 1000];

    public void Run()
    {
        using var bench = new Workbench();
        var clrs = SampleDocuments.Clrs(Documents, Courses);
        Proofs(bench, clrs);
        TwoThreads(bench, clrs);
        Grow(bench);
    }

    private void Proofs(Workbench bench, List<byte[]> clrs)
    {
        Line("| one degree, 40 courses, per document | CPU ms | allocated KiB | floor ms | × floor | Node ms | × Node |");
        Line("|---|---|---|---|---|---|---|");
        Row("outer proof alone", bench, clrs, members: false);
        var all = Row("all 42 proofs", bench, clrs, members: true);
        var bare = clrs.Select(SampleDocuments.WithoutIds).ToList();
        Row("outer proof alone, nothing has an id", bench, bare, members: false);
        VerifyRow(bench, clrs.ConvertAll(bench.SignAll), all);
        Line("");
    }

    private Cost Row(string title, Workbench bench, List<byte[]> clrs, bool members)
    {
        var floors = new Dictionary<byte[], Floor>();
        foreach (var clr in clrs) floors[clr] = new Floor(bench, clr, members);
        var (ours, floor) = Measurement.Of(clrs, clr => Sign(bench, clr, members), clr => floors[clr].Run());
        var node = nodeScript is null ? (Cost?)null : NodeBaseline.Measure(nodeScript, clrs[..NodeDocuments], members);
        Line($"| {title} | {Ms(ours.CpuMs)} | {ours.AllocatedBytes / 1024:F0} | {Ms(floor.CpuMs)} | {ours.CpuMs / floor.CpuMs:F2} | {(node is { } n ? Ms(n.CpuMs) : "–")} | {(node is { } m ? (m.CpuMs / ours.CpuMs).ToString("F0", CultureInfo.InvariantCulture) : "–")} |");
        return ours;
    }

    private void VerifyRow(Workbench bench, List<byte[]> signed, Cost signing)
    {
        var cost = Measurement.Of(signed, bench.Verify);
        Line($"| verify all 42 proofs | {Ms(cost.CpuMs)} | {cost.AllocatedBytes / 1024:F0} | {cost.CpuMs / signing.CpuMs:F2} × signing | | | |");
    }

    private void TwoThreads(Workbench bench, List<byte[]> clrs)
    {
        var one = Measurement.Of(clrs, clr => bench.SignAll(clr));
        var two = Measurement.Of(clrs, clr => bench.SignAll(clr), threads: 2);
        Line("| all proofs | documents per second | |");
        Line("|---|---|---|");
        Line($"| one thread | {1000 / one.ClockMs:F0} | |");
        Line($"| two threads | {1000 / two.ClockMs:F0} | {one.ClockMs / two.ClockMs:F2} × |");
        Line("");
    }

    private void Grow(Workbench bench)
    {
        Line("| members | document KiB | outer proof ms | all proofs ms | µs per proof |");
        Line("|---|---|---|---|---|");
        foreach (var members in Growth)
        {
            var clrs = SampleDocuments.Clrs(members > 100 ? 4 : Documents, members - 1); // the degree is a member too
            var outer = Measurement.Of(clrs, clr => Sign(bench, clr, members: false));
            var all = Measurement.Of(clrs, clr => Sign(bench, clr, members: true));
            Line($"| {members} | {clrs.Average(clr => clr.Length) / 1024:F0} | {Ms(outer.CpuMs)} | {Ms(all.CpuMs)} | {all.CpuMs * 1000 / (members + 1):F0} |");
        }
    }

    private static void Sign(Workbench bench, byte[] clr, bool members)
    {
        if (members) bench.SignAll(clr);
        else bench.SignOuter(clr);
    }

    private static string Ms(double value) => value.ToString(value < 10 ? "F2" : "F0", CultureInfo.InvariantCulture);

    private void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private void Line(string text) => output.WriteLine(text);
}
