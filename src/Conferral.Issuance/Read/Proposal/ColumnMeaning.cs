// What a column of an unknown export may be, told by its name and its values.
using System.Globalization;

namespace Conferral.Issuance.Read;

internal enum ColumnMeaning
{
    Unknown,
    Sensitive,
    BirthDate,
    LearnerKey,
    FullName,
    GivenName,
    MiddleName,
    FamilyName,
    NameSuffix,
    Email,
    ConferredOn,
    DegreeTitle,
    DegreeCode,
    AwardStatus,
    MajorName,
    MajorCip,
    MinorName,
    Concentration,
    Honors,
    AwardCreditsEarned,
    AwardCreditsRequired,
    Term,
    CourseCode,
    CourseSubject,
    CourseNumber,
    CourseTitle,
    SubjectName,
    Grade,
    CreditsEarned,
    Credits,
    GpaTerm,
    GpaCumulative,
}

/// <summary>A column as it was understood. Units: <see cref="Sure"/> in percent. <see cref="Evidence"/> quotes no value.</summary>
internal sealed record Understood(ColumnProfile Column, ColumnMeaning Meaning, int Sure, string Evidence);

/// <summary>How one meaning is recognised: names that say it outright, words that hint at it, and what its values look like.</summary>
internal sealed record Recognition(ColumnMeaning Meaning, string[] Names, string[] Words, Func<string, bool>? Looks = null, string Like = "")
{
    /// <summary>How much a name counts: said outright, hinted at, or not at all (then the values must speak, and mostly).</summary>
    private const double Named = 0.99, Hinted = 0.92, Unnamed = 0.75;

    /// <summary>Below this share of fitting values a column is something else whatever its name.</summary>
    private const double LeastFit = 0.5;

    /// <summary>Without a word in the name, values must fit almost all.</summary>
    private const double LeastFitUnnamed = 0.95;

    /// <summary>How much a column's name says, from 0.</summary>
    public double WeightOf(ColumnProfile column)
        => Names.Contains(NearestWord.Plain(column.Name)) ? Named : Words.Length > 0 && Words.All(word => column.Words.Contains(word)) ? Hinted : 0;

    public Understood? Try(ColumnProfile column, bool byValuesAlone)
    {
        var weight = WeightOf(column);
        if (weight == 0 && !byValuesAlone) return null;
        if (Looks is null) return weight == 0 ? null : Understand(column, weight, "by its name");
        var (fit, of) = column.Count(Looks);
        var share = of == 0 ? 0 : (double)fit / of;
        if (weight == 0 ? share < LeastFitUnnamed : share < LeastFit) return null;
        return Understand(column, (weight == 0 ? Unnamed : weight) * share, string.Create(CultureInfo.InvariantCulture, $"{fit:N0} of {of:N0} values look like {Like}"));
    }

    private Understood Understand(ColumnProfile column, double sure, string evidence) => new(column, Meaning, (int)Math.Floor(sure * 100), evidence);
}

internal static class ColumnMeanings
{
    private static readonly string[] SensitiveWords =
    [
        "ssn", "sin", "ssid", "race", "ethnicity", "ethnic", "hispanic", "latino", "asian", "black", "white", "indian", "alaskan", "hawaiian", "gender", "sex", "password", "pwd", "pin",
        "citizen", "citizenship", "religion", "disability", "visa", "passport", "marital", "phone", "mobile", "street", "zip", "postal", "county", "address", "income", "pell", "veteran", "tax", "international",
    ];

