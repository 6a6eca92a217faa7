// What `conferral map` proposes for exports nobody described: two real ones, and small ones about one thing each.
using Conferral.Issuance.Clear;
using Conferral.Issuance.Read;
using Conferral.TestKit;

namespace Conferral.Issuance.Tests.Read;

public sealed class ProposalTests
{
    [Fact]
    public async Task The_proposal_for_MIDFIELD_reads_the_same_graduates_as_the_mapping_written_by_hand()
    {
        var data = Shared.SisSample("midfield");
        var (proposed, byHand) = (await ReadProposed(data), await Reading.Of(data, Repository.Sample("midfield", "mapping.yaml")));
        Assert.Empty(proposed.SourceFindings);
        Assert.Equal(Graduates(byHand), Graduates(proposed));
        Assert.Equal(92, Graduates(proposed).Length);
        foreach (var learner in byHand.Items.Where(item => !item.IsBlocked).Select(item => item.Learner!))
        {
            var same = proposed[learner.LearnerKey].Learner!;
            Assert.Equal(learner.Awards.Select(award => (award.AchievementType, award.Title, award.Code, award.ConferredOn)), same.Awards.Select(award => (award.AchievementType, award.Title, award.Code, award.ConferredOn)));
            Assert.Equal(learner.Awards.SelectMany(award => award.Fields).Select(field => (field.Name, field.Code)), same.Awards.SelectMany(award => award.Fields).Select(field => (field.Name, field.Code)));
            Assert.Equal(Results(learner), Results(same));
            Assert.Equal(learner.Gpas.Select(gpa => (gpa.Scope, gpa.Value, gpa.Term)), same.Gpas.Select(gpa => (gpa.Scope, gpa.Value, gpa.Term)));
        }
    }

