// Writes a proposed mapping: tables of words first, then each of our files with the columns that feed it.
namespace Conferral.Issuance.Read;

internal sealed class ProposalWriter(UnderstoodExport export, ProposalText text)
{
    private readonly ProposedTables words = new(text);
    private readonly ProposedFeeds feeds = new(export, text);

    public void Write(string source)
    {
        text.Line(0, "# yaml-language-server: $schema=mapping.schema.json");
        text.Line(0, $"# Proposed by `conferral map` for {source}. Lines with CHECK need a person; `conferral plan` then shows what it gives.");
        text.Line(0, "# What the words mean: docs/mapping.md.");
        text.Blank();
        WriteTables();
        text.Line(0, "files:");
        WriteLearners(export.Learners!);
        if (export.Awards is { } awards) new ProposedAwards(feeds, text).Write(awards);
        else text.Line(2, "", ProposalText.Check("no file looks like one of awards (a degree with a date or term); without awards nothing is issued"));
        var courses = new ProposedResults(export, feeds, text);
        if (export.Results is { } results) courses.WriteResults(results);
        if (export.Averages is { } averages) courses.WriteAverages(averages);
        WriteUnusedFiles();
    }

    private IEnumerable<ColumnProfile> TermColumns => export.Used.Select(table => table.Find(ColumnMeaning.Term)?.Column).OfType<ColumnProfile>();

    private void WriteTables()
    {
        if (ProposedTables.PatternOf(TermColumns) is { } pattern) words.WriteTerms(pattern, TermColumns);
        if (export.Awards is { } awards && (ProposedAwards.DegreeColumn(awards) is not null || NeedsCipNames(awards)))
        {
            text.Line(0, "lookups:");
            if (ProposedAwards.DegreeColumn(awards) is { } degree) words.WriteDegreeTypes(degree.Column);
            if (NeedsCipNames(awards)) words.WriteCipFamilies(awards.Find(ColumnMeaning.MajorCip)!.Column);
            text.Blank();
        }

        if (export.Results?.Find(ColumnMeaning.Grade) is { } grade) words.WriteGrades(grade.Column);
    }

    private void WriteLearners(UnderstoodTable table)
    {
        feeds.Begin("learners", table, distinct: !table.Key!.IsUnique);
        feeds.Key(table);
        WriteName(table);
        feeds.Plain(table, "email", ColumnMeaning.Email);
        text.Line(6, $"identifiers: {{ from: {ProposalText.Word(table.Key.Name)}, prefix: \"sisSourcedId:\" }}", "so that the holder of the record can be recognised");
        if (table.Find(ColumnMeaning.BirthDate) is { } birth)
            text.Line(6, $"# birth_date: {ProposalText.Word(birth.Column.Name)}", "for clearance alone, if you want it checked; it reaches no credential");
        feeds.Ignore(table);
    }

    private void WriteName(UnderstoodTable table)
    {
        feeds.Plain(table, "name", ColumnMeaning.FullName);
        var (given, middle, family, suffix) = (table.Find(ColumnMeaning.GivenName), table.Find(ColumnMeaning.MiddleName), table.Find(ColumnMeaning.FamilyName), table.Find(ColumnMeaning.NameSuffix));
        if (given is not null && family is not null && (middle ?? suffix) is not null)
        {
            string[] pieces = [$"{{{given.Column.Name}}}", middle is null ? "" : $"[ {{{middle.Column.Name}}}]", $" {{{family.Column.Name}}}", suffix is null ? "" : $"[ {{{suffix.Column.Name}}}]"];
            text.Line(6, $"name: {{ template: \"{string.Concat(pieces)}\" }}", "what stands in [ ] is left out where it is empty");
        }

        feeds.Plain(table, "given_name", ColumnMeaning.GivenName);
        feeds.Plain(table, "family_name", ColumnMeaning.FamilyName);
        if (!table.Has(ColumnMeaning.FullName, ColumnMeaning.GivenName, ColumnMeaning.FamilyName))
            text.Line(6, "", ProposalText.Check("no column looks like a name; credentials will name nobody"));
    }

    private void WriteUnusedFiles()
    {
        // Of a workbook that is read its other sheets are named, else the file alone.
        var read = export.Used.Select(table => table.FileName).ToHashSet(StringComparer.Ordinal);
        var unused = export.Tables.Except(export.Used).Select(table => (Name: read.Contains(table.FileName) ? table.Table.Name : table.FileName, table.WhyUnused)).DistinctBy(table => table.Name).ToArray();
        if (unused.Length == 0) return;
        text.Blank();
        text.Line(0, "ignoreFiles:");
        foreach (var (name, why) in unused) text.Line(2, $"- {ProposalText.Word(name)}", why);
    }

    private static bool NeedsCipNames(UnderstoodTable table) => table.Has(ColumnMeaning.MajorCip) && !table.Has(ColumnMeaning.MajorName);
}
