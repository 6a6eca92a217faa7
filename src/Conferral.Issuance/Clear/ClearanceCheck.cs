// Looks at one learner's record through the clearance rules. No message says what a fact is, only where it stands.
using System.Globalization;
using Conferral.Credentials;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Clear;

/// <summary>One thing that stands in the way. <see cref="Facts"/> is what it rests on, so that a decision holds for these facts alone; it stays in memory.</summary>
internal sealed record Obstacle(ClearanceRule Rule, RuleChoice Choice, SourceLocation Source, string Message, string Facts);

/// <summary>Pure: the same record, rules and day give the same obstacles, in the order of <see cref="ClearanceRule.All"/>.</summary>
internal sealed class ClearanceCheck(ClearanceRules rules, SamePeople people, DateOnly today)
{
    public IEnumerable<Obstacle> Of(LearnerRecord learner)
        => Holds(learner).Concat(Unposted(learner)).Concat(Consent(learner)).Concat(Identity(learner)).Concat(Duplicate(learner)).Concat(Dates(learner)).Concat(Credits(learner))
            .Where(obstacle => obstacle.Choice.Action != ClearanceAction.Off);

    private IEnumerable<Obstacle> Holds(LearnerRecord learner)
    {
        foreach (var hold in learner.Holds.Where(hold => hold.StandsOn(today)))
        {
            var facts = Facts(hold.Kind, hold.Since, hold.Until, hold.Reason);
            if (hold.Kind == HoldKind.Privacy) yield return new Obstacle(ClearanceRule.Privacy, rules.Privacy, hold.Source, "The learner's directory information is suppressed: this row says so. Issue when it is lifted, or with the learner's word.", facts);
            else if (hold.Kind == HoldKind.Deceased) yield return new Obstacle(ClearanceRule.Deceased, rules.Deceased, hold.Source, "This row says that the learner has died. Decide with the family whether and to whom to issue.", facts);
            else if (rules.HoldKinds.Contains(hold.Kind)) yield return new Obstacle(ClearanceRule.Hold, rules.Hold, hold.Source, "A hold stands against the learner: this row. Release it in the student information system and export again.", facts);
        }
    }

    // A null status means that the export has no such column.
    private IEnumerable<Obstacle> Unposted(LearnerRecord learner) => learner.Awards
        .Where(award => award.Status is { } status && !WordPattern.AnyMatches(rules.Posted, status))
        .Select(award => new Obstacle(ClearanceRule.Unposted, rules.Unposted, award.Source, award.Status!.Length == 0
            ? "The award has no status, so nothing says that it is posted. Post it, or correct the export."
            : $"The award's status is not one of a posted award ({string.Join(", ", rules.Posted)}). Post it, or name its status under unposted: in clearance.yaml.", Facts(award.AwardKey, award.Status)));

    private IEnumerable<Obstacle> Consent(LearnerRecord learner)
    {
        if (learner.Consent is { IsGiven: false } refused)
            yield return new Obstacle(ClearanceRule.Consent, rules.Consent, refused.Source, "The learner did not agree to be issued a credential: this row says so.", Facts(refused.On));
        else if (learner.Consent is null && rules.ConsentRequired)
            yield return new Obstacle(ClearanceRule.Consent, rules.Consent, learner.Source, "Nothing says that the learner agreed to be issued a credential. Export the consent, or ask for it.", "none");
    }

    private IEnumerable<Obstacle> Identity(LearnerRecord learner)
    {
        var missing = rules.Need.Where(what => !IsKnownBy(learner, what)).ToArray();
        var nothing = rules.NeedOneOf.Count > 0 && !rules.NeedOneOf.Any(what => IsKnownBy(learner, what));
        if (missing.Length > 0) yield return new Obstacle(ClearanceRule.Identity, rules.Identity, learner.Source, $"The learner must be known by {Words(missing, "and")}, and the export does not have it. Fill it in.", Words(missing, "and"));
        else if (nothing) yield return new Obstacle(ClearanceRule.Identity, rules.Identity, learner.Source, $"The learner is known by none of {Words(rules.NeedOneOf, "or")}: nobody could tell whose the credential is. Fill one in, or map it.", "nothing");
    }

    private IEnumerable<Obstacle> Duplicate(LearnerRecord learner)
        => people.Shared(learner).Select(by => new Obstacle(ClearanceRule.Duplicate, rules.Duplicate, learner.Source, $"Another learner key has the same {Said(by)}: one person under two keys would get two records. Merge the keys, or decide that these are two people.", Facts(by)));

    private IEnumerable<Obstacle> Dates(LearnerRecord learner)
    {
        foreach (var award in learner.Awards)
        {
            if (award.ConferredOn > today)
                yield return new Obstacle(ClearanceRule.Future, rules.Future, award.Source, FormattableString.Invariant($"The award is dated {award.ConferredOn:yyyy-MM-dd}, which lies ahead. Issue on that day, or correct the date."), Facts(award.AwardKey, award.ConferredOn));
            if (learner.BirthDate is { } born && IsTooEarly(award.ConferredOn, born))
                yield return new Obstacle(ClearanceRule.BeforeBirth, rules.BeforeBirth, award.Source, award.ConferredOn <= born
                    ? "By the export's dates the award was conferred before its learner was born. Look whose dates these are, and correct the wrong one."
                    : FormattableString.Invariant($"By the export's dates the learner was not {rules.MinimumAge} years old when the award was conferred. One of the two dates is wrong."), Facts(born, award.AwardKey, award.ConferredOn));
        }
    }

    // Compared backwards from the award: a birth date in the year 9999 has no tenth birthday to add.
    private bool IsTooEarly(DateOnly conferredOn, DateOnly born)
        => conferredOn <= born || conferredOn.Year <= rules.MinimumAge || conferredOn.AddYears(-rules.MinimumAge) < born;

    private IEnumerable<Obstacle> Credits(LearnerRecord learner)
    {
        foreach (var award in learner.Awards)
        {
            var required = Larger(award.CreditsRequired, rules.MinimumCredits.TryGetValue(award.AchievementType, out var minimum) ? minimum : null);
            if (required is { } needed && award.CreditsEarned is { } earned && earned < needed)
                yield return new Obstacle(ClearanceRule.Credits, rules.Credits, award.Source, "The learner has fewer credits than this award takes. Check the audit of the degree.", Facts(award.AwardKey, earned, needed));
        }
    }

    private static bool IsKnownBy(LearnerRecord learner, KnownBy what) => what switch
    {
        KnownBy.Name => learner.Name is not null,
        KnownBy.BirthDate => learner.BirthDate is not null,
        KnownBy.Identifier => learner.Identifiers.Count > 0,
        KnownBy.Email => learner.Email is not null,
        _ => learner.Did is not null,
    };

    private static string Words(IEnumerable<KnownBy> known, string last)
    {
        var words = known.Select(what => what switch { KnownBy.BirthDate => "birth date", KnownBy.Did => "DID", _ => what.ToString().ToLowerInvariant() }).ToArray();
        return words.Length == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} {last} {words[^1]}";
    }

    private static string Said(SamePerson by) => by switch
    {
        SamePerson.NameAndBirthDate => "name and birth date",
        SamePerson.Identifier => "identifier",
        _ => "e-mail address",
    };

    private static decimal? Larger(decimal? one, decimal? other) => one is null ? other : other is null ? one : Math.Max(one.Value, other.Value);

    private static string Facts(params object?[] facts) => string.Join('\u001f', facts.Select(fact => Convert.ToString(fact, CultureInfo.InvariantCulture)));
}
