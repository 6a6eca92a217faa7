// Every fault of a row: the rule it provokes, the place it names, and that it blocks its learner and nobody else.
using Conferral.Credentials;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Read;

public sealed class RowFaultTests
{
    private const string Awards = "awards.csv";
    private const string Results = "course_results.csv";

    [Theory]
    [InlineData(Awards, "001,D1,", "001,,", "READ-REQUIRED", "awards.csv, row 2, column award_key (B)")]
    [InlineData(Awards, "Bachelor of Arts", " ", "READ-REQUIRED", "awards.csv, row 2, column title (D)")]
    [InlineData(Awards, "2026-05-15", "", "READ-AWARD-DATE", "awards.csv, row 2, column conferred_on (E)")]
    [InlineData(Awards, "2026-05-15", "05/15/2026", "READ-DATE", "awards.csv, row 2, column conferred_on (E)")]
    [InlineData(Awards, "2026-05-15", "2026-02-30", "READ-DATE", "awards.csv, row 2, column conferred_on (E)")]
    [InlineData(Awards, "2026-05-15", "2026-5-15", "READ-DATE", "awards.csv, row 2, column conferred_on (E)")]
    [InlineData(Awards, "BachelorDegree", "Bachelor", "READ-CHOICE", "awards.csv, row 2, column achievement_type (C)")]
    [InlineData(Awards, "D1", "1.23457E+11", "READ-EXCEL-NUMBER", "awards.csv, row 2, column award_key (B)")]
    [InlineData(Awards, "Bachelor of Arts", "#REF!", "READ-EXCEL-ERROR", "awards.csv, row 2, column title (D)")]
    [InlineData(Awards, "Bachelor of Arts", "LicenciÃ©e", "READ-DAMAGED-TEXT", "awards.csv, row 2, column title (D)")]
    [InlineData(Awards, "Bachelor of Arts", "Licenci\uFFFDe", "READ-DAMAGED-TEXT", "awards.csv, row 2, column title (D)")]
    [InlineData(Awards, "Bachelor of Arts", "Bachelor\u0007", "READ-DAMAGED-TEXT", "awards.csv, row 2, column title (D)")]
    [InlineData(Awards, "2026-05-15\n", "2026-05-15\n001,D1,Certificate,C,2026-05-15\n", "READ-DUPLICATE-KEY", "awards.csv, row 3, column award_key (B)")]
    [InlineData(Awards, "001,D1,BachelorDegree,Bachelor of Arts,2026-05-15\n", "", "READ-NO-AWARD", "learners.csv, row 2")]
    [InlineData(Awards, "Bachelor of Arts", "Bachelor of Arts, with Honours", "READ-ROW-WIDTH", "awards.csv, row 2")]
    [InlineData(Awards, ",2026-05-15", "", "READ-ROW-WIDTH", "awards.csv, row 2")]
    [InlineData(Results, "3,3,A", "\"3,5\",3,A", "READ-NUMBER", "course_results.csv, row 2, column credits_attempted (D)")]
    [InlineData(Results, "3,3,A", "3,-3,A", "READ-NUMBER", "course_results.csv, row 2, column credits_earned (E)")]
    [InlineData(Results, "3,3,A", "3,3 cr,A", "READ-NUMBER", "course_results.csv, row 2, column credits_earned (E)")]
    [InlineData(Results, "3,3,A", "3,3,2-Mar", "READ-EXCEL-DATE", "course_results.csv, row 2, column grade (F)")]
    [InlineData(Results, "MATH-101", "12/1/2026", "READ-EXCEL-DATE", "course_results.csv, row 2, column course_key (B)")]
    [InlineData(Results, "MATH-101", "MATH-999", "READ-UNKNOWN-COURSE", "course_results.csv, row 2, column course_key (B)")]
    [InlineData(Results, "2025FA", "2025SU", "READ-UNKNOWN-TERM", "course_results.csv, row 2, column term_key (C)")]
    [InlineData(Results, "Completed", "Passed", "READ-CHOICE", "course_results.csv, row 2, column status (G)")]
    [InlineData("courses.csv", "Algebra,3", "Algebra,\"3,0\"", "READ-NUMBER", "courses.csv, row 2, column credits (D)")]
    [InlineData("courses.csv", "Algebra,3\n", "Algebra,3\nMATH-101,MATH 101,Calculus,3\n", "READ-DUPLICATE-KEY", "courses.csv, row 3, column course_key (A)")]
    [InlineData("courses.csv", "Algebra,3", "Algebra", "READ-ROW-WIDTH", "courses.csv, row 2")]
    [InlineData("learners.csv", "001,Ana Lima", "001,#N/A", "READ-EXCEL-ERROR", "learners.csv, row 2, column name (B)")]
    public async Task A_fault_blocks_its_learner_and_names_its_place(string file, string right, string wrong, string rule, string place)
    {
        using var bundle = new TestBundle().Change(file, right, wrong);
        var reading = await bundle.Read();
        AssertBlocked(reading["001"], rule, place);
        if (file != "courses.csv") Assert.Empty(reading.SourceFindings);
        Assert.False(reading["002"].IsBlocked);
        Assert.NotNull(reading["002"].Learner);
    }

