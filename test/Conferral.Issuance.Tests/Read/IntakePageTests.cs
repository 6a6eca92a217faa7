// That docs/intake.md lists exactly the files, columns and rules of the code.
using System.Text;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Read;

public sealed class IntakePageTests
{
    private static readonly string Text = File.ReadAllText(Repository.Page("intake.md"));

    [Fact]
    public void Each_file_has_the_table_of_its_columns()
    {
        foreach (var file in BundleLayout.Files) Assert.Equal(TableOf(file), Between($"<!-- columns: {file.Name} -->\n"));
        Assert.Equal(BundleLayout.Files.Count, Text.Split("<!-- columns: ").Length - 1);
    }

    [Fact]
    public void The_rules_are_listed_with_their_severity()
        => Assert.Equal(TableOfRules(), Between("<!-- rules -->\n"));

    [Fact]
    public void The_codes_of_refusal_are_listed()
        => Assert.Equal("| code | refused because |\n|---|---|\n" + string.Concat(IntakeCodes.All.Select(code => $"| `{code.Code}` | {code.Meaning} |\n")), Between("<!-- codes -->\n"));

    [Fact]
    public void Every_code_of_the_class_is_in_the_list()
        => Assert.Equal(typeof(IntakeCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!).Order(), IntakeCodes.All.Select(code => code.Code).Order());

    [Fact]
    public void Every_rule_points_to_a_heading_of_the_page()
    {
        var anchors = Text.Split('\n').Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#').Trim().ToLowerInvariant().Replace(' ', '-')).ToHashSet();
        Assert.All(ReadRules.All, rule => Assert.Contains(rule.Anchor, anchors));
    }

    [Fact]
    public void Every_rule_of_the_class_is_in_the_list()
        => Assert.Equal(typeof(ReadRules).GetFields().Select(field => ((ReadRule)field.GetValue(null)!).Id).Order(), ReadRules.All.Select(rule => rule.Id).Order());

    private static string Between(string start)
    {
        var from = Text.IndexOf(start, StringComparison.Ordinal);
        Assert.True(from >= 0, $"docs/intake.md has no {start.Trim()}");
        from += start.Length;
        return Text[from..Text.IndexOf("<!-- end -->", from, StringComparison.Ordinal)];
    }

    private static string TableOf(BundleFile file)
    {
        var table = new StringBuilder("| column | | accepts | meaning |\n|---|---|---|---|\n");
        foreach (var column in file.Columns)
        {
            var accepts = column.Choices == ClrVocabulary.AchievementTypes ? "an [achievement type](#achievement-types)" : column.Accepts;
            table.Append($"| `{column.Name}` | {(column.Required ? "required" : "")} | {Cell(accepts)} | {Cell(column.Meaning)} |\n");
        }

        return table.ToString();
    }

    private static string TableOfRules()
    {
        var table = new StringBuilder("| rule | severity | found where |\n|---|---|---|\n");
        foreach (var rule in ReadRules.All) table.Append($"| `{rule.Id}` | {rule.Severity.ToString().ToLowerInvariant()} | {Cell(rule.Meaning)} |\n");
        return table.ToString();
    }

    // A pipe would end the cell, even within code.
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
