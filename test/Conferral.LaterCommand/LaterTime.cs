// The machine's clock, so far ahead.
namespace Conferral.LaterCommand;

internal sealed class LaterTime(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
