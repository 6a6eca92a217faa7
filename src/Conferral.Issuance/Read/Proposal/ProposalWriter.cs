// Writes a proposed mapping: tables of words first, then each of our files with the columns that feed it.
using System.Globalization;

namespace Conferral.Issuance.Read;

internal sealed class ProposalWriter(UnderstoodExport export, ProposalText text)
{
    private readonly ProposedTables words = new(text);
    private readonly HashSet<string> ignoredOf = [];

    public void Write(string source)
    {
        text.Line(0, "# yaml-language-server: $schema=mapping.schema.json");
        text.Line(0, $"# Proposed by `conferral map` for {source}. Lines with CHECK need a person; `conferral plan` then shows what it gives.");
        text.Line(0, "# What the words mean: docs/mapping.md.");
        text.Blank();
        WriteTables();
        text.Line(0, "files:");
        WriteLearners(export.Learners!);
        if (export.Awards is { } awards) WriteAwards(awards);
        else text.Line(2, "", ProposalText.Check("no file looks like one of awards (a degree with a date or term); without awards nothing is issued"));
        if (export.Results is { } results) WriteResults(results);
        if (export.Averages is { } averages) WriteAverages(averages);
        WriteUnusedFiles();
    }

    private IEnumerable<ColumnProfile> TermColumns => export.Used.Select(table => table.Find(ColumnMeaning.Term)?.Column).OfType<ColumnProfile>();

    private void WriteTables()
    {
        if (ProposedTables.PatternOf(TermColumns) is { } pattern) words.WriteTerms(pattern, TermColumns);
        if (export.Awards is { } awards)
        {
            text.Line(0, "lookups:");
            words.WriteDegreeTypes(DegreeColumn(awards).Column);
            if (NeedsCipNames(awards)) words.WriteCipFamilies(awards.Find(ColumnMeaning.MajorCip)!.Column);
            text.Blank();
        }

        if (export.Results?.Find(ColumnMeaning.Grade) is { } grade) words.WriteGrades(grade.Column);
    }

    private void WriteLearners(UnderstoodTable table)
    {
        Begin("learners", table, distinct: !table.Key!.IsUnique);
        Key(table);
        WriteName(table);
        Plain(table, "email", ColumnMeaning.Email);
        text.Line(6, $"identifiers: {{ from: {ProposalText.Word(table.Key.Name)}, prefix: \"sisSourcedId:\" }}", "so that the holder of the record can be recognised");
        if (table.Find(ColumnMeaning.BirthDate) is { } birth)
            text.Line(6, $"# birth_date: {ProposalText.Word(birth.Column.Name)}", "for clearance alone, if you want it checked; it reaches no credential");
        Ignore(table);
    }

    private void WriteName(UnderstoodTable table)
    {
        Plain(table, "name", ColumnMeaning.FullName);
        var (given, middle, family, suffix) = (table.Find(ColumnMeaning.GivenName), table.Find(ColumnMeaning.MiddleName), table.Find(ColumnMeaning.FamilyName), table.Find(ColumnMeaning.NameSuffix));
        if (given is not null && family is not null && (middle ?? suffix) is not null)
        {
            string[] pieces = [$"{{{given.Column.Name}}}", middle is null ? "" : $"[ {{{middle.Column.Name}}}]", $" {{{family.Column.Name}}}", suffix is null ? "" : $"[ {{{suffix.Column.Name}}}]"];
            text.Line(6, $"name: {{ template: \"{string.Concat(pieces)}\" }}", "what stands in [ ] is left out where it is empty");
        }

        Plain(table, "given_name", ColumnMeaning.GivenName);
        Plain(table, "family_name", ColumnMeaning.FamilyName);
        if (!table.Has(ColumnMeaning.FullName, ColumnMeaning.GivenName, ColumnMeaning.FamilyName))
            text.Line(6, "", ProposalText.Check("no column looks like a name; credentials will name nobody"));
    }