    [Theory]
    [InlineData("gpa.csv", "learner_key,scope,value,maximum", "001,Cumulative,4.2,4.0", "READ-GPA-RANGE", "gpa.csv, row 2, column value (C)")]
    [InlineData("gpa.csv", "learner_key,scope,value,maximum", "001,Weekly,4.0,4.0", "READ-CHOICE", "gpa.csv, row 2, column scope (B)")]
    [InlineData("gpa.csv", "learner_key,scope,value,maximum,term_key", "001,Term,4.0,4.0,1999FA", "READ-UNKNOWN-TERM", "gpa.csv, row 2, column term_key (E)")]
    [InlineData("gpa.csv", "learner_key,scope,value,maximum,award_key", "001,Major,4.0,4.0,D2", "READ-UNKNOWN-AWARD", "gpa.csv, row 2, column award_key (E)")]
    [InlineData("award_fields.csv", "learner_key,award_key,kind,name", "001,D2,Major,History", "READ-UNKNOWN-AWARD", "award_fields.csv, row 2, column award_key (B)")]
    [InlineData("award_fields.csv", "learner_key,award_key,kind,name", "001,D1,Hauptfach,History", "READ-CHOICE", "award_fields.csv, row 2, column kind (C)")]
    [InlineData("competency_results.csv", "learner_key,competency_key", "001,C9", "READ-UNKNOWN-COMPETENCY", "competency_results.csv, row 2, column competency_key (B)")]
    [InlineData("competency_results.csv", "learner_key,competency_key,level", "001,C1,Expert", "READ-UNKNOWN-LEVEL", "competency_results.csv, row 2, column level (C)")]
    [InlineData("competency_results.csv", "learner_key,competency_key,course_key", "001,C1,MATH-9", "READ-UNKNOWN-COURSE", "competency_results.csv, row 2, column course_key (C)")]
    [InlineData("activities.csv", "learner_key,activity_key,achievement_type,name", "001,X1,Hobby,Chess", "READ-CHOICE", "activities.csv, row 2, column achievement_type (C)")]
    [InlineData("activities.csv", "learner_key,activity_key,achievement_type,name", "001,X1,CoCurricular,Chess\n001,X1,CoCurricular,Go", "READ-DUPLICATE-KEY", "activities.csv, row 3, column activity_key (B)")]
    [InlineData("activities.csv", "learner_key,activity_key,achievement_type,name,starts_on,ends_on", "001,X1,CoCurricular,Chess,2026-05-01,2025-05-01", "READ-DATE", "activities.csv, row 2, column ends_on (F)")]
    public async Task A_fault_in_an_optional_file_blocks_its_learner(string file, string header, string row, string rule, string place)
    {
        using var bundle = new TestBundle().Put("competencies.csv", "competency_key,name,levels\nC1,Writing,Low|High\n").Put(file, $"{header}\n{row}\n");
        var reading = await bundle.Read();
        AssertBlocked(reading["001"], rule, place);
        Assert.False(reading["002"].IsBlocked);
    }

