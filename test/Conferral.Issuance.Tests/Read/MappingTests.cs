// What each word of a mapping does, and that its mistakes are refused with line and column.
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Read;

public sealed class MappingTests
{
    private const string TheirAwards = "ID;SEQ;DEG;TITLE;DESC;DATE;HOURS;STATE;SEX\n001;1;BS;;Bachelor;5/7/2026;120;AW;F\n002;1;Master of Arts;Magister;x;05/15/2026;60;PN;M\n";

    private const string Whole = """
        lookups:
          kinds: { BS: BachelorDegree, "Master *": MasterDegree }
        files:
          awards:
            file: degrees.csv
            delimiter: ";"
            columns:
              learner_key: ID
              award_key: { from: [ID, SEQ], join: "-", prefix: D }
              achievement_type: { from: DEG, lookup: kinds }
              title: { from: TITLE, else: DESC }
              criteria: { constant: Board decision }
              conferred_on: { from: DATE, format: [MM/dd/yyyy, M/d/yyyy] }
              credits: { from: HOURS, unless: { STATE: [PN, RV] } }
            ignore: [SEX]
        ignoreFiles: [awards.csv]
        """;

    [Fact]
    public async Task Each_rule_makes_its_column()
    {
        using var bundle = new TestBundle().Put("degrees.csv", TheirAwards);
        var reading = await bundle.Read(mapping: Whole);
        Assert.Empty(reading.AllFindings);
        var (first, second) = (reading["001"].Learner!.Awards.Single(), reading["002"].Learner!.Awards.Single());
        Assert.Equal(("D001-1", "BachelorDegree", "Bachelor", "Board decision", new DateOnly(2026, 5, 7), 120m), (first.AwardKey, first.AchievementType, first.Title, first.Criteria, first.ConferredOn, first.Credits));
        Assert.Equal(("D002-1", "MasterDegree", "Magister", new DateOnly(2026, 5, 15), null), (second.AwardKey, second.AchievementType, second.Title, second.ConferredOn, second.Credits));
        Assert.Equal("degrees.csv", first.Source.File);
    }