    private void WriteAwards(UnderstoodTable table)
    {
        Begin("awards", table, distinct: true);
        Key(table);
        text.Line(6, $"award_key: {AwardKey(table)}");
        var degree = DegreeColumn(table);
        text.Line(6, $"achievement_type: {{ from: {ProposalText.Word(degree.Column.Name)}, lookup: {ProposedTables.DegreeType} }}", ProposalText.Told(degree));
        var title = table.Find(ColumnMeaning.DegreeTitle) ?? degree;
        text.Line(6, $"title: {ProposalText.Word(title.Column.Name)}", ProposalText.Told(title));
        Plain(table, "code", ColumnMeaning.MajorCip);
        WriteConferral(table);
        Plain(table, "honors", ColumnMeaning.Honors);
        Plain(table, "status", ColumnMeaning.AwardStatus, "say in clearance.yaml which are posted");
        Plain(table, "credits_earned", ColumnMeaning.AwardCreditsEarned);
        Plain(table, "credits_required", ColumnMeaning.AwardCreditsRequired);
        Ignore(table);
        WriteFields(table);
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
            BeginItem(table, "distinct: true");
            text.Line(6, $"skipWhereEmpty: {ProposalText.Word((name ?? cip)!.Column.Name)}");
            text.Line(6, "columns:");
            text.Line(8, $"learner_key: {ProposalText.Word(table.Key!.Name)}");
            text.Line(8, $"award_key: {AwardKey(table)}");
            text.Line(8, $"kind: {{ constant: {kind} }}");
            text.Line(8, name is null ? $"name: {{ from: {ProposalText.Word(cip!.Column.Name)}, lookup: {ProposedTables.CipFamily} }}" : $"name: {ProposalText.Word(name.Column.Name)}", ProposalText.Told((name ?? cip)!));
            if (meaning == ColumnMeaning.MajorName && cip is not null) text.Line(8, $"code: {ProposalText.Word(cip.Column.Name)}", ProposalText.Told(cip));
        }
    }

    private void WriteResults(UnderstoodTable table)
    {
        var term = table.Find(ColumnMeaning.Term);
        Begin("courses", table, distinct: true);
        text.Line(6, $"course_key: {CourseCode(table, "/")}");
        text.Line(6, $"code: {CourseCode(table, " ")}");
        text.Line(6, $"title: {CourseTitle(table)}");
        if ((table.Find(ColumnMeaning.SubjectName) ?? table.Find(ColumnMeaning.CourseSubject)) is { } subject) text.Line(6, $"subject: {ProposalText.Word(subject.Column.Name)}", ProposalText.Told(subject));
        Ignore(table);
        WriteTerms();
        Begin("course_results", table, distinct: false);
        Key(table);
        text.Line(6, $"course_key: {CourseCode(table, "/")}");
        if (term is not null) text.Line(6, $"term_key: {ProposalText.Word(term.Column.Name)}", ProposalText.Told(term));
        Plain(table, "credits_attempted", ColumnMeaning.Credits);
        WriteEarned(table);
        var grade = table.Find(ColumnMeaning.Grade)!;
        text.Line(6, $"grade: {{ from: {ProposalText.Word(grade.Column.Name)}, scale: {ProposedTables.Grades} }}", ProposalText.Told(grade));
    }

    private void WriteEarned(UnderstoodTable table)
    {
        if (table.Has(ColumnMeaning.CreditsEarned))
        {
            Plain(table, "credits_earned", ColumnMeaning.CreditsEarned);
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
            var name = ProposalText.Word(table.Find(ColumnMeaning.Term)!.Column.Name);
            BeginItem(table, "distinct: true");
            text.Line(6, $"skipWhereEmpty: {name}");
            text.Line(6, "columns:");
            text.Line(8, $"term_key: {name}");
            text.Line(8, $"name: {{ from: {name}, termCode: {ProposedTables.Terms} }}");
            text.Line(8, $"starts_on: {{ from: {name}, termCode: {ProposedTables.Terms}, give: start }}");
            text.Line(8, $"ends_on: {{ from: {name}, termCode: {ProposedTables.Terms}, give: end }}");
        }
    }

    private void WriteAverages(UnderstoodTable table)
    {
        if (export.Results is null) WriteTerms();
        text.Blank();
        text.Line(2, "gpa:");
        var term = table.Find(ColumnMeaning.Term);
        if (table.Find(ColumnMeaning.GpaTerm) is { } ofTerm && term is not null) WriteAverage(table, ofTerm, nameof(GpaScope.Term), "", term);
        if (table.Find(ColumnMeaning.GpaCumulative) is { } cumulative) WriteAverage(table, cumulative, nameof(GpaScope.Cumulative), table.Key!.IsUnique ? "" : "keep: last", null);
        Ignore(table);
    }

    private void WriteAverage(UnderstoodTable table, Understood value, string scope, string further, Understood? term)
    {
        BeginItem(table, further, further.Length > 0 ? "the average in the learner's last row" : null);
        text.Line(6, $"skipWhereEmpty: {ProposalText.Word(value.Column.Name)}");
        text.Line(6, "columns:");
        text.Line(8, $"learner_key: {ProposalText.Word(table.Key!.Name)}");
        text.Line(8, $"scope: {{ constant: {scope} }}");
        text.Line(8, $"value: {ProposalText.Word(value.Column.Name)}", ProposalText.Told(value));
        var top = value.Column.Values.Max(pair => decimal.TryParse(pair.Key, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0);
        var maximum = top <= 4 ? "4.0" : top <= 5 ? "5.0" : top <= 10 ? "10" : "100";
        text.Line(8, $"maximum: {{ constant: \"{maximum}\" }}", FormattableString.Invariant($"the highest average is {top}"));
        if (term is not null) text.Line(8, $"term_key: {ProposalText.Word(term.Column.Name)}");
    }

    private void WriteUnusedFiles()
    {
        var unused = export.Tables.Except(export.Used).ToArray();
        if (unused.Length == 0) return;
        text.Blank();
        text.Line(0, "ignoreFiles:");
        foreach (var table in unused) text.Line(2, $"- {ProposalText.Word(table.FileName)}", table.Key is null ? "no column says whose the rows are" : "nothing in it that a credential needs was recognised");
    }

    private void Begin(string file, UnderstoodTable table, bool distinct)
    {
        text.Blank();
        text.Line(2, $"{file}:");
        text.Line(4, $"file: {ProposalText.Word(table.FileName)}");
        if (table.Table.Delimiter != ',') text.Line(4, $"delimiter: {ProposalText.Word(table.Table.Delimiter.ToString())}");
        if (distinct) text.Line(4, "distinct: true", "what stands in several rows is one");
        text.Line(4, "columns:");
    }

    private void BeginItem(UnderstoodTable table, string further, string? comment = null)
    {
        text.Line(4, $"- file: {ProposalText.Word(table.FileName)}");
        if (table.Table.Delimiter != ',') text.Line(6, $"delimiter: {ProposalText.Word(table.Table.Delimiter.ToString())}");
        if (further.Length > 0) text.Line(6, further, comment);
    }

    private void Key(UnderstoodTable table)
        => text.Line(6, $"learner_key: {ProposalText.Word(table.Key!.Name)}", ProposalText.Told(table.Columns.First(column => column.Column == table.Key)));

    private void Plain(UnderstoodTable table, string ours, ColumnMeaning meaning, string? also = null)
    {
        if (table.Find(meaning) is { } column) text.Line(6, $"{ours}: {ProposalText.Word(column.Column.Name)}", ProposalText.Told(column) + (also is null ? "" : $"; {also}"));
    }

    /// <summary>What nobody reads, once per file, each with the reason.</summary>
    private void Ignore(UnderstoodTable table)
    {
        if (!ignoredOf.Add(table.FileName)) return;
        var ignored = table.Columns.Where(column => column.Meaning is ColumnMeaning.Unknown or ColumnMeaning.Sensitive or ColumnMeaning.BirthDate || !IsRead(table, column.Meaning)).ToArray();
        if (ignored.Length == 0) return;
        var indent = table == export.Averages && table != export.Learners && table != export.Awards && table != export.Results ? 6 : 4;
        text.Line(indent, "ignore:");
        foreach (var column in ignored)
        {
            var why = column.Meaning == ColumnMeaning.BirthDate ? "a birth date: never read" : column.Meaning == ColumnMeaning.Sensitive ? column.Evidence + ": never read" : column.Meaning == ColumnMeaning.Unknown ? column.Evidence : "understood, and not needed here";
            text.Line(indent + 2, $"- {ProposalText.Word(column.Column.Name)}", why);
        }
    }

    /// <summary>Whether the roles the table has read a column of this meaning.</summary>
    private bool IsRead(UnderstoodTable table, ColumnMeaning meaning) => meaning switch
    {
        ColumnMeaning.LearnerKey => true,
        ColumnMeaning.FullName or ColumnMeaning.GivenName or ColumnMeaning.FamilyName or ColumnMeaning.Email => table == export.Learners,
        ColumnMeaning.MiddleName or ColumnMeaning.NameSuffix => table == export.Learners && table.Has(ColumnMeaning.GivenName) && table.Has(ColumnMeaning.FamilyName),
        ColumnMeaning.GpaTerm => table == export.Averages && table.Has(ColumnMeaning.Term),
        ColumnMeaning.GpaCumulative => table == export.Averages,
        ColumnMeaning.Term => table == export.Results || (table == export.Averages && table.Has(ColumnMeaning.GpaTerm)) || (table == export.Awards && !table.Has(ColumnMeaning.ConferredOn)),
        ColumnMeaning.CourseCode or ColumnMeaning.CourseNumber or ColumnMeaning.CourseSubject or ColumnMeaning.CourseTitle or ColumnMeaning.SubjectName or ColumnMeaning.Grade or ColumnMeaning.Credits or ColumnMeaning.CreditsEarned => table == export.Results,
        _ => table == export.Awards,
    };

    private static Understood DegreeColumn(UnderstoodTable table) => (table.Find(ColumnMeaning.DegreeCode) ?? table.Find(ColumnMeaning.DegreeTitle))!;

    private static bool NeedsCipNames(UnderstoodTable table) => table.Has(ColumnMeaning.MajorCip) && !table.Has(ColumnMeaning.MajorName);

    private static string AwardKey(UnderstoodTable table)
    {
        var when = (table.Find(ColumnMeaning.ConferredOn) ?? table.Find(ColumnMeaning.Term))!.Column.Name;
        var what = (table.Find(ColumnMeaning.DegreeCode) ?? table.Find(ColumnMeaning.MajorCip) ?? table.Find(ColumnMeaning.DegreeTitle))!.Column.Name;
        return $"{{ from: [{string.Join(", ", new[] { table.Key!.Name, when, what }.Select(ProposalText.Word))}], join: \"-\" }}";
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