    [Theory]
    [InlineData("did", "z6Mk1", "READ-IDENTIFIER")]
    [InlineData("identifiers", "studentId:12", "READ-IDENTIFIER")]
    [InlineData("identifiers", "sisSourcedId:", "READ-IDENTIFIER")]
    public async Task A_wrong_identifier_blocks_without_being_quoted(string column, string value, string rule)
    {
        using var bundle = new TestBundle().Put("learners.csv", $"learner_key,{column}\n001,{value}\n002,\n");
        var finding = Assert.Single((await bundle.Read())["001"].Findings);
        Assert.Equal(rule, finding.RuleId);
        Assert.DoesNotContain(value, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_problems_of_a_learner_come_out_in_one_pass()
    {
        using var bundle = new TestBundle()
            .Put(Awards, "learner_key,award_key,achievement_type,title,conferred_on\n001,D1,Bachelor,,15.5.2026\n002,D2,Certificate,Certificate,2026-05-15\n")
            .Change(Results, "001,MATH-101,2025FA,3,3,A,Completed", "001,MATH-9,2025SU,\"3,0\",3,A,Done");
        string[] expected = ["READ-CHOICE", "READ-REQUIRED", "READ-DATE", "READ-UNKNOWN-COURSE", "READ-UNKNOWN-TERM", "READ-NUMBER", "READ-CHOICE"];
        Assert.Equal(expected, (await bundle.Read())["001"].Findings.Select(finding => finding.RuleId));
    }

    [Fact]
    public async Task Two_rows_of_one_learner_are_both_named_and_give_one_blocked_item()
    {
        using var bundle = new TestBundle().Put("learners.csv", TestBundle.Learners + "001,Ana B. Lima,\n");
        var reading = await bundle.Read();
        AssertBlocked(reading["001"], "READ-DUPLICATE-LEARNER", "learners.csv, row 4, column learner_key (A)");
        Assert.Contains("row 2", reading["001"].Findings[0].Message, StringComparison.Ordinal);
        Assert.Equal(2, reading.Items.Count);
    }

    [Fact]
    public async Task A_learner_without_a_key_is_blocked_under_its_place()
    {
        using var bundle = new TestBundle().Put("learners.csv", TestBundle.Learners + ",No Key,\n");
        var reading = await bundle.Read();
        AssertBlocked(reading["learners.csv#4"], "READ-REQUIRED", "learners.csv, row 4, column learner_key (A)");
        Assert.Equal(3, reading.Items.Count);
    }

    [Theory]
    [InlineData("000")]
    [InlineData("0015")]
    [InlineData("999")]
    [InlineData("")]
    public async Task A_row_of_nobody_is_reported_for_the_input_and_used_for_nobody(string key)
    {
        using var bundle = new TestBundle().Put(Awards, $"{TestBundle.Awards}{key},D7,Certificate,Lost,2026-05-15\n");
        var reading = await bundle.Read();
        var finding = Assert.Single(reading.SourceFindings);
        Assert.Equal(key.Length == 0 ? "READ-REQUIRED" : "READ-UNKNOWN-LEARNER", finding.RuleId);
        Assert.Equal("awards.csv, row 4, column learner_key (A)", finding.Source!.ToString());
        Assert.Empty(reading.Items.SelectMany(item => item.Findings));
        Assert.All(reading.Items, item => Assert.Single(item.Learner!.Awards));
    }

    [Fact]
    public async Task Findings_of_no_learner_are_counted_beyond_the_bound()
    {
        var lost = string.Concat(Enumerable.Range(0, 50).Select(i => $"9{i:D2},D{i},Certificate,Lost,2026-05-15\n"));
        using var bundle = new TestBundle().Put(Awards, TestBundle.Awards + lost);
        var findings = (await bundle.Read(new IntakeOptions { MaxSourceFindings = 10 })).SourceFindings;
        Assert.Equal(11, findings.Count);
        Assert.Contains("40 more", findings[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_columns_and_unread_files_are_warnings_once_each()
    {
        using var bundle = new TestBundle()
            .Put("learners.csv", TestBundle.Learners.Replace("email", "mail", StringComparison.Ordinal))
            .Put("course_result.csv", "learner_key\n001\n");
        var reading = await bundle.Read();
        Assert.Equal([("READ-UNKNOWN-COLUMN", "learners.csv, row 1, column mail"), ("READ-UNUSED-FILE", "course_result.csv")], reading.SourceFindings.Select(finding => (finding.RuleId, finding.Source!.ToString())));
        Assert.All(reading.SourceFindings, finding => Assert.Equal(Severity.Warning, finding.Severity));
        Assert.All(reading.Items, item => Assert.NotNull(item.Learner));
    }

    [Fact]
    public async Task Learners_without_award_pass_where_that_is_allowed()
    {
        using var bundle = new TestBundle().Change(Awards, "001,D1,BachelorDegree,Bachelor of Arts,2026-05-15\n", "");
        Assert.Empty((await bundle.Read(new IntakeOptions { AllowNoAwards = true }))["001"].Learner!.Awards);
    }

    [Fact]
    public async Task A_learner_with_more_rows_than_can_be_meant_is_blocked()
    {
        var many = string.Concat(Enumerable.Repeat("001,MATH-101,2025FA,3,3,A,\n", 30));
        using var bundle = new TestBundle().Put(Results, TestBundle.Results.Replace("002,", many + "002,", StringComparison.Ordinal));
        var reading = await bundle.Read(new IntakeOptions { MaxRowsPerLearner = 20 });
        AssertBlocked(reading["001"], "READ-TOO-MANY-ROWS", "course_results.csv, row 22");
        Assert.False(reading["002"].IsBlocked);
    }

    [Theory]
    [InlineData("KÃ¸benhavn", true)]
    [InlineData("FranÃ§ois", true)]
    [InlineData("Oâ€™Brien", true)]
    [InlineData("ã\u0081\u0082", true)]
    [InlineData("ð\u009F\u0098\u0080", true)]
    [InlineData("København", false)]
    [InlineData("SÃO PAULO", false)]
    [InlineData("«AMANHû e “amanhã”", false)]
    [InlineData("Ångström, Ðorđe Ñandú", false)]
    [InlineData("\u200Fفاطمة", false)]
    public async Task Text_that_went_through_a_wrong_encoding_is_told_from_text_that_did_not(string title, bool damaged)
    {
        using var bundle = new TestBundle().Change(Awards, "Bachelor of Arts", $"\"{title}\"");
        var reading = await bundle.Read();
        Assert.Equal(damaged ? ["READ-DAMAGED-TEXT"] : [], reading["001"].Findings.Select(finding => finding.RuleId));
        if (!damaged) Assert.Equal(title, reading["001"].Learner!.Awards[0].Title);
    }

    [Fact]
    public async Task Messages_never_hold_names_or_addresses()
    {
        using var bundle = new TestBundle()
            .Put("learners.csv", "learner_key,name,email\n001,Zebulon Quick,zebulon@example.org\n002,Zebulon Quick,#N/A\n")
            .Put(Awards, "learner_key,award_key,achievement_type,title,conferred_on\n001,D1,zebulon@example.org,T,Zebulon Quick\n002,D2,Certificate,C,zebulon@example.org\n")
            .Change(Results, "3,3,A", "Zebulon Quick,zebulon@example.org,A");
        var messages = (await bundle.Read()).AllFindings.Select(finding => finding.Message).ToArray();
        Assert.Equal(6, messages.Length);
        Assert.All(messages, message => Assert.DoesNotContain("zebulon", message, StringComparison.OrdinalIgnoreCase));
    }

    private static void AssertBlocked(IntakeItem item, string rule, string place)
    {
        var finding = Assert.Single(item.Findings);
        Assert.Equal((rule, place), (finding.RuleId, finding.Source!.ToString()));
        Assert.Equal(Severity.Error, finding.Severity);
        Assert.StartsWith("docs/intake.md#", finding.Section, StringComparison.Ordinal);
        Assert.True(item.IsBlocked);
        Assert.Null(item.Learner);
    }
}
