// The institution's own SQL for the crosswalk: a file it can read and change, checked before it is used.
using System.Text.RegularExpressions;

namespace Conferral.Issuance.WriteBack;

/// <summary>One statement and the crosswalk columns it takes as parameters, without their mark.</summary>
internal sealed record SqlStatement(string Text, IReadOnlyList<string> Parameters);

/// <summary>
/// The statements of one file, run once per row. Shape: sections begin with a line <c>-- conferral: read</c>, <c>write</c> or
/// <c>confirm</c> (which may be left out); parameters are <c>@name</c> or <c>:name</c>, their names those of the crosswalk's columns and
/// <c>row_sha256</c>. <c>read</c> finds the row by its key and names its columns after the crosswalk's; docs/write-back.md.
/// </summary>
internal sealed partial record SqlStatements(SqlStatement Read, SqlStatement Write, SqlStatement? Confirm)
{
    /// <summary>The names parameters and columns read may have.</summary>
    public static readonly IReadOnlyList<string> Names = CrosswalkTable.Columns;

    [GeneratedRegex(@"^--\s*conferral:\s*(?<section>\w+)\s*$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    // Text in quotes, comments and PostgreSQL's casts hold no parameters.
    [GeneratedRegex(@"'[^']*'|""[^""]*""|--[^\n]*|/\*.*?\*/|::\s*\w+|(?<![\w@:])[@:](?<name>[A-Za-z_]\w*)", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    /// <summary>Errors: <see cref="ArgumentException"/> that says what is wrong where.</summary>
    public static SqlStatements Parse(string text, string fileName)
    {
        var sections = new Dictionary<string, SqlStatement>(StringComparer.Ordinal);
        var headings = Heading().Matches(text);
        for (var i = 0; i < headings.Count; i++)
        {
            var name = headings[i].Groups["section"].Value;
            if (name is not ("read" or "write" or "confirm")) throw Wrong($"the section '{name}' is not known. Use read, write and confirm.");
            var start = headings[i].Index + headings[i].Length;
            var sql = text[start..(i + 1 < headings.Count ? headings[i + 1].Index : text.Length)].Trim();
            if (!sections.TryAdd(name, Statement(name, sql))) throw Wrong($"the section '{name}' stands twice. Keep one.");
        }

        return new SqlStatements(Section("read"), Section("write"), sections.GetValueOrDefault("confirm"));

        SqlStatement Section(string name) => sections.GetValueOrDefault(name) ?? throw Wrong($"there is no section '{name}'. Begin it with the line: -- conferral: {name}");

        SqlStatement Statement(string section, string sql)
        {
            var parameters = Token().Matches(sql).Where(match => match.Groups["name"].Success).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();
            if (sql.Length == 0) throw Wrong($"the section '{section}' is empty.");
            if (parameters.FirstOrDefault(parameter => !Names.Contains(parameter)) is { } unknown) throw Wrong($"the section '{section}' takes a parameter '{unknown}', which the crosswalk does not have. Use {string.Join(", ", Names)}.");
            return new SqlStatement(sql, parameters);
        }

        ArgumentException Wrong(string what) => new($"{fileName}: {what}");
    }

    /// <summary>A file that does for one row what is done without a file, to begin from.</summary>
    public static string Template(string table)
    {
        var ours = new CrosswalkTable(table);
        return $"""
            -- How Conferral writes the crosswalk into a table of yours, row by row. Change it as you like: other names, fewer columns, a MERGE.
            -- Parameters: {string.Join(", ", Names.Select(name => "@" + name))}
            -- The table, as this file expects it:
            -- {ours.Create};

            -- conferral: read
            {ours.ReadOne};

            -- conferral: write
            {ours.UpsertOne};

            -- conferral: confirm
            {ours.ConfirmOne};

            """.ReplaceLineEndings("\n");
    }
}
