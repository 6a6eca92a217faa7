// A learner's record on a page: the sections in the order people read them.
using Conferral.Credentials.Verification;
using Conferral.Rendering.Html;
using Conferral.Rendering.Reading;

namespace Conferral.Rendering.Transcript;

/// <summary>
/// Writes one record. <paramref name="level"/> is the level of its title among the page's headings, <paramref name="report"/> what
/// verification found, null for a draft.
/// </summary>
internal sealed class RecordView(HtmlWriter html, Record record, VerificationReport? report, int level)
{
    private readonly Dictionary<string, Verdict> _verdicts = report?.Documents.ToDictionary(document => document.Pointer, document => document.Verdict, StringComparer.Ordinal) ?? [];

    public void WriteHead()
    {
        using var head = html.In("header", ("class", "record-head"));
        using (html.In("div", ("class", "issuer")))
        {
            if (record.Issuer.Picture is { } picture) html.Void("img", ("src", picture), ("alt", ""), ("class", "seal"));
            html.Words("p", record.Issuer.DisplayName, ("class", "institution"));
        }

        html.Words($"h{level}", record.Title, ("class", "title"));
        html.Words("p", record.LearnerName ?? "The learner’s name is not in this record in plain words.", ("class", record.LearnerName is null ? "learner unnamed" : "learner"));
        if (record.Description is { } description) html.Words("p", description, ("class", "lead"));
        using var line = html.In("p", ("class", "dates"));
        WriteDates();
    }

    /// <summary>What the learner achieved.</summary>
    public void WriteBody()
    {
        WriteSummary();
        Section("Awards", record.Awards.Count, () =>
        {
            foreach (var award in record.Awards) WriteAward(award);
        });
        new CourseTables(html, record, level + 1, Mark).Write();
        Section("Competencies", record.Competencies.Count, WriteCompetencies);
        Section("Activities", record.Activities.Count, () => WriteItems(record.Activities));
        Section(record.Awards.Count + record.Terms.Count + record.Competencies.Count + record.Activities.Count > 0 ? "Further achievements" : "Achievements", record.Others.Count, () => WriteItems(record.Others));
        Section("Evidence", record.Evidence.Count, () => FactList.Write(html, record.Evidence));
        Section("Endorsements", record.Endorsements.Count, WriteEndorsements);
    }

    private void Section(string title, int count, Action write)
    {
        if (count == 0) return;
        using var section = html.In("section");
        html.Element($"h{level + 1}", title);
        write();
    }

    private void WriteDates()
    {
        if (record.AwardedOn is { } awarded) Dated("Awarded ", awarded);
        if (record.ValidFrom is { } from && !DateWords.SameDay(from, record.AwardedOn)) Dated(record.AwardedOn is null ? "Valid from " : "this version valid from ", from);
        if (record.ValidUntil is { } until) Dated("valid until ", until);
        if (record.IsPartial) html.Element("span", "A part of the learner’s record: the issuer left something out", ("class", "date"));

        void Dated(string label, string date)
        {
            using var part = html.In("span", ("class", "date"));
            html.Text(label);
            FactList.Date(html, date);
        }
    }

    private void WriteSummary()
    {
        var courses = record.Terms.SelectMany(term => term.Courses).ToList();
        var figures = new List<(string Value, string Label)>();
        foreach (var average in record.Awards.SelectMany(award => award.Award.Outcomes).Where(outcome => outcome is { IsAverage: true, Value: not null }).Take(1)) figures.Add((average.Shown.Text, average.Name?.Text ?? "Grade point average"));
        if (Credits.Sum(courses) is { } credits) figures.Add((credits, "credits in courses"));
        if (courses.Count > 0) figures.Add((Labels.Count(courses.Count, "", ""), courses.Count == 1 ? "course" : "courses"));
        if (record.Competencies.Count > 0) figures.Add((Labels.Count(record.Competencies.Count, "", ""), record.Competencies.Count == 1 ? "competency" : "competencies"));
        if (record.Activities.Count > 0) figures.Add((Labels.Count(record.Activities.Count, "", ""), record.Activities.Count == 1 ? "activity" : "activities"));
        if (figures.Count == 0) return;
        using var list = html.In("ul", ("class", "figures"));
        foreach (var (value, label) in figures)
        {
            using var item = html.In("li");
            html.Element("span", value.Trim(), ("class", "figure")).Text(" ").Element("span", label, ("class", "label"));
        }
    }

