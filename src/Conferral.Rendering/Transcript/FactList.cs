// Statements about one thing, as a list of terms and values.
using Conferral.Rendering.Html;
using Conferral.Rendering.Reading;

namespace Conferral.Rendering.Transcript;

internal static class FactList
{
    public static void Write(HtmlWriter html, IEnumerable<Fact> facts, string style = "facts")
    {
        var all = facts.ToList();
        if (all.Count == 0) return;
        using var list = html.In("dl", ("class", style));
        foreach (var fact in all)
        {
            using var pair = html.In("div");
            html.Element("dt", fact.Label);
            using var value = html.In("dd");
            Value(html, fact);
        }
    }

    public static void Value(HtmlWriter html, Fact fact)
    {
        if (fact.IsDate) Date(html, fact.Words.Text);
        else if (fact.Link is { } address && WebAddress.MayBeFollowed(address)) html.Link(address, fact.Words.Text);
        else html.Words("span", fact.Words, ("class", "said"));
        if (fact.Remark is not { } remark) return;
        html.Text(" ");
        html.Words("span", remark, ("class", "remark"));
    }

    public static void Date(HtmlWriter html, string date)
    {
        var shown = DateWords.Of(date);
        if (shown == date) html.Element("bdi", date);
        else html.Element("time", shown, ("datetime", date));
    }

    /// <summary>What is said of the learner beyond name, credits and results.</summary>
    public static IEnumerable<Fact> Of(Earned earned, bool dates = true, bool type = false)
    {
        if (type && earned.Definition.Type is { } kind) yield return new Fact("Kind", Labels.Of(kind));
        if (earned.OwnName is not null) yield return new Fact("Achievement", earned.Definition.Name);
        if (earned.AwardedOn is { } awarded) yield return new Fact("Awarded", awarded) { IsDate = true };
        if (dates && earned.StartedOn is { } started) yield return new Fact("From", started) { IsDate = true };
        if (dates && earned.EndedOn is { } ended) yield return new Fact(earned.StartedOn is null ? "On" : "To", ended) { IsDate = true };
        if (earned.ValidFrom is { } from) yield return new Fact("Valid from", from) { IsDate = true };
        if (earned.ValidUntil is { } until) yield return new Fact("Valid until", until) { IsDate = true };
        foreach (var note in earned.Notes) yield return note;
    }

    public static IEnumerable<Fact> Results(IEnumerable<Outcome> outcomes) => outcomes.Select(Result);

    public static Fact Result(Outcome outcome)
    {
        var remarks = new List<string>();
        if (outcome.Maximum is { } maximum) remarks.Add($"of {maximum}");
        if (outcome.Scale.Count > 0) remarks.Add($"on the scale {string.Join(", ", outcome.Scale)}");
        if (outcome is { Value: not null, Status: { } status }) remarks.Add($"({Labels.Of(status)})");
        return new Fact(outcome.Name?.Text ?? (outcome.Type is { } type ? Labels.Of(type) : "Result"), outcome.Shown) { Remark = remarks.Count > 0 ? string.Join(' ', remarks) : null };
    }
}
