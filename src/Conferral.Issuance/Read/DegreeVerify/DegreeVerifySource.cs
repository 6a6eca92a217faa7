// Reads an NSC DegreeVerify file: the award file every US registrar can already produce.
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// The learners of a DegreeVerify file in ordinal order of their College Student IDs, each with all awards of the file.
/// Bounds: one learner's records in memory, and a key per record. Errors: <see cref="IntakeException"/> at opening.
/// Spec: NSC DegreeVerify programming guide, record types DH1, DD1 and DT1 of 3,840 positions.
/// </summary>
public sealed class DegreeVerifySource : IIntakeSource
{
    private readonly DegreeVerifyFile file;
    private readonly DegreeVerifyMapping mapping;
    private readonly int maxRecordsPerLearner;

    private DegreeVerifySource(DegreeVerifyFile file, IntakeMapping mapping, IntakeOptions options)
    {
        maxRecordsPerLearner = options.MaxRowsPerLearner;
        (this.file, this.mapping) = (file, mapping.DegreeVerify);
        Sha256 = mapping.Bytes.IsEmpty ? file.Sha256 : Convert.ToHexStringLower(SHA256.HashData([.. Convert.FromHexString(file.Sha256), .. SHA256.HashData(mapping.Bytes.Span)]));
        LearnerCount = file.Details.Count(detail => detail.LearnerKey.Length == 0) + file.Details.Where(detail => detail.LearnerKey.Length > 0).DistinctBy(detail => detail.LearnerKey).Count();
    }

    public string Description => $"DegreeVerify file {file.Name}";

    public string Sha256 { get; }

    public long? LearnerCount { get; }

    public IReadOnlyList<Finding> SourceFindings => [];

    internal static DegreeVerifySource Open(string path, IntakeMapping mapping, IntakeOptions options, CancellationToken cancellationToken)
        => new(DegreeVerifyFile.Open(path, mapping.DegreeVerify.Encoding, cancellationToken), mapping, options);

    /// <inheritdoc/>
    public async IAsyncEnumerable<IntakeItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        using var stream = file.OpenForReading();
        var learner = new DegreeVerifyLearner(file.Name, mapping);
        for (int at = 0, end; at < file.Details.Count; at = end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var key = file.Details[at].LearnerKey;
            for (end = at + 1; key.Length > 0 && end < file.Details.Count && file.Details[end].LearnerKey == key;) end++;
            yield return end - at > maxRecordsPerLearner ? TooMany(file.Details[at]) : learner.Read(key, [.. Enumerable.Range(at, end - at).Select(i => (file.Read(stream, file.Details[i]), file.Details[i].Line))]);
        }
    }

    private IntakeItem TooMany(DetailPlace first)
    {
        var source = new SourceLocation(file.Name, first.Line);
        return new IntakeItem { LearnerKey = first.LearnerKey, Source = source, Findings = [ReadRules.TooManyRows.At(source, $"The learner has more than {maxRecordsPerLearner} records in this file. Check that College Student ID holds the learner's ID.")] };
    }

    /// <summary>Nothing is held open between readings.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
