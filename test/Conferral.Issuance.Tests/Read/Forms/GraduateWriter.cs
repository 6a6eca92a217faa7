// Writes graduates in each form of input, as a student information system would export them.
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Conferral.Issuance.Read;
using Conferral.Issuance.Tests.Compose;
using Conferral.Issuance.Tests.Read.DegreeVerify;
using Layout = Conferral.Issuance.Read.DegreeVerifyLayout;

namespace Conferral.Issuance.Tests.Read.Forms;

internal static class GraduateWriter
{
    /// <summary>The documented files of a bundle, by name without ".csv": rows of cells, header first.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string[]>> Tables(IReadOnlyList<Graduate> graduates) => new Dictionary<string, IReadOnlyList<string[]>>
    {
        ["learners"] = [["learner_key", "given_name", "family_name", "birth_date"], .. graduates.Select(who => new[] { who.Key, who.Given, who.Family, Graduates.Day(who.Born) })],
        ["awards"] = AwardRows(graduates),
        ["award_fields"] = FieldRows(graduates),
        ["courses"] = [["course_key", "code", "title"], .. graduates.SelectMany(who => who.Courses.Select(course => new[] { CourseKey(who, course), course.Code, course.Title }))],
        ["course_results"] = [["learner_key", "course_key", "credits_earned", "grade"], .. graduates.SelectMany(who => who.Courses.Select(course => new[] { who.Key, CourseKey(who, course), course.Credits.ToString(CultureInfo.InvariantCulture), course.Grade }))],
    };

    public static void WriteBundle(string folder, IReadOnlyList<Graduate> graduates)
    {
        foreach (var (name, rows) in Tables(graduates)) WriteCsv(folder, name, rows);
    }

