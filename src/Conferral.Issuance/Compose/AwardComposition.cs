// Degrees and certificates, with their fields of study, honours and averages.
using System.Globalization;
using Conferral.Credentials;
using Conferral.Credentials.Model;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Compose;

/// <summary>
/// Each award is a member. Its first major is the award's <c>fieldOfStudy</c> and its first concentration the
/// <c>specialization</c>; every further field and every honour is a member of its own that <c>isPartOf</c> the award.
/// A cumulative average that names no award stands on the newest one.
/// </summary>
internal sealed class AwardComposition(AchievementShelf shelf, LearnerRecord learner, DraftBuilder draft)
{
    private readonly List<ComposedAward> composed = new(learner.Awards.Count);

    public IReadOnlyList<ComposedAward> All => composed;

    public ComposedAward? Find(string awardKey) => composed.Find(award => string.Equals(award.Award.AwardKey, awardKey, StringComparison.Ordinal));

    public void AddAll()
    {
        var gpasOfAwards = AssignGpas();
        foreach (var (award, gpas) in learner.Awards.Zip(gpasOfAwards)) AddAward(award, gpas);
        RelateLadder();
    }

    private void AddAward(Award award, List<GpaRecord> gpas)
    {
        var achievement = shelf.Award(award, gpas);
        var subject = draft.Subject(achievement) with
        {
            Result = [.. gpas.Select((gpa, index) => new Result
            {
                ResultDescription = achievement.Scale(index),
                Value = gpa.Value.ToString(CultureInfo.InvariantCulture),
            })],
        };
        draft.Add(achievement, subject, Facts("award", award.AwardKey, award, award.Source));
        composed.Add(new ComposedAward(award, achievement.Id));
        AddFields(award, achievement.Id);
        foreach (var honor in award.Honors) AddPart(shelf.Honor(honor, award), achievement.Id, Facts("honor", Key(award.AwardKey, honor), award, award.Source));
    }

    private void AddFields(Award award, string awardId)
    {
        var majorSeen = false;
        var concentrationSeen = false;
        foreach (var field in award.Fields)
        {
            if (field.Kind is AwardFieldKind.Major && !majorSeen) majorSeen = true;
            else if (field.Kind is AwardFieldKind.Concentration && !concentrationSeen) concentrationSeen = true;
            else AddPart(shelf.Field(field, award), awardId, Facts("field", Key(award.AwardKey, field.Kind.ToString(), field.Name), award, field.Source));
        }
    }

    private void AddPart(ShelvedAchievement part, string awardId, MemberFacts facts)
    {
        draft.Add(part, draft.Subject(part), facts);
        draft.Relate(part.Id, AssociationType.IsPartOf, awardId);
    }

    private List<GpaRecord>[] AssignGpas()
    {
        var gpasOfAwards = learner.Awards.Select(_ => new List<GpaRecord>()).ToArray();
        foreach (var gpa in learner.Gpas)
        {
            if (gpa.Scope is GpaScope.Term) continue;
            if (PlaceOf(gpa) is { } place) gpasOfAwards[place].Add(gpa);
            else draft.Findings.Add(ComposeFinding.GpaWithoutAward(gpa.AwardKey, gpa.Source));
        }

        return gpasOfAwards;
    }

    private int? PlaceOf(GpaRecord gpa)
    {
        int? place = null;
        for (var i = 0; i < learner.Awards.Count; i++)
        {
            var award = learner.Awards[i];
            if (string.Equals(award.AwardKey, gpa.AwardKey, StringComparison.Ordinal)) return i;
            if (gpa.AwardKey is null && (place is not { } best || award.ConferredOn > learner.Awards[best].ConferredOn)) place = i;
        }

        return place;
    }

    // Each step of the ladder precedes the next one the learner reached; steps in between are not repeated.
    private void RelateLadder()
    {
        var steps = composed
            .Where(award => AwardLevel.Of(award.Award.AchievementType) is not null)
            .GroupBy(award => AwardLevel.Of(award.Award.AchievementType)!.Value)
            .OrderBy(step => step.Key)
            .ToList();
        for (var i = 1; i < steps.Count; i++)
        {
            foreach (var lower in steps[i - 1])
            {
                foreach (var higher in steps[i].Where(award => award.Award.ConferredOn >= lower.Award.ConferredOn))
                    draft.Relate(lower.AchievementId, AssociationType.Precedes, higher.AchievementId);
            }
        }
    }

    private static MemberFacts Facts(string kind, string key, Award award, SourceLocation source)
        => new(kind, key, source) { AwardedOn = award.ConferredOn, ValidFromAward = true };

    private static string Key(params ReadOnlySpan<string> parts) => string.Join('\u001f', parts);
}

/// <summary>An award and the id of its achievement.</summary>
internal sealed record ComposedAward(Award Award, string AchievementId);
