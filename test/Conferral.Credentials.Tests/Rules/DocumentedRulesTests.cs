// The table of docs/conformance.md names exactly the rules there are.
using System.Text.RegularExpressions;
using Conferral.Credentials.Rules;

namespace Conferral.Credentials.Tests.Rules;

/// <summary>A row whose id ends in braces, such as <c>OB-IMAGE-{REQUIRED,TYPE}</c>, stands for one rule per name in them.</summary>
public sealed partial class DocumentedRulesTests
{
    [Fact]
    public void The_documentation_lists_exactly_the_rules()
        => Assert.Equal(RuleSet.Rules.Select(rule => (rule.Id, rule.Severity.ToString().ToLowerInvariant())).Order(), Documented().Order());

    private static IEnumerable<(string Id, string Severity)> Documented()
    {
        foreach (Match row in Row().Matches(File.ReadAllText(ConformancePage())))
        {
            foreach (var id in Expand(row.Groups["id"].Value)) yield return (id, row.Groups["severity"].Value);
        }
    }

    private static IEnumerable<string> Expand(string id)
    {
        var brace = id.IndexOf('{');
        return brace < 0 ? [id] : id[(brace + 1)..^1].Split(',').Select(ending => id[..brace] + ending);
    }

    private static string ConformancePage()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Conferral.slnx"))) return Path.Combine(folder.FullName, "docs", "conformance.md");
        }

        throw new DirectoryNotFoundException("The tests run outside the repository, so its documentation cannot be found.");
    }

    [GeneratedRegex(@"^\| `(?<id>[A-Z0-9-]+(\{[A-Z,]+\})?)` \| (?<severity>error|warning) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
