// The benchmark command. See docs/performance.md.
//   side-by-side [NODE-SCRIPT [CHART]]   the tables of the performance page, with Node's figures when interop/bench/node-issue.mjs
//                                        is given, and its chart (an SVG file) when a path for it is
//   profile outer|all|bare|own|verify N  measures one thing N times and ends, for a profiler
//   memory [N]                           signs N (100,000) documents and prints the memory it holds every tenth of the way
//   deliver [N]                          credentials a second to a platform on this machine, in arrays and one by one
//   soak [N]                             delivers N (20,000) while one request in ten fails; the account of it
//   rate [MINUTES]                       three minutes at 500 requests a minute, as the platform counts them
//   ledger [N [CONNECTION]]              what promising, packing and storing N (1,000) documents adds to signing them, on SQLite, or PostgreSQL
//   dictionary [N]                       what a Zstandard dictionary would save of N (1,000) stored documents
//   intake LEARNERS [--shuffled] [--until parse|read|compose|validate] [--courses N]
//                                        streams a cohort through the stages: learners and rows a second, memory on the way
//   anything else                        BenchmarkDotNet's own arguments
using BenchmarkDotNet.Running;
using Conferral.Benchmarks;

switch (args)
{
    case ["side-by-side", .. var files]:
        new SideBySide(Console.Out, files.ElementAtOrDefault(0), files.ElementAtOrDefault(1)).Run();
        break;
    case ["profile", var what, var times]:
        ProfileRun.Run(Console.Out, what, Number([times], 1));
        break;
    case ["memory", .. var documents]:
        MemoryRun.Run(Console.Out, Number(documents, 100_000));
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
    case ["ledger", .. var rest]:
        LedgerRun.Run(Console.Out, Number(rest[..Math.Min(1, rest.Length)], 1_000), rest.ElementAtOrDefault(1));
        break;
    case ["dictionary", .. var documents]:
        DictionaryRun.Run(Console.Out, Number(documents, 1_000));
        break;
    case ["intake", var learners, .. var settings]:
        await IntakeRun.RunAsync(Console.Out, Number([learners], 1), settings);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(SigningBenchmarks).Assembly).Run(args);
        break;
}

static int Number(string[] given, int otherwise) => given is [var text] ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise;
