// The sample in the repository: that the generator makes it, and that reading finds exactly what its README says.
using Conferral.Issuance.Read;
using Conferral.Samples;

namespace Conferral.Issuance.Tests.Read;

public sealed class RiverCollegeTests
{
    private static readonly CohortOptions Sample = new(CohortGenerator.SampleLearners, CohortGenerator.SampleSeed, Faults: true);

    [Fact]
    public void The_committed_sample_is_what_the_generator_makes()
    {
        using var folder = new TemporaryFolder();
        CohortGenerator.Write(folder.Path, Sample);
        var made = Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order().ToArray();
        Assert.Equal(made, Directory.GetFiles(Repository.Sample("river-college")).Select(Path.GetFileName).Order());
        foreach (var name in made) Assert.Equal(File.ReadAllBytes(Path.Combine(folder.Path, name!)), File.ReadAllBytes(Path.Combine(Repository.Sample("river-college"), name!)));
    }
}
