// Sorts a record's achievements into the sections people look for.
using Conferral.Rendering.Html;

namespace Conferral.Rendering.Reading;

/// <summary>
/// By achievement type, and by what is part of what: fields and honours that are part of an award stand under it. What is of no known
/// kind is an achievement among others; nothing is left out.
/// </summary>
internal sealed class RecordSorting
{
    private static readonly HashSet<string> AwardTypes = new(StringComparer.Ordinal)
    {
        "ApprenticeshipCertificate", "AssociateDegree", "BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification", "Degree", "Diploma",
        "DoctoralDegree", "GeneralEducationDevelopment", "JourneymanCertificate", "License", "QualityAssuranceCredential", "MasterCertificate", "MasterDegree",
        "MicroCredential", "ProfessionalDoctorate", "ResearchDoctorate", "SecondarySchoolDiploma",
    };

    private static readonly HashSet<string> ActivityTypes = new(StringComparer.Ordinal) { "CoCurricular", "CommunityService", "Fieldwork", "Membership" };

    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<Relation> _relations;

    public RecordSorting(IReadOnlyList<Earned> earned, IReadOnlyList<Relation> relations)
    {
        _relations = relations;
        var awards = earned.Where(one => IsOf(AwardTypes, one)).ToList();
        var rest = earned.Except(awards).ToList();
        Awards = [.. awards.Select(award => Confer(award, rest))];
        rest.RemoveAll(one => _claimed.Contains(one.Pointer));
        var courses = rest.Where(one => one.Definition.Type == "Course").ToList();
        var averages = rest.Where(one => one is { Definition.Type: "LearningProgram", Term: not null } && one.Outcomes.Any(outcome => outcome.IsAverage)).ToList();
        Terms = ByTerm(courses, averages);
        Competencies = [.. rest.Where(one => one.Definition.Type == "Competency")];
        Activities = [.. rest.Where(one => IsOf(ActivityTypes, one) || (one.Definition.Type?.StartsWith("ext:", StringComparison.Ordinal) == true && (one.StartedOn ?? one.EndedOn) is not null))];
        Others = [.. rest.Except(courses).Except(averages).Except(Competencies).Except(Activities)];
    }

    public IReadOnlyList<ConferredAward> Awards { get; }

    public IReadOnlyList<TermCourses> Terms { get; }

    public IReadOnlyList<Earned> Competencies { get; }

    public IReadOnlyList<Earned> Activities { get; }

    public IReadOnlyList<Earned> Others { get; }

    private ConferredAward Confer(Earned award, List<Earned> rest)
    {
        var parts = _relations.Where(relation => relation.Type is "isPartOf" or "isChildOf" && relation.Target == award.Definition.Id).Select(relation => relation.Source).ToHashSet(StringComparer.Ordinal);
        var own = rest.Where(one => one.Definition is { Id: { } id, Type: "LearningProgram" or "Award" } && parts.Contains(id) && _claimed.Add(one.Pointer)).ToList();
        return new ConferredAward(award, [.. own.Where(one => one.Definition.Type == "LearningProgram")], [.. own.Where(one => one.Definition.Type == "Award")]);
    }

    // In the order of time where it is told, else in the order of the document.
    private static List<TermCourses> ByTerm(List<Earned> courses, List<Earned> averages)
    {
        var terms = courses.Concat(averages).GroupBy(one => one.Term?.Text, StringComparer.Ordinal);
        return [.. terms.Select(term => Term([.. term], averages)).OrderBy(term => term.StartedOn is null).ThenBy(term => term.StartedOn, StringComparer.Ordinal)];
    }

    private static TermCourses Term(List<Earned> members, List<Earned> averages)
    {
        var average = members.FirstOrDefault(averages.Contains);
        var (started, ended) = (Same(members, one => one.StartedOn), Same(members, one => one.EndedOn));
        return new TermCourses(members[0].Term, started, ended, [.. members.Where(one => one != average)], average);
    }

    /// <summary>The date that all have in common who state one, or null.</summary>
    private static string? Same(List<Earned> members, Func<Earned, string?> date)
    {
        var stated = members.Select(date).OfType<string>().ToList();
        return stated.Count > 0 && stated.TrueForAll(one => DateWords.SameDay(one, stated[0])) ? stated[0] : null;
    }

    private static bool IsOf(HashSet<string> types, Earned one) => one.Definition.Type is { } type && types.Contains(type);
}
