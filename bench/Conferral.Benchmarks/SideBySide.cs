// The side-by-side run: the product, the floor and the Node libraries on the same documents, as one markdown page.
using System.Globalization;
using System.Text.Json;

namespace Conferral.Benchmarks;

/// <summary>Prints tables of CPU milliseconds per document. All figures of a table come from one run on one machine.</summary>
internal sealed class SideBySide(TextWriter output, string? nodeScript, string? chartFile)
{
    /// <summary>So many that hardly a learner is met again; what learners share is what a cohort shares.</summary>
    private const int Documents = 1200;

    private const int NodeDocuments = 4;
    private const int Courses = 40;
    private static readonly int[] Growth = [1, 10, 40, 200, 1000];

    public void Run()
    {
        using var bench = new Workbench();
        var clrs = SampleDocuments.Records(Documents, Courses);
        var bare = clrs.ConvertAll(SampleDocuments.WithoutIds);
        Describe(bench, clrs[0], bare[0]);
        Proofs(bench, clrs, bare);
        TwoThreads(bench, clrs);
        Grow(bench);
    }

    private void Describe(Workbench bench, byte[] clr, byte[] bare)
    {
        Line("| document | KiB | quads | blank nodes | proofs |");
        Line("|---|---|---|---|---|");
        foreach (var (title, document) in new[] { ("unsigned", clr), ("unsigned, nothing has an id", bare), ("signed, with its members", bench.SignAll(clr)) })
        {
            var (quads, blanks) = bench.SizeOf(document);
            Line($"| {title} | {document.Length / 1024.0:F0} | {quads} | {blanks} | {(ReferenceEquals(document, clr) || ReferenceEquals(document, bare) ? 0 : Proofs(document))} |");
        }

        Line("");
    }

    private void Proofs(Workbench bench, List<byte[]> clrs, List<byte[]> bare)
    {
        Line("| per document | CPU ms | floor ms | × floor | allocated KiB | Node ms | × | Node patched ms | × | DCC ms | × |");
        Line("|---|---|---|---|---|---|---|---|---|---|---|");
        Row("outer proof alone", bench, clrs, members: false);
        Row($"all {Proofs(bench.SignAll(clrs[0]))} proofs", bench, clrs, members: true);
        Row("outer proof alone, nothing has an id", bench, bare, members: false);
        Row("outer proof alone, no two learners share a course", bench, SampleDocuments.Records(Documents, Courses, sharedCatalogue: false), members: false, withNode: false);
        VerifyRow(bench, clrs);
        Line("");
    }

    private void Row(string title, Workbench bench, List<byte[]> clrs, bool members, bool withNode = true)
    {
        var floor = new Floor(bench, clrs[0], members);
        var (ours, least) = Measurement.Of(clrs, clr => bench.Sign(clr, members), _ => floor.Run());
        var node = nodeScript is null || !withNode ? "| – | – | – | – | – | – |"
            : string.Concat(NodeBaseline.Stacks.Select(stack => NodeCells(NodeBaseline.Measure(nodeScript, stack, clrs[..NodeDocuments], members), ours))) + "|";
        Line($"| {title} | {Ms(ours.CpuMs)} | {Ms(least.CpuMs)} | {ours.CpuMs / least.CpuMs:F2} | {ours.AllocatedBytes / 1024:F0} {node}");
    }

    private static string NodeCells(Cost node, Cost ours) => string.Create(CultureInfo.InvariantCulture, $"| {Ms(node.CpuMs)} | {node.CpuMs / ours.CpuMs:F0} ");

    /// <summary>Beside signing the same documents, in turn.</summary>
    private void VerifyRow(Workbench bench, List<byte[]> clrs)
    {
        var floor = new Floor(bench, clrs[0], members: true);
        var costs = Measurement.InTurn([(clrs.ConvertAll(bench.SignAll), bench.Verify), (clrs, clr => bench.Sign(clr, members: true)), (clrs, _ => floor.RunVerifying())]);
        var (verifying, signing, least) = (costs[0], costs[1], costs[2]);
        Line($"| verify all proofs: {verifying.CpuMs / signing.CpuMs:F2} × signing them | {Ms(verifying.CpuMs)} | {Ms(least.CpuMs)} | {verifying.CpuMs / least.CpuMs:F2} | {verifying.AllocatedBytes / 1024:F0} | | | | | | |");
    }

    /// <summary>Beside the floor, which shares nothing between threads: what two cores of this machine can give at most.</summary>
    private void TwoThreads(Workbench bench, List<byte[]> clrs)
    {
        var floor = new Floor(bench, clrs[0], members: true);
        Line("| all proofs | documents per second, one thread | two threads | |");
        Line("|---|---|---|---|");
        Scaling("signed", clrs, clr => bench.Sign(clr, members: true));
        Scaling("the floor", clrs, _ => floor.Run());
        Line("");
    }

    private void Scaling(string title, List<byte[]> clrs, Action<byte[]> action)
    {
        var (one, two) = Measurement.OfThreads(clrs, action, threads: 2);
        Line($"| {title} | {1000 / one.ClockMs:F0} | {1000 / two.ClockMs:F0} | {one.ClockMs / two.ClockMs:F2} × |");
    }

    private void Grow(Workbench bench)
    {
        Line("| members | document KiB | outer proof ms | all proofs ms | µs per proof |");
        Line("|---|---|---|---|---|");
        var points = new List<GrowthPoint>();
        foreach (var members in Growth)
        {
            var clrs = SampleDocuments.OfMembers(members > 100 ? 20 : Documents, members);
            var outer = Measurement.Of(clrs, clr => bench.Sign(clr, members: false));
            var all = Measurement.Of(clrs, clr => bench.Sign(clr, members: true));
            points.Add(new GrowthPoint(members, outer.CpuMs, all.CpuMs));
            Line($"| {members} | {clrs.Average(clr => clr.Length) / 1024:F0} | {Ms(outer.CpuMs)} | {Ms(all.CpuMs)} | {all.CpuMs * 1000 / (members + 1):F0} |");
        }

        if (chartFile is not null) File.WriteAllText(chartFile, GrowthChart.Draw(points));
    }

    private static int Proofs(byte[] signed)
    {
        using var document = JsonDocument.Parse(signed);
        return 1 + document.RootElement.GetProperty("credentialSubject").GetProperty("verifiableCredential").GetArrayLength();
    }

    private static string Ms(double value) => value.ToString(value < 10 ? "F2" : "F0", CultureInfo.InvariantCulture);

    private void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private void Line(string text) => output.WriteLine(text);
}
