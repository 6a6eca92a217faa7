// Rows and values through a mapping: templates, filters, words for nothing, lists, repeated rows, grade scales.
using Conferral.Issuance.Read;
using CsCheck;

namespace Conferral.Issuance.Tests.Read;

public sealed class MappingRowsTests
{
    private const string Flat = """
        files:
          learners:
            file: flat.csv
            distinct: true
            nulls: [NULL]
            columns: { learner_key: id, name: { template: "{first}[ {middle}] {last}" } }
            ignore: [deg, day, major, state, hon]
          awards:
            file: flat.csv
            distinct: true
            where: { state: [AW, "P*"] }
            columns: { learner_key: id, award_key: deg, achievement_type: { constant: BachelorDegree }, title: { template: "Bachelor of {deg}" }, conferred_on: { from: day, format: [M/d/yyyy, yyyyMMdd] }, honors: { from: hon, split: ";", lookup: honors } }
          award_fields:
            file: flat.csv
            distinct: true
            whereNot: { state: RV }
            columns: { learner_key: id, award_key: deg, kind: { constant: Major }, name: major }
        lookups: { honors: { SCL: Summa Cum Laude, DEP: Departmental Honors } }
        ignoreFiles: [learners.csv, awards.csv]
        """;

    [Fact]
    public async Task A_flat_export_with_a_row_per_major_is_one_learner_with_one_award_and_two_fields()
    {
        using var bundle = new TestBundle().Without("course_results.csv")
            .Put("flat.csv", "id,first,middle,last,deg,day,major,state,hon\n001,Ana,NULL,Lima,Science,5/7/2026,Physics,AW,SCL;DEP\n001,Ana,NULL,Lima,Science,20260507,Music,POSTED,SCL;DEP\n002,Bo,Q.,Chen,Arts,20260507,History,aw,\n002,Bo,Q.,Chen,Law,20260507,Law,RV,\n");
        var reading = await bundle.Read(mapping: Flat);
        Assert.Empty(reading.AllFindings);
        Assert.Equal(["Ana Lima", "Bo Q. Chen"], reading.Items.Select(item => item.Learner!.Name!.Display));
        var award = Assert.Single(reading["001"].Learner!.Awards);
        Assert.Equal(("Bachelor of Science", new DateOnly(2026, 5, 7)), (award.Title, award.ConferredOn));
        Assert.Equal(["Physics", "Music"], award.Fields.Select(field => field.Name));
        Assert.Equal(["Summa Cum Laude", "Departmental Honors"], award.Honors);
        Assert.Equal("Arts", Assert.Single(reading["002"].Learner!.Awards).AwardKey);
    }

    [Fact]
    public async Task A_repeated_row_that_says_something_else_is_a_second_learner()
    {
        using var bundle = new TestBundle().Without("course_results.csv")
            .Put("flat.csv", "id,first,middle,last,deg,day,major,state,hon\n001,Ana,,Lima,Science,5/7/2026,Physics,AW,\n001,Eva,,Lima,Science,5/7/2026,Music,AW,\n");
        var finding = Assert.Single((await bundle.Read(mapping: Flat))["001"].Findings);
        Assert.Equal("READ-DUPLICATE-LEARNER", finding.RuleId);
    }

    [Fact]
    public async Task A_grade_scale_says_how_a_course_ended_and_an_unknown_grade_is_named()
    {
        const string mapping = """
            gradeScales: { letters: { Completed: [A, B], Failed: F, Audit: AUD, Transfer: T, empty: InProgress } }
            files:
              course_results:
                leaveOut: { term_key: 2025SU }
                columns: { grade: { from: grade, scale: letters } }
            """;
        using var bundle = new TestBundle()
            .Put("courses.csv", "course_key,code,title\nC1,C1,One\nC2,C2,Two\nC3,C3,Three\nC4,C4,Four\nC5,C5,Five\n")
            .Put("terms.csv", TestBundle.Terms + "2025SU,Summer 2025,2025-06-01,2025-08-01\n")
            .Put("course_results.csv", "learner_key,course_key,term_key,grade\n001,C1,2025FA,b\n001,C2,2025FA,F\n001,C3,2025FA,AUD\n001,C4,2025FA,\n001,C5,2025SU,T\n002,C1,2025FA,X\n");
        var reading = await bundle.Read(mapping: mapping);
        var results = reading["001"].Learner!.CourseResults.ToDictionary(result => result.Course.CourseKey);
        Assert.Equal((ResultStatus.Completed, CourseKind.Regular, 1), (results["C1"].Status, results["C1"].Kind, results["C1"].GradeRank));
        Assert.Equal(ResultStatus.Failed, results["C2"].Status);
        Assert.Equal(CourseKind.Audit, results["C3"].Kind);
        Assert.Equal(ResultStatus.InProgress, results["C4"].Status);
        Assert.Equal((CourseKind.Transfer, false), (results["C5"].Kind, results["C5"].Shown));
        var finding = Assert.Single(reading["002"].Findings);
        Assert.Equal(("READ-GRADE", "The grade scale letters has no entry for \"X\". Add it there, under what it means."), (finding.RuleId, finding.Message));
    }

