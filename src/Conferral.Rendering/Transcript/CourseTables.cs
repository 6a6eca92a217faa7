// Courses, a table for each term.
using Conferral.Rendering.Html;
using Conferral.Rendering.Reading;

namespace Conferral.Rendering.Transcript;

internal sealed class CourseTables(HtmlWriter html, Record record, int level, Func<string, string?> mark)
{
    public void Write()
    {
        if (record.Terms.Count == 0) return;
        using var section = html.In("section");
        html.Element($"h{level}", "Courses");
        foreach (var term in record.Terms) WriteTerm(term);
    }

    private void WriteTerm(TermCourses term)
    {
        using var article = html.In("article", ("class", "term"));
        using (html.In($"h{level + 1}"))
        {
            html.Words("span", term.Name ?? (record.Terms.Count == 1 ? "All courses" : "Without a term"));
            WritePeriod(term);
        }

        if (term.Courses.Count > 0) WriteTable(term);
        WriteFoot(term);
    }

    private void WritePeriod(TermCourses term)
    {
        if (term.StartedOn is null && term.EndedOn is null) return;
        html.Text(" ");
        using var period = html.In("span", ("class", "period"));
        if (term.StartedOn is { } started) FactList.Date(html, started);
        if (term.EndedOn is not { } ended) return;
        html.Text(term.StartedOn is null ? "until " : " to ");
        FactList.Date(html, ended);
    }

    private void WriteTable(TermCourses term)
    {
        using var table = html.In("table", ("class", "courses"));
        using (html.In("caption", ("class", "unseen")))
        {
            html.Text("Courses");
            if (term.Name is { } name) html.Text(", ").Words("span", name);
        }

        using (html.In("thead"))
        using (html.In("tr"))
        {
            html.Element("th", "Code", ("scope", "col")).Element("th", "Course", ("scope", "col")).Element("th", "Credits", ("scope", "col"), ("class", "number")).Element("th", "Grade", ("scope", "col"));
        }

        using var body = html.In("tbody");
        foreach (var course in term.Courses) WriteCourse(term, course);
    }

    private void WriteCourse(TermCourses term, Earned course)
    {
        using var row = html.In("tr");
        html.Words("td", course.Definition.Code ?? "", ("class", "code"));
        using (html.In("th", ("scope", "row")))
        {
            html.Words("span", course.Title);
            if (mark(course.Pointer) is { } problem) html.Text(" ").Element("strong", problem, ("class", "mark"));
            FactList.Write(html, Notes(term, course), "notes");
        }

        html.Words("td", course.Credits ?? "", ("class", "number"));
        using var grades = html.In("td", ("class", "grade"));
        foreach (var (index, outcome) in course.Outcomes.Index())
        {
            if (index > 0) html.Text(", ");
            html.Words("span", outcome.Shown);
            if (outcome is { Value: not null, Status: { } status }) html.Text(" ").Element("span", Labels.Of(status), ("class", "remark"));
        }
    }

    private static IEnumerable<Fact> Notes(TermCourses term, Earned course)
    {
        if (term.StartedOn is null && course.StartedOn is { } started) yield return new Fact("From", started) { IsDate = true };
        if (term.EndedOn is null && course.EndedOn is { } ended) yield return new Fact("To", ended) { IsDate = true };
        if (course.Definition.Credits is { } available && course.Credits is { } earned && available.Text != earned.Text) yield return new Fact("Credits available", available);
        foreach (var fact in FactList.Of(course, dates: false)) yield return fact;
    }

    private void WriteFoot(TermCourses term)
    {
        var facts = new List<Fact>();
        if (Credits.Sum(term.Courses) is { } credits) facts.Add(new Fact("Credits in the term", credits));
        if (term.Average is { } average)
        {
            facts.AddRange(FactList.Results(average.Outcomes));
            facts.AddRange(FactList.Of(average, dates: false));
            if (mark(average.Pointer) is { } problem) facts.Add(new Fact("Average of the term", problem));
        }

        FactList.Write(html, facts, "term-foot");
    }
}
