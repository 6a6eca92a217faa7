// What is publicly known of one rule: its id, weight, promise and source.
namespace Conferral.Credentials.Rules;

/// <summary>
/// One rule as documentation and reports name it. <see cref="Id"/> never changes once released;
/// <see cref="What"/> says in one line what holds when the rule is kept; <see cref="Section"/> cites the norm.
/// </summary>
public sealed record RuleInfo(string Id, Severity Severity, string What, string Section);
