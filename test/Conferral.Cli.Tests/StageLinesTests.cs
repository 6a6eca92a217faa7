// What a run says of its stages where nobody watches, as in the mail of a scheduled job.
using Conferral.Cli.Rendering;
using Conferral.Issuance;
using Spectre.Console;

namespace Conferral.Cli.Tests;

public sealed class StageLinesTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 16, 17, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_long_wait_is_said_once_and_the_keeping_of_a_limit_not_at_all()
    {
        var said = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(said) });
        console.Profile.Width = 200;
        var terminal = new Terminal(console, console, Stream.Null, new StandingTime(), _ => null);
        await StageBars.RunAsync(terminal, [Stage.Deliver], progress =>
        {
            progress.Report(Waiting(TimeSpan.FromSeconds(2)));
            progress.Report(Waiting(TimeSpan.FromHours(5)));
            progress.Report(Waiting(TimeSpan.FromHours(5) + TimeSpan.FromMilliseconds(3)));
            progress.Report(new StageProgress(Stage.Deliver, 300, 300));
            return Task.FromResult(true);
        });
        var lines = said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("waiting until 2026-05-16 22:00:00Z", lines[0], StringComparison.Ordinal);
        Assert.Contains("300", lines[1], StringComparison.Ordinal);
    }

    private static StageProgress Waiting(TimeSpan span) => new(Stage.Deliver, 0, 300, $"wallet, waiting until {Now + span:u}") { WaitingUntil = Now + span };

    private sealed class StandingTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
