// One learner's course results, averages, competency results and activities.
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>Course results are put in order of term start, term and course; the other lists by term, date and key: the order of the export's rows does not count.</summary>
internal sealed class ResultAssembler(ReferenceTables tables)
{
    private readonly List<CourseResult> courseResults = [];
    private readonly List<GpaRecord> gpas = [];
    private readonly List<CompetencyResult> competencyResults = [];
    private readonly List<Activity> activities = [];
    private readonly HashSet<string> activityKeys = new(StringComparer.Ordinal);
    private AwardAssembler awards = new();

    public void Begin(AwardAssembler ofLearner)
    {
        awards = ofLearner;
        courseResults.Clear();
        gpas.Clear();
        competencyResults.Clear();
        activities.Clear();
        activityKeys.Clear();
    }

    public void AddCourseResult(RowValues values)
    {
        var course = Find(values, BundleLayout.CourseResults.CourseKey, tables.Courses, ReadRules.UnknownCourse);
        var term = Find(values, BundleLayout.CourseResults.TermKey, tables.Terms, ReadRules.UnknownTerm);
        var attempted = values.Number(BundleLayout.CourseResults.CreditsAttempted);
        var earned = values.Number(BundleLayout.CourseResults.CreditsEarned);
        var grade = values.Code(BundleLayout.CourseResults.Grade);
        var meaning = values.GradeMeaning(BundleLayout.CourseResults.Grade, grade);
        var status = values.Choice<ResultStatus>(BundleLayout.CourseResults.Status);
        var kind = values.Choice<CourseKind>(BundleLayout.CourseResults.Kind);
        var awardKeys = values.List(BundleLayout.CourseResults.AwardKeys);
        foreach (var awardKey in awardKeys)
        {
            if (!awards.Has(awardKey)) AwardAssembler.ReportUnknown(values, BundleLayout.CourseResults.AwardKeys, awardKey);
        }

        if (course is null) return;
        courseResults.Add(new CourseResult
        {
            Course = course,
            Term = term,
            CreditsAttempted = attempted,
            CreditsEarned = earned,
            Grade = grade,
            Status = status ?? meaning?.Status ?? ResultStatus.Completed,
            Kind = kind ?? meaning?.Kind ?? CourseKind.Regular,
            GradeRank = meaning?.Rank,
            Shown = values.IsLeftOut ? false : null,
            AwardKeys = awardKeys,
            Source = values.Here(),
        });
    }

    public void AddGpa(RowValues values)
    {
        var scope = values.Choice<GpaScope>(BundleLayout.Gpa.Scope);
        var value = values.Number(BundleLayout.Gpa.Value);
        var maximum = values.Number(BundleLayout.Gpa.Maximum);
        var term = Find(values, BundleLayout.Gpa.TermKey, tables.Terms, ReadRules.UnknownTerm);
        var awardKey = values.Code(BundleLayout.Gpa.AwardKey);
        if (awardKey is not null && !awards.Has(awardKey)) AwardAssembler.ReportUnknown(values, BundleLayout.Gpa.AwardKey, awardKey);
        if (value > maximum) values.Report(ReadRules.GpaRange, BundleLayout.Gpa.Value, FormattableString.Invariant($"The average {value} is above its maximum {maximum}. Correct one of the two."));
        else if (scope is not null && value is not null && maximum is not null) gpas.Add(new GpaRecord(scope.Value, value.Value, maximum.Value, term, awardKey, values.Here()));
    }

    public void AddCompetencyResult(RowValues values)
    {
        var competency = Find(values, BundleLayout.CompetencyResults.CompetencyKey, tables.Competencies, ReadRules.UnknownCompetency);
        var course = Find(values, BundleLayout.CompetencyResults.CourseKey, tables.Courses, ReadRules.UnknownCourse);
        var level = values.Code(BundleLayout.CompetencyResults.Level);
        var assessedOn = values.Date(BundleLayout.CompetencyResults.AssessedOn);
        if (competency is null) return;
        if (level is not null && !competency.Levels.Contains(level))
        {
            values.Report(ReadRules.UnknownLevel, BundleLayout.CompetencyResults.Level, $"{RowValues.Quoted(level)} is not a level of the competency. Use one of {string.Join(", ", competency.Levels)}, or add it to competencies.csv.");
            return;
        }

        competencyResults.Add(new CompetencyResult { Competency = competency, CourseKey = course?.CourseKey, Level = level, AssessedOn = assessedOn, Source = values.Here() });
    }

    public void AddActivity(RowValues values)
    {
        var key = values.Code(BundleLayout.Activities.ActivityKey);
        var type = values.Choice(BundleLayout.Activities.AchievementType);
        var name = values.Text(BundleLayout.Activities.Name);
        var (starts, ends) = (values.Date(BundleLayout.Activities.StartsOn), values.Date(BundleLayout.Activities.EndsOn));
        values.ReportReversed(BundleLayout.Activities.EndsOn, starts, ends);
        var activity = new Activity
        {
            ActivityKey = key ?? "",
            AchievementType = type ?? "",
            Name = name ?? "",
            Description = values.Text(BundleLayout.Activities.Description),
            Role = values.Text(BundleLayout.Activities.Role),
            Hours = values.Number(BundleLayout.Activities.Hours),
            StartsOn = starts,
            EndsOn = ends,
            Source = values.Here(),
        };
        if (key is null || type is null || name is null) return;
        if (activityKeys.Add(key)) activities.Add(activity);
        else values.Report(ReadRules.DuplicateKey, BundleLayout.Activities.ActivityKey, $"The learner has the activity {RowValues.Quoted(key)} twice. Keep one row per activity_key.");
    }

    public LearnerRecord Complete(LearnerRecord learner) => learner with
    {
        CourseResults = Ordered(courseResults, result => result.Term, result => result.Course.CourseKey),
        Gpas = Ordered(gpas, gpa => gpa.Term, gpa => $"{gpa.Scope} {gpa.AwardKey}"),
        CompetencyResults = [.. competencyResults.OrderBy(result => result.AssessedOn).ThenBy(result => result.Competency.CompetencyKey, StringComparer.Ordinal).ThenBy(result => result.CourseKey, StringComparer.Ordinal)],
        Activities = [.. activities.OrderBy(activity => activity.StartsOn).ThenBy(activity => activity.ActivityKey, StringComparer.Ordinal)],
    };

    private static T[] Ordered<T>(List<T> rows, Func<T, Term?> term, Func<T, string> key)
        => [.. rows.OrderBy(row => term(row)?.StartsOn).ThenBy(row => term(row)?.TermKey, StringComparer.Ordinal).ThenBy(key, StringComparer.Ordinal)];

    /// <summary>What a row refers to; null with a finding where it does not exist or is itself faulty.</summary>
    private static T? Find<T>(RowValues values, BundleColumn column, ReferenceTable<T> table, ReadRule unknown)
        where T : class
    {
        if (!values.Span(column, out var key)) return null;
        if (!table.TryFind(key, out var entry))
        {
            values.Report(unknown, column, $"{RowValues.Quoted(key)} is not {column.Meaning}. Correct the key, or export the missing row.");
            return null;
        }

        values.Repeat(entry.Findings);
        return entry.Value;
    }
}
