// What every section of a proposed mapping begins with: the file, its form, its key; and which of its columns nobody reads.
namespace Conferral.Issuance.Read;

internal sealed class ProposedFeeds(UnderstoodExport export, ProposalText text)
{
    private readonly HashSet<string> ignoredOf = [];

    public void Begin(string file, UnderstoodTable table, bool distinct)
    {
        text.Blank();
        text.Line(2, $"{file}:");
        text.Line(4, $"file: {ProposalText.Word(table.FileName)}");
        Form(table, 4);
        if (distinct) text.Line(4, "distinct: true", "what stands in several rows is one");
        text.Line(4, "columns:");
    }

    /// <summary>One source among several of a file, up to its columns: rows in which <paramref name="needed"/> is empty say nothing there.</summary>
    public void BeginItem(UnderstoodTable table, ColumnProfile needed, string further, string? comment = null)
    {
        text.Line(4, $"- file: {ProposalText.Word(table.FileName)}");
        Form(table, 6);
        if (further.Length > 0) text.Line(6, further, comment);
        text.Line(6, $"skipWhereEmpty: {ProposalText.Word(needed.Name)}");
        text.Line(6, "columns:");
    }

    /// <summary>The sheet, the form and the rows of a table, where a mapping has to say them.</summary>
    private void Form(UnderstoodTable table, int indent)
    {
        if (table.Table.Sheet is { } sheet) text.Line(indent, $"sheet: {ProposalText.Word(sheet)}");
        if (table.Table.Delimiter != ',') text.Line(indent, $"delimiter: {ProposalText.Word(table.Table.Delimiter.ToString())}");
        if (table.Table.Encoding is { } encoding) text.Line(indent, $"encoding: {ProposalText.Word(encoding)}", ProposalText.Check("the file is not UTF-8, and this is a guess: look in the plan whether accents are right"));
        if (table.Table.Instruction is { } words) text.Line(indent, $"whereNot: {{ {ProposalText.Word(table.Key!.Name)}: {ProposalText.Word(words)} }}", "the first row is an instruction and no record");
    }

    public void Key(UnderstoodTable table)
        => text.Line(6, $"learner_key: {ProposalText.Word(table.Key!.Name)}", ProposalText.Told(table.Columns.First(column => column.Column == table.Key)));

    public void Plain(UnderstoodTable table, string ours, ColumnMeaning meaning, string? also = null)
    {
        if (table.Find(meaning) is { } column) text.Line(6, $"{ours}: {ProposalText.Word(column.Column.Name)}", ProposalText.Told(column) + (also is null ? "" : $"; {also}"));
    }

    /// <summary>What nobody reads, once per file, each with the reason.</summary>
    public void Ignore(UnderstoodTable table)
    {
        if (!ignoredOf.Add(table.Table.Name)) return;
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
}
