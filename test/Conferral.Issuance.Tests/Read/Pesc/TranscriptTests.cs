// What College Transcripts give: the traps known from the field, each a test.
using System.IO.Compression;
using System.Text;
using Conferral.Issuance.Read;
using Conferral.Issuance.Tests.Compose;
using static Conferral.Issuance.Tests.Read.Pesc.TestTranscripts;

namespace Conferral.Issuance.Tests.Read.Pesc;

public sealed class TranscriptTests
{
    [Theory]
    [InlineData("<t:CollegeTranscript xmlns:t='URN'><Student>X</Student></t:CollegeTranscript>")]
    [InlineData("<CollegeTranscript xmlns='URN'><Student xmlns=''>X</Student></CollegeTranscript>")]
    [InlineData("<CollegeTranscript xmlns='URN'><Student>X</Student></CollegeTranscript>")]
    [InlineData("<CollegeTranscript xmlns='URN' xmlns:c='urn:org:pesc:core:CoreMain:v1.14.0'><c:Student xmlns:d='urn:x'>X</c:Student></CollegeTranscript>")]
    public async Task However_the_namespaces_are_bound_the_record_is_not_empty(string shape)
    {
        var inside = Person() + $"<AcademicRecord>{AwardXml}{Session(CourseXml)}</AcademicRecord>";
        foreach (var urn in new[] { "urn:org:pesc:message:CollegeTranscript:v1.0.0", "urn:org:pesc:message:CollegeTranscript:v1.3.0", "urn:org:pesc:message:CollegeTranscript:v1.8.0", "urn:ca:applyalberta:message:CollegeTranscript:v1.0.0a" })
        {
            var learner = await Learner(shape.Replace("X", inside, StringComparison.Ordinal).Replace("URN", urn, StringComparison.Ordinal));
            Assert.Equal(("0001", "Ana Lima", 1, 1), (learner.LearnerKey, learner.Name!.Display, learner.Awards.Count, learner.CourseResults.Count));
        }
    }

    [Fact]
    public async Task Extensions_of_other_systems_are_passed_over()
    {
        const string extension = "<UserDefinedExtensions xmlns:x='http://www.xap.com/CCCTran'><x:Course><CourseTitle>No course</CourseTitle></x:Course></UserDefinedExtensions>";
        Assert.Equal("Algebra", Assert.Single((await Learner(Of(AwardXml + Session(extension + CourseXml)))).CourseResults).Course.Title);
    }

    [Fact]
    public async Task Padded_words_are_trimmed_and_numbers_keep_their_zeros()
    {
        var result = Assert.Single((await Learner(Of(AwardXml.Replace("2.4", "2.4  ", StringComparison.Ordinal) + Session(CourseXml)))).CourseResults);
        Assert.Equal(("MATH 0101", "Semester", 3m, 3m, "A", "2025-09 Fall 2025"), (result.Course.Code, result.CreditUnit, result.CreditsAttempted, result.CreditsEarned, result.Grade, result.Term!.TermKey));
    }

    [Fact]
    public async Task Only_the_grade_point_average_is_read_and_the_institutions_own_comes_first()
    {
        static string Summary(string type, string gpa) => $"<AcademicSummary><AcademicSummaryType>{type}</AcademicSummaryType><GPA><CreditHoursforGPA>9.9</CreditHoursforGPA><GradePointAverage>{gpa}</GradePointAverage><GPARangeMaximum>4.0</GPARangeMaximum></GPA></AcademicSummary>";
        var learner = await Learner(Of(AwardXml + Summary("TransferOnly", "1.1") + Summary("All", "3.1") + Summary("SenderOnly", "3.2") + Session(CourseXml + Summary("All", "3.3"))));
        Assert.Equal([(GpaScope.Term, 3.3m), (GpaScope.Cumulative, 3.2m)], learner.Gpas.Select(gpa => (gpa.Scope, gpa.Value)));
        Assert.Empty((await Learner(Of(AwardXml + Summary("TransferOnly", "1.1")))).Gpas);
    }

    [Fact]
    public async Task Averages_of_several_levels_go_to_the_newest_award_of_each()
    {
        static string Summary(string level, string gpa) => $"<AcademicSummary><AcademicSummaryLevel>{level}</AcademicSummaryLevel><GPA><GradePointAverage>{gpa}</GradePointAverage><GPARangeMaximum>4.0</GPARangeMaximum></GPA></AcademicSummary>";
        var master = AwardXml.Replace("2.4", "4.2", StringComparison.Ordinal).Replace("Bachelor", "Master", StringComparison.Ordinal);
        var both = await Learner(Of(AwardXml + master + Summary("Undergraduate", "3.1") + Summary("Graduate", "3.9")));
        Assert.Equal([(3.1m, "BachelorDegree: Bachelor of Arts"), (3.9m, "MasterDegree: Master of Arts")], both.Gpas.Select(gpa => (gpa.Value, gpa.AwardKey)));
        var reading = await ReadDocument(Of(AwardXml + Summary("Undergraduate", "3.1") + Summary("Graduate", "3.9")));
        Assert.Equal("READ-GPA-UNUSED", Assert.Single(reading.AllFindings).RuleId);
        Assert.Single(reading.Items[0].Learner!.Gpas);
    }