    [Theory]
    [InlineData("learners: { columns: { learner_key: { from: learner_key, pattern: 001 } } }", "001 reads, 002 READ-PATTERN")]
    [InlineData("learners: { columns: { learner_key: { from: learner_key, pattern: [999, A9999] } } }", "001 reads, 002 reads")]
    [InlineData("learners: { columns: { email: { from: email, pattern: aaa@example.org } } }", "001 reads, 002 READ-PATTERN")]
    [InlineData("learners: { columns: { learner_key: { from: learner_key, pattern: xxx, prefix: N } } }", "N001 READ-NO-AWARD, N002 READ-NO-AWARD")]
    [InlineData("awards: { columns: { award_key: { from: award_key, pattern: D1 } } }", "001 reads, 002 READ-PATTERN")]
    [InlineData("awards: { columns: { achievement_type: { from: title, pattern: Certificate, lookup: t } } }", "001 READ-PATTERN, 002 reads")]
    public async Task A_value_that_has_not_the_form_its_pattern_says_holds_its_learner(string file, string verdicts)
    {
        using var bundle = new TestBundle();
        var reading = await bundle.Read(mapping: $"lookups: {{ t: {{ default: Diploma }} }}\nfiles: {{ {file} }}");
        Assert.Equal(verdicts, string.Join(", ", reading.Items.Select(item => $"{item.LearnerKey} {item.Findings.Select(finding => finding.RuleId).FirstOrDefault() ?? "reads"}")));
        Assert.All(reading.AllFindings, finding => Assert.DoesNotContain("bo@example", finding.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_column_that_is_not_there_comes_with_the_nearest_one()
    {
        using var bundle = new TestBundle();
        var error = await Assert.ThrowsAsync<IntakeException>(() => bundle.Read(mapping: "files: { awards: { where: { titel: x } } }"));
        Assert.Contains("Did you mean \"title\"?", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<IntakeException>(() => bundle.Read(mapping: "files: { awards: { file: award.csv } }"));
        Assert.Contains("Did you mean \"awards.csv\"?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Holds_of_people_who_are_not_in_the_export_are_passed_over()
    {
        using var bundle = new TestBundle()
            .Put("holds.csv", "learner_key,kind,reason,since,until\n000,Financial,x,,\n001,Privacy,asked,2026-01-02,\n999,Other,,,\n")
            .Put("consents.csv", "learner_key,consent,on\n001,Yes,2026-01-01\n001,No,2026-02-01\n001,Yes,2026-02-01\n");
        var reading = await bundle.Read();
        Assert.Empty(reading.AllFindings);
        Assert.Equal((HoldKind.Privacy, new DateOnly(2026, 1, 2)), (reading["001"].Learner!.Holds.Single().Kind, reading["001"].Learner!.Holds.Single().Since));
        Assert.False(reading["001"].Learner!.Consent!.IsGiven);
        Assert.Null(reading["002"].Learner!.Consent);
    }

    [Fact]
    public void A_template_drops_what_stands_in_brackets_where_a_place_is_empty()
    {
        var template = Template.Parse("{degree}[ in {major}][, {honors}] {{x}}");
        Assert.Equal(["degree", "major", "honors"], template.Places);
        Assert.Equal("BA in Music {x}", Fill(template, "BA", "Music", ""));
        Assert.Equal("BA, cum laude {x}", Fill(template, "BA", "", "cum laude"));
        Assert.Equal("", Fill(template, "", "Music", "cum laude"));
    }

    [Fact]
    public void A_template_never_reads_a_value_as_a_template()
        => Gen.String.Select(Gen.String).Sample((one, other) => Assert.Equal($"{one}-{other}".Trim(), one.Length == 0 || other.Length == 0 ? $"{one}-{other}".Trim() : Fill(Template.Parse("{a}-{b}"), one, other)));

    [Fact]
    public void The_nearest_word_is_never_further_than_any_other()
        => Gen.String[Gen.Char['a', 'e'], 1, 8].Select(Gen.String[Gen.Char['a', 'e'], 1, 8].Array[1, 5]).Sample((word, known) =>
        {
            if (NearestWord.Find(word, known) is not { } found) return;
            Assert.Equal(known.Min(candidate => NearestWord.Distance(word, candidate)), NearestWord.Distance(word, found));
        });

    [Fact]
    public void Distance_is_symmetric_and_nothing_only_between_equals()
        => Gen.String[Gen.Char['a', 'd'], 0, 6].Select(Gen.String[Gen.Char['a', 'd'], 0, 6]).Sample((one, other) =>
        {
            Assert.Equal(NearestWord.Distance(one, other), NearestWord.Distance(other, one));
            Assert.Equal(one == other, NearestWord.Distance(one, other) == 0);
        });

    private static string Fill(Template template, params string[] values) => template.Fill(place => values[place]);
}