    private static readonly Recognition[] Table =
    [
        new(ColumnMeaning.BirthDate, ["birthdate", "dateofbirth", "dob", "birthday"], ["birth"]),
        new(ColumnMeaning.LearnerKey, ["studentid", "learnerid", "learnerkey", "studentnumber", "studentno", "emplid", "pidm", "personid", "personuid", "matriculation", "userid", "sourcedid", "collegestudentid", "sid", "trn"], ["student", "id"]),
        new(ColumnMeaning.Email, ["email", "emailaddress", "mail"], ["email"], ValueShapes.IsEmail, "e-mail addresses"),
        new(ColumnMeaning.GivenName, ["firstname", "givenname", "first", "forename", "givennames", "firstnames"], ["first", "name"]),
        new(ColumnMeaning.MiddleName, ["middlename", "middle", "middlenames"], ["middle", "name"]),
        new(ColumnMeaning.FamilyName, ["lastname", "lastnames", "familyname", "familynames", "surname", "last"], ["last", "name"]),
        new(ColumnMeaning.NameSuffix, ["namesuffix", "suffix"], ["name", "suffix"]),
        new(ColumnMeaning.FullName, ["name", "fullname", "studentname", "displayname", "diplomaname"], ["full", "name"]),
        new(ColumnMeaning.ConferredOn, ["graduationdate", "conferraldate", "conferredon", "degreedate", "awarddate", "dateawarded", "confdate", "graddate", "dateconferred", "awardedon"], ["graduation", "date"], ValueShapes.IsAnyDate, "dates"),
        new(ColumnMeaning.ConferredOn, ["completiondate", "datecompleted", "requirementsmet"], ["requirements", "met"], ValueShapes.IsAnyDate, "dates"),
        new(ColumnMeaning.MajorCip, ["cip", "cip6", "cipcode", "majorcip"], ["cip"], ValueShapes.IsCip, "CIP codes"),
        new(ColumnMeaning.AwardStatus, ["degreestatus", "degreestatuscode", "awardstatus", "degrstatus", "graduationstatus"], ["degree", "status"]),
        new(ColumnMeaning.DegreeTitle, ["degreetitle", "degreedesc", "degreedescription", "diplomatitle", "degreename", "awardtitle"], ["degree", "title"]),
        new(ColumnMeaning.DegreeCode, ["degreecode", "degreeid", "primarydegreeid", "degree", "credentialcode", "awardcode", "degr"], ["degree", "code"]),
        new(ColumnMeaning.MajorName, ["major", "majordesc", "primarymajordesc", "majorname", "majordescription", "major1", "plandescr", "program"], ["major"]),
        new(ColumnMeaning.MinorName, ["minor", "minordesc", "minorname", "minor1"], ["minor"]),
        new(ColumnMeaning.Concentration, ["concentration", "specialization", "option", "emphasis"], ["concentration"]),
        new(ColumnMeaning.Honors, ["honors", "honours", "latinhonors", "academichonors", "honorsdesc"], ["honors"]),
        new(ColumnMeaning.AwardCreditsRequired, ["requiredcredits", "creditsrequired", "requiredhours", "hoursrequired"], ["required", "credits"], ValueShapes.IsNumber, "numbers"),
        new(ColumnMeaning.AwardCreditsEarned, ["overallcumulativecreditsearned", "totalcreditsearned", "cumulativecreditsearned", "totalcredits", "totalhoursearned"], ["overall", "credits", "earned"], ValueShapes.IsNumber, "numbers"),
        new(ColumnMeaning.GpaCumulative, ["gpa", "cumgpa", "gpacumul", "cumulativegpa", "overallgpa", "cgpa"], ["cumulative", "gpa"], ValueShapes.IsAverage, "averages"),
        new(ColumnMeaning.GpaTerm, ["gpaterm", "termgpa", "semestergpa", "tgpa"], ["term", "gpa"], ValueShapes.IsAverage, "averages"),
        new(ColumnMeaning.CourseNumber, ["number", "coursenumber", "crsenumb", "catalognbr", "courseno", "catnbr", "crsnumber"], ["course", "number"]),
        new(ColumnMeaning.CourseCode, ["coursecode", "courseid", "coursekey", "crse", "crs"], ["course", "code"]),
        new(ColumnMeaning.CourseSubject, ["abbrev", "subject", "subjectcode", "subj", "subjcode", "subjectabbrev", "dept"], ["subject"]),
        new(ColumnMeaning.CourseTitle, ["coursetitle", "course", "coursename", "title", "crsetitle", "coursedesc"], ["course", "title"]),
        new(ColumnMeaning.SubjectName, ["discipline", "subjectname", "subjectdesc", "department"], ["discipline"]),
        new(ColumnMeaning.Grade, ["grade", "finalgrade", "lettergrade", "grdecode", "crsegradeoff", "officialgrade"], ["grade"], ValueShapes.IsGrade, "grades"),
        new(ColumnMeaning.CreditsEarned, ["creditsearned", "earnedcredits", "hoursearned", "earnedhours", "untearned"], ["credits", "earned"], ValueShapes.IsNumber, "numbers"),
        new(ColumnMeaning.Credits, ["credits", "hours", "hourscourse", "credithours", "credithrs", "units", "creditsattempted", "attemptedcredits", "unttaken"], ["credit", "hours"], ValueShapes.IsNumber, "numbers"),
        new(ColumnMeaning.Term, ["term", "termcode", "strm", "semester", "termkey"], ["term"], value => ValueShapes.TermCode(value) is not null, "term codes"),
    ];

