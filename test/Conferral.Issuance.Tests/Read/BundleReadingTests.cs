// What a sound bundle gives, however its files are written down.
using System.IO.Compression;
using System.Text;
using Conferral.Credentials;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Read;

public sealed class BundleReadingTests
{
    [Fact]
    public async Task A_learner_carries_every_part_of_the_bundle()
    {
        using var bundle = new TestBundle()
            .Put("learners.csv", "learner_key,name,given_name,family_name,email,did,identifiers\n001,,Ana,Lima,ana@example.org,did:key:z6Mk1,sisSourcedId:0001|ext:badge:7\n")
            .Put("awards.csv", "learner_key,award_key,achievement_type,title,code,description,criteria,conferred_on,credits,honors\n001,D1,bacHelordegree,Bachelor of Arts,BA,About,Pass all,2026-05-15,120,Cum Laude|With Distinction\n")
            .Put("award_fields.csv", "learner_key,award_key,kind,name,code,position\n001,D1,minor,Music,50.09,3\n001,D1,Major,History,54.01,2\n001,D1,Major,Physics,40.08,1\n")
            .Put("course_results.csv", "learner_key,course_key,term_key,credits_attempted,credits_earned,grade,status,award_keys\n001,MATH-101,2025FA,3,2.5,A,Completed,D1\n")
            .Put("gpa.csv", "learner_key,scope,value,maximum,term_key,award_key\n001,Cumulative,3.75,4.0,,\n001,Term,4,4.0,2025FA,\n001,Major,3.9,4.0,,D1\n")
            .Put("competencies.csv", "competency_key,name,code,description,framework,framework_url,levels\nC1,Writing,W.1,Writes,Outcomes,https://example.org/f,Low|High\n")
            .Put("competency_results.csv", "learner_key,competency_key,course_key,level,assessed_on\n001,C1,MATH-101,High,2026-04-01\n")
            .Put("activities.csv", "learner_key,activity_key,achievement_type,name,description,role,hours,starts_on,ends_on\n001,X1,ext:Club,Chess,Played,President,40,2025-09-01,2026-05-01\n");
        var reading = await bundle.Read();
        Assert.Empty(reading.AllFindings);
        var learner = Assert.Single(reading.Items).Learner!;
        Assert.Equal(new PersonName("Ana Lima", "Ana", "Lima"), learner.Name);
        Assert.Equal(("ana@example.org", "did:key:z6Mk1"), (learner.Email, learner.Did));
        Assert.Equal([new("sisSourcedId", "0001"), new("ext:badge", "7")], learner.Identifiers);
        var award = Assert.Single(learner.Awards);
        Assert.Equal(("D1", "BachelorDegree", "Bachelor of Arts", "BA", "About", "Pass all", 120m), (award.AwardKey, award.AchievementType, award.Title, award.Code, award.Description, award.Criteria, award.Credits));
        Assert.Equal(new DateOnly(2026, 5, 15), award.ConferredOn);
        Assert.Equal(["Cum Laude", "With Distinction"], award.Honors);
        Assert.Equal([(AwardFieldKind.Major, "Physics"), (AwardFieldKind.Major, "History"), (AwardFieldKind.Minor, "Music")], award.Fields.Select(field => (field.Kind, field.Name)));
        var result = Assert.Single(learner.CourseResults);
        Assert.Equal(("MATH 101", "Algebra", "Fall 2025", 3m, 2.5m, "A"), (result.Course.Code, result.Course.Title, result.Term!.Name, result.CreditsAttempted, result.CreditsEarned, result.Grade));
        Assert.Equal(["D1"], result.AwardKeys);
        Assert.Equal(new SourceLocation("course_results.csv", 2), result.Source);
        Assert.Equal([(GpaScope.Cumulative, 3.75m, null), (GpaScope.Major, 3.9m, null), (GpaScope.Term, 4m, "2025FA")], learner.Gpas.Select(gpa => (gpa.Scope, gpa.Value, gpa.Term?.TermKey)));
        var shown = Assert.Single(learner.CompetencyResults);
        Assert.Equal(("Writing", "MATH-101", "High", new DateOnly(2026, 4, 1)), (shown.Competency.Name, shown.CourseKey, shown.Level, shown.AssessedOn));
        var activity = Assert.Single(learner.Activities);
        Assert.Equal(("ext:Club", "Chess", "President", 40m), (activity.AchievementType, activity.Name, activity.Role, activity.Hours));
    }

    [Fact]
    public async Task Learners_and_awards_are_enough()
    {
        using var bundle = new TestBundle().Without("courses.csv").Without("terms.csv").Without("course_results.csv");
        var reading = await bundle.Read();
        Assert.Equal(["001", "002"], reading.Items.Select(item => item.LearnerKey));
        Assert.Equal(2, reading.LearnerCount);
        Assert.Contains("2 files", reading.Description, StringComparison.Ordinal);
        Assert.Empty(reading.AllFindings);
    }

