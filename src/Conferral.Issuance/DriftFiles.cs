// The drift between a platform and the ledger as files a person opens and a program reads.
using System.Globalization;
using System.Text;
using System.Text.Json;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.WriteBack;

namespace Conferral.Issuance;

/// <summary>
/// Shape: <c>reconcile-PLATFORM.csv</c>, one line per credential that is not there as the ledger has it (UTF-8 with byte order mark,
/// RFC 4180, formulas disarmed), and <c>reconcile-PLATFORM.json</c> with the counts and the same lines. No names of learners, only keys.
/// Bounds: lines are written as they are read.
/// </summary>
public static class DriftFiles
{
    private static readonly string[] Header = ["kind", "learner_key", "credential_id", "version", "ledger_state", "times_shown", "resource_url"];

    /// <summary>Replaces both files and gives their paths.</summary>
    public static async Task<(string Csv, string Json)> WriteAsync(string folder, ReconciliationCount count, Func<IEnumerable<Drift>> drifts)
    {
        Directory.CreateDirectory(folder);
        var name = string.Concat(count.PlatformId.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
        var (csv, json) = (Path.Combine(folder, $"reconcile-{name}.csv"), Path.Combine(folder, $"reconcile-{name}.json"));
        await DurableFile.ReplaceDurably(csv, stream => WriteCsvAsync(stream, drifts()));
        await DurableFile.ReplaceDurably(json, stream => WriteJsonAsync(stream, count, drifts()));
        return (csv, json);
    }

    /// <summary>Counts and lines as one JSON object.</summary>
    public static async Task WriteJsonAsync(Stream stream, ReconciliationCount count, IEnumerable<Drift> drifts)
    {
        await using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteString("platform", count.PlatformId);
        writer.WriteNumber("drifting", count.Drifting);
        writer.WriteNumber("missing", count.Missing);
        writer.WriteNumber("doubled", count.Doubled);
        foreach (var (kind, number) in count.Shown.OrderBy(shown => shown.Key)) writer.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName($"{kind}"), number);
        writer.WriteStartArray("drift");
        foreach (var drift in drifts)
        {
            writer.WriteStartObject();
            foreach (var (name, value) in Header.Zip(Cells(drift)).Where(cell => cell.Second is not null)) writer.WriteString(name, value);
            writer.WriteEndObject();
            if (writer.BytesPending > 64 * 1024) await writer.FlushAsync();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static async Task WriteCsvAsync(Stream stream, IEnumerable<Drift> drifts)
    {
        await using var file = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await file.WriteAsync(CsvCells.Line(Header, guardFormulas: true));
        foreach (var drift in drifts) await file.WriteAsync(CsvCells.Line(Cells(drift), guardFormulas: true));
    }

    private static string?[] Cells(Drift drift) =>
    [
        drift.Times > 1 && drift.Kind == DriftKind.Equal ? "Duplicate" : $"{drift.Kind}",
        drift.LearnerKey,
        drift.CredentialId,
        drift.Version?.ToString(CultureInfo.InvariantCulture),
        drift.LedgerState,
        drift.Times.ToString(CultureInfo.InvariantCulture),
        drift.ResourceUrl,
    ];
}
