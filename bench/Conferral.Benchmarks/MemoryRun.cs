// Whether memory stays flat: signs many documents and prints what the process holds on the way.
using System.Diagnostics;
using System.Globalization;

namespace Conferral.Benchmarks;

internal static class MemoryRun
{
    private const int Courses = 40;
    private const int Reports = 10;

    /// <summary>Documents made at a time; every one is of another learner.</summary>
    private const int AtATime = 200;

    public static void Run(TextWriter output, int count)
    {
        using var bench = new Workbench();
        using var process = Process.GetCurrentProcess();
        output.WriteLine("| signed | resident MiB | managed MiB |");
        output.WriteLine("|---|---|---|");
        var between = Math.Max(AtATime, count / Reports / AtATime * AtATime);
        for (var done = 0; done < count; done += AtATime)
        {
            if (done % between == 0) Report(done);
            foreach (var clr in SampleDocuments.Records(AtATime, Courses, first: done)) bench.SignAll(clr);
        }

        Report(count);

        void Report(int done)
        {
            process.Refresh();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {done} | {process.WorkingSet64 >> 20} | {GC.GetTotalMemory(forceFullCollection: false) >> 20} |"));
        }
    }
}
