// What a source hands to the pipeline: one learner, or one ready-made credential, with what was found while reading.
using System.Runtime.CompilerServices;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// One learner as read. Exactly one of <see cref="Learner"/> and <see cref="ReadyMade"/> is set, unless an error
/// among <see cref="Findings"/> made the rows unreadable; an error blocks this learner and nobody else.
/// </summary>
public sealed record IntakeItem
{
    public required string LearnerKey { get; init; }

    public required SourceLocation Source { get; init; }

    public LearnerRecord? Learner { get; init; }

    public ReadyMadeCredential? ReadyMade { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public bool IsBlocked => Findings.Any(finding => finding.Severity == Severity.Error);
}

/// <summary>An unsigned credential somebody else composed; <see cref="Utf8Json"/> is the document as it was found.</summary>
public sealed record ReadyMadeCredential(ReadOnlyMemory<byte> Utf8Json, SourceLocation Source);

/// <summary>
/// A stream of learners. Opening checks what concerns the whole input (files, headers, encodings) and throws
/// <see cref="IntakeException"/>; reading never throws for one learner's rows.
/// Bounds: memory does not grow with the number of learners.
/// </summary>
public interface IIntakeSource : IAsyncDisposable
{
    /// <summary>What is read, for people: "bundle spring-2026 (10 files)".</summary>
    string Description { get; }

    /// <summary>Lower-case hex SHA-256 over names and bytes of all input files (and the mapping), in a fixed order.</summary>
    string Sha256 { get; }

    /// <summary>Lower-case hex SHA-256 of each part of the input by its name: a file, or a query; as <see cref="Sha256"/> saw it at opening.</summary>
    IReadOnlyDictionary<string, string> PartHashes { get; }

    /// <summary>How many learners will come, when the source knows.</summary>
    long? LearnerCount { get; }

    /// <summary>Findings that belong to no single learner: unknown columns, rows whose learner does not exist. Complete once reading has ended.</summary>
    IReadOnlyList<Finding> SourceFindings { get; }

    /// <summary>The learners in an order that is the same at every reading of the same input.</summary>
    IAsyncEnumerable<IntakeItem> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Every learner's own facts (key, name, birth date, address, identifiers) in any order, without awards and results where a source
    /// can leave them out: cheaper than a whole reading. Learners whose own row cannot be read are passed over.
    /// </summary>
    async IAsyncEnumerable<LearnerRecord> ReadLearnersAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in ReadAsync(cancellationToken))
        {
            if (item.Learner is { } learner) yield return learner;
        }
    }
}

/// <summary>The whole input cannot be read. <see cref="Code"/> is stable; the message says where and what to do.</summary>
public sealed class IntakeException(string code, string message, SourceLocation? source = null, Exception? inner = null)
    : Exception(message, inner)
{
    public string Code { get; } = code;

    public SourceLocation? Location { get; } = source;
}
