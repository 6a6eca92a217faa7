// Sums of credits.
using System.Globalization;
using Conferral.Rendering.Reading;

namespace Conferral.Rendering.Transcript;

internal static class Credits
{
    /// <summary>The credits earned in all, or null where none are stated or one is not a number.</summary>
    public static string? Sum(IEnumerable<Earned> courses)
    {
        var total = 0m;
        var any = false;
        foreach (var credits in courses.Select(course => course.Credits?.Text).OfType<string>())
        {
            if (!decimal.TryParse(credits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;
            try
            {
                total += number;
            }
            catch (OverflowException)
            {
                return null;
            }

            any = true;
        }

        return any ? total.ToString("0.############", CultureInfo.InvariantCulture) : null;
    }
}