    [Fact]
    public void The_proposal_for_MIDFIELD_says_what_it_was_told_by_and_ignores_what_is_sensitive()
    {
        var proposal = MappingProposal.For(Shared.SisSample("midfield"), CancellationToken.None);
        Assert.StartsWith("# yaml-language-server: $schema=mapping.schema.json\n", proposal.Yaml, StringComparison.Ordinal);
        Assert.Contains("96 of 96 values look like term codes", proposal.Yaml, StringComparison.Ordinal);
        Assert.Contains("code: YYYYT", proposal.Yaml, StringComparison.Ordinal);
        Assert.Matches("(?m)^ +- race +# sensitive by its name \\(race\\): never read$", proposal.Yaml);
        Assert.Matches("(?m)^ +- home_zip +# sensitive", proposal.Yaml);
        Assert.DoesNotContain("MCID3", proposal.Yaml + string.Concat(proposal.Summary), StringComparison.Ordinal);
        Assert.InRange(proposal.Checks, 1, 5);
        Assert.Contains(proposal.Summary, line => line.StartsWith("grade_scale.csv: not used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_proposal_for_the_invented_state_extract_holds_everybody_for_reasons_that_are_there()
    {
        var data = Shared.SisSample("ushe-fake");
        var yaml = MappingProposal.For(data, CancellationToken.None).Yaml;
        Assert.Matches("(?m)^ +- ssn +# sensitive", yaml);
        Assert.Matches("(?m)^ +- birth_date +# a birth date: never read$", yaml);
        Assert.DoesNotContain("Smith", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("00705450", yaml, StringComparison.Ordinal);
        // The one edit the proposal itself offers: the birth date is read, for clearance. A bachelor's degree takes 120 credits: one row is whole but for the single credit it was given for.
        yaml = yaml.Replace("      # birth_date: birth_date", "      birth_date: birth_date", StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "mapping.yaml");
        await File.WriteAllTextAsync(path, yaml, TestContext.Current.CancellationToken);
        await using var source = IntakeSources.Open(data, path);
        var gate = await ClearanceGate.OpenAsync(new ClearanceSettings(ClearanceRules.Default with { MinimumAge = 16, MinimumCredits = new Dictionary<string, decimal> { ["BachelorDegree"] = 120 } }, TimeSpan.Zero, key => key), source, null, new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero), CancellationToken.None);
        var items = new List<IntakeItem>();
        await foreach (var item in source.ReadAsync(CancellationToken.None)) items.Add(gate.Pass(item));
        Assert.Equal(30, items.Count);
        Assert.All(items, item => Assert.True(item.IsBlocked, item.Source.ToString()));
        var rules = items.SelectMany(item => item.Findings).Select(finding => finding.RuleId).Distinct().ToHashSet();
        Assert.Subset(new HashSet<string> { "READ-REQUIRED", "READ-LOOKUP", "READ-AWARD-DATE", "CLEAR-UNPOSTED", "CLEAR-BEFORE-BIRTH", "CLEAR-CREDITS", "CLEAR-DUPLICATE" }, rules);
        Assert.All(items.SelectMany(item => item.Findings), finding => Assert.DoesNotContain("Smith", finding.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("01/02/2026,03/04/2026", "CHECK: MM/dd/yyyy and dd/MM/yyyy fit the same 2 dates", "# conferred_on: { from: grad_date, format: dd/MM/yyyy }")]
    [InlineData("01/02/2026,03/14/2026", "format: MM/dd/yyyy", "2 of 2 values look like dates")]
    [InlineData("01/02/2026,14/03/2026", "format: dd/MM/yyyy", "2 of 2 values look like dates")]
    [InlineData("2026-05-15,2025-12-20", "conferred_on: grad_date ", "2 of 2 values look like dates")]
    [InlineData("20260515,20251220", "format: yyyyMMdd", "2 of 2 values look like dates")]
    [InlineData("15-May-2026,20-Dec-2025", "format: dd-MMM-yyyy", "2 of 2 values look like dates")]
    public void A_date_s_format_is_told_by_the_values_or_left_to_a_person(string dates, params string[] says)
    {
        var days = dates.Split(',');
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "degrees.csv"), $"student_id;first_name;last_name;degree_code;grad_date;e-mail\n0001;Ana;Lima;BS;{days[0]};ana@example.org\n0002;Bo;Chen;XYZ;{days[1]};bo@example.org\n");
        var yaml = MappingProposal.For(Path.Combine(folder.Path, "degrees.csv"), CancellationToken.None).Yaml;
        Assert.All(says, text => Assert.Contains(text, yaml, StringComparison.Ordinal));
        Assert.Contains("delimiter: \";\"", yaml, StringComparison.Ordinal);
        Assert.Contains("# XYZ:", yaml, StringComparison.Ordinal);
        Assert.All(new[] { "Ana", "Lima", "ana@", "0001" }, personal => Assert.DoesNotContain(personal, yaml, StringComparison.Ordinal));
        Assert.NotNull(MappingReader.Parse("mapping.yaml", yaml));
    }

    [Fact]
    public async Task Where_no_degree_code_is_known_the_proposal_can_be_read_and_holds_everybody()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "degrees.csv");
        await File.WriteAllTextAsync(path, "student_id,last_name,degree_code,grad_date\n001,Lima,X77,2026-05-15\n", TestContext.Current.CancellationToken);
        var reading = await ReadWith(path, MappingProposal.For(path, CancellationToken.None).Yaml);
        Assert.Equal("READ-LOOKUP", Assert.Single(reading["001"].Findings).RuleId);
    }

    [Fact]
    public void A_social_security_number_is_known_by_its_values_whatever_the_column_is_called()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "a.csv"), "student_id,reference\n1,123-45-6789\n2,x\n");
        Assert.Matches("(?m)^ +- reference +# sensitive: 1 of 2 values look like social security numbers: never read$", MappingProposal.For(folder.Path, CancellationToken.None).Yaml);
    }

    [Fact]
    public void Words_are_written_as_YAML_reads_them_back()
    {
        foreach (var word in new[] { "plain", "two words", "yes", "0012", "a: b", "{x}", "#", "it's", "say \"x\"", "back\\slash", "tab\tbed", "", "-", "A+", "S/P", "null" })
            Assert.Equal(word, MappingReader.Parse("m", $"files: {{ awards: {{ columns: {{ title: {{ constant: {ProposalText.Word(word)} }} }} }} }}").Feeds["awards"][0].Columns["title"].Constant);
    }

    [Theory]
    [InlineData("utf-16", ';', "READ-FORM: It is read as UTF-16")]
    [InlineData("windows-1252", ';', "encoding: windows-1252")]
    [InlineData("ibm850", ',', "encoding: ibm850")]
    [InlineData("utf-8", '\t', "delimiter: \"\\t\"")]
    public async Task A_table_in_any_encoding_below_a_title_is_proposed_as_it_is_read(string encoding, char delimiter, string says)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "grads.txt");
        string[] rows = ["Graduates of spring, by A. Clerk", "", "student_id,first_name,last_name,degree_code,grad_date", "001,Zoë,Müller,BA,2026-05-15", "002,Bö,Çhén,MS,2026-05-15"];
        await File.WriteAllTextAsync(path, string.Join('\n', rows.Select(row => row.Replace(',', delimiter))), TextEncodings.Named(encoding)!, TestContext.Current.CancellationToken);
        var yaml = MappingProposal.For(path, CancellationToken.None).Yaml;
        var reading = await ReadWith(path, yaml);
        Assert.Equal(["Zoë Müller", "Bö Çhén"], reading.Items.Select(item => item.Learner!.Name!.Display));
        Assert.Contains(says, yaml + string.Concat(reading.SourceFindings.Select(finding => $"{finding.RuleId}: {finding.Message}")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_sheets_of_a_workbook_are_proposed_each_for_what_it_holds(bool inFolder)
    {
        using var folder = new TemporaryFolder();
        var book = Path.Combine(folder.Path, "grads.xlsx");
        await File.WriteAllBytesAsync(book, new SheetWriter()
            .Sheet("People", [["Student ID", "First name", "Last name"], ["00017", "Ana", "Lima"], ["00018", "Bo", "Chen"]])
            .Sheet("Degrees", [["Student ID", "Degree code", "Degree title", "Graduation date"], ["00017", "BA", "Bachelor of Arts", "2026-05-15"], ["00018", "MS", "Master of Science", "2026-05-15"]])
            .Sheet("Notes", [["remember"], ["the milk"]]).ToBytes(), TestContext.Current.CancellationToken);
        var path = inFolder ? folder.Path : book;
        var proposal = MappingProposal.For(path, CancellationToken.None);
        Assert.Contains("sheet: Degrees", proposal.Yaml, StringComparison.Ordinal);
        var reading = await ReadWith(path, proposal.Yaml);
        Assert.Equal(["00017 Bachelor of Arts", "00018 Master of Science"], reading.Items.Select(item => $"{item.LearnerKey} {item.Learner!.Awards.Single().Title}"));
        Assert.Empty(reading.SourceFindings);
    }

    [Fact]
    public async Task A_zip_is_proposed_for_and_what_cannot_be_read_in_it_is_named()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "sis"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "sis", "grads.csv"), "student_id,last_name,degree_code,grad_date\n001,Lima,BA,2026-05-15\n", TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "sis", "old.csv"), [0, 1, 2, 3], TestContext.Current.CancellationToken);
        var zip = Path.Combine(folder.Path, "sis.zip");
        await System.IO.Compression.ZipFile.CreateFromDirectoryAsync(Path.Combine(folder.Path, "sis"), zip, TestContext.Current.CancellationToken);
        var proposal = MappingProposal.For(zip, CancellationToken.None);
        Assert.Contains(proposal.Summary, line => line.StartsWith("old.csv: not used (it cannot be read: ", StringComparison.Ordinal));
        Assert.Equal("001", Assert.Single((await ReadWith(zip, proposal.Yaml)).Items).LearnerKey);
    }

    [Theory]
    [InlineData("degree-verify/river-college.txt", "a DegreeVerify file")]
    [InlineData("pesc", "a set of transcripts")]
    [InlineData("pesc/00010001.xml", "a transcript")]
    [InlineData("learner-records/pesc.ndjson", "a file of learner records")]
    [InlineData("forms/oneroster", "a OneRoster export")]
    [InlineData("river-college", "a bundle with the documented names")]
    [InlineData("forms/workbook/graduates.xlsx", "a bundle with the documented names")]
    public void What_needs_no_mapping_is_said_to_need_none(string sample, string what)
        => Assert.Contains(what, Assert.Throws<IntakeException>(() => MappingProposal.For(Repository.Sample(sample.Split('/')), CancellationToken.None)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_says_nobody_s_rows_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "a.csv"), "colour,size\nred,1\n");
        Assert.Equal("READ-NO-INPUT", Assert.Throws<IntakeException>(() => MappingProposal.For(folder.Path, CancellationToken.None)).Code);
    }

    private static IEnumerable<string> Results(LearnerRecord learner) => learner.CourseResults.Select(result => $"{result.Course.Code} {result.Term} {result.Grade} {result.CreditsEarned}").Order(StringComparer.Ordinal);

    private static string[] Graduates(Reading reading) => [.. reading.Items.Where(item => !item.IsBlocked).Select(item => item.LearnerKey)];

    private static async Task<Reading> ReadWith(string data, string yaml)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "mapping.yaml");
        await File.WriteAllTextAsync(path, yaml, TestContext.Current.CancellationToken);
        return await Reading.Of(data, path);
    }

    private static async Task<Reading> ReadProposed(string data)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "mapping.yaml");
        // The one edit: when the third summer term is, which the proposal marks to be checked.
        var yaml = MappingProposal.For(data, CancellationToken.None).Yaml;
        const string proposed = "name: Summer 3, starts: 06-16, ends: 08-15";
        Assert.Contains(proposed, yaml, StringComparison.Ordinal);
        MappingFile.WriteNew(path, yaml.Replace(proposed, "name: Summer 3, starts: 07-01, ends: 08-19", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(folder.Path, EditorSchemas.Mapping)));
        Assert.Throws<IntakeException>(() => MappingFile.WriteNew(path, "x"));
        return await Reading.Of(data, path);
    }
}
