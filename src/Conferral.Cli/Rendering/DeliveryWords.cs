// How much there is to send and how long it takes, in sentences.
using System.Globalization;
using Conferral.Issuance;
using Conferral.Issuance.Deliver;

namespace Conferral.Cli.Rendering;

internal static class DeliveryWords
{
    /// <summary>An eddsa-rdfc-2022 proof with an ordinary verification method. Units: bytes.</summary>
    private const int BytesOfProof = 420;

    public static string Size(IssuancePlan plan) => string.Create(CultureInfo.InvariantCulture,
        $"About {(SignedBytes(plan) < 1e6 ? FormattableString.Invariant($"{SignedBytes(plan) / 1e3:0} kB") : FormattableString.Invariant($"{SignedBytes(plan) / 1e6:0.0} MB"))} when signed, {BytesEach(plan) / 1e3:0} kB each on average; {plan.Signatures:N0} signatures, those of courses and awards included.");

    /// <summary>One sentence for one by one, one for batches where the platform may take them.</summary>
    public static IEnumerable<string> Of(PlatformProfile platform, IssuancePlan plan, DateTimeOffset from)
    {
        var count = plan.New + plan.Amended;
        var single = DeliveryEstimate.OneByOne(platform, count, from);
        var batches = DeliveryEstimate.InBatches(platform, count, BytesEach(plan), from);
        var bounds = Bounds(platform);
        if (batches is null || platform.Batch.Mode != BatchMode.On) yield return $"To {platform.Id}, one by one: {Requests(single)}, {Time(single, platform, from)} {bounds}";
        if (batches is null) yield break;
        var when = platform.Batch.Mode == BatchMode.Auto ? ", if the platform advertises them" : "";
        yield return $"To {platform.Id}, in batches of up to {batches.InOneRequest}{when}: {Requests(batches)}, {Time(batches, platform, from)} {bounds}";
    }

    private static long SignedBytes(IssuancePlan plan) => plan.DraftBytes + (plan.Signatures * BytesOfProof);

    private static long BytesEach(IssuancePlan plan) => SignedBytes(plan) / Math.Max(1, plan.New + plan.Amended);

    private static string Requests(DeliveryEstimate estimate) => FindingsView.Count(estimate.Requests, "request");

    private static string Time(DeliveryEstimate estimate, PlatformProfile platform, DateTimeOffset from)
    {
        if (estimate.EndsAt is not { } ends) return "more than a year";
        var begins = estimate.BeginsAt > from ? $"begins {Clock(platform, estimate.BeginsAt)} and " : "";
        return $"{begins}takes {Span(estimate.Takes!.Value)}{(estimate.Takes > TimeSpan.FromHours(1) || begins.Length > 0 ? $", until {Clock(platform, ends)} if it starts now" : "")}";
    }

    private static string Bounds(PlatformProfile platform)
    {
        var limits = platform.DocumentedLimits;
        var said = limits.Count > 0 ? $"at its limit of {string.Join(" and ", limits)}" : "without a documented limit";
        return platform.Line.Hours is { } hours ? $"({said}, in its hours {hours})." : $"({said}).";
    }

    private static string Clock(PlatformProfile platform, DateTimeOffset moment)
        => platform.Line.Hours?.Local(moment) ?? string.Create(CultureInfo.InvariantCulture, $"{moment.UtcDateTime:yyyy-MM-dd HH:mm} UTC");

    private static string Span(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => "less than a minute",
        { TotalMinutes: < 90 } => FindingsView.Count((long)Math.Ceiling(time.TotalMinutes), "minute"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.0} days"),
    };
}
