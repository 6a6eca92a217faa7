// What the ledger adds to signing: the same documents signed, and promised, packed and stored as `issue` does it.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Conferral.Credentials;
using Conferral.Issuance.Ledger;

namespace Conferral.Benchmarks;

internal static class LedgerRun
{
    private const int Courses = 40;

    /// <summary>As in the signing line: so many documents share a transaction.</summary>
    private const int Chunk = 64;

    private readonly record struct Spent(TimeSpan Cpu, TimeSpan Clock)
    {
        public static Spent operator +(Spent one, Spent other) => new(one.Cpu + other.Cpu, one.Clock + other.Clock);
    }

    /// <param name="output">Where the table goes.</param>
    /// <param name="count">How many documents.</param>
    /// <param name="connection">A PostgreSQL connection string; null measures a SQLite file in the temporary folder.</param>
    public static void Run(TextWriter output, int count, string? connection)
    {
        var folder = Directory.CreateTempSubdirectory("conferral-bench-").FullName;
        try
        {
            using var bench = new Workbench();
            WarmUp(bench);
            using var store = LedgerStore.OpenForWriting(connection is null ? LedgerSettings.Sqlite(Path.Combine(folder, "ledger.db")) : new LedgerSettings(LedgerProvider.Postgresql, connection), TimeProvider.System);
            Measure(output, bench, store, count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Everything is compiled, and compiled well, before it counts.</summary>
    private static void WarmUp(Workbench bench)
    {
        foreach (var signed in SampleDocuments.Records(Chunk, Courses).ConvertAll(bench.SignAll))
        {
            for (var i = 0; i < 40; i++) DocumentCodec.Pack(new CredentialVersion("warm-up", 1), signed);
        }
    }

    private static void Measure(TextWriter output, Workbench bench, LedgerStore store, int count)
    {
        var batch = new BatchLedger(store).OpenOrResume("bench", new string('a', 64), new string('b', 64), "did:web:college.example#key");
        var signing = new SigningLedger(store);
        Spent sign = default, promise = default, pack = default, record = default;
        for (var done = 0; done < count; done += Chunk)
        {
            var unsigned = SampleDocuments.Records(Math.Min(Chunk, count - done), Courses, first: done);
            var requests = unsigned.Select(Request).ToList();
            IReadOnlyList<SigningIntent> intents = [];
            List<SignedDocument> packed = [];
            promise += Time(() => intents = signing.RecordIntents(batch, requests));
            foreach (var (document, intent) in unsigned.Zip(intents))
            {
                ReadOnlyMemory<byte> signed = default;
                sign += Time(() => signed = bench.Sign(document, members: true));
                pack += Time(() => packed.Add(DocumentCodec.Pack(intent.Id, signed)));
            }

            record += Time(() => signing.RecordSigned(batch.BatchId, packed));
        }

        output.WriteLine("| | processor ms per document | clock ms per document | of signing (processor) |");
        output.WriteLine("|---|---|---|---|");
        foreach (var (what, spent) in (ReadOnlySpan<(string, Spent)>)[("sign", sign), ("promise", promise), ("hash and compress", pack), ("store", record), ("the ledger in all", promise + pack + record)])
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {spent.Cpu.TotalMilliseconds / count:F3} | {spent.Clock.TotalMilliseconds / count:F3} | {100 * spent.Cpu / sign.Cpu:F1} % |"));
    }

    private static (IntentRequest, BatchLearner) Request(byte[] unsigned)
    {
        using var document = JsonDocument.Parse(unsigned);
        var id = document.RootElement.GetProperty("id").GetString()!;
        return (
            new IntentRequest { LearnerKey = id, RecordKey = id, CredentialId = id, Fingerprint = new string('b', 64), DraftSha256 = new string('c', 64), ValidFrom = DateTimeOffset.UnixEpoch, ProofCount = 1 + Courses },
            new BatchLearner { LearnerKey = id, RecordKey = id, Disposition = Disposition.New, Source = new SourceLocation("bench.csv", 2) });
    }

    private static Spent Time(Action work)
    {
        var (cpu, clock) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        work();
        return new Spent(Environment.CpuUsage.TotalTime - cpu, clock.Elapsed);
    }
}
