// Two commands in one workspace: the second refuses with a sentence, in both databases.
using Conferral.TestKit;

namespace Conferral.Cli.Tests.Crash;

public sealed class TwoAtOnceTests(PostgresDatabases databases)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_second_refuses_with_a_sentence_and_the_first_ends_well(bool onServer)
    {
        await using var college = await CrashCollege.MakeAsync(arrays: false, onServer ? await databases.NewAsync() : null);
        using var held = college.HoldRequests();
        var first = college.RunAsync("issue");
        await held.FirstArrived;

        var second = await college.RunAsync("issue");
        Assert.Equal(ExitCode.NotDone, second.ExitStatus);
        Assert.Contains("Another conferral is working", second.Error, StringComparison.Ordinal);
        held.Dispose();
        Assert.Equal(ExitCode.Done, (await first).ExitStatus);
        await college.JudgeAsync("two at once: ");
    }
}
