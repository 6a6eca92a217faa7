// Gathers what the rules find, in the order they find it.
namespace Conferral.Credentials.Rules;

/// <summary>Findings are rare, so their pointers and messages are made here and nowhere earlier.</summary>
internal sealed class FindingSink
{
    private readonly List<Finding> findings = [];

    public IReadOnlyList<Finding> Findings => findings;

    public bool HasErrors => findings.Exists(finding => finding.Severity == Severity.Error);

    public void Report(RuleInfo rule, DocumentNode node, string message) => Report(rule, node.Pointer(), message);

    public void Report(RuleInfo rule, DocumentNode node, string member, string message) => Report(rule, node.Pointer(member), message);

    public void Report(RuleInfo rule, string pointer, string message)
        => findings.Add(new Finding(rule.Id, rule.Severity, pointer, message, rule.Section));
}