    public static byte[] Workbook(IReadOnlyList<Graduate> graduates)
    {
        var book = new SheetWriter();
        foreach (var (name, rows) in Tables(graduates))
            book.Sheet(name, rows.Select((row, i) => row.Select((cell, column) => i > 0 && rows[0][column].EndsWith("_on", StringComparison.Ordinal) ? SheetCell.Date(DateOnly.ParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture)) : (SheetCell?)cell).ToArray()));
        return book.ToBytes();
    }

    /// <summary>A database with a table for each file; gives the mapping that asks it.</summary>
    public static (IntakeDatabase Database, string Mapping) Database(TemporaryFolder folder, IReadOnlyList<Graduate> graduates)
    {
        var tables = Tables(graduates);
        var database = FormsTests.MakeDatabase(folder, connection =>
        {
            foreach (var (name, rows) in tables)
            {
                FormsTests.Run(connection, $"CREATE TABLE {name} ({string.Join(", ", rows[0])})");
                foreach (var row in rows.Skip(1)) FormsTests.Run(connection, $"INSERT INTO {name} VALUES ({string.Join(", ", row.Select((_, i) => $"${i}"))})", row);
            }
        });
        return (database, "files:\n" + string.Concat(tables.Keys.Select(name => $"  {name}: {{ sql: \"SELECT * FROM {name}\" }}\n")));
    }

    /// <summary>A roster says who was enrolled; awards lie beside it.</summary>
    public static void WriteRoster(string folder, IReadOnlyList<Graduate> graduates)
    {
        var courses = graduates.SelectMany(who => who.Courses.Select(course => (Who: who, Course: course, Key: CourseKey(who, course)))).ToArray();
        WriteCsv(folder, "users", [["sourcedId", "status", "dateLastModified", "enabledUser", "orgSourcedIds", "role", "username", "userIds", "givenName", "familyName", "middleName", "identifier", "email", "password"], .. graduates.Select(who => new[] { who.Key, "", "", "true", "o", "student", who.Key, "", who.Given, who.Family, "", "", "", "secret" })]);
        WriteCsv(folder, "demographics", [["sourcedId", "status", "dateLastModified", "birthDate"], .. graduates.Select(who => new[] { who.Key, "", "", Graduates.Day(who.Born) })]);
        WriteCsv(folder, "orgs", [["sourcedId", "name", "type"], ["o", "River College", "school"]]);
        WriteCsv(folder, "academicSessions", [["sourcedId", "status", "title", "type", "startDate", "endDate"], ["fa", "", "Fall", "term", "2025-08-25", "2025-12-19"]]);
        WriteCsv(folder, "courses", [["sourcedId", "status", "title", "courseCode", "subjects"], .. courses.Select(taken => new[] { taken.Key, "", taken.Course.Title, taken.Course.Code, "" })]);
        WriteCsv(folder, "classes", [["sourcedId", "courseSourcedId", "termSourcedIds"], .. courses.Select(taken => new[] { "class-" + taken.Key, taken.Key, "fa" })]);
        WriteCsv(folder, "enrollments", [["sourcedId", "status", "dateLastModified", "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary", "beginDate", "endDate"], .. courses.Select(taken => new[] { "e-" + taken.Key, "", "", "class-" + taken.Key, "o", taken.Who.Key, "student", "", "", "" })]);
        WriteCsv(folder, "awards", AwardRows(graduates));
        WriteCsv(folder, "award_fields", FieldRows(graduates));
    }

    public static string DegreeVerify(IReadOnlyList<Graduate> graduates) => TestRecords.File(graduates.SelectMany(who => who.Degrees.Select(degree =>
    {
        var record = TestRecords.Award(who.Key, degree.Title, degree.Level.ToString(), degree.On.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        (record[Layout.FirstName], record[Layout.LastName], record[Layout.BirthDate]) = (who.Given, who.Family, who.Born.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        if (degree.Honor is { } honor) record[Layout.AcademicHonors] = honor;
        if (degree.Major is { } major) record[Layout.Majors[0]] = major;
        if (degree.Minor is { } minor) record[Layout.Minors[0]] = minor;
        return record;
    })));

    public static string Transcript(Graduate who) => new XElement(XName.Get("CollegeTranscript", "urn:org:pesc:message:CollegeTranscript:v1.6.0"), new XElement(
        "Student",
        new XElement("Person", new XElement("SchoolAssignedPersonID", who.Key), new XElement("SSN", TestRecords.SocialSecurityNumber), new XElement("Birth", new XElement("BirthDate", Graduates.Day(who.Born))), new XElement("Name", new XElement("FirstName", who.Given), new XElement("LastName", who.Family))),
        new XElement(
            "AcademicRecord",
            who.Degrees.Select(degree => new XElement(
                "AcademicAward",
                new XElement("AcademicAwardLevel", degree.Level switch { 'A' => "2.3", 'B' => "2.4", _ => "4.2" }),
                new XElement("AcademicAwardDate", Graduates.Day(degree.On)),
                new XElement("AcademicAwardTitle", degree.Title),
                degree.Honor is null ? null : new XElement("AcademicHonors", new XElement("HonorsTitle", degree.Honor)),
                Program("Major", degree.Major),
                Program("Minor", degree.Minor))),
            new XElement(
                "AcademicSession",
                new XElement("AcademicSessionDetail", new XElement("SessionDesignator", "2025-09"), new XElement("SessionName", "Fall 2025")),
                who.Courses.Select(course => new XElement(
                    "Course",
                    new XElement("CourseCreditBasis", "Regular"),
                    new XElement("CourseCreditUnits", "Semester"),
                    new XElement("CourseCreditValue", course.Credits),
                    new XElement("CourseCreditEarned", course.Credits),
                    new XElement("CourseAcademicGrade", course.Grade),
                    new XElement("CourseSubjectAbbreviation", course.Subject),
                    new XElement("CourseNumber", course.Number),
                    new XElement("CourseTitle", course.Title))))))).ToString();

    /// <summary>In our own JSON, by the product's writer.</summary>
    public static byte[] Records(IReadOnlyList<Graduate> graduates) => [.. graduates.SelectMany(who => RecordJson.Write(new LearnerRecord
    {
        LearnerKey = who.Key,
        Source = SampleLearner.Row("students", 2),
        Name = new PersonName($"{who.Given} {who.Family}", who.Given, who.Family),
        BirthDate = who.Born,
        Awards = [.. who.Degrees.Select(degree => new Award
        {
            AwardKey = degree.Title, AchievementType = degree.Type, Title = degree.Title, ConferredOn = degree.On, Honors = degree.Honor is null ? [] : [degree.Honor], Source = SampleLearner.Row("awards", 2),
            Fields = [.. Fields(degree).Select(field => new AwardField(Enum.Parse<AwardFieldKind>(field.Kind), field.Name, null, SampleLearner.Row("award_fields", 2)))],
        })],
        CourseResults = [.. who.Courses.Select(course => new CourseResult
        {
            Course = new Course { CourseKey = CourseKey(who, course), Code = course.Code, Title = course.Title, Source = SampleLearner.Row("courses", 2) },
            CreditsEarned = course.Credits, Grade = course.Grade, Source = SampleLearner.Row("course_results", 2),
        })],
    }).Append((byte)'\n'))];

    private static XElement? Program(string type, string? name) => name is null ? null : new XElement("AcademicAwardProgram", new XElement("AcademicProgramType", type), new XElement("AcademicProgramName", name));

    private static IReadOnlyList<string[]> AwardRows(IReadOnlyList<Graduate> graduates)
        => [["learner_key", "award_key", "achievement_type", "title", "conferred_on", "honors"], .. graduates.SelectMany(who => who.Degrees.Select((degree, i) => new[] { who.Key, $"A{i}", degree.Type, degree.Title, Graduates.Day(degree.On), degree.Honor ?? "" }))];

    private static IReadOnlyList<string[]> FieldRows(IReadOnlyList<Graduate> graduates)
        => [["learner_key", "award_key", "kind", "name"], .. graduates.SelectMany(who => who.Degrees.SelectMany((degree, i) => Fields(degree).Select(field => new[] { who.Key, $"A{i}", field.Kind, field.Name })))];

    private static IEnumerable<(string Kind, string Name)> Fields(Degree degree)
        => new[] { (Kind: "Major", Name: degree.Major), (Kind: "Minor", Name: degree.Minor) }.Where(field => field.Name is not null).Select(field => (field.Kind, field.Name!));

    private static string CourseKey(Graduate who, Taken course) => $"{who.Key}-{course.Number}";

    private static void WriteCsv(string folder, string name, IReadOnlyList<string[]> rows)
        => File.WriteAllText(Path.Combine(folder, name + ".csv"), string.Concat(rows.Select(row => string.Join(',', row.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n")), new UTF8Encoding(false));
}
