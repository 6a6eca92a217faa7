// What the invented college teaches: programmes, catalogue, terms, competencies, and the names it draws from.
namespace Conferral.Samples;

internal sealed record Program(string Code, string AchievementType, string Title, string Field, string Cip, int Years, int Credits);

internal sealed record CatalogCourse(string Key, string Code, string Title, string Subject, int Credits, string Description);

internal sealed record CollegeTerm(string Key, string Name, DateOnly StartsOn, DateOnly EndsOn);

internal sealed record CollegeCompetency(string Key, string Name, string Code, string Description);

/// <summary>River College is invented; any likeness of its people and courses to real ones is chance.</summary>
internal static class College
{
    public const int FirstYear = 2019;
    public const int LastYear = 2026;
    public const string FrameworkName = "River College Graduate Outcomes";
    public const string FrameworkUrl = "https://outcomes.river-college.example/graduate/2";
    public const string Levels = "Emerging|Proficient|Advanced";

    public static readonly (string Subject, string Prefix, string Cip)[] Subjects =
    [
        ("Biology", "BIOL", "26.0101"), ("Chemistry", "CHEM", "40.0501"), ("Computer Science", "CSCI", "11.0701"), ("Economics", "ECON", "45.0601"),
        ("English", "ENGL", "23.0101"), ("Environmental Studies", "ENVS", "03.0103"), ("Geography", "GEOG", "45.0701"), ("History", "HIST", "54.0101"),
        ("Mathematics", "MATH", "27.0101"), ("Music", "MUSC", "50.0901"), ("Nursing", "NURS", "51.3801"), ("Philosophy", "PHIL", "38.0101"),
        ("Physics", "PHYS", "40.0801"), ("Psychology", "PSYC", "42.0101"), ("Sociology", "SOCI", "45.1101"), ("Spanish", "SPAN", "16.0905"),
    ];

    public static readonly string[] Themes =
    [
        "Introduction to {0}", "Foundations of {0} I", "Foundations of {0} II", "Methods in {0}", "Reading and Writing in {0}", "{0} in Practice",
        "Topics in {0}", "{0} and Society", "Data and Evidence in {0}", "Intermediate {0}", "History of {0}", "{0} Seminar",
        "Advanced {0} I", "Advanced {0} II", "Ethics in {0}", "Senior Project in {0}",
    ];

    public static readonly string[] GivenNames =
    [
        "Amélie", "Zoë", "José", "Søren", "Łukasz", "Nguyễn", "İpek", "Ana", "Björn", "Chloé", "Daniel", "Emma", "Fatima", "Grace", "Hugo", "Ines",
        "Jack", "Kerstin", "Liam", "Maya", "Noah", "Olivia", "Priya", "Quentin", "Ruth", "Samuel", "Tomás", "Una", "Victor", "Wren", "Ximena", "Yusuf",
    ];

    public static readonly string[] FamilyNames =
    [
        "O'Brien", "D'Angelo", "Núñez", "Müller", "Ångström", "Ó Súilleabháin", "de la Cruz", "Kowalczyk", "Smith-Jones", "Nakamura", "Okafor", "Petrov",
        "Rossi", "Schneider", "Thomas", "Usman", "Varga", "Williams", "Xu", "Yılmaz", "Zhang", "Andersson", "Brown", "Çelik", "Dubois", "Évora",
    ];

    /// <summary>Whole names that a display name written in another script or order needs; the last holds a character beyond the basic plane.</summary>
    public static readonly (string Name, string Given, string Family)[] OtherNames =
    [
        ("王小明", "小明", "王"), ("فاطمة الزهراء", "فاطمة", "الزهراء"), ("山田 花子", "花子", "山田"), ("Дмитрий Иванов", "Дмитрий", "Иванов"),
        ("Ελένη Παππά", "Ελένη", "Παππά"), ("김민준", "민준", "김"), ("אברהם כהן", "אברהם", "כהן"), ("𠮷田 太郎", "太郎", "𠮷田"),
    ];

