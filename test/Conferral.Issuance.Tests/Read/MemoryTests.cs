// That memory does not grow with the learners. Alone, because what is alive is counted for the whole process.
using Conferral.Issuance.Read;
using Conferral.Samples;

namespace Conferral.Issuance.Tests.Read;

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "measured alone";
}

[Collection(MeasuredAlone.Name)]
public sealed class MemoryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Memory_does_not_grow_with_the_learners(bool shuffled)
    {
        var small = await LiveBytesWhileReading(250, shuffled);
        var large = await LiveBytesWhileReading(4_000, shuffled);
        // Sixteen times the learners, 16 MB more of characters: what stays alive may differ by the buffers of the runs only.
        Assert.True(large - small < 4 << 20, $"{small:N0} bytes alive with 250 learners, {large:N0} with 4,000.");
    }

    private static async Task<long> LiveBytesWhileReading(int learners, bool shuffled)
    {
        using var folder = new TemporaryFolder();
        CohortGenerator.Write(folder.Path, new CohortOptions(learners, 3, shuffled), TestContext.Current.CancellationToken);
        await using var source = IntakeSources.Open(folder.Path, options: new IntakeOptions { SortMemoryBytes = 1 << 20 });
        var (count, alive) = (0, 0L);
        await foreach (var item in source.ReadAsync(TestContext.Current.CancellationToken))
        {
            Assert.NotNull(item.Learner);
            if (++count == learners / 2) alive = GC.GetTotalMemory(forceFullCollection: true);
        }

        Assert.Equal(learners, count);
        return alive;
    }
}
