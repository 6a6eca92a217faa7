// Reads learner records in our own JSON form, a line each: what other tools write, and what `conferral read --to` wrote.
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials;
using Conferral.Credentials.Proofs;
using Conferral.LinkedData;

namespace Conferral.Issuance.Read;

/// <summary>
/// Learners in the order of the lines. A faulty line blocks itself only, with every fault named by line and JSON pointer.
/// Bounds: one line in memory, at most <see cref="IntakeOptions.MaxCredentialBytes"/>.
/// </summary>
public sealed class RecordSource : IIntakeSource
{
    private readonly string path;
    private readonly string name;
    private readonly IntakeOptions options;

    private RecordSource(string path, byte[] hash, long count, IntakeOptions options)
    {
        (this.path, name, LearnerCount, this.options) = (path, Path.GetFileName(path), count, options);
        Sha256 = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(name + "\0"), .. hash]));
        PartHashes = new Dictionary<string, string> { [name] = Convert.ToHexStringLower(hash) };
    }

    public string Description => $"learner records {name}";

    public string Sha256 { get; }

    public IReadOnlyDictionary<string, string> PartHashes { get; }

    public long? LearnerCount { get; }

    public IReadOnlyList<Finding> SourceFindings => [];

    internal static RecordSource Open(string path, IntakeOptions options, CancellationToken cancellationToken)
    {
        var count = DocumentFiles.InLines(path, options.MaxCredentialBytes).LongCount(_ =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return true;
        });
        using var stream = File.OpenRead(path);
        return new RecordSource(path, SHA256.HashData(stream), count, options);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IntakeItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var line in DocumentFiles.InLines(path, options.MaxCredentialBytes))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Read(line);
        }
    }

    /// <summary>Nothing is held open between readings.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IntakeItem Read(FoundDocument line)
    {
        if (line.IsTooLarge) return Faulty(line, null, [ReadRules.RecordJson.At(line.Source, $"The line is larger than {options.MaxCredentialBytes:N0} bytes, which no record is. Make it again.")]);
        var (node, fault) = RecordLines.Parse(line);
        if (fault is not null) return Faulty(line, null, [fault]);
        var shape = new RecordShape(name, line.Source.Row!.Value);
        shape.CheckAndFill(node);
        var key = KeyOf(node);
        if (shape.Findings.Count > 0) return Faulty(line, key, shape.Findings);
        var learner = RecordJson.Read(node!);
        var findings = new RecordCheck(learner, shape.At, options.AllowNoAwards).Run();
        return new IntakeItem { LearnerKey = learner.LearnerKey, Source = line.Source, Learner = learner, Findings = findings };
    }

    private static IntakeItem Faulty(FoundDocument line, string? key, List<Finding> findings)
        => new() { LearnerKey = key ?? line.FallbackKey, Source = line.Source, Findings = findings };

    private static string? KeyOf(JsonNode? node)
        => node is JsonObject table && table["learner"] is JsonObject learner && learner["learnerKey"] is JsonValue key && key.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}

/// <summary>Tells learner records from ready-made credentials, and parses their lines.</summary>
internal static class RecordLines
{
    /// <summary>Lines looked at before a file is taken for credentials, which name every faulty line.</summary>
    private const int LinesLookedAt = 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Whether the first sound lines say they are learner records. Errors: <see cref="IntakeException"/> for a version this reader does not know.</summary>
    public static bool Looks(string path, IntakeOptions options)
    {
        foreach (var line in DocumentFiles.InLines(path, options.MaxCredentialBytes).Take(LinesLookedAt))
        {
            if (line.IsTooLarge || Parse(line).Node is not JsonObject table) continue;
            if (FormatOf(table) is not { } format) return false;
            if (format == RecordLine.Version1) return true;
            throw new IntakeException(IntakeCodes.FormatVersion, $"{line.Source} says its format is {RowValues.Quoted(format)}; this Conferral reads {RecordLine.Version1}. Write the records in that version, or use the Conferral that wrote them.", line.Source);
        }

        return false;
    }

    public static (JsonNode? Node, Finding? Fault) Parse(FoundDocument line)
    {
        try
        {
            StrictJson.RequireReadableText(line.Utf8Json.Span);
            var node = JsonNode.Parse(line.Utf8Json.Span, nodeOptions: null, Strict);
            return node is JsonObject table && FormatOf(table) == RecordLine.Version1
                ? (node, null)
                : (node, ReadRules.RecordJson.At(line.Source, $"The line does not say \"format\": \"{RecordLine.Version1}\". Make it a learner record, or take it out."));
        }
        catch (StrictJsonException refusal)
        {
            return (null, ReadRules.RecordJson.At(line.Source, refusal.Message));
        }
        catch (JsonException error)
        {
            // The exception's own message may quote the line.
            return (null, ReadRules.RecordJson.At(line.Source, error.BytePositionInLine is { } at
                ? FormattableString.Invariant($"The line is not well-formed JSON at byte {at}. Make it again.")
                : "The line names a member twice, so it does not have one meaning. Make it again."));
        }
    }

    private static string? FormatOf(JsonObject table)
        => table["format"] is JsonValue value && value.TryGetValue<string>(out var format) && format.StartsWith(RecordLine.FormatName, StringComparison.Ordinal) ? format : null;
}
