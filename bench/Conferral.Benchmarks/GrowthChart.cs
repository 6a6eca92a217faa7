// The chart of the performance page: milliseconds per document by the number of its members, both on logarithmic scales.
using System.Globalization;
using System.Text;

namespace Conferral.Benchmarks;

/// <summary>What documents of one size cost. Units: milliseconds of CPU.</summary>
internal readonly record struct GrowthPoint(int Members, double OuterMs, double AllMs);

internal static class GrowthChart
{
    private const int Width = 640;
    private const int Height = 400;
    private const int Margin = 56;
    private const double MaxMembers = 1000;
    private const double MinMs = 0.01;
    private const double MaxMs = 100;

    /// <summary>Shape: one SVG document.</summary>
    public static string Draw(IReadOnlyList<GrowthPoint> points)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append("<title>CPU milliseconds per document by its number of members</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        foreach (var members in new[] { 1, 10, 100, 1000 }) Line(svg, X(members), Y(MinMs), X(members), Y(MaxMs), $"{members}", X(members), Height - Margin + 18);
        foreach (var ms in new[] { 0.01, 0.1, 1, 10, 100 }) Line(svg, X(1), Y(ms), X(MaxMembers), Y(ms), $"{ms} ms", Margin - 26, Y(ms) + 4);
        Curve(svg, points, point => point.AllMs, "#0b5cad", "all proofs", above: 10);
        Curve(svg, points, point => point.OuterMs, "#b5471b", "outer proof alone", above: -56);
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width / 2}\" y=\"{Height - 12}\" text-anchor=\"middle\">members of the document</text>\n</svg>\n");
        return svg.ToString();
    }

    private static void Line(StringBuilder svg, double x1, double y1, double x2, double y2, string label, double labelX, double labelY)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:F0}\" y1=\"{y1:F0}\" x2=\"{x2:F0}\" y2=\"{y2:F0}\" stroke=\"#ddd\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{labelX:F0}\" y=\"{labelY:F0}\" text-anchor=\"middle\" fill=\"#555\">{label}</text>\n");
    }

    private static void Curve(StringBuilder svg, IReadOnlyList<GrowthPoint> points, Func<GrowthPoint, double> ms, string colour, string title, int above)
    {
        var places = points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Members):F1},{Y(ms(point)):F1}"));
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{string.Join(' ', places)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n");
        foreach (var point in points)
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(point.Members):F1}\" cy=\"{Y(ms(point)):F1}\" r=\"3\" fill=\"{colour}\"><title>{point.Members} members: {ms(point):F2} ms</title></circle>\n");
        var last = points[^1];
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(last.Members) - 8:F0}\" y=\"{Y(ms(last)) - above:F0}\" text-anchor=\"end\" fill=\"{colour}\">{title}</text>\n");
    }

    private static double X(double members) => Margin + (Math.Log10(members) / Math.Log10(MaxMembers) * (Width - (2 * Margin)));

    private static double Y(double ms) => Height - Margin - ((Math.Log10(ms) - Math.Log10(MinMs)) / (Math.Log10(MaxMs) - Math.Log10(MinMs)) * (Height - (2 * Margin)));
}
