// What people call the terms of the specifications.
using System.Globalization;
using System.Text;

namespace Conferral.Rendering.Reading;

/// <summary>Plain English for enumerated terms; a term nobody here knows is spelled out of its own letters.</summary>
internal static class Labels
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["name"] = "Name",
        ["sourcedId"] = "Student number",
        ["sisSourcedId"] = "Student number",
        ["oneRosterSourcedId"] = "OneRoster id",
        ["lisSourcedId"] = "LIS id",
        ["systemId"] = "System id",
        ["productId"] = "Product id",
        ["userName"] = "User name",
        ["accountId"] = "Account",
        ["emailAddress"] = "E-mail address",
        ["nationalIdentityNumber"] = "National identity number",
        ["isbn"] = "ISBN",
        ["issn"] = "ISSN",
        ["ltiUserId"] = "LTI user id",
        ["identifier"] = "Identifier",
        ["majorCode"] = "Code of the major",
        ["concentrationCode"] = "Code of the concentration",
        ["AssociateDegree"] = "Associate degree",
        ["BachelorDegree"] = "Bachelor’s degree",
        ["MasterDegree"] = "Master’s degree",
        ["DoctoralDegree"] = "Doctoral degree",
        ["CoCurricular"] = "Co-curricular",
        ["GradePointAverage"] = "Grade point average",
        ["LetterGrade"] = "Grade",
        ["PerformanceLevel"] = "Level",
        ["RubricCriterionLevel"] = "Level",
        ["Withdrew"] = "Withdrawn",
        ["InProgress"] = "In progress",
        ["isPartOf"] = "is part of",
        ["isChildOf"] = "belongs under",
        ["isParentOf"] = "stands above",
        ["isPeerOf"] = "stands beside",
        ["isRelatedTo"] = "is related to",
        ["exactMatchOf"] = "is the same as",
        ["precedes"] = "comes before",
        ["replacedBy"] = "is replaced by",
    };

    /// <summary>"BachelorDegree" is a bachelor's degree, "ext:FieldTrip" a field trip.</summary>
    public static string Of(string term)
    {
        var plain = term.StartsWith("ext:", StringComparison.Ordinal) ? term[4..] : term;
        if (Known.TryGetValue(plain, out var label)) return label;
        var spelled = new StringBuilder(plain.Length + 8);
        foreach (var (index, letter) in plain.Index())
        {
            var startsWord = index > 0 && char.IsUpper(letter) && char.IsLower(plain[index - 1]);
            if (index == 0) spelled.Append(char.ToUpperInvariant(letter));
            else if (startsWord) spelled.Append(' ').Append(char.ToLowerInvariant(letter));
            else spelled.Append(letter);
        }

        return spelled.ToString();
    }

    public static string Count(long number, string one, string? many = null)
        => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? one : many ?? one + "s")}");
}
