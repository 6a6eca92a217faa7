// An unsigned credential as composed, with the way back from its members to the export's rows.
using System.Security.Cryptography;
using Conferral.Credentials;

namespace Conferral.Issuance.Compose;

/// <summary>
/// An unsigned credential. Made only by composing.
/// Shape: <see cref="Utf8Json"/> is one JSON object, UTF-8 without BOM; <see cref="Fingerprint"/> is the lower-case hex
/// SHA-256 of the draft as it would read on first issue, so equal facts give equal fingerprints in every batch.
/// </summary>
public sealed class DraftClr
{
    private string? sha256; // asked for at the decision, the intent and the signing

    internal DraftClr(string learnerKey, string credentialId, ReadOnlyMemory<byte> utf8Json, string fingerprint, IReadOnlyList<SourceMark> sources, IReadOnlyList<Finding> findings)
    {
        LearnerKey = learnerKey;
        CredentialId = credentialId;
        Utf8Json = utf8Json;
        Fingerprint = fingerprint;
        Sources = sources;
        Findings = findings;
    }

    public string LearnerKey { get; }

    /// <summary>The credential's <c>id</c>: the same at every composing of this learner's record.</summary>
    public string CredentialId { get; }

    public ReadOnlyMemory<byte> Utf8Json { get; }

    public string Fingerprint { get; }

    /// <summary>Which source row each part of the document came from, for findings.</summary>
    public IReadOnlyList<SourceMark> Sources { get; }

    /// <summary>What reading and composing found, warnings and errors.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Lower-case hex SHA-256 of <see cref="Utf8Json"/>: what the signing intent is tied to.</summary>
    public string Sha256 => sha256 ??= Convert.ToHexStringLower(SHA256.HashData(Utf8Json.Span));

    /// <summary>The source of the deepest marked part that holds <paramref name="pointer"/>, or null.</summary>
    public SourceLocation? SourceOf(string pointer)
    {
        SourceMark? best = null;
        foreach (var mark in Sources)
        {
            var holds = pointer.StartsWith(mark.Pointer, StringComparison.Ordinal)
                && (pointer.Length == mark.Pointer.Length || pointer[mark.Pointer.Length] == '/');
            if (holds && (best is null || mark.Pointer.Length > best.Pointer.Length)) best = mark;
        }

        return best?.Source;
    }
}

/// <summary>The part of a draft at <see cref="Pointer"/> came from <see cref="Source"/>.</summary>
public sealed record SourceMark(string Pointer, SourceLocation Source);
