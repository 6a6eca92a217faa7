// Any source, with the institution's policies applied to each record.
using System.Runtime.CompilerServices;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>Passes learners on as the policies show them; everything else is the inner source's. The mapping's bytes are in the inner hash already.</summary>
internal sealed class PolicySource(IIntakeSource inner, RecordPolicies policies) : IIntakeSource
{
    public string Description => inner.Description;

    public string Sha256 => inner.Sha256;

    public IReadOnlyDictionary<string, string> PartHashes => inner.PartHashes;

    public long? LearnerCount => inner.LearnerCount;

    public IReadOnlyList<Finding> SourceFindings => inner.SourceFindings;

    /// <summary>The source itself where there are no policies.</summary>
    public static IIntakeSource Over(IIntakeSource source, RecordPolicies policies) => policies.IsEmpty ? source : new PolicySource(source, policies);

    public async IAsyncEnumerable<IntakeItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in inner.ReadAsync(cancellationToken))
            yield return item.Learner is { } learner ? item with { Learner = policies.Apply(learner) } : item;
    }

    public IAsyncEnumerable<LearnerRecord> ReadLearnersAsync(CancellationToken cancellationToken) => inner.ReadLearnersAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