    [Fact]
    public async Task Byte_order_mark_line_ends_blank_rows_and_header_case_make_no_difference()
    {
        using var plain = new TestBundle();
        using var dressed = new TestBundle();
        foreach (var name in Directory.GetFiles(dressed.Folder).Select(Path.GetFileName))
        {
            var lines = File.ReadAllLines(Path.Combine(dressed.Folder, name!));
            var header = string.Join(',', lines[0].Split(',').Select(column => $" {column.ToUpperInvariant()} "));
            dressed.Put(name!, string.Join("\r\n", [header, .. lines[1..], "", "   ", ",,,"]), new UTF8Encoding(true));
        }

        Assert.Equal(Facts(await plain.Read()), Facts(await dressed.Read()));
        Assert.All((await dressed.Read()).AllFindings, finding => Assert.Equal(("READ-FORM", "Rows of nothing but separators are passed over: 1."), (finding.RuleId, finding.Message)));
    }

    [Fact]
    public async Task Quoted_commas_quotes_and_newlines_are_part_of_the_value_and_rows_keep_their_physical_line()
    {
        using var bundle = new TestBundle()
            .Put("learners.csv", "learner_key,name\r\n001,\"Lima, Ana\r\n\"\"the second\"\"\"\r\n#02,Bo Chen\r\n003,\"Cy\"\r\n")
            .Put("awards.csv", TestBundle.Awards.Replace("002", "#02", StringComparison.Ordinal)).Without("course_results.csv");
        var reading = await bundle.Read();
        Assert.Equal("Lima, Ana\r\n\"the second\"", reading["001"].Learner!.Name!.Display);
        Assert.Equal("Bo Chen", reading["#02"].Learner!.Name!.Display);
        Assert.Equal([4, 2, 5], reading.Items.Select(item => item.Source.Row));
        Assert.Equal("READ-NO-AWARD", Assert.Single(reading["003"].Findings).RuleId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("exports/spring/")]
    public async Task A_zip_reads_as_its_folder_does(string inside)
    {
        using var bundle = new TestBundle();
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "bundle.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            foreach (var file in Directory.GetFiles(bundle.Folder)) zip.CreateEntryFromFile(file, inside + Path.GetFileName(file));
            zip.CreateEntry("__MACOSX/learners.csv");
        }

        var (zipped, plain) = (await Reading.Of(path), await bundle.Read());
        Assert.Equal(Facts(plain), Facts(zipped));
        Assert.Equal(plain.Sha256, zipped.Sha256);
    }

    [Fact]
    public async Task An_entry_that_points_outside_the_zip_writes_nothing()
    {
        using var bundle = new TestBundle();
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "inner", "bundle.zip");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            foreach (var file in Directory.GetFiles(bundle.Folder)) zip.CreateEntryFromFile(file, "../../" + Path.GetFileName(file));
        }

        Assert.Equal(2, (await Reading.Of(path)).Items.Count);
        Assert.Equal([Path.GetDirectoryName(path)], Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal([path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task The_hash_changes_with_any_byte_name_or_mapping()
    {
        using var bundle = new TestBundle();
        var before = (await bundle.Read()).Sha256;
        Assert.Equal(64, before.Length);
        Assert.NotEqual(before, (await bundle.Read(mapping: "files: {}")).Sha256);
        Assert.Equal(before, (await bundle.Read()).Sha256);
        Assert.NotEqual(before, (await bundle.Change("awards.csv", "Arts", "Art").Read()).Sha256);
    }

    [Fact]
    public async Task A_source_can_be_read_twice()
    {
        using var bundle = new TestBundle().Change("awards.csv", "002,D2", "009,D2");
        await using var source = IntakeSources.Open(bundle.Folder);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(2, await source.ReadAsync(TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
            Assert.Equal("READ-UNKNOWN-LEARNER", Assert.Single(source.SourceFindings).RuleId);
        }
    }

    [Fact]
    public async Task A_file_that_changes_between_opening_and_reading_is_refused()
    {
        using var bundle = new TestBundle();
        await using var source = IntakeSources.Open(bundle.Folder);
        bundle.Put("awards.csv", TestBundle.Awards + "001,D3,Certificate,C,2026-05-15\n");
        var error = await Assert.ThrowsAsync<IntakeException>(async () => await source.ReadAsync(TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal("READ-CHANGED", error.Code);
    }

    /// <summary>Everything a reading says, as text, without the places.</summary>
    internal static string[] Facts(Reading reading) => [.. reading.Items.Select(RecordText.Of)];
}
