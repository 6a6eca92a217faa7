// OneRoster exports: which versions are read, what a roster can say, and what only looks like one.
using Conferral.Issuance.Read;
using Conferral.Issuance.Tests.Clear;

namespace Conferral.Issuance.Tests.Read;

public sealed class RosterTests
{
    private const string Users11 = "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,password";
    private const string Users12 = "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,password,userMasterIdentifier,preferredGivenName";
    private const string Enrollments = "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate";
    private const string Awards = "learner_key,award_key,achievement_type,title,conferred_on\nu1,A1,Certificate,Certificate,2026-05-15\n";

    [Fact]
    public async Task Without_a_rule_for_final_grades_courses_are_enrolled_and_results_are_not_read()
    {
        using var roster = new Roster();
        roster.Put("results.csv", "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score\nr1,,,l1,u1,fully graded,99\n");
        var reading = await roster.Read();
        var learner = reading["u1"].Learner!;
        Assert.Equal(("Ana Maria Lima", "ana@example.org"), (learner.Name!.Display, learner.Email));
        Assert.Equal([new LearnerIdentifier("oneRosterSourcedId", "u1"), new LearnerIdentifier("sisSourcedId", "S1")], learner.Identifiers);
        Assert.Equal(["Algebra Enrolled Fall", "Writing Enrolled Spring"], learner.CourseResults.Select(result => $"{result.Course.Title} {result.Status} {result.Term?.Name}"));
        Assert.All(learner.CourseResults, result => Assert.Null(result.Grade));
        Assert.Equal("enrollments.csv", learner.CourseResults[0].Source.File);
        Assert.Contains(reading.SourceFindings, finding => finding.Source!.File == "results.csv" && finding.Message.Contains("nothing in OneRoster marks a final grade", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_class_in_two_terms_has_the_term_of_the_enrollments_dates_or_none()
    {
        using var roster = new Roster();
        roster.Put("classes.csv", "sourcedId,courseSourcedId,termSourcedIds\nc1,ALG,\"fa, sp\"\nc2,WRI,\"fa,sp\"\n");
        roster.Put("enrollments.csv", $"{Enrollments}\ne1,,,c1,o,u1,student,,2026-01-12,2026-05-08\ne2,,,c2,o,u1,student,,,\n");
        Assert.Equal(["Writing ", "Algebra Spring"], (await roster.Read())["u1"].Learner!.CourseResults.Select(result => $"{result.Course.Title} {result.Term?.Name}"));
    }

    [Fact]
    public async Task Version_1_2_takes_students_from_roles_and_text_scores_from_results()
    {
        using var roster = new Roster();
        roster.Put("manifest.csv", "propertyName,value\noneroster.version,1.2\n");
        roster.Put("users.csv", $"{Users12}\nu1,active,,true,ana,,Ana,Lima,,S1,ana@example.org,secret,,Annie\nu2,active,,true,bo,,Bo,Chen,,,,,,\n");
        roster.Put("roles.csv", "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,,\nr1,active,,u1,primary,Student,,,o\nr2,active,,u2,primary,teacher,,,o\n");
        roster.Put("lineItems.csv", "sourcedId,status,title,classSourcedId,categorySourcedId\nl1,,Final grade Algebra,c1,\nl2,,Homework,c1,\n");
        roster.Put("results.csv", "sourcedId,status,lineItemSourcedId,studentSourcedId,scoreStatus,score,textScore,inProgress\nx1,active,l1,u1,fully graded,93,A-,false\nx2,active,l2,u1,fully graded,12,F,false\nx3,tobedeleted,l1,u1,fully graded,1,F,false\n");
        var reading = await roster.Read("oneRoster: { finalGrade: { lineItem: \"Final grade*\" } }");
        var result = Assert.Single(reading["u1"].Learner!.CourseResults);
        Assert.Equal(("A-", ResultStatus.Completed, "Algebra", "Fall"), (result.Grade, result.Status, result.Course.Title, result.Term!.Name));
        Assert.Equal("Ana Lima", reading["u1"].Learner!.Name!.Display);
        Assert.Single(reading.Items);
    }

    [Fact]
    public async Task A_birth_date_after_the_award_holds_the_learner_and_reaches_no_message()
    {
        using var roster = new Roster();
        roster.Put("demographics.csv", "sourcedId,status,dateLastModified,birthDate,sex\nu1,,,2027-03-04,female\n");
        var reading = await roster.Read();
        var finding = Assert.Single((await Cleared.Of(reading))["u1"].Findings);
        Assert.Equal("CLEAR-BEFORE-BIRTH", finding.RuleId);
        Assert.DoesNotContain("2027", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_longer_than_the_header_are_read_where_nothing_stands_there_and_held_where_something_does()
    {
        using var roster = new Roster();
        roster.Change("users.csv", "ana@example.org,secret", "ana@example.org,secret,,");
        Assert.NotNull((await roster.Read())["u1"].Learner);
        roster.Change("users.csv", "ana@example.org,secret,,", "ana@example.org,secret,,x");
        var finding = Assert.Single((await roster.Read())["u1"].Findings);
        Assert.Equal("READ-ROW-WIDTH", finding.RuleId);
        Assert.Contains("The row has 16 fields where the header has 14", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sidecar_of_our_own_says_more_than_the_roster()
    {
        using var roster = new Roster();
        roster.Put("course_results.csv", "learner_key,course_key,term_key,grade,credits_earned\nu1,ALG,fa,A,3\n");
        var result = Assert.Single((await roster.Read())["u1"].Learner!.CourseResults);
        Assert.Equal(("A", 3m, "Algebra"), (result.Grade, result.CreditsEarned, result.Course.Title));
    }

    [Fact]
    public async Task Awards_may_come_from_a_file_the_mapping_names()
    {
        using var roster = new Roster();
        roster.Put("degrees.csv", "ID,NO,KIND,TITLE,DAY\nu1,1,Certificate,Certificate,2026-05-15\n").Without("awards.csv");
        var reading = await roster.Read("files: { awards: { file: degrees.csv, columns: { learner_key: ID, award_key: NO, achievement_type: KIND, title: TITLE, conferred_on: DAY } } }");
        Assert.Equal("degrees.csv", reading["u1"].Learner!.Awards.Single().Source.File);
    }

    [Theory]
    [InlineData("no awards", "READ-ROSTER", "no column for an award, its date, a major, honours, credits or an average")]
    [InlineData("1.0", "READ-ROSTER", "those of OneRoster 1.0")]
    [InlineData("manifest 1.0", "READ-ROSTER", "The manifest says OneRoster 1.0")]
    [InlineData("sds", "READ-ROSTER", "Microsoft School Data Sync")]
    [InlineData("no courses", "READ-MISSING-FILE", "there is no courses.csv")]
    [InlineData("two finals", "READ-ROSTER", "\"c1\" has two line items that the mapping calls final")]
    [InlineData("rule without results", "READ-MISSING-FILE", "no results.csv with lineItems.csv")]
    [InlineData("no classSourcedId", "READ-MISSING-COLUMN", "enrollments.csv has no column classSourcedId")]
    public async Task What_is_no_roster_or_not_enough_of_one_is_refused(string what, string code, string says)
    {
        using var roster = new Roster();
        var mapping = what is "two finals" or "rule without results" ? "oneRoster: { finalGrade: { lineItem: Final* } }" : null;
        _ = what switch
        {
            "no awards" => roster.Without("awards.csv"),
            "1.0" => roster.Put("users.csv", "sourcedId,status,dateLastModified,orgSourcedIds,role,username,userId,givenName,familyName,identifier,email,sms,phone,agents\nu1,,,o,student,ana,1,Ana,Lima,,,,,\n"),
            "manifest 1.0" => roster.Put("manifest.csv", "propertyName,value\noneroster.version,1.0\n"),
            "sds" => roster.Put("enrollments.csv", "classSourcedId,userSourcedId,role\nc1,u1,student\n"),
            "no courses" => roster.Without("courses.csv"),
            "no classSourcedId" => roster.Put("enrollments.csv", "sourcedId,class,userSourcedId,role\ne1,c1,u1,student\n"),
            "two finals" => roster.Put("results.csv", "lineItemSourcedId,studentSourcedId,scoreStatus,score\n").Put("lineItems.csv", "sourcedId,title,classSourcedId,categorySourcedId\nl1,Final,c1,\nl2,Final adjusted,c1,\n"),
            _ => roster,
        };
        var error = await Assert.ThrowsAsync<IntakeException>(() => roster.Read(mapping));
        Assert.Equal(code, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A OneRoster 1.1 export of one graduate, one who has not graduated, one to be deleted and a teacher, with awards beside it.</summary>
    private sealed class Roster : IDisposable
    {
        private readonly TestBundle bundle = new();

        public Roster()
        {
            foreach (var file in Directory.GetFiles(bundle.Folder)) File.Delete(file);
            Put("users.csv", $"{Users11}\nu1,active,,true,o,Student,ana,{{Local:1}},Ana,Lima,Maria,S1,ana@example.org,secret\nu2,,,true,o,student,bo,,Bo,Chen,,,,\nu3,tobedeleted,,true,o,student,cy,,Cy,Old,,,,\nu4,active,,true,o,teacher,di,,Di,Teach,,,,\n");
            Put("orgs.csv", "sourcedId,name,type\no,River College,school\n");
            Put("academicSessions.csv", "sourcedId,status,title,type,startDate,endDate\nfa,,Fall,term,2025-08-25,2025-12-19\nsp,,Spring,term,2026-01-12,2026-05-08\n");
            Put("courses.csv", "sourcedId,status,title,courseCode,subjects\nALG,,Algebra,MATH 101,Mathematics\nWRI,,Writing,,English\n");
            Put("classes.csv", "sourcedId,courseSourcedId,termSourcedIds\nc1,ALG,fa\nc2,WRI,sp\n");
            Put("enrollments.csv", $"{Enrollments}\ne1,,,c1,o,u1,student,,,\ne2,active,,c2,o,u1,student,,,\ne3,tobedeleted,,c2,o,u1,student,,,\ne4,,,c1,o,u4,teacher,true,,\n");
            Put("awards.csv", Awards);
        }

        public Roster Put(string name, string text)
        {
            bundle.Put(name, text);
            return this;
        }

        public Roster Without(string name)
        {
            bundle.Without(name);
            return this;
        }

        public void Change(string name, string from, string to) => bundle.Change(name, from, to);

        public Task<Reading> Read(string? mapping = null) => bundle.Read(mapping: mapping);

        public void Dispose() => bundle.Dispose();
    }
}
