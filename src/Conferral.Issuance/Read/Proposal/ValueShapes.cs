// What values look like: dates and their formats, term codes, CIP codes, grades, degrees.
using System.Globalization;
using System.Text.RegularExpressions;

namespace Conferral.Issuance.Read;

internal static partial class ValueShapes
{
    /// <summary>In the order of preference where several fit the same values and mean the same day.</summary>
    public static readonly string[] DateFormats =
    [
        "yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd", "MM/dd/yyyy", "M/d/yyyy", "dd/MM/yyyy", "d/M/yyyy", "dd.MM.yyyy", "d.M.yyyy",
        "MM-dd-yyyy", "dd-MM-yyyy", "dd-MMM-yyyy", "d-MMM-yyyy", "dd-MMM-yy", "d MMM yyyy", "MMMM d, yyyy", "MM/dd/yy", "dd/MM/yy",
    ];

    /// <summary>The two-digit families of the Classification of Instructional Programs (2020) that degrees are given in.</summary>
    public static readonly SortedDictionary<string, string> CipFamilies = new(StringComparer.Ordinal)
    {
        ["01"] = "Agricultural Sciences", ["03"] = "Natural Resources and Conservation", ["04"] = "Architecture", ["05"] = "Area and Ethnic Studies",
        ["09"] = "Communication and Journalism", ["10"] = "Communications Technologies", ["11"] = "Computer and Information Sciences", ["12"] = "Culinary and Personal Services",
        ["13"] = "Education", ["14"] = "Engineering", ["15"] = "Engineering Technologies", ["16"] = "Languages and Linguistics", ["19"] = "Family and Consumer Sciences",
        ["22"] = "Legal Studies", ["23"] = "English Language and Literature", ["24"] = "Liberal Arts and Sciences", ["25"] = "Library Science", ["26"] = "Biological and Biomedical Sciences",
        ["27"] = "Mathematics and Statistics", ["28"] = "Military Science", ["29"] = "Military Technologies", ["30"] = "Interdisciplinary Studies", ["31"] = "Parks, Recreation and Kinesiology",
        ["38"] = "Philosophy and Religious Studies", ["39"] = "Theology", ["40"] = "Physical Sciences", ["41"] = "Science Technologies", ["42"] = "Psychology",
        ["43"] = "Homeland Security and Law Enforcement", ["44"] = "Public Administration and Social Service", ["45"] = "Social Sciences", ["46"] = "Construction Trades",
        ["47"] = "Mechanic and Repair Technologies", ["48"] = "Precision Production", ["49"] = "Transportation", ["50"] = "Visual and Performing Arts", ["51"] = "Health Professions",
        ["52"] = "Business and Management", ["54"] = "History", ["60"] = "Health Residency Programs", ["61"] = "Medical Residency Programs",
    };

