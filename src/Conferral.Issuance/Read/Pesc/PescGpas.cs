// The averages of a transcript.
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// Only GradePointAverage is read: writers put averages, and anything else, into its neighbours. The institution's own average comes
/// before one over all schools; one over transferred work alone is nobody's.
/// </summary>
internal sealed class PescGpas(string file, PescMapping mapping, DocumentValues values)
{
    private readonly List<GpaRecord> gpas = [];

    public IReadOnlyList<GpaRecord> Complete() => gpas;

    public void AddTerm(PescElement session, Term term)
    {
        if (Best(session.All("AcademicSummary")) is { } summary) Add(summary, GpaScope.Term, term, awardKey: null);
    }

    public void AddAward(string awardKey, IEnumerable<PescElement> elements)
    {
        if (Best(elements.SelectMany(element => element.All("AcademicSummary"))) is { } summary) Add(summary, GpaScope.Cumulative, term: null, awardKey);
    }

    /// <summary>The record's averages; where there is one per level, each goes to the newest award of that level.</summary>
    public void AddCumulative(IEnumerable<PescElement> summaries, IReadOnlyList<Award> awards)
    {
        var levels = summaries.GroupBy(summary => summary.Find("AcademicSummaryLevel")?.Text ?? "", StringComparer.Ordinal)
            .Select(group => (Level: group.Key, Summary: Best(group))).Where(level => level.Summary is not null).ToArray();
        foreach (var (level, summary) in levels)
        {
            if (levels.Length == 1)
            {
                if (!gpas.Exists(gpa => gpa.Scope == GpaScope.Cumulative)) Add(summary!, GpaScope.Cumulative, term: null, awardKey: null);
                return;
            }

            var award = awards.Where(award => PescWords.IsLevelOf(level, award.AchievementType)).MaxBy(award => award.ConferredOn);
            if (award is null) values.Report(ReadRules.GpaUnused, summary!.In(file), $"There are averages of several levels, and no award of the level {RowValues.Quoted(level)}; this one is not read.");
            else if (!gpas.Exists(gpa => gpa.AwardKey == award.AwardKey)) Add(summary!, GpaScope.Cumulative, term: null, award.AwardKey);
        }
    }

    private static PescElement? Best(IEnumerable<PescElement> summaries)
        => summaries.Where(summary => summary.Find("GPA", "GradePointAverage") is { Text.Length: > 0 } && Rank(summary) >= 0).MinBy(Rank);

    private static int Rank(PescElement summary) => Array.IndexOf(PescWords.SummaryTypes, summary.Find("AcademicSummaryType")?.Text ?? "");

    private void Add(PescElement summary, GpaScope scope, Term? term, string? awardKey)
    {
        var gpa = summary.Find("GPA")!;
        var value = values.Number(gpa.Find("GradePointAverage")!.Text, gpa.In(file));
        var maximum = values.Number(gpa.Find("GPARangeMaximum")?.Text, gpa.In(file)) ?? mapping.GpaMaximum;
        if (maximum is null) values.Report(ReadRules.Required, gpa.In(file), "The average has no GPARangeMaximum, so nobody can tell 3.9 of 4 from 3.9 of 10. Fill it in, or write gpaMaximum: 4.0 under pesc: in the mapping.");
        else if (value > maximum) values.Report(ReadRules.GpaRange, gpa.In(file), FormattableString.Invariant($"The average {value} is above its maximum {maximum}. Correct one of the two."));
        else if (value is { } average) gpas.Add(new GpaRecord(scope, average, maximum.Value, term, awardKey, gpa.In(file)));
    }
}
