// Arrays that one run leaves to the next.
namespace Conferral.LinkedData.Canonicalization;

internal static class WorkArray
{
    /// <summary>Makes room for that many items. What the array held is lost where it had to grow, and left over where not.</summary>
    public static void Reserve<T>(ref T[] array, int length)
    {
        if (array.Length < length) array = GC.AllocateUninitializedArray<T>(Math.Max(length, array.Length * 2));
    }
}
