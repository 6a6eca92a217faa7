// The places of one limit: taken when a request leaves, free again one window after its answer.
namespace Conferral.Issuance.Deliver;

/// <summary>
/// Bounds: of any <paramref name="capacity"/> + 1 requests two used the same place, so the second left a whole window after the
/// first was answered. Wherever between leaving and answer a platform counts them, it never counts more than the limit in a window.
/// Units: times and <paramref name="length"/> in the clock's ticks.
/// </summary>
internal sealed class SlidingWindow(int capacity, long length)
{
    private readonly Queue<long> _leaving = new();
    private int _held;

    /// <summary>Places free at <paramref name="now"/>; never below zero.</summary>
    public int Free(long now)
    {
        while (_leaving.TryPeek(out var next) && next <= now) _leaving.Dequeue();
        return Math.Max(0, capacity - _held - _leaving.Count);
    }

    /// <summary>When the next place becomes free, or <see cref="long.MaxValue"/> while all wait for their answers.</summary>
    public long NextFree => _leaving.TryPeek(out var next) ? next : long.MaxValue;

    public void Take() => _held++;

    /// <summary>The answer came at <paramref name="answered"/>, or will not come.</summary>
    public void Leave(long answered)
    {
        _held--;
        _leaving.Enqueue(answered + length);
    }

    /// <summary>Nothing was sent.</summary>
    public void GiveBack() => _held--;

    /// <summary>Requests of earlier that were over by <paramref name="until"/>; the oldest first, before anything is taken.</summary>
    public void Restore(int requests, long until)
    {
        for (var i = 0; i < Math.Min(requests, capacity); i++) _leaving.Enqueue(until + length);
    }
}
