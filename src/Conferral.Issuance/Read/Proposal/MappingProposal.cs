// `conferral map`: a first mapping for an export nobody has described yet.
using System.Globalization;

namespace Conferral.Issuance.Read;

/// <summary>
/// A proposal for a person to read and correct. <see cref="Summary"/> is for the terminal and holds file and column names alone;
/// <see cref="Yaml"/> shows codes, dates and numbers as examples, never names, addresses or keys. <see cref="Checks"/> lines need a decision.
/// </summary>
public sealed record MappingProposal(string Yaml, IReadOnlyList<string> Summary, int Checks)
{
    /// <summary>Looks at a CSV file, or a folder or zip of them. Errors: <see cref="IntakeException"/> where nothing can be read, or nothing says whose the rows are.</summary>
    public static MappingProposal For(string path, CancellationToken cancellationToken)
    {
        var export = UnderstoodExport.Of(ExportSurvey.Of(path, cancellationToken));
        if (export.Learners is null)
            throw new IntakeException(IntakeCodes.NoInput, $"No column of {string.Join(", ", export.Tables.Select(table => table.FileName))} looks like the key of a learner (student_id, EMPLID, PIDM, …), so nothing says whose the rows are. Write mapping.yaml by hand: docs/mapping.md.");
        var text = new ProposalText();
        new ProposalWriter(export, text).Write(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))));
        return new MappingProposal(text.ToString(), [.. export.Tables.Select(table => Summarise(export, table))], text.Checks);
    }

    private static string Summarise(UnderstoodExport export, UnderstoodTable table)
    {
        if (!export.Used.Contains(table)) return $"{table.FileName}: not used ({(table.Key is null ? "no column says whose the rows are" : "nothing a credential needs")})";
        (UnderstoodTable? Of, string Role)[] roles = [(export.Learners, "learners"), (export.Awards, "awards"), (export.Results, "courses and results"), (export.Averages, "averages")];
        var known = table.Columns.Count(column => column.Meaning is not (ColumnMeaning.Unknown or ColumnMeaning.Sensitive or ColumnMeaning.BirthDate));
        var sensitive = table.Columns.Where(column => column.Meaning is ColumnMeaning.Sensitive or ColumnMeaning.BirthDate).Select(column => column.Column.Name).ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{table.FileName}: {string.Join(", ", roles.Where(role => role.Of == table).Select(role => role.Role))}; {table.Table.Rows:N0} rows, {known} of {table.Columns.Count} columns understood")
            + (sensitive.Length == 0 ? "" : $"; sensitive, never read: {string.Join(", ", sensitive)}");
    }
}
