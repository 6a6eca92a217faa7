// College Transcripts of one learner in which everything is right; tests change the part they are about.
using System.Text;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Read.Pesc;

internal static class TestTranscripts
{
    public const string SocialInsuranceNumber = "046454286";

    public const string AwardXml = """
        <AcademicAward><AcademicAwardLevel>2.4</AcademicAwardLevel><AcademicAwardDate>2026-05-15</AcademicAwardDate><AcademicAwardTitle>Bachelor of Arts</AcademicAwardTitle></AcademicAward>
        """;

    public const string CourseXml = """
        <Course><CourseCreditBasis>Regular</CourseCreditBasis><CourseCreditUnits>Semester  </CourseCreditUnits><CourseCreditValue>3</CourseCreditValue><CourseCreditEarned>3</CourseCreditEarned><CourseAcademicGrade>A</CourseAcademicGrade><CourseSubjectAbbreviation>MATH</CourseSubjectAbbreviation><CourseNumber>0101</CourseNumber><CourseTitle>Algebra</CourseTitle></Course>
        """;

    public const string Detail = "<AcademicSessionDetail><SessionDesignator>2025-09</SessionDesignator><SessionName>Fall 2025</SessionName></AcademicSessionDetail>";

    public static string Session(string inside) => $"<AcademicSession>{Detail}{inside}</AcademicSession>";

    /// <summary>A transcript of version 1.6.0 whose root alone is in the namespace.</summary>
    public static string Of(string record, string? person = null, string transmission = "", string urn = "urn:org:pesc:message:CollegeTranscript:v1.6.0")
        => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <ct:CollegeTranscript xmlns:ct="{urn}">{transmission}<Student>{person ?? Person()}<AcademicRecord>{record}</AcademicRecord></Student></ct:CollegeTranscript>
        """;

    public static string Person(string ids = "<SchoolAssignedPersonID>0001</SchoolAssignedPersonID>")
        => $"<Person>{ids}<SIN>{SocialInsuranceNumber}</SIN><Birth><BirthDate>2001-02-03</BirthDate></Birth><Name><FirstName>Ana</FirstName><LastName>Lima</LastName></Name></Person>";

    public static async Task<Reading> ReadDocument(string document, string? mapping = null, IntakeOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "a.xml"), document, new UTF8Encoding(false));
        if (mapping is not null) File.WriteAllText(Path.Combine(folder.Path, "mapping.yaml"), mapping);
        return await Reading.Of(Path.Combine(folder.Path, "a.xml"), mapping is null ? null : Path.Combine(folder.Path, "mapping.yaml"), options);
    }

    public static async Task<LearnerRecord> Learner(string document, string? mapping = null, IntakeOptions? options = null)
    {
        var item = Assert.Single((await ReadDocument(document, mapping, options)).Items);
        Assert.True(!item.IsBlocked, string.Join('\n', item.Findings.Select(finding => $"{finding.RuleId} {finding.Source}: {finding.Message}")));
        return item.Learner!;
    }
}
