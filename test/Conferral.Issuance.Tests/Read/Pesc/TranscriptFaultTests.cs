// What is wrong with transcripts that are not as they should be: input, rule and sentence.
using Conferral.Issuance.Read;
using static Conferral.Issuance.Tests.Read.Pesc.TestTranscripts;

namespace Conferral.Issuance.Tests.Read.Pesc;

public sealed class TranscriptFaultTests
{
    private const string Gpa = "<AcademicSummary><GPA><GradePointAverage>3.9</GradePointAverage></GPA></AcademicSummary>";

    public static TheoryData<string, string, string> Documents => new()
    {
        { "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><CollegeTranscript xmlns='urn:org:pesc:message:CollegeTranscript:v1.6.0'>&e;</CollegeTranscript>", "READ-TRANSCRIPT", "has a DTD" },
        { "<CollegeTranscript xmlns='urn:org:pesc:message:CollegeTranscript:v1.6.0'><Student>", "READ-TRANSCRIPT", "not well-formed XML at line 1" },
        { "", "READ-TRANSCRIPT", "not well-formed XML" },
        { "<HighSchoolTranscript xmlns='urn:org:pesc:message:HighSchoolTranscript:v1.6.0'/>", "READ-TRANSCRIPT", "root is \"HighSchoolTranscript\", not CollegeTranscript" },
        { Of(AwardXml, urn: "urn:org:pesc:message:CollegeTranscript:v2.0.0"), "READ-TRANSCRIPT-VERSION", "version 2.0.0" },
        { Of(AwardXml, urn: "http://example.org/transcript"), "READ-TRANSCRIPT-VERSION", "none of PESC's College Transcript" },
        { "<CollegeTranscript/>", "READ-TRANSCRIPT-VERSION", "none of PESC's" },
        { "<t:CollegeTranscript xmlns:t='urn:org:pesc:message:CollegeTranscript:v1.6.0'/>", "READ-TRANSCRIPT", "no Student" },
        { "<t:CollegeTranscript xmlns:t='urn:org:pesc:message:CollegeTranscript:v1.6.0'><Student/><Student/></t:CollegeTranscript>", "READ-TRANSCRIPT", "several students" },
        { Of(string.Concat(Enumerable.Repeat("<A>", 70)) + string.Concat(Enumerable.Repeat("</A>", 70))), "READ-TRANSCRIPT", "more than 64 levels" },
        { Of(AwardXml, transmission: "<TransmissionData><DocumentProcessCode>TEST</DocumentProcessCode></TransmissionData>"), "READ-TEST-DOCUMENT", "it is a test" },
        { Of(AwardXml, Person("")), "READ-REQUIRED", "There is no SchoolAssignedPersonID" },
        { Of(AwardXml, Person("<SchoolAssignedPersonID>1</SchoolAssignedPersonID><SchoolAssignedPersonID>2</SchoolAssignedPersonID>")), "READ-LEARNER-CONFLICT", "several different SchoolAssignedPersonID" },
        { Of(AwardXml.Replace("2026-05-15", "05/15/2026", StringComparison.Ordinal)), "READ-DATE", "\"05/15/2026\" is not a date in the form yyyy-MM-dd" },
        { Of(AwardXml.Replace("<AcademicAwardDate>2026-05-15</AcademicAwardDate>", "<AcademicCompletionDate>2026-05-15</AcademicCompletionDate>", StringComparison.Ordinal)), "READ-AWARD-DATE", "completionDate: true under pesc:" },
        { Of(AwardXml.Replace("Bachelor of Arts", "", StringComparison.Ordinal)), "READ-REQUIRED", "There is no AcademicAwardTitle" },
        { Of(AwardXml.Replace("2.4", "2.2", StringComparison.Ordinal).Replace("Bachelor of Arts", "Welding", StringComparison.Ordinal)), "READ-LOOKUP", "Write \"2.2\": Certificate under types: of pesc:" },
        { Of(AwardXml.Replace("2.4", "B24", StringComparison.Ordinal)), "READ-LOOKUP", "means GeneralEducationDevelopment, but the title begins like BachelorDegree" },
        { Of(AwardXml.Replace("</AcademicAward>", "<AcademicHonors><HonorsLevel>FirstHighest</HonorsLevel></AcademicHonors></AcademicAward>", StringComparison.Ordinal)), "READ-LOOKUP", "honors: of pesc:" },
        { Of(AwardXml.Replace("</AcademicAward>", "<AcademicAwardProgram><AcademicProgramType>Hobby</AcademicProgramType><AcademicProgramName>Chess</AcademicProgramName></AcademicAwardProgram></AcademicAward>", StringComparison.Ordinal)), "READ-CHOICE", "\"Hobby\" is not accepted here" },
        { Of(AwardXml + Session(CourseXml.Replace("<CourseTitle>Algebra</CourseTitle>", "", StringComparison.Ordinal))), "READ-REQUIRED", "There is no CourseTitle" },
        { Of(AwardXml + Session(CourseXml.Replace("<CourseNumber>0101</CourseNumber>", "", StringComparison.Ordinal))), "READ-REQUIRED", "CourseNumber, OriginalCourseID or AgencyCourseID" },
        { Of(AwardXml + Session(CourseXml.Replace("<CourseCreditValue>3", "<CourseCreditValue>3,5", StringComparison.Ordinal))), "READ-NUMBER", "\"3,5\" is not a number" },
        { Of(AwardXml + Session(CourseXml.Replace("<CourseTitle>", "<CourseAcademicGradeStatusCode>Vanished</CourseAcademicGradeStatusCode><CourseTitle>", StringComparison.Ordinal))), "READ-CHOICE", "\"Vanished\" is no status code" },
        { Of(AwardXml + Session(CourseXml).Replace("2025-09", "2025-13", StringComparison.Ordinal)), "READ-DATE", "\"2025-13\" is not a date in the form yyyy-MM" },
        { Of(AwardXml + Session(CourseXml).Replace(Detail, "", StringComparison.Ordinal)), "READ-REQUIRED", "neither SessionDesignator nor SessionName" },
        { Of(AwardXml + Session(CourseXml).Replace("<SessionName>", "<SessionBeginDate>2025-09-01</SessionBeginDate><SessionEndDate>2025-01-01</SessionEndDate><SessionName>", StringComparison.Ordinal)), "READ-DATE", "last day lies before the first" },
        { Of(AwardXml + Gpa), "READ-REQUIRED", "gpaMaximum: 4.0 under pesc:" },
        { Of(AwardXml + Gpa.Replace("</GPA>", "<GPARangeMaximum>3.5</GPARangeMaximum></GPA>", StringComparison.Ordinal)), "READ-GPA-RANGE", "3.9 is above its maximum 3.5" },
        { Of(AwardXml, Person().Replace("Ana", "AmÃ©lie", StringComparison.Ordinal)), "READ-DAMAGED-TEXT", "wrong encoding" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Each_fault_has_its_rule_and_says_what_to_do(string document, string rule, string says)
    {
        var finding = Assert.Single((await ReadDocument(document.Trim())).AllFindings);
        Assert.Equal(rule, finding.RuleId);
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(SocialInsuranceNumber, finding.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("2001", finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pesc: { completionDate: true }")]
    [InlineData("pesc: { gpaMaximum: 4.0 }")]
    [InlineData("pesc: { honors: { FirstHighest: Summa Cum Laude } }")]
    public async Task What_a_message_says_to_write_in_the_mapping_helps(string mapping)
    {
        var award = AwardXml.Replace("</AcademicAward>", mapping.Contains("honors", StringComparison.Ordinal) ? "<AcademicHonors><HonorsLevel>FirstHighest</HonorsLevel></AcademicHonors></AcademicAward>" : "</AcademicAward>", StringComparison.Ordinal);
        if (mapping.Contains("completion", StringComparison.Ordinal)) award = award.Replace("AcademicAwardDate", "AcademicCompletionDate", StringComparison.Ordinal);
        var document = Of(award + (mapping.Contains("gpa", StringComparison.Ordinal) ? Gpa : ""));
        Assert.True(Assert.Single((await ReadDocument(document)).Items).IsBlocked);
        Assert.Single((await Learner(document, mapping)).Awards);
    }

    [Fact]
    public async Task A_document_beyond_the_bound_blocks_itself()
        => Assert.Contains("larger than 1,000 bytes", Assert.Single((await ReadDocument(Of(AwardXml + Session(CourseXml)) + new string(' ', 1000), options: new IntakeOptions { MaxCredentialBytes = 1000 })).AllFindings).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("pesc: { learnerKey: SSN }", "learnerKey should be")]
    [InlineData("pesc: { types: { \"2.2\": Diplom } }", "Diplom is not one of")]
    [InlineData("pesc: { grades: { W: Gone } }", "Gone is not one of")]
    [InlineData("pesc: { gpaMaximum: four }", "gpaMaximum should be")]
    [InlineData("pesc: { nothing: 1 }", "knows no \"nothing\"")]
    [InlineData("degreeVerify: { encoding: ebcdic }", "encoding should be")]
    public async Task A_mistake_in_the_mapping_is_refused_with_its_place(string mapping, string says)
    {
        var error = await Assert.ThrowsAsync<IntakeException>(() => ReadDocument(Of(AwardXml), mapping));
        Assert.Equal("READ-MAPPING", error.Code);
        Assert.Contains("mapping.yaml, line 1", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }
}
