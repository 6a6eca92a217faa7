// Writes what a source read, a learner per line, for people to look at and other tools to use.
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Conferral.Issuance.Read;

/// <summary>How many learners were written, and how many could not be because their rows were unreadable or they are ready-made credentials.</summary>
public sealed record RecordFileSummary(long Read, long Written, long Blocked, IReadOnlyList<FindingCount> Findings);

/// <summary>
/// Writes learner records in the JSON form of docs/learner-record.schema.json, whoever clearance would hold among them.
/// Durability: none promised; write to a new file and read it from there.
/// </summary>
public static class RecordFile
{
    /// <summary>The JSON Schema of a line: docs/learner-record.schema.json.</summary>
    public static string Schema() => RecordJson.Schema().ToJsonString(new JsonSerializerOptions { WriteIndented = true, IndentSize = 2, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";

    public static async Task<RecordFileSummary> WriteAsync(IIntakeSource source, Stream output, CancellationToken cancellationToken)
    {
        long read = 0, written = 0, blocked = 0;
        var findings = new FindingCounts();
        await foreach (var item in source.ReadAsync(cancellationToken))
        {
            read++;
            if (item.IsBlocked) blocked++;
            findings.Add(item.LearnerKey, item.Source, item.Findings);
            if (item.Learner is not { } learner) continue;
            await output.WriteAsync(RecordJson.Write(learner), cancellationToken);
            await output.WriteAsync("\n"u8.ToArray(), cancellationToken);
            written++;
        }

        findings.Add(null, null, source.SourceFindings);
        return new RecordFileSummary(read, written, blocked, findings.ToList());
    }
}
