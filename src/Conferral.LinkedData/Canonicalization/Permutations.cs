// All orders of a list of numbers, one after another, in place.
namespace Conferral.LinkedData.Canonicalization;

internal static class Permutations
{
    /// <summary>Turns the list into its next greater order; false when there is none. Start from ascending order to see each once.</summary>
    public static bool Next(Span<int> order)
    {
        var rise = order.Length - 2;
        while (rise >= 0 && order[rise] >= order[rise + 1]) rise--;
        if (rise < 0) return false;
        var successor = order.Length - 1;
        while (order[successor] <= order[rise]) successor--;
        (order[rise], order[successor]) = (order[successor], order[rise]);
        order[(rise + 1)..].Reverse();
        return true;
    }
}
