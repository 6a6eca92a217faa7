// Writes what a source read, a learner per line, for people to look at and other tools to use.
using System.Text.Encodings.Web;
using System.Text.Json;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>How many learners were written, and how many could not be because their rows were unreadable or they are ready-made credentials.</summary>
public sealed record RecordFileSummary(long Read, long Written, long Blocked, IReadOnlyList<Finding> FirstFindings);

/// <summary>
/// Writes learner records in the JSON form of docs/learner-record.schema.json. A learner blocked by a hold alone is written with the
/// hold, and is blocked again when the file is read.
/// Durability: none promised; write to a new file and read it from there.
/// </summary>
public static class RecordFile
{
    /// <summary>Findings kept for the summary; all of them are in `conferral plan --blocked`.</summary>
    public const int MaxFindings = 100;

    /// <summary>The JSON Schema of a line: docs/learner-record.schema.json.</summary>
    public static string Schema() => RecordJson.Schema().ToJsonString(new JsonSerializerOptions { WriteIndented = true, IndentSize = 2, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";

    public static async Task<RecordFileSummary> WriteAsync(IIntakeSource source, Stream output, CancellationToken cancellationToken)
    {
        long read = 0, written = 0, blocked = 0;
        var findings = new List<Finding>();
        await foreach (var item in source.ReadAsync(cancellationToken))
        {
            read++;
            if (item.IsBlocked) blocked++;
            findings.AddRange(item.Findings.Take(MaxFindings - findings.Count));
            if (item.Learner is not { } learner) continue;
            await output.WriteAsync(RecordJson.Write(learner), cancellationToken);
            await output.WriteAsync("\n"u8.ToArray(), cancellationToken);
            written++;
        }

        findings.AddRange(source.SourceFindings.Take(MaxFindings - findings.Count));
        return new RecordFileSummary(read, written, blocked, findings);
    }
}
