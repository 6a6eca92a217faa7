// The plain JSON rules of the model: empty lists are absent, numbers carry no trailing zeros.
namespace Conferral.Credentials.Model;

internal static class Absent
{
    // Dividing by one with the most decimal places drops the zeros at the end of a decimal's own scale.
    private const decimal OneWithFullScale = 1.0000000000000000000000000000m;

    public static IReadOnlyList<T>? IfEmpty<T>(IReadOnlyList<T>? list) => list is { Count: > 0 } ? list : null;

    public static decimal? TrailingZeros(decimal? value) => value / OneWithFullScale;
}
