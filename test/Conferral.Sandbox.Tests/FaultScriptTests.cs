// The script form of faults: what it reads, what it writes, what it refuses.
namespace Conferral.Sandbox.Tests;

public sealed class FaultScriptTests
{
    [Theory]
    [InlineData("rate 60/1m", "rate 60/60s")]
    [InlineData("rate 5/10s date no-headers")]
    [InlineData("rate 5/500ms silent")]
    [InlineData("latency 50ms")]
    [InlineData("no-batch", "no-batch 400")]
    [InlineData("no-batch 415")]
    [InlineData("token-requests 10")]
    [InlineData("token-life 30s")]
    [InlineData("refuse urn:uuid:1", "refuse urn:uuid:1 400")]
    [InlineData("every 5: 503", "post every 5: 503")]
    [InlineData("  post  every  5 :  503  retry-after  2s ", "post every 5: 503 retry-after 2s")]
    [InlineData("token first 3: 500 retry-at 1m", "token first 3: 500 retry-at 60s")]
    [InlineData("read on 2,7: drop-before")]
    [InlineData("any for 1h: drop-after", "any for 3600s: drop-after")]
    [InlineData("discovery every 1: html")]
    [InlineData("post every 1: cut")]
    [InlineData("post every 1: empty")]
    [InlineData("post every 1: drop-midway")]
    [InlineData("post every 1: slow 1500ms")]
    [InlineData("post every 1: slow-after 1500ms")]
    [InlineData("post every 1: later")]
    [InlineData("post every 1: drift")]
    [InlineData("post every 1: same-id")]
    [InlineData("post every 1: other-body")]
    [InlineData("post every 1: location sign-in")]
    [InlineData("batch-results one-based")]
    [InlineData("no-upsert")]
    public void A_line_is_read_and_written_back(string line, string? written = null)
    {
        var faults = SandboxFaults.Parse(line);
        Assert.Equal([written ?? line], faults.ToLines());
        Assert.Equal(faults.ToLines(), SandboxFaults.Parse(faults.ToLines()).ToLines());
    }

    [Theory]
    [InlineData("every 0: 503")]
    [InlineData("every 5: 200")]
    [InlineData("every 5: 600")]
    [InlineData("every 5: explode")]
    [InlineData("every 5")]
    [InlineData("often 5: 503")]
    [InlineData("profile every 5: 503")]
    [InlineData("on 1,: 503")]
    [InlineData("for 5: 503")]
    [InlineData("latency 50")]
    [InlineData("latency -5ms")]
    [InlineData("rate 60")]
    [InlineData("rate 60/0s")]
    [InlineData("rate 60/1m loudly")]
    [InlineData("token-requests 99999999999")]
    [InlineData("refuse")]
    [InlineData("refuse a 200")]
    [InlineData("nonsense")]
    public void A_line_that_is_not_understood_is_named_with_the_forms_there_are(string line)
    {
        var error = Assert.Throws<FormatException>(() => SandboxFaults.Parse("latency 1ms", line));
        Assert.Contains($"'{line}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("token-requests 10", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_add_up_and_comments_and_blanks_are_skipped()
    {
        var faults = SandboxFaults.Parse("# a bad day", "", "latency 5ms", "every 2: 500", "every 3: 503", "refuse a", "refuse b 422");
        Assert.Equal(["latency 5ms", "refuse a 400", "refuse b 422", "post every 2: 500", "post every 3: 503"], faults.ToLines());
        Assert.Empty(SandboxFaults.None.ToLines());
    }
}
