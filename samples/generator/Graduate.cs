// One invented graduate, whole: everything that the export's files say about one learner.
using System.Globalization;

namespace Conferral.Samples;

/// <summary>The rows of one learner per file, each row a list of values in the order of <see cref="ExportFile"/>.</summary>
internal sealed class Graduate
{
    private const int MaximumCourses = 45;
    private const int MinimumCourses = 20;
    private readonly long index;
    private SeededRandom random;
    private int courseTerms;

    private Graduate(long seed, long index)
    {
        this.index = index;
        random = SeededRandom.For(seed, index);
        Key = KeyOf(seed, index);
    }

    public string Key { get; }

    public List<string[]> Learners { get; } = [];

    public List<string[]> Awards { get; } = [];

    public List<string[]> AwardFields { get; } = [];

    public List<string[]> CourseResults { get; } = [];

    public List<string[]> Gpa { get; } = [];

    public List<string[]> CompetencyResults { get; } = [];

    public List<string[]> Activities { get; } = [];

    /// <summary>The graduate at one place of the cohort. Shape: the same for the same seed and index, whatever the size of the cohort.</summary>
    public static Graduate Make(long seed, long index, int? courses = null)
    {
        var graduate = new Graduate(seed, index);
        graduate.MakeLearner();
        graduate.MakeAwards();
        graduate.MakeCourses(courses);
        graduate.MakeCompetencies();
        graduate.MakeActivities();
        return graduate;
    }

    /// <summary>Eight digits with leading zeros and gaps, rising with the index.</summary>
    private static string KeyOf(long seed, long index)
        => ((index * 9) + 10_000 + SeededRandom.For(seed, index, purpose: 1).Next(9)).ToString("D8", CultureInfo.InvariantCulture);

    private void MakeLearner()
    {
        var (given, family) = (random.Pick(College.GivenNames), random.Pick(College.FamilyNames));
        var name = $"{given} {family}";
        if (index % 37 == 5) (name, given, family) = College.OtherNames[(int)(index / 37 % College.OtherNames.Length)];
        Learners.Add([Key, name, given, family, $"s{Key}@students.river-college.example", $"sisSourcedId:{Key}"]);
    }

    private void MakeAwards()
    {
        var kind = random.Next(100) switch { < 60 => "BachelorDegree", < 80 => "AssociateDegree", < 92 => "MasterDegree", _ => "Certificate" };
        var program = random.Pick(College.Programs.Where(candidate => candidate.AchievementType == kind).ToArray());
        courseTerms = Math.Max(2, program.Years * 2);
        AddAward(program, "A1");
        if (random.Chance(10))
        {
            var second = random.Pick(College.Programs.Where(candidate => candidate.AchievementType == "Certificate" && candidate.Field != program.Field).ToArray());
            AddAward(second, "A2");
        }
    }

    private void AddAward(Program program, string awardKey)
    {
        var honors = program.AchievementType == "BachelorDegree" && random.Chance(30) ? random.Pick(["Cum Laude", "Magna Cum Laude", "Summa Cum Laude", "Cum Laude|Honors in the Major"]) : "";
        var conferred = new DateOnly(College.LastYear, 5, 15).AddDays(random.Next(3));
        Awards.Add([Key, $"{Key}-{awardKey}", program.AchievementType, program.Title, program.Code, $"Completed the programme {program.Title} with {program.Credits} credits.", Iso(conferred), Number(program.Credits), honors]);
        AddField($"{Key}-{awardKey}", "Major", program.Field, program.Cip, 1);
        if (program.AchievementType != "BachelorDegree") return;
        var others = College.Subjects.Where(subject => subject.Subject != program.Field).ToArray();
        random.Shuffle(others.AsSpan());
        if (random.Chance(15)) AddField($"{Key}-{awardKey}", "Major", others[0].Subject, others[0].Cip, 2);
        if (random.Chance(25)) AddField($"{Key}-{awardKey}", "Minor", others[1].Subject, others[1].Cip, 3);
        if (random.Chance(10)) AddField($"{Key}-{awardKey}", "Concentration", $"Applied {program.Field}", program.Cip, 4);
    }

