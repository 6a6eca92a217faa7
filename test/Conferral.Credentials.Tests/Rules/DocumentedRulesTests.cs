// The table of docs/conformance.md names exactly the rules there are.
using System.Text.RegularExpressions;
using Conferral.TestKit;
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
        foreach (Match row in Row().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs", "conformance.md"))))
        {
            foreach (var id in Expand(row.Groups["id"].Value)) yield return (id, row.Groups["severity"].Value);
        }
    }

    private static IEnumerable<string> Expand(string id)
    {
        var brace = id.IndexOf('{');
        return brace < 0 ? [id] : id[(brace + 1)..^1].Split(',').Select(ending => id[..brace] + ending);
    }

    [GeneratedRegex(@"^\| `(?<id>[A-Z0-9-]+(\{[A-Z,]+\})?)` \| (?<severity>error|warning) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
