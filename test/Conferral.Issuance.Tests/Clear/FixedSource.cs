// Learners at hand as a source, and what the clearance gate says of them.
using System.Runtime.CompilerServices;
using Conferral.Credentials;
using Conferral.Issuance.Clear;
using Conferral.Issuance.Read;
using Conferral.Issuance.Tests.Compose;
using Conferral.Issuance.Tests.Read;

namespace Conferral.Issuance.Tests.Clear;

/// <summary>Learners at hand as a source, to look through them.</summary>
internal sealed class FixedSource(IReadOnlyList<LearnerRecord> learners) : IIntakeSource
{
    public string Description => "learners at hand";

    public string Sha256 => "";

    public IReadOnlyDictionary<string, string> PartHashes => new Dictionary<string, string>();

    public long? LearnerCount => learners.Count;

    public IReadOnlyList<Finding> SourceFindings => [];

    public async IAsyncEnumerable<IntakeItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var learner in learners) yield return SampleLearner.Item(learner);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

internal static class Cleared
{
    /// <summary>What was read, after the gate with these rules; the default ones where null.</summary>
    public static async Task<Reading> Of(Reading reading, ClearanceRules? rules = null)
    {
        var learners = reading.Items.Select(item => item.Learner).OfType<LearnerRecord>().ToArray();
        var gate = await ClearanceGate.OpenAsync(new ClearanceSettings(rules ?? ClearanceRules.Default, TimeSpan.Zero, key => key), new FixedSource(learners), null, SampleLearner.Now, CancellationToken.None);
        return reading with { Items = [.. reading.Items.Select(gate.Pass)] };
    }
}