    [Fact]
    public async Task A_key_may_stand_with_the_agency_or_under_the_person_where_the_mapping_says_so()
    {
        foreach (var ids in new[] { "<AgencyAssignedID>A-7</AgencyAssignedID>", "<AgencyIdentifier><AgencyAssignedID>A-7</AgencyAssignedID></AgencyIdentifier>" })
        {
            Assert.Equal("A-7", (await Learner(Of(AwardXml, Person(ids)), "pesc: { learnerKey: AgencyAssignedID }")).LearnerKey);
            Assert.Equal("READ-REQUIRED", Assert.Single((await ReadDocument(Of(AwardXml, Person(ids)))).AllFindings).RuleId);
        }
    }

    [Fact]
    public async Task Without_a_completed_award_a_transcript_proves_no_graduation()
    {
        var unfinished = AwardXml.Replace("</AcademicAward>", "<AcademicCompletionIndicator>false</AcademicCompletionIndicator></AcademicAward>", StringComparison.Ordinal);
        foreach (var record in new[] { Session(CourseXml), unfinished + Session(CourseXml) })
        {
            var item = Assert.Single((await ReadDocument(Of(record))).Items);
            Assert.Equal(("READ-NO-AWARD", true), (Assert.Single(item.Findings).RuleId, item.IsBlocked));
            Assert.Empty((await Learner(Of(record), options: new IntakeOptions { AllowNoAwards = true })).Awards);
        }
    }

    [Fact]
    public async Task One_award_in_record_and_term_is_one_with_the_honours_and_programmes_of_both()
    {
        const string program = "<AcademicAwardProgram><AcademicProgramType>Major</AcademicProgramType><AcademicProgramName>History</AcademicProgramName></AcademicAwardProgram>";
        const string honors = "<AcademicHonors><HonorsTitle>Cum Laude</HonorsTitle></AcademicHonors>";
        var inTerm = AwardXml.Replace("<AcademicAwardDate>2026-05-15</AcademicAwardDate>", "", StringComparison.Ordinal).Replace("</AcademicAward>", honors + program + "</AcademicAward>", StringComparison.Ordinal);
        var learner = await Learner(Of(AwardXml.Replace("</AcademicAward>", honors + "</AcademicAward>", StringComparison.Ordinal) + Session(inTerm)));
        var award = Assert.Single(learner.Awards);
        Assert.Equal(("History", "Cum Laude", new DateOnly(2026, 5, 15)), (Assert.Single(award.Fields).Name, Assert.Single(award.Honors), award.ConferredOn));
    }

    [Theory]
    [InlineData("InProgress", ResultStatus.InProgress)]
    [InlineData("NotYetReported", ResultStatus.InProgress)]
    [InlineData("WithdrewNoPenalty", ResultStatus.Withdrew)]
    [InlineData("Incomplete", ResultStatus.OnHold)]
    [InlineData("IncompleteNotResolvedFail", ResultStatus.Failed)]
    [InlineData("AuditedCourse", ResultStatus.Enrolled)]
    [InlineData("TransferNoGrade", ResultStatus.Completed)]
    [InlineData("PassFailPass ", ResultStatus.Completed)]
    [InlineData("PassFailFail", ResultStatus.Failed)]
    public async Task The_status_code_tells_how_a_course_ended_whatever_the_grade(string code, ResultStatus status)
    {
        var coded = CourseXml.Replace("<CourseSubjectAbbreviation>", $"<CourseAcademicGradeStatusCode>{code}</CourseAcademicGradeStatusCode><CourseSubjectAbbreviation>", StringComparison.Ordinal);
        foreach (var course in new[] { coded, coded.Replace("<CourseAcademicGrade>A</CourseAcademicGrade>", "", StringComparison.Ordinal) })
        {
            Assert.Equal(status, Assert.Single((await Learner(Of(AwardXml + Session(course)))).CourseResults).Status);
        }
    }

    [Theory]
    [InlineData("3", "A", null, ResultStatus.Completed)]
    [InlineData("0", "F", null, ResultStatus.Failed)]
    [InlineData("0", "", null, ResultStatus.InProgress)]
    [InlineData("", "", null, ResultStatus.InProgress)]
    [InlineData("0", "AU", "AU: Enrolled", ResultStatus.Enrolled)]
    public async Task Without_a_status_code_credits_and_grade_tell(string earned, string grade, string? word, ResultStatus status)
    {
        var course = CourseXml.Replace("<CourseCreditEarned>3</CourseCreditEarned>", $"<CourseCreditEarned>{earned}</CourseCreditEarned>", StringComparison.Ordinal).Replace(">A<", $">{grade}<", StringComparison.Ordinal);
        Assert.Equal(status, Assert.Single((await Learner(Of(AwardXml + Session(course)), word is null ? null : $"pesc: {{ grades: {{ {word} }} }}")).CourseResults).Status);
    }