    /// <summary>Meanings that values can show on their own.</summary>
    private static readonly ColumnMeaning[] ByValues = [ColumnMeaning.Email, ColumnMeaning.Grade];

    /// <summary>Whether a name says on its own what a column of it holds.</summary>
    public static bool Knows(string name)
    {
        var column = new ColumnProfile(name);
        return column.Words.Any(word => SensitiveWords.Contains(word)) || Table.Any(recognition => recognition.WeightOf(column) > 0);
    }

    /// <summary>Each column of a table as it is best understood; one column at most for each meaning but <see cref="ColumnMeaning.Sensitive"/> and unknown.</summary>
    public static IReadOnlyList<Understood> Of(SurveyedTable table)
    {
        var understood = table.Columns.Select(Best).ToArray();
        for (var i = 0; i < understood.Length; i++)
        {
            var mine = understood[i];
            if (mine.Meaning is ColumnMeaning.Unknown or ColumnMeaning.Sensitive or ColumnMeaning.BirthDate) continue;
            var first = understood.Where(other => other.Meaning == mine.Meaning).MaxBy(other => other.Sure);
            if (first != mine) understood[i] = Unknown(mine.Column);
        }

        return understood;
    }

    private static Understood Best(ColumnProfile column)
    {
        if (Sensitive(column) is { } sensitive) return sensitive;
        if (column.Filled == 0) return Unknown(column);
        Understood? best = null;
        foreach (var recognition in Table)
        {
            if (recognition.Try(column, ByValues.Contains(recognition.Meaning)) is { } found && (best is null || found.Sure > best.Sure)) best = found;
        }

        // A column called degree holds titles as often as codes; the values tell.
        if (best is { Meaning: ColumnMeaning.DegreeCode } && column.Count(value => value.Contains(' ')) is var (titles, of) && titles * 2 > of) best = best with { Meaning = ColumnMeaning.DegreeTitle };
        return best ?? Unknown(column);
    }

    private static Understood? Sensitive(ColumnProfile column)
    {
        if (column.Words.FirstOrDefault(word => SensitiveWords.Contains(word)) is { } word && column.Words is not ["email", "address"])
            return new Understood(column, ColumnMeaning.Sensitive, 99, $"sensitive by its name ({word})");
        var (numbers, of) = column.Count(value => ValueShapes.IsSocialSecurityNumber(value, namedSo: false));
        return numbers > 0 ? new Understood(column, ColumnMeaning.Sensitive, 99, string.Create(CultureInfo.InvariantCulture, $"sensitive: {numbers:N0} of {of:N0} values look like social security numbers")) : null;
    }

    private static Understood Unknown(ColumnProfile column) => new(column, ColumnMeaning.Unknown, 0, column.Filled == 0 ? "empty in every row" : "not recognised");
}
