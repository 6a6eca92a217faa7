// Gathers what the rules find, in the order they find it.
namespace Conferral.Credentials.Rules;

/// <summary>Findings are rare, so their pointers and messages are made here and nowhere earlier.</summary>
internal sealed class FindingSink
{
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> Findings => _findings;

    public bool HasErrors => _findings.Exists(finding => finding.Severity == Severity.Error);

    public void Report(RuleInfo rule, DocumentNode node, string message) => Report(rule, node.Pointer(), message);

    /// <summary>Points at the member, or at the object where the fault is that the member is not there.</summary>
    public void Report(RuleInfo rule, DocumentNode node, string member, string message)
        => Report(rule, node.Pointer(node.Element.TryGetProperty(member, out _) ? member : null), message);

    public void Report(RuleInfo rule, string pointer, string message)
        => _findings.Add(new Finding(rule.Id, rule.Severity, pointer, message, rule.Section));
}