    [Fact]
    public async Task A_replaced_attempt_earns_nothing()
    {
        var replaced = CourseXml.Replace("<CourseSubjectAbbreviation>", "<CourseRepeatCode>ReplacedNotCounted</CourseRepeatCode><CourseSubjectAbbreviation>", StringComparison.Ordinal);
        Assert.Equal([0m, 3m], (await Learner(Of(AwardXml + Session(replaced + CourseXml)))).CourseResults.Select(result => result.CreditsEarned!.Value));
    }

    [Fact]
    public async Task Transferred_courses_say_where_they_are_from_and_are_no_course_of_ours()
    {
        var transfer = CourseXml.Replace("</Course>", "<CourseOverrideSchool><OrganizationName>Lake College</OrganizationName></CourseOverrideSchool><OverrideSchoolCourseNumber>99</OverrideSchoolCourseNumber></Course>", StringComparison.Ordinal);
        var results = (await Learner(Of(AwardXml + transfer + Session(CourseXml)))).CourseResults;
        var found = Assert.Single(results, result => result.Term is null);
        Assert.Equal(("Lake College: MATH 99", "Transfer credit from Lake College."), (found.Course.CourseKey, found.Course.Description));
    }

    [Fact]
    public async Task A_degree_of_another_school_is_not_ours_to_confer()
    {
        const string transmission = "<TransmissionData><Source><Organization><OPEID>1</OPEID><OrganizationName>River College</OrganizationName></Organization></Source></TransmissionData>";
        const string other = "<School><OPEID>2</OPEID><OrganizationName>Lake College</OrganizationName></School>";
        var reading = await ReadDocument(Of(other + AwardXml + Session(CourseXml), transmission: transmission));
        Assert.Equal("READ-NO-AWARD", Assert.Single(reading.AllFindings).RuleId);
        Assert.Single((await Learner(Of(other.Replace("2</OPEID>", "1</OPEID>", StringComparison.Ordinal) + AwardXml, transmission: transmission))).Awards);
    }

    [Fact]
    public async Task National_numbers_and_birth_dates_reach_no_credential_and_national_numbers_not_even_the_record()
    {
        var learner = await Learner(Of(AwardXml + Session(CourseXml)));
        Assert.Equal(new DateOnly(2001, 2, 3), learner.BirthDate);
        Assert.DoesNotContain(SocialInsuranceNumber, Encoding.UTF8.GetString(RecordJson.Write(learner)), StringComparison.Ordinal);
        var clr = Encoding.UTF8.GetString(SampleLearner.Compose(learner).Utf8Json.Span);
        Assert.DoesNotContain(SocialInsuranceNumber, clr, StringComparison.Ordinal);
        Assert.DoesNotContain("2001-02-03", clr, StringComparison.Ordinal);
        Assert.Contains("Credit unit: Semester", clr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_and_a_zip_give_the_same_learners_and_a_faulty_document_blocks_itself_only()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 30; i++) File.WriteAllText(Path.Combine(folder.Path, $"{i:D2}.xml"), Of(AwardXml, Person($"<SchoolAssignedPersonID>{i:D4}</SchoolAssignedPersonID>")));
        File.WriteAllText(Path.Combine(folder.Path, "07.xml"), "<not");
        using var zipped = new TemporaryFolder();
        var zip = Path.Combine(zipped.Path, "all.zip");
        ZipFile.CreateFromDirectory(folder.Path, zip);
        var (plain, packed) = (await Reading.Of(folder.Path), await Reading.Of(zip));
        Assert.Equal((30, 30L, plain.Sha256), (packed.Items.Count, packed.LearnerCount, packed.Sha256));
        Assert.Equal(plain.Items.Select(RecordText.Of), packed.Items.Select(RecordText.Of));
        Assert.Equal("07.xml", Assert.Single(packed.Items, item => item.IsBlocked).LearnerKey);
    }

    [Fact]
    public async Task Places_are_paths_with_positions()
    {
        var results = (await Learner(Of(AwardXml + Session(CourseXml) + Session(CourseXml.Replace("0101", "0102", StringComparison.Ordinal) + CourseXml.Replace("0101", "0103", StringComparison.Ordinal))))).CourseResults;
        Assert.Equal("/CollegeTranscript/Student/AcademicRecord/AcademicSession[2]/Course[2]", results.Single(result => result.Course.Code == "MATH 0103").Source.Column);
    }
}
