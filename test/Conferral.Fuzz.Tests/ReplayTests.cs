// Every committed input and a fixed number of mutations of the corpus go through every target; nothing undocumented escapes.
namespace Conferral.Fuzz.Tests;

public sealed class ReplayTests
{
    private const int Mutations = 400;

    private const int Seed = 20261123;

    public static TheoryData<string> Names() => [.. Targets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Only_documented_refusals_come_back(string name)
    {
        var target = Targets.All.Single(target => target.Name == name);
        var files = Corpus.Of(target).Count;
        Assert.True(files >= 2);
        var result = FuzzRun.Of(target, Seed, executions => executions < files + Mutations);
        Assert.True(result.Fault is null, $"Input, base64: {Convert.ToBase64String(result.FaultyInput ?? [])}\n{result.Fault}");
        Assert.Equal(files + Mutations, result.Executions);
        Assert.True(result.Outcomes >= 4, "The mutations all end the same way, so they test nothing.");
    }

    [Fact]
    public void A_reader_that_throws_something_else_is_found()
    {
        var careless = new FuzzTarget("key", input => input.Length > 60 && input[0] != 'z' ? throw new InvalidOperationException() : "read") { Words = ["z"] };
        var result = FuzzRun.Of(careless, Seed, executions => executions < 10_000);
        Assert.IsType<InvalidOperationException>(result.Fault);
        Assert.NotEqual((byte)'z', result.FaultyInput![0]);
    }
}
