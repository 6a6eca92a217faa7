// Whatever form the same graduates are exported in, reading gives them back, and each composes to the same credential.
using System.Text;
using Conferral.Issuance.Read;
using Conferral.Issuance.Tests.Compose;
using CsCheck;

namespace Conferral.Issuance.Tests.Read.Forms;

public sealed class WrittenAndReadTests
{
    private static readonly Dictionary<string, (CourseDetail Courses, Func<TemporaryFolder, Graduate[], Task<Reading>> Read)> Forms = new()
    {
        ["bundle"] = (CourseDetail.Graded, (folder, who) =>
        {
            GraduateWriter.WriteBundle(folder.Path, who);
            return Reading.Of(folder.Path);
        }),
        ["workbook"] = (CourseDetail.Graded, (folder, who) => Reading.Of(Put(folder, "graduates.xlsx", GraduateWriter.Workbook(who)))),
        ["database"] = (CourseDetail.Graded, (folder, who) =>
        {
            var (database, mapping) = GraduateWriter.Database(folder, who);
            return Reading.Of(null, Put(folder, "mapping.yaml", Encoding.UTF8.GetBytes(mapping)), new IntakeOptions { Database = database });
        }),
        ["oneroster"] = (CourseDetail.Enrolled, (folder, who) =>
        {
            GraduateWriter.WriteRoster(folder.Path, who);
            return Reading.Of(folder.Path);
        }),
        ["degree-verify"] = (CourseDetail.None, (folder, who) => Reading.Of(Put(folder, "degrees.txt", Encoding.UTF8.GetBytes(GraduateWriter.DegreeVerify(who))))),
        ["pesc"] = (CourseDetail.Graded, (folder, who) =>
        {
            for (var i = 0; i < who.Length; i++) Put(folder, $"{i}.xml", Encoding.UTF8.GetBytes(GraduateWriter.Transcript(who[i])));
            return Reading.Of(folder.Path);
        }),
        ["records"] = (CourseDetail.Graded, (folder, who) => Reading.Of(Put(folder, "learners.ndjson", GraduateWriter.Records(who)))),
    };

    public static TheoryData<string> Names => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Written_in_a_form_and_read_again_graduates_are_the_same(string form) => Graduates.Some.SampleAsync(
        async who =>
        {
            using var folder = new TemporaryFolder();
            var reading = await Forms[form].Read(folder, who);
            Assert.Equal(who.Select(graduate => Graduates.Text(graduate, Forms[form].Courses)), reading.Items.Select(item => Graduates.Text(item, Forms[form].Courses)));
            Assert.DoesNotContain(reading.AllFindings, finding => finding.Severity == Conferral.Credentials.Severity.Error);
        },
        iter: 15,
        threads: 1);

    /// <summary>Titles, days, honours and fields of the degrees as the credential shows them, written down once for all forms.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_form_composes_the_golden_credential(string form)
    {
        Graduate ana = new("0012", "Ana", "Lima-Özil", new DateOnly(2001, 2, 3), [new('B', "Bachelor of Arts", new DateOnly(2026, 5, 15), "Cum Laude", "Physics & Music", null), new('M', "Master of Science", new DateOnly(2027, 5, 14), null, "Physics", "History")], [new("MATH", "0101", "Algebra", 3.5m, "A")]);
        using var folder = new TemporaryFolder();
        var item = Assert.Single((await Forms[form].Read(folder, [ana])).Items);
        var clr = SampleLearner.Clr(SampleLearner.Composer().Compose(item));
        var members = clr.CredentialSubject.VerifiableCredential.Select(member => (member.CredentialSubject.Achievement, member.CredentialSubject.Result)).ToArray();
        Assert.Equal(
            ["BachelorDegree: Bachelor of Arts, Physics & Music", "MasterDegree: Master of Science, Physics"],
            members.Where(member => member.Achievement.AchievementType?.ToString()?.EndsWith("Degree", StringComparison.Ordinal) is true).Select(member => $"{member.Achievement.AchievementType}: {member.Achievement.Name}, {member.Achievement.FieldOfStudy}").Order(StringComparer.Ordinal));
        var courses = members.Where(member => member.Achievement.AchievementType?.ToString() == "Course").Select(member => $"{member.Achievement.HumanCode} {member.Achievement.Name}").ToArray();
        Assert.Equal(Forms[form].Courses == CourseDetail.Graded ? ["MATH 0101 Algebra"] : [], courses);
        Assert.DoesNotContain("2001-02-03", System.Text.Json.JsonSerializer.Serialize(clr), StringComparison.Ordinal);
    }

    private static string Put(TemporaryFolder folder, string name, byte[] bytes)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
