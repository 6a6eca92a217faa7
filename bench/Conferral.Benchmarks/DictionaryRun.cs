// Whether a Zstandard dictionary would pay for stored documents: docs/decisions/no-dictionary.md has the figures.
using System.Globalization;
using ZstdSharp;

namespace Conferral.Benchmarks;

internal static class DictionaryRun
{
    private const int Courses = 40;
    private const int Level = 1;

    public static void Run(TextWriter output, int count)
    {
        using var bench = new Workbench();
        var documents = SampleDocuments.Records(count, Courses).ConvertAll(bench.SignAll);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} documents of {documents.Average(document => document.Length):F0} bytes"));
        output.WriteLine("| codec | bytes stored per document | pack ms | unpack ms |");
        output.WriteLine("|---|---|---|---|");
        Measure(output, "zstd, as it is", documents, null);
        foreach (var (samples, size) in (ReadOnlySpan<(int, int)>)[(64, 64 << 10), (200, 64 << 10), (200, 256 << 10)])
            Measure(output, $"with a dictionary of {size >> 10} KiB from {samples} documents", [.. documents.Skip(200)], DictBuilder.TrainFromBuffer(documents.Take(samples), size));
    }

    private static void Measure(TextWriter output, string what, List<byte[]> documents, byte[]? dictionary)
    {
        using var compressor = new Compressor(Level);
        using var decompressor = new Decompressor();
        if (dictionary is not null) compressor.LoadDictionary(dictionary);
        if (dictionary is not null) decompressor.LoadDictionary(dictionary);
        var packed = documents.ConvertAll(document => compressor.Wrap(document).ToArray());
        var (pack, unpack) = (Measurement.Of(documents, document => compressor.Wrap(document)), Measurement.Of(packed, document => decompressor.Unwrap(document)));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {packed.Average(document => document.Length):F0} | {pack.CpuMs:F3} | {unpack.CpuMs:F3} |"));
    }
}
