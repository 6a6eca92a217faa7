// The gate between reading and composing: who may be issued, and whom a person cleared in spite of a rule.
using System.Security.Cryptography;
using System.Text;
using Conferral.Credentials;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Clear;

/// <summary>What the gate is made from. <see cref="SaltOf"/> gives a secret text for a learner key, so that no fact can be guessed back from a decision's digest.</summary>
public sealed record ClearanceSettings(ClearanceRules Rules, TimeSpan UtcOffset, Func<string, string> SaltOf)
{
    /// <summary>No rules: everybody passes.</summary>
    public static ClearanceSettings None { get; } = new(ClearanceRules.None, TimeSpan.Zero, key => key);
}

/// <summary>
/// Checks one learner at a time; safe for concurrent use. A learner who is not cleared is blocked with <c>CLEAR-…</c> findings,
/// none of which says what the fact is.
/// </summary>
public sealed class ClearanceGate
{
    private readonly ClearanceSettings _settings;
    private readonly ClearanceCheck _check;
    private readonly DateOnly _today;
    private readonly ILookup<(string Learner, string Rule), ClearanceDecision> _decisions;

    private ClearanceGate(ClearanceSettings settings, SamePeople people, DateOnly today, IEnumerable<ClearanceDecision> decisions)
    {
        (_settings, _today) = (settings, today);
        _check = new ClearanceCheck(settings.Rules, people, today);
        _decisions = decisions.ToLookup(decision => (decision.LearnerKey, decision.RuleId));
    }

    /// <summary>Looks through the learners once where duplicates are asked for, and takes the decisions that stand.</summary>
    public static async Task<ClearanceGate> OpenAsync(ClearanceSettings settings, IIntakeSource source, LedgerStore? ledger, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        var rules = settings.Rules;
        var looks = rules.Duplicate.Action != ClearanceAction.Off && rules.SamePersonBy.Count > 0;
        var people = looks ? await SamePeople.FindAsync(source, rules.SamePersonBy, cancellationToken) : SamePeople.Nobody;
        var today = DateOnly.FromDateTime(asOf.ToOffset(settings.UtcOffset).DateTime);
        return new ClearanceGate(settings, people, today, ledger is null ? [] : new ClearanceLedger(ledger).Standing());
    }

    /// <summary>The item with what clearance found: blocked, warned about, or as it was. Ready-made credentials and blocked items pass untouched.</summary>
    public IntakeItem Pass(IntakeItem item)
    {
        if (item.IsBlocked || item.Learner is not { } learner) return item;
        var found = _check.Of(learner).Select(obstacle => Weigh(learner, obstacle)).ToArray();
        return found.Length == 0 ? item : item with { Findings = [.. item.Findings, .. found] };
    }

    /// <summary>What of this rule stands against the learner, and the digest of the facts it rests on; null where nothing does.</summary>
    public string? FactsOf(LearnerRecord learner, string ruleId)
    {
        var facts = _check.Of(learner).Where(obstacle => obstacle.Rule.Id == ruleId && obstacle.Choice.Action == ClearanceAction.Block).Select(obstacle => obstacle.Facts).Order(StringComparer.Ordinal).ToArray();
        return facts.Length == 0 ? null : Digest(learner.LearnerKey, ruleId, facts);
    }

    private Finding Weigh(LearnerRecord learner, Obstacle obstacle)
    {
        if (obstacle.Choice.Action == ClearanceAction.Block && Decision(learner, obstacle.Rule) is { } decision)
            return obstacle.Rule.At(obstacle.Source, ClearanceAction.Warn, $"Cleared by decision {decision.Number} ({(decision.Until is { } until ? FormattableString.Invariant($"until {until:yyyy-MM-dd}") : "for these facts")}); `conferral clear` lists it.", null);
        return obstacle.Rule.At(obstacle.Source, obstacle.Choice.Action, obstacle.Message, obstacle.Choice.Say);
    }

    /// <summary>A decision up to a day holds whatever the facts; one without holds while they are the same.</summary>
    private ClearanceDecision? Decision(LearnerRecord learner, ClearanceRule rule)
    {
        var decisions = _decisions[(learner.LearnerKey, rule.Id)];
        return decisions.FirstOrDefault(decision => decision.Until is { } until ? _today <= until : decision.FactsSha256 == FactsOf(learner, rule.Id));
    }

    private string Digest(string learnerKey, string ruleId, string[] facts)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001e', [_settings.SaltOf(learnerKey), ruleId, .. facts]))));
}
