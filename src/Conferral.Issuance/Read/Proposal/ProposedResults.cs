// The courses, terms, course results and averages of a proposed mapping.
using System.Globalization;

namespace Conferral.Issuance.Read;

internal sealed class ProposedResults(UnderstoodExport export, ProposedFeeds feeds, ProposalText text)
{
    public void WriteResults(UnderstoodTable table)
    {
        var term = table.Find(ColumnMeaning.Term);
        feeds.Begin("courses", table, distinct: true);
        text.Line(6, $"course_key: {CourseCode(table, "/")}");
        text.Line(6, $"code: {CourseCode(table, " ")}");
        text.Line(6, $"title: {CourseTitle(table)}");
        if ((table.Find(ColumnMeaning.SubjectName) ?? table.Find(ColumnMeaning.CourseSubject)) is { } subject) text.Line(6, $"subject: {ProposalText.Word(subject.Column.Name)}", ProposalText.Told(subject));
        feeds.Ignore(table);
        WriteTerms();
        feeds.Begin("course_results", table, distinct: false);
        feeds.Key(table);
        text.Line(6, $"course_key: {CourseCode(table, "/")}");
        if (term is not null) text.Line(6, $"term_key: {ProposalText.Word(term.Column.Name)}", ProposalText.Told(term));
        feeds.Plain(table, "credits_attempted", ColumnMeaning.Credits);
        WriteEarned(table);
        var grade = table.Find(ColumnMeaning.Grade)!;
        text.Line(6, $"grade: {{ from: {ProposalText.Word(grade.Column.Name)}, scale: {ProposedTables.Grades} }}", ProposalText.Told(grade));
    }

    private void WriteEarned(UnderstoodTable table)
    {
        if (table.Has(ColumnMeaning.CreditsEarned))
        {
            feeds.Plain(table, "credits_earned", ColumnMeaning.CreditsEarned);
            return;
        }

        if (table.Find(ColumnMeaning.Credits) is not { } credits) return;
        var grade = table.Find(ColumnMeaning.Grade)!.Column;
        var without = ProposedTables.WithoutCredit(grade);
        var unless = without.Length == 0 ? "" : $", unless: {{ {ProposalText.Word(grade.Name)}: [{string.Join(", ", without.Select(ProposalText.Word))}] }}";
        text.Line(6, $"credits_earned: {{ from: {ProposalText.Word(credits.Column.Name)}{unless} }}", ProposalText.Check("only attempted credits are exported; these grades are taken to earn none"));
    }

    private void WriteTerms()
    {
        var tables = new[] { export.Results, export.Averages }.OfType<UnderstoodTable>().Distinct().Where(table => table.Has(ColumnMeaning.Term) && (table == export.Results || table.Has(ColumnMeaning.GpaTerm))).ToArray();
        if (tables.Length == 0) return;
        text.Blank();
        text.Line(2, "terms:");
        foreach (var table in tables)
        {
            var term = table.Find(ColumnMeaning.Term)!.Column;
            var name = ProposalText.Word(term.Name);
            feeds.BeginItem(table, term, "distinct: true");
            text.Line(8, $"term_key: {name}");
            text.Line(8, $"name: {{ from: {name}, termCode: {ProposedTables.Terms} }}");
            text.Line(8, $"starts_on: {{ from: {name}, termCode: {ProposedTables.Terms}, give: start }}");
            text.Line(8, $"ends_on: {{ from: {name}, termCode: {ProposedTables.Terms}, give: end }}");
        }
    }

    public void WriteAverages(UnderstoodTable table)
    {
        if (export.Results is null) WriteTerms();
        text.Blank();
        text.Line(2, "gpa:");
        var term = table.Find(ColumnMeaning.Term);
        if (table.Find(ColumnMeaning.GpaTerm) is { } ofTerm && term is not null) WriteAverage(table, ofTerm, nameof(GpaScope.Term), "", term);
        if (table.Find(ColumnMeaning.GpaCumulative) is { } cumulative) WriteAverage(table, cumulative, nameof(GpaScope.Cumulative), table.Key!.IsUnique ? "" : "keep: last", null);
        feeds.Ignore(table);
    }

    private void WriteAverage(UnderstoodTable table, Understood value, string scope, string further, Understood? term)
    {
        feeds.BeginItem(table, value.Column, further, further.Length > 0 ? "the average in the learner's last row" : null);
        text.Line(8, $"learner_key: {ProposalText.Word(table.Key!.Name)}");
        text.Line(8, $"scope: {{ constant: {scope} }}");
        text.Line(8, $"value: {ProposalText.Word(value.Column.Name)}", ProposalText.Told(value));
        var top = value.Column.Values.Max(pair => decimal.TryParse(pair.Key, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0);
        var maximum = top <= 4 ? "4.0" : top <= 5 ? "5.0" : top <= 10 ? "10" : "100";
        text.Line(8, $"maximum: {{ constant: \"{maximum}\" }}", FormattableString.Invariant($"the highest average is {top}"));
        if (term is not null) text.Line(8, $"term_key: {ProposalText.Word(term.Column.Name)}");
    }

    private static string CourseCode(UnderstoodTable table, string join)
    {
        var number = (table.Find(ColumnMeaning.CourseNumber) ?? table.Find(ColumnMeaning.CourseCode))!.Column.Name;
        if (!table.Has(ColumnMeaning.CourseNumber) || table.Find(ColumnMeaning.CourseSubject) is not { } subject) return ProposalText.Word(number);
        return $"{{ from: {ProposalText.Words([subject.Column.Name, number])}{(join == " " ? "" : $", join: \"{join}\"")} }}";
    }

    private static string CourseTitle(UnderstoodTable table)
    {
        var (title, subject) = (table.Find(ColumnMeaning.CourseTitle), table.Find(ColumnMeaning.SubjectName));
        if (title is null) return subject is null ? CourseCode(table, " ") : ProposalText.Word(subject.Column.Name);
        if (title.Column.Filled == title.Column.Rows) return ProposalText.Word(title.Column.Name);
        var otherwise = subject ?? table.Find(ColumnMeaning.CourseNumber) ?? table.Find(ColumnMeaning.CourseCode)!;
        return $"{{ from: {ProposalText.Word(title.Column.Name)}, else: {ProposalText.Word(otherwise.Column.Name)} }}";
    }
}