    private void AddField(string awardKey, string kind, string name, string cip, int position)
        => AwardFields.Add([Key, awardKey, kind, name, cip, Number(position)]);

    private void MakeCourses(int? courses)
    {
        // Drawn in any case, so that a graduate is the same person with the same grades whatever the number.
        var drawn = MinimumCourses + random.Next(MaximumCourses - MinimumCourses + 1);
        var count = courses ?? drawn;
        Span<int> catalog = stackalloc int[College.Courses.Count];
        for (var i = 0; i < catalog.Length; i++) catalog[i] = i;
        random.Shuffle(catalog);
        var (points, counted) = (0m, 0);
        for (var term = 0; term < courseTerms; term++)
        {
            var (termPoints, termCounted) = (0m, 0);
            for (var i = count * term / courseTerms; i < count * (term + 1) / courseTerms; i++) AddCourse(College.Courses[catalog[i]], TermAt(term), ref termPoints, ref termCounted);
            if (termCounted > 0) Gpa.Add([Key, "Term", Number(Math.Round(termPoints / termCounted, 2)), "4.0", TermAt(term).Key, ""]);
            (points, counted) = (points + termPoints, counted + termCounted);
        }

        if (counted > 0) Gpa.Add([Key, "Cumulative", Number(Math.Round(points / counted, 2)), "4.0", "", ""]);
    }

    private void AddCourse(CatalogCourse course, CollegeTerm term, ref decimal points, ref int counted)
    {
        var draw = random.Next(100);
        var (grade, status, earned) = draw switch
        {
            < 2 => ("W", "Withdrew", 0),
            < 5 => ("P", "Completed", course.Credits),
            _ => Graded(course),
        };
        if (draw >= 5)
        {
            points += College.Grades.First(pair => pair.Grade == grade).Points * course.Credits;
            counted += course.Credits;
        }

        CourseResults.Add([Key, course.Key, term.Key, Number(course.Credits), Number(earned), grade, status]);
    }

    private (string Grade, string Status, int Earned) Graded(CatalogCourse course)
    {
        // The lower of two draws: good grades are more frequent than bad ones.
        var grade = College.Grades[Math.Min(random.Next(College.Grades.Length), random.Next(College.Grades.Length))].Grade;
        return grade == "F" ? (grade, "Failed", 0) : (grade, "Completed", course.Credits);
    }

    private CollegeTerm TermAt(int term) => College.Terms[College.Terms.Count - courseTerms + term];

    private void MakeCompetencies()
    {
        var first = random.Next(College.Competencies.Length);
        var count = random.Next(4);
        for (var i = 0; i < count; i++)
        {
            var competency = College.Competencies[(first + i) % College.Competencies.Length];
            var course = random.Chance(60) ? CourseResults[random.Next(CourseResults.Count)][1] : "";
            CompetencyResults.Add([Key, competency.Key, course, random.Pick(College.Levels.Split('|')), Iso(new DateOnly(College.LastYear, 4, 1).AddDays(random.Next(30)))]);
        }
    }

    private void MakeActivities()
    {
        var first = random.Next(College.ActivityKinds.Length);
        var count = random.Next(3);
        for (var i = 0; i < count; i++)
        {
            var (name, type, description) = College.ActivityKinds[(first + i) % College.ActivityKinds.Length];
            var starts = new DateOnly(College.LastYear - 1, 9, 1).AddDays(random.Next(60));
            Activities.Add([Key, $"{Key}-X{i + 1}", type, name, description, random.Pick(["Member", "Coordinator", "Volunteer"]), Number(10 + random.Next(90)), Iso(starts), Iso(starts.AddDays(90 + random.Next(90)))]);
        }
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
