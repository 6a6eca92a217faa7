// `conferral map`: a first mapping for an export nobody has described yet.
using System.Globalization;

namespace Conferral.Issuance.Read;

/// <summary>
/// A proposal for a person to read and correct. <see cref="Summary"/> is for the terminal and holds file and column names alone;
/// <see cref="Yaml"/> shows codes, dates and numbers as examples, never names, addresses or keys. <see cref="Checks"/> lines need a decision.
/// </summary>
public sealed record MappingProposal(string Yaml, IReadOnlyList<string> Summary, int Checks)
{
    /// <summary>
    /// Looks at a CSV file or a workbook, or a folder or zip of them. Errors: <see cref="IntakeException"/> where nothing can be read, nothing says
    /// whose the rows are, or the input is one that needs no mapping.
    /// </summary>
    public static MappingProposal For(string path, CancellationToken cancellationToken)
    {
        if (IntakeSources.ReadAsItIs(path) is { } known) throw NeedsNone(path, known);
        var tables = ExportSurvey.Of(InputFiles.At(path), IntakeOptions.Default, cancellationToken);
        if (tables.Any(IsDocumented)) throw NeedsNone(path, "a bundle with the documented names");
        var export = UnderstoodExport.Of(tables);
        if (export.Learners is null)
            throw new IntakeException(IntakeCodes.NoInput, $"No column of {string.Join(", ", export.Tables.Select(table => table.Table.Name))} looks like the key of a learner (student_id, EMPLID, PIDM, …), so nothing says whose the rows are. Write mapping.yaml by hand: docs/mapping.md.");
        var text = new ProposalText();
        new ProposalWriter(export, text).Write(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))));
        return new MappingProposal(text.ToString(), [.. export.Tables.Select(table => Summarise(export, table))], text.Checks);
    }

    private static IntakeException NeedsNone(string path, string what) => new(
        IntakeCodes.NoInput, $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))} is {what}: it is read without a mapping. Name it under intake.path in conferral.yaml and run `conferral plan`.");

    /// <summary>Whether it is learners.csv, or the sheet of that name, with our own key.</summary>
    private static bool IsDocumented(SurveyedTable table)
        => (table.Sheet ?? Path.GetFileNameWithoutExtension(table.FileName)).Equals(BundleLayout.Learners.File.Name, StringComparison.OrdinalIgnoreCase) && table.Find(BundleLayout.Learners.LearnerKey.Name) is not null;

    private static string Summarise(UnderstoodExport export, UnderstoodTable table)
    {
        if (!export.Used.Contains(table)) return $"{table.Table.Name}: not used ({table.WhyUnused.TrimEnd('.')})";
        (UnderstoodTable? Of, string Role)[] roles = [(export.Learners, "learners"), (export.Awards, "awards"), (export.Results, "courses and results"), (export.Averages, "averages")];
        var known = table.Columns.Count(column => column.Meaning is not (ColumnMeaning.Unknown or ColumnMeaning.Sensitive or ColumnMeaning.BirthDate));
        var sensitive = table.Columns.Where(column => column.Meaning is ColumnMeaning.Sensitive or ColumnMeaning.BirthDate).Select(column => column.Column.Name).ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{table.Table.Name}: {string.Join(", ", roles.Where(role => role.Of == table).Select(role => role.Role))}; {table.Table.Rows:N0} rows, {known} of {table.Columns.Count} columns understood")
            + (sensitive.Length == 0 ? "" : $"; sensitive, never read: {string.Join(", ", sensitive)}");
    }
}
