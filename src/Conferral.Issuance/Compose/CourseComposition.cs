// Courses: one member per attempt the institution includes.
using System.Globalization;
using Conferral.Credentials.Model;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Compose;

/// <summary>
/// Each included attempt is a member with grade, credits, term and dates; its course <c>isPartOf</c> the awards it counts towards.
/// The result carries the grade, and the status where it is anything but Completed, which a reader assumes.
/// </summary>
internal sealed class CourseComposition(ComposeOptions options, AchievementShelf shelf, LearnerRecord learner, DraftBuilder draft, AwardComposition awards)
{
    private readonly Dictionary<string, string?> achievementIds = new(StringComparer.Ordinal);
    private readonly HashSet<(string Course, string? Term)> attempts = [];

    /// <summary>Whether the learner took the course, and the id of its achievement when it is included.</summary>
    public bool TryFind(string courseKey, out string? achievementId) => achievementIds.TryGetValue(courseKey, out achievementId);

    public void AddAll()
    {
        foreach (var result in learner.CourseResults)
        {
            if (result.Shown ?? options.CourseStatuses.Contains(result.Status)) Add(result);
            else LeaveOut(result);
        }
    }

    private void LeaveOut(CourseResult result)
    {
        achievementIds.TryAdd(result.Course.CourseKey, null);
        draft.LeftSomethingOut = true;
    }

    private void Add(CourseResult result)
    {
        var achievement = shelf.Course(result.Course);
        var subject = draft.Subject(achievement) with
        {
            CreditsEarned = result.CreditsEarned,
            Narrative = Narrative(result),
            ActivityStartDate = draft.At(result.Term?.StartsOn),
            ActivityEndDate = draft.At(result.Term?.EndsOn),
            Term = result.Term?.Name,
            Result = Results(result, achievement),
        };
        var key = result.Course.CourseKey + '\u001f' + result.Term?.TermKey;
        var pointer = draft.Add(achievement, subject, new MemberFacts("course", key, result.Source), result.Course.Source);
        achievementIds[result.Course.CourseKey] = achievement.Id;
        Check(result, pointer);
        Relate(result, achievement.Id, pointer);
    }

    private static Result[]? Results(CourseResult result, ShelvedAchievement achievement)
        => result is { Grade: null, Status: ResultStatus.Completed }
            ? null
            : [new Result { ResultDescription = achievement.Scale(0), Value = result.Grade, Status = StatusOf(result.Status) }];

    private string? Narrative(CourseResult result)
    {
        string?[] sentences = [options.Wording.NarrativeOf(result.Kind), CreditsAttempted(result), CreditUnit(result)];
        return sentences.Any(sentence => sentence is not null) ? string.Join(' ', sentences.Where(sentence => sentence is not null)) : null;
    }

    // The model has no place for what credits are counted in.
    private string? CreditUnit(CourseResult result) => result.CreditUnit is { } unit ? Wording.Fill(options.Wording.CreditUnitNarrative, ("{unit}", unit)) : null;

    // The model has no place for attempted credits; they are told where they differ from those earned.
    private string? CreditsAttempted(CourseResult result)
        => result.CreditsAttempted is { } attempted && attempted != result.CreditsEarned
            ? Wording.Fill(options.Wording.CreditsAttemptedNarrative, ("{credits}", attempted.ToString(CultureInfo.InvariantCulture)))
            : null;

    private void Relate(CourseResult result, string courseId, string pointer)
    {
        if (result.AwardKeys.Count == 0)
        {
            foreach (var award in awards.All) RelateTo(award, result, courseId, pointer);
        }

        foreach (var awardKey in result.AwardKeys)
        {
            if (awards.Find(awardKey) is { } award) RelateTo(award, result, courseId, pointer);
            else draft.Findings.Add(ComposeFinding.CourseForUnknownAward(pointer, result.Course.Code, awardKey, result.Source));
        }
    }

    private void RelateTo(ComposedAward award, CourseResult result, string courseId, string pointer)
    {
        draft.Relate(courseId, AssociationType.IsPartOf, award.AchievementId);
        var named = result.AwardKeys.Count > 0 || awards.All.Count == 1;
        if (named && result.Term?.EndsOn is { } ended && ended > award.Award.ConferredOn)
            draft.Findings.Add(ComposeFinding.AfterConferral(pointer, result.Course.Code, ended, award.Award.ConferredOn, result.Source));
    }

    private void Check(CourseResult result, string pointer)
    {
        if (!attempts.Add((result.Course.CourseKey, result.Term?.TermKey)))
            draft.Findings.Add(ComposeFinding.CourseTwice(pointer, result.Course.Code, result.Source));
        if (result is { CreditsEarned: { } earned, Course.Credits: { } available } && earned > available)
            draft.Findings.Add(ComposeFinding.CreditsExceeded(pointer, result.Course.Code, earned, available, result.Source));
    }

    private static string? StatusOf(ResultStatus status) => status switch
    {
        ResultStatus.Enrolled => ResultStatusValue.Enrolled,
        ResultStatus.Failed => ResultStatusValue.Failed,
        ResultStatus.InProgress => ResultStatusValue.InProgress,
        ResultStatus.OnHold => ResultStatusValue.OnHold,
        ResultStatus.Provisional => ResultStatusValue.Provisional,
        ResultStatus.Withdrew => ResultStatusValue.Withdrew,
        _ => null,
    };
}
