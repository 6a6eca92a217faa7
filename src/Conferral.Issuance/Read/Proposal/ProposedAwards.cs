// The awards of a proposed mapping: type and title, day of conferral, majors and minors.
using System.Globalization;

namespace Conferral.Issuance.Read;

internal sealed class ProposedAwards(ProposedFeeds feeds, ProposalText text)
{
    public void Write(UnderstoodTable table)
    {
        feeds.Begin("awards", table, distinct: true);
        feeds.Key(table);
        text.Line(6, $"award_key: {AwardKey(table)}");
        WriteTitle(table);
        feeds.Plain(table, "code", ColumnMeaning.MajorCip);
        WriteConferral(table);
        feeds.Plain(table, "honors", ColumnMeaning.Honors);
        feeds.Plain(table, "status", ColumnMeaning.AwardStatus, "say in clearance.yaml which are posted");
        feeds.Plain(table, "credits_earned", ColumnMeaning.AwardCreditsEarned);
        feeds.Plain(table, "credits_required", ColumnMeaning.AwardCreditsRequired);
        feeds.Ignore(table);
        WriteFields(table);
    }

    private void WriteTitle(UnderstoodTable table)
    {
        if (DegreeColumn(table) is not { } degree)
        {
            text.Line(6, "# achievement_type: { constant: Certificate }", ProposalText.Check("no column looks like the code or title of a degree: name the one that does, with a lookup, or the one type all have"));
            text.Line(6, "# title: ", ProposalText.Check("the column with what the diploma says, or { constant: … }"));
            return;
        }

        text.Line(6, $"achievement_type: {{ from: {ProposalText.Word(degree.Column.Name)}, lookup: {ProposedTables.DegreeType} }}", ProposalText.Told(degree));
        var title = table.Find(ColumnMeaning.DegreeTitle) ?? degree;
        text.Line(6, $"title: {ProposalText.Word(title.Column.Name)}", ProposalText.Told(title));
    }

    private void WriteConferral(UnderstoodTable table)
    {
        if (table.Find(ColumnMeaning.ConferredOn) is not { } date)
        {
            var term = table.Find(ColumnMeaning.Term)!;
            text.Line(6, $"conferred_on: {{ from: {ProposalText.Word(term.Column.Name)}, termCode: {ProposedTables.Terms}, give: end }}", ProposalText.Check("there is no date, so the last day of the term stands for it", term));
            return;
        }

        var name = ProposalText.Word(date.Column.Name);
        var formats = FormatsOf(date.Column);
        if (formats.Fitting is ["yyyy-MM-dd", ..] or []) text.Line(6, $"conferred_on: {name}", formats.Fitting.Count > 0 ? ProposalText.Told(date) : ProposalText.Check("no date format fits most values", date));
        else if (!formats.IsAmbiguous) text.Line(6, $"conferred_on: {{ from: {name}, format: {ProposalText.Words(formats.Fitting.Take(1))} }}", ProposalText.Told(date));
        else
        {
            text.Line(6, $"conferred_on: {name}", ProposalText.Check($"{string.Join(" and ", formats.Fitting)} fit the same {date.Column.Distinct} dates, and nothing here tells which is meant: use one of these lines instead"));
            foreach (var format in formats.Fitting) text.Line(6, $"# conferred_on: {{ from: {name}, format: {ProposalText.Word(format)} }}");
        }
    }

    /// <summary>The formats that fit as many values as any does; ambiguous where two of them make different days of one value.</summary>
    internal static (IReadOnlyList<string> Fitting, bool IsAmbiguous) FormatsOf(ColumnProfile column)
    {
        var counts = ValueShapes.DateFormats.Select(format => (Format: format, column.Count(value => ValueShapes.IsDate(value, format)).Fit)).ToArray();
        var most = counts.Max(count => count.Fit);
        if (most * 2 < column.Filled || most == 0) return ([], false);
        var fitting = new List<string>();
        foreach (var (format, _) in counts.Where(count => count.Fit == most))
        {
            if (!fitting.Exists(first => column.Values.All(pair => Day(pair.Key, first) == Day(pair.Key, format)))) fitting.Add(format);
        }

        return (fitting, fitting.Count > 1);
    }

    private static DateOnly? Day(string value, string format) => DateOnly.TryParseExact(value, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private void WriteFields(UnderstoodTable table)
    {
        (string Kind, ColumnMeaning Meaning)[] kinds = [(nameof(AwardFieldKind.Major), ColumnMeaning.MajorName), (nameof(AwardFieldKind.Minor), ColumnMeaning.MinorName), (nameof(AwardFieldKind.Concentration), ColumnMeaning.Concentration)];
        var cip = table.Find(ColumnMeaning.MajorCip);
        var present = kinds.Where(kind => table.Has(kind.Meaning) || (kind.Kind == nameof(AwardFieldKind.Major) && cip is not null)).ToArray();
        if (present.Length == 0) return;
        text.Blank();
        text.Line(2, "award_fields:");
        foreach (var (kind, meaning) in present)
        {
            var name = table.Find(meaning);
            feeds.BeginItem(table, (name ?? cip)!.Column, "distinct: true");
            text.Line(8, $"learner_key: {ProposalText.Word(table.Key!.Name)}");
            text.Line(8, $"award_key: {AwardKey(table)}");
            text.Line(8, $"kind: {{ constant: {kind} }}");
            text.Line(8, name is null ? $"name: {{ from: {ProposalText.Word(cip!.Column.Name)}, lookup: {ProposedTables.CipFamily} }}" : $"name: {ProposalText.Word(name.Column.Name)}", ProposalText.Told((name ?? cip)!));
            if (meaning == ColumnMeaning.MajorName && cip is not null) text.Line(8, $"code: {ProposalText.Word(cip.Column.Name)}", ProposalText.Told(cip));
        }
    }

    public static Understood? DegreeColumn(UnderstoodTable table) => table.Find(ColumnMeaning.DegreeCode) ?? table.Find(ColumnMeaning.DegreeTitle);

    private static string AwardKey(UnderstoodTable table)
    {
        var when = (table.Find(ColumnMeaning.ConferredOn) ?? table.Find(ColumnMeaning.Term))!.Column.Name;
        var what = (table.Find(ColumnMeaning.DegreeCode) ?? table.Find(ColumnMeaning.MajorCip) ?? table.Find(ColumnMeaning.DegreeTitle))?.Column.Name;
        return $"{{ from: [{string.Join(", ", new[] { table.Key!.Name, when, what }.OfType<string>().Select(ProposalText.Word))}], join: \"-\" }}";
    }
}