    public static readonly (string Name, string Type, string Description)[] ActivityKinds =
    [
        ("River Clean-Up", "CommunityService", "Removed litter from the river bank and counted what was found."),
        ("Student Newspaper", "CoCurricular", "Wrote and edited for the weekly paper, \"The Current\"."),
        ("Peer Tutoring", "CoCurricular", "Tutored first-year students, one to one and in groups."),
        ("County Hospital Placement", "Fieldwork", "Worked on a ward under supervision,\nwith a weekly reflection."),
        ("Choir", "Membership", "Sang in the college choir."),
        ("Mock Trial", "CoCurricular", "Prepared and argued cases in regional rounds."),
        ("Food Bank", "CommunityService", "Sorted donations and planned deliveries."),
    ];

    public static readonly CollegeCompetency[] Competencies =
    [
        new("OUT-1", "Written communication", "GO.1", "Writes clearly for different readers."),
        new("OUT-2", "Quantitative reasoning", "GO.2", "Uses numbers to decide, and says how sure they are."),
        new("OUT-3", "Teamwork", "GO.3", "Plans, shares and finishes work with others."),
        new("OUT-4", "Ethical judgement", "GO.4", "Weighs interests and gives reasons."),
        new("OUT-5", "Information literacy", "GO.5", "Finds, judges and cites sources."),
    ];

    public static readonly (string Grade, decimal Points)[] Grades =
    [
        ("A", 4.0m), ("A-", 3.7m), ("B+", 3.3m), ("B", 3.0m), ("B-", 2.7m), ("C+", 2.3m), ("C", 2.0m), ("C-", 1.7m), ("D", 1.0m), ("F", 0m),
    ];

    public static IReadOnlyList<CollegeTerm> Terms { get; } = MakeTerms();

    public static IReadOnlyList<CatalogCourse> Courses { get; } = MakeCourses();

    public static IReadOnlyList<Program> Programs { get; } = MakePrograms();

    private static List<CollegeTerm> MakeTerms()
    {
        var terms = new List<CollegeTerm>();
        for (var year = FirstYear; year < LastYear; year++)
        {
            terms.Add(new CollegeTerm($"{year}FA", $"Fall {year}", new DateOnly(year, 8, 28), new DateOnly(year, 12, 15)));
            terms.Add(new CollegeTerm($"{year + 1}SP", $"Spring {year + 1}", new DateOnly(year + 1, 1, 16), new DateOnly(year + 1, 5, 10)));
        }

        return terms;
    }

    private static List<CatalogCourse> MakeCourses()
    {
        var courses = new List<CatalogCourse>();
        foreach (var (subject, prefix, _) in Subjects)
        {
            for (var i = 0; i < Themes.Length; i++)
            {
                var number = ((1 + (i / 4)) * 100) + (i % 4) + 1;
                var title = string.Format(null, Themes[i], subject);
                courses.Add(new CatalogCourse($"{prefix}-{number}", $"{prefix} {number}", title, subject, 2 + (i % 3), $"{title}: lectures, exercises and a term paper."));
            }
        }

        return courses;
    }

    private static List<Program> MakePrograms()
    {
        var programs = new List<Program>();
        foreach (var (subject, prefix, cip) in Subjects)
        {
            var science = prefix is "BIOL" or "CHEM" or "CSCI" or "MATH" or "NURS" or "PHYS";
            programs.Add(new Program($"{prefix}-BA", "BachelorDegree", $"Bachelor of {(science ? "Science" : "Arts")} in {subject}", subject, cip, 4, 120));
            programs.Add(new Program($"{prefix}-AA", "AssociateDegree", $"Associate of {(science ? "Science" : "Arts")} in {subject}", subject, cip, 2, 60));
            programs.Add(new Program($"{prefix}-MA", "MasterDegree", $"Master of {(science ? "Science" : "Arts")} in {subject}", subject, cip, 2, 36));
            programs.Add(new Program($"{prefix}-CERT", "Certificate", $"Certificate in {subject}", subject, cip, 1, 18));
        }

        return programs;
    }
}