    [Theory]
    [InlineData("BS;", "PhD;", "READ-LOOKUP", "\"PhD\" is not in the lookup kinds", "degrees.csv, row 2, column DEG (C)")]
    [InlineData("5/7/2026", "2026-05-07", "READ-DATE", "in the form MM/dd/yyyy or M/d/yyyy", "degrees.csv, row 2, column DATE (F)")]
    [InlineData("001;1;", "001;;", "", "", "")]
    public async Task A_fault_names_their_file_and_column(string from, string to, string rule, string says, string place)
    {
        using var bundle = new TestBundle().Put("degrees.csv", TheirAwards.Replace(from, to, StringComparison.Ordinal));
        var findings = (await bundle.Read(mapping: Whole))["001"].Findings;
        if (rule.Length == 0)
        {
            Assert.Empty(findings);
            return;
        }

        var finding = Assert.Single(findings);
        Assert.Equal((rule, place), (finding.RuleId, finding.Source!.ToString()));
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_their_files_feeds_several_of_ours_and_one_of_ours_comes_from_several_of_theirs()
    {
        const string mapping = """
            termCodes:
              ours: { code: YYYY-T, terms: { A: { name: Autumn, starts: 09-01, ends: 01-31 }, S: { name: Spring, starts: 02-01, ends: 06-30, year: 1 } } }
            files:
              courses: &grades
                file: grades.csv
                distinct: true
                columns: { course_key: course, code: course, title: name }
                ignore: [learner, term, grade, gpa]
              terms:
                file: grades.csv
                distinct: true
                columns: { term_key: term, name: { from: term, termCode: ours }, starts_on: { from: term, termCode: ours, give: start }, ends_on: { from: term, termCode: ours, give: end } }
              course_results:
                - { file: grades.csv, columns: { learner_key: learner, course_key: course, term_key: term } }
                - { file: more.csv, columns: { learner_key: learner, course_key: course } }
              gpa:
                file: grades.csv
                keep: last
                skipWhereEmpty: gpa
                columns: { learner_key: learner, scope: { constant: Cumulative }, value: gpa, maximum: { constant: "4" } }
            ignoreFiles: [courses.csv, terms.csv, course_results.csv]
            """;
        using var bundle = new TestBundle()
            .Put("grades.csv", "learner,term,course,name,grade,gpa\n001,2025-A,M1,Algebra,A,3.5\n001,2025-S,M2,Geometry,B,3.25\n001,2025-S,M1,Algebra II,B,\n002,2025-A,M1,Algebra,A,4\n")
            .Put("more.csv", "course,learner\nM2,002\n");
        var reading = await bundle.Read(mapping: mapping);
        Assert.Empty(reading.AllFindings);
        Assert.Equal(["Algebra", "Algebra", "Geometry"], reading["001"].Learner!.CourseResults.Select(result => result.Course.Title));
        Assert.Equal(["Autumn 2025", "Spring 2026"], reading["001"].Learner!.CourseResults.Select(result => result.Term!.Name).Distinct());
        Assert.Equal(new DateOnly(2026, 1, 31), reading["001"].Learner!.CourseResults[0].Term!.EndsOn);
        Assert.Equal(["M2", "M1"], reading["002"].Learner!.CourseResults.Select(result => result.Course.CourseKey));
        Assert.Equal(3.25m, Assert.Single(reading["001"].Learner!.Gpas).Value);
    }

    [Fact]
    public async Task A_term_code_outside_its_rule_is_an_error_of_its_row()
    {
        using var bundle = new TestBundle().Put("terms.csv", "term_key\n2025FA\n");
        var reading = await bundle.Read(mapping: """
            termCodes: { ours: { code: YYYYTT, terms: { SP: { name: Spring, starts: 01-10, ends: 05-15 } } } }
            files: { terms: { columns: { name: { from: term_key, termCode: ours } } } }
            """);
        Assert.All(reading.Items, item => Assert.Equal("READ-LOOKUP", Assert.Single(item.Findings).RuleId));
        Assert.Contains("\"2025FA\" does not fit the term code ours (YYYYTT)", reading["001"].Findings[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("files: [", 2, 1, "not well-formed YAML")]
    [InlineData("file: {}", 1, 1, "knows no \"file\"")]
    [InlineData("lookups: {}", 1, 1, "there is no files: section")]
    [InlineData("files:\n  award:\n    file: x.csv", 2, 3, "there is no file award")]
    [InlineData("files:\n  awards:\n    columns:\n      tilte: T", 4, 7, "knows no \"tilte\"")]
    [InlineData("files:\n  awards:\n    columns:\n      title: { from: T, lookup: kinds }", 4, 33, "there is no kinds under lookups:")]
    [InlineData("files:\n  awards:\n    columns:\n      title: { join: x }", 4, 14, "needs either from: or constant:")]
    [InlineData("files:\n  awards:\n    columns:\n      title: { from: T, constant: x }", 4, 14, "needs either from: or constant:")]
    [InlineData("files:\n  gpa:\n    distinct: true", 3, 15, "distinct is for learners")]
    [InlineData("files:\n  courses:\n    keep: last", 3, 11, "keep should be")]
    [InlineData("files:\n  awards:\n    delimiter: tab", 3, 16, "delimiter should be")]
    [InlineData("files:\n  awards:\n    file: ../awards.csv", 3, 11, "without a path")]
    [InlineData("files:\n  learners: [{}, {}]", 2, 13, "learners come from one file")]
    [InlineData("lookups:\n  k:\n    a: b\n    A: c\nfiles: {}", 4, 5, "has A twice")]
    [InlineData("termCodes:\n  t: { code: YYYY, terms: {} }\nfiles: {}", 2, 3, "needs code:")]
    [InlineData("termCodes:\n  t: { code: YYT, terms: { 1: { name: F, starts: 09-31, ends: 10-01 } } }\nfiles: {}", 2, 50, "month-day")]
    public void A_mistake_is_refused_with_its_line_and_column(string yaml, int line, int column, string says)
    {
        var error = Assert.Throws<IntakeException>(() => MappingReader.Parse("mapping.yaml", yaml));
        Assert.Equal("READ-MAPPING", error.Code);
        Assert.StartsWith($"mapping.yaml, line {line}, column {column} ", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("files: { awards: { columns: { title: DIPLOMA } } }", "READ-MISSING-COLUMN", "There is no column DIPLOMA, which the mapping uses for title (line 1, column 38 of the mapping)")]
    [InlineData("files: { awards: { file: degrees.csv } }", "READ-MISSING-FILE", "which the mapping names for awards")]
    [InlineData("files: { awards: { columns: { learner_key: { constant: x } } } }", "READ-MAPPING", "learner_key of awards (line 1, column 44 of the mapping) can only be made by")]
    [InlineData("files: { awards: { skipWhereEmpty: STATE } }", "READ-MISSING-COLUMN", "There is no column STATE")]
    public void A_mapping_that_does_not_fit_the_export_is_refused(string yaml, string code, string says)
    {
        using var bundle = new TestBundle().Put("mapping.yaml", yaml);
        var error = Assert.Throws<IntakeException>(() => IntakeSources.Open(bundle.Folder, Path.Combine(bundle.Folder, "mapping.yaml")));
        Assert.Equal(code, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mapping_that_is_not_there_is_refused()
    {
        using var bundle = new TestBundle();
        Assert.Equal("READ-MAPPING", Assert.Throws<IntakeException>(() => IntakeSources.Open(bundle.Folder, Path.Combine(bundle.Folder, "no.yaml"))).Code);
    }
}
