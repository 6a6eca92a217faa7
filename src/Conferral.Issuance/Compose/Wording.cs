// The sentences the specification demands where the export has none.
using System.Text;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Compose;

/// <summary>
/// Sentences for descriptions and criteria, which every achievement must have. They speak of the achievement, never of a learner.
/// Shape: <c>{institution}</c>, <c>{title}</c>, <c>{code}</c>, <c>{award}</c>, <c>{hours}</c>, <c>{credits}</c> and <c>{unit}</c> are filled in where they apply.
/// </summary>
public sealed record Wording
{
    public string AwardDescription { get; init; } = "{title}, conferred by {institution}.";

    public string AwardCriteria { get; init; } = "Fulfilment of all requirements {institution} sets for {title}.";

    public string MajorName { get; init; } = "Major in {title}";

    public string MinorName { get; init; } = "Minor in {title}";

    public string ConcentrationName { get; init; } = "Concentration in {title}";

    public string FieldDescription { get; init; } = "{title}, a field of study within {award} at {institution}.";

    public string FieldCriteria { get; init; } = "Fulfilment of the requirements {institution} sets for {title} within {award}.";

    public string HonorDescription { get; init; } = "{title}, an honour {institution} awards with {award}.";

    public string HonorCriteria { get; init; } = "Conferral of {award} with the distinction {institution} calls {title}.";

    public string CourseDescription { get; init; } = "{code} {title}, a course of {institution}.";

    public string CourseCriteria { get; init; } = "Completion of {code} {title} to the standard set by {institution}.";

    public string CompetencyDescription { get; init; } = "{title}, a competency assessed by {institution}.";

    public string CompetencyCriteria { get; init; } = "Demonstration of {title} as assessed by {institution}.";

    public string ActivityDescription { get; init; } = "{title}, recognised by {institution}.";

    public string ActivityCriteria { get; init; } = "Participation in {title} as recorded by {institution}.";

    public string TermDescription { get; init; } = "The courses taken at {institution} in {title}.";

    public string TermCriteria { get; init; } = "Study at {institution} in {title}.";

    public string HoursNarrative { get; init; } = "Hours: {hours}";

    public string CreditsAttemptedNarrative { get; init; } = "Credits attempted: {credits}";

    public string CreditUnitNarrative { get; init; } = "Credit unit: {unit}";

    public string TransferNarrative { get; init; } = "Credit transferred from another institution.";

    public string PassFailNarrative { get; init; } = "Graded pass or fail.";

    public string AuditNarrative { get; init; } = "Audited, without credit.";

    public string GradeName { get; init; } = "Final grade";

    public string CumulativeGpaName { get; init; } = "Cumulative grade point average";

    public string MajorGpaName { get; init; } = "Grade point average in the major";

    public string TermGpaName { get; init; } = "Grade point average of the term";

    public string InstitutionGpaName { get; init; } = "Grade point average at the institution";

    public string OverallGpaName { get; init; } = "Grade point average with transfer credit";

    public string LevelName { get; init; } = "Level of performance";

    /// <summary>What is said of a course that was no regular one; the model has no place of its own for it.</summary>
    internal string? NarrativeOf(CourseKind kind) => kind switch
    {
        CourseKind.Transfer => TransferNarrative,
        CourseKind.PassFail => PassFailNarrative,
        CourseKind.Audit => AuditNarrative,
        _ => null,
    };

    /// <summary>The template with its places filled; what a place stands for is never itself read as a template.</summary>
    internal static string Fill(string template, params ReadOnlySpan<(string Place, string Text)> values)
    {
        var filled = new StringBuilder(template.Length + 64);
        for (var at = 0; at < template.Length;)
        {
            var open = template.IndexOf('{', at);
            if (open < 0) return filled.Append(template, at, template.Length - at).ToString();
            filled.Append(template, at, open - at);
            at = open + AppendPlace(filled, template.AsSpan(open), values);
        }

        return filled.ToString();
    }

    private static int AppendPlace(StringBuilder filled, ReadOnlySpan<char> rest, ReadOnlySpan<(string Place, string Text)> values)
    {
        foreach (var (place, text) in values)
        {
            if (!rest.StartsWith(place, StringComparison.Ordinal)) continue;
            filled.Append(text);
            return place.Length;
        }

        filled.Append('{');
        return 1;
    }
}