    [GeneratedRegex(@"^[A-F][+-]?$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Letter();

    [GeneratedRegex(@"^\d{3}-?\d{2}-?\d{4}$", RegexOptions.None, 1000)]
    private static partial Regex SocialSecurityNumber();

    [GeneratedRegex(@"^\d{3}-\d{2}-\d{4}$", RegexOptions.None, 1000)]
    private static partial Regex DashedSocialSecurityNumber();

    [GeneratedRegex(@"^(?<y>(?:19|20)\d\d)(?<s>[-/ ]?)(?<t>[A-Za-z]{1,2}|\d{1,2})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex YearThenTerm();

    [GeneratedRegex(@"^(?<t>[A-Za-z]{1,2})(?<s>[-/ ]?)(?<y>(?:19|20)?\d\d)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TermThenYear();

    public static bool IsDate(string value, string format) => DateOnly.TryParseExact(value, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    public static bool IsAnyDate(string value) => Array.Exists(DateFormats, format => IsDate(value, format));

    public static bool IsNumber(string value) => decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    public static bool IsAverage(string value) => decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 100;

    public static bool IsEmail(string value) => value.IndexOf('@') is > 0 and var at && value.IndexOf('.', at) > 0 && !value.Contains(' ');

    public static bool IsCip(string value)
    {
        var plain = value.Replace(".", "", StringComparison.Ordinal);
        return plain.Length is 2 or 4 or 6 && plain.All(char.IsAsciiDigit) && CipFamilies.ContainsKey(plain[..2]);
    }

    public static bool IsGrade(string value) => GradeMeaning(value) is not null;

    /// <summary>Dashed numbers alone, unless the column's name says more: nine digits are many things.</summary>
    public static bool IsSocialSecurityNumber(string value, bool namedSo) => (namedSo ? SocialSecurityNumber() : DashedSocialSecurityNumber()).IsMatch(value);

    /// <summary>What a grade most often means, or null for one that is known to no scale we have seen.</summary>
    public static string? GradeMeaning(string grade)
    {
        var plain = grade.ToUpperInvariant();
        if (Letter().IsMatch(plain)) return plain[0] == 'F' ? nameof(ResultStatus.Failed) : nameof(ResultStatus.Completed);
        return plain switch
        {
            "U/F" or "U" or "NP" or "NC" or "WF" or "FAIL" or "FN" or "UN" => nameof(ResultStatus.Failed),
            "W" or "WP" or "WD" or "WX" or "DR" => nameof(ResultStatus.Withdrew),
            "I" or "INC" => nameof(ResultStatus.OnHold),
            "NG" or "NR" or "Z" => nameof(ResultStatus.Provisional),
            "IP" or "IN PROGRESS" => nameof(ResultStatus.InProgress),
            "CR" or "S" or "P" or "S/P" or "PASS" or "SAT" or "CR*" => nameof(CourseKind.PassFail),
            "AU" or "AUD" or "AUDIT" => nameof(CourseKind.Audit),
            "T" or "TR" or "TA" or "TB" or "TC" => nameof(CourseKind.Transfer),
            _ => null,
        };
    }

    /// <summary>The achievement type a degree's title or code stands for, with the words of the title it was told by; null where that would be a guess.</summary>
    public static (string Key, string Type)? Degree(string value)
    {
        (string Start, string Type)[] titles =
        [
            ("Bachelor", "BachelorDegree"), ("Master", "MasterDegree"), ("Doctor of Philosophy", "ResearchDoctorate"), ("Doctor", "DoctoralDegree"),
            ("Associate", "AssociateDegree"), ("Certificate", "Certificate"), ("Diploma", "Diploma"),
        ];
        foreach (var (start, type) in titles)
        {
            if (value.StartsWith(start, StringComparison.OrdinalIgnoreCase)) return (value.Length > start.Length ? start + "*" : start, type);
        }

        var code = value.Replace(".", "", StringComparison.Ordinal).ToUpperInvariant();
        var known = code switch
        {
            "BA" or "BS" or "BSN" or "BFA" or "BBA" or "BM" or "BE" or "BSE" or "BSW" or "BGS" or "BAS" or "SB" or "BSC" or "BENG" => "BachelorDegree",
            "MA" or "MS" or "MBA" or "MED" or "MFA" or "MPH" or "MPA" or "MSW" or "MSN" or "MENG" or "MM" or "MSC" or "AM" => "MasterDegree",
            "AA" or "AS" or "AAS" or "AFA" or "AE" or "APE" or "ADN" => "AssociateDegree",
            "PHD" or "DPHIL" => "ResearchDoctorate",
            "JD" or "MD" or "EDD" or "PHARMD" or "DPT" or "DNP" or "DVM" or "DDS" or "DMA" => "ProfessionalDoctorate",
            "CERT" or "CRT" or "CT" or "CER" => "Certificate",
            _ => null,
        };
        return known is null ? null : (value, known);
    }

    /// <summary>The pattern of a term code (<c>YYYYT</c>) and its term letters or digits; null for what is none.</summary>
    public static (string Pattern, string Term)? TermCode(string value)
    {
        var match = YearThenTerm().Match(value);
        if (match.Success) return ("YYYY" + match.Groups["s"].Value + new string('T', match.Groups["t"].Length), match.Groups["t"].Value);
        match = TermThenYear().Match(value);
        return match.Success ? (new string('T', match.Groups["t"].Length) + match.Groups["s"].Value + new string('Y', match.Groups["y"].Length), match.Groups["t"].Value) : null;
    }
}
