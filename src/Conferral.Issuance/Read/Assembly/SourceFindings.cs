// Findings that belong to no learner, kept within bounds.
using System.Globalization;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>Keeps the first findings of each rule and file, and counts the rest. Bounds: <see cref="IntakeOptions.MaxSourceFindings"/> per rule and file.</summary>
internal sealed class SourceFindings(int bound)
{
    private readonly List<Finding> kept = [];
    private readonly Dictionary<(string Rule, string File), int> counts = [];

    public void Add(Finding finding)
    {
        var key = (finding.RuleId, finding.Source?.File ?? "");
        var count = counts[key] = counts.GetValueOrDefault(key) + 1;
        if (count <= bound) kept.Add(finding);
    }

    public void AddRange(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings) Add(finding);
    }

    /// <summary>The findings so far, with one line for each rule and file that had more than are kept.</summary>
    public IReadOnlyList<Finding> ToList() => [.. kept, .. counts.Where(pair => pair.Value > bound).Select(Rest)];

    private Finding Rest(KeyValuePair<(string Rule, string File), int> pair)
    {
        var like = kept.First(finding => finding.RuleId == pair.Key.Rule && (finding.Source?.File ?? "") == pair.Key.File);
        var more = (pair.Value - bound).ToString("N0", CultureInfo.InvariantCulture);
        return like with { Message = $"{more} more findings of this kind in {pair.Key.File}.", Source = new SourceLocation(pair.Key.File) };
    }
}