    private void WriteAward(ConferredAward conferred)
    {
        var award = conferred.Award;
        using var article = html.In("article", ("class", "award"));
        Title(award);
        var facts = new List<Fact>();
        if (award.Definition.Type is { } type) facts.Add(new Fact("Kind", Labels.Of(type)));
        if (award.Definition.FieldOfStudy is { } field) facts.Add(new Fact("Field of study", field));
        if (award.Definition.Specialization is { } specialization) facts.Add(new Fact("Specialization", specialization));
        facts.AddRange(conferred.Fields.Select(one => new Fact("Also", one.Title) { Remark = Remark(one) }));
        facts.AddRange(conferred.Honours.Select(one => new Fact("Honour", one.Title) { Remark = Remark(one) }));
        if ((award.Credits ?? award.Definition.Credits) is { } credits) facts.Add(new Fact("Credits", credits));
        facts.AddRange(FactList.Results(award.Outcomes));
        facts.AddRange(FactList.Of(award));
        FactList.Write(html, facts);
    }

    private string? Remark(Earned part)
    {
        var facts = FactList.Of(part).Where(fact => fact is not { Label: "Awarded" or "Valid from" }).Concat(FactList.Results(part.Outcomes)).Select(fact => $"{fact.Label}: {(fact.IsDate ? DateWords.Of(fact.Words.Text) : fact.Words.Text)}").ToList();
        if (Mark(part.Pointer) is { } mark) facts.Add(mark);
        return facts.Count > 0 ? $"({string.Join("; ", facts)})" : null;
    }

    private void WriteCompetencies()
    {
        using var table = html.In("table", ("class", "competencies"));
        html.Element("caption", "Competencies and the levels reached", ("class", "unseen"));
        using (html.In("thead"))
        using (html.In("tr"))
        {
            foreach (var column in new[] { "Competency", "Level", "Framework", "Assessed" }) html.Element("th", column, ("scope", "col"));
        }

        using var body = html.In("tbody");
        foreach (var competency in record.Competencies) WriteCompetency(competency);
    }

    private void WriteCompetency(Earned competency)
    {
        using var row = html.In("tr");
        using (html.In("th", ("scope", "row")))
        {
            WriteName(competency);
            FactList.Write(html, FactList.Of(competency, dates: false).Where(fact => fact.Label != "Awarded"), "notes");
        }

        using (html.In("td"))
        {
            foreach (var outcome in competency.Outcomes)
            {
                html.Words("span", outcome.Shown, ("class", "grade"));
                if (outcome.Scale.Count > 0) html.Text(" ").Words("span", $"of {string.Join(", ", outcome.Scale)}", ("class", "remark"));
            }
        }

        using (html.In("td")) html.Words("span", string.Join(", ", competency.Definition.Frameworks));
        using (html.In("td"))
        {
            if ((competency.AwardedOn ?? competency.EndedOn) is { } date) FactList.Date(html, date);
        }
    }

    private void WriteItems(IReadOnlyList<Earned> items)
    {
        foreach (var item in items)
        {
            using var article = html.In("article", ("class", "item"));
            Title(item);
            var credits = item.Credits is { } number ? [new Fact("Credits", number)] : Array.Empty<Fact>();
            var term = item.Term is { } name ? [new Fact("Term", name)] : Array.Empty<Fact>();
            FactList.Write(html, [.. FactList.Results(item.Outcomes), .. FactList.Of(item, type: true), .. term, .. credits]);
        }
    }

    private void Title(Earned earned)
    {
        if (earned.Definition.Picture is { } picture) html.Void("img", ("src", picture), ("alt", ""), ("class", "badge"));
        using var heading = html.In($"h{level + 2}");
        WriteName(earned);
    }

    private void WriteName(Earned earned)
    {
        html.Words("span", earned.Title);
        if (earned.Definition.Code is { } code) html.Text(" ").Words("span", code, ("class", "code"));
        if (Mark(earned.Pointer) is { } mark) html.Text(" ").Element("strong", mark, ("class", "mark"));
    }

    private string? Mark(string pointer) => _verdicts.TryGetValue(pointer, out var verdict) && verdict != Verdict.Valid ? Verdicts.Word(verdict) : null;

    private void WriteEndorsements()
    {
        foreach (var endorsement in record.Endorsements)
        {
            using var article = html.In("article", ("class", "item"));
            using (html.In($"h{level + 2}"))
            {
                html.Words("span", endorsement.By.DisplayName);
                if (Mark(endorsement.Pointer) is { } mark) html.Text(" ").Element("strong", mark, ("class", "mark"));
            }

            var facts = new List<Fact>();
            if (endorsement.About is { } about) facts.Add(new Fact("Endorses", about));
            if (endorsement.Comment is { } comment) facts.Add(new Fact("In their words", comment));
            if (endorsement.Date is { } date) facts.Add(new Fact("Date", date) { IsDate = true });
            FactList.Write(html, [.. facts, .. endorsement.By.Facts]);
        }
    }
}
