// Learner records in JSON: what is written is read again, and every fault of a line is named.
using System.Text;
using System.Text.Json.Nodes;
using Conferral.Issuance.Read;
using Conferral.Issuance.Tests.Compose;
using CsCheck;

namespace Conferral.Issuance.Tests.Read.Records;

public sealed class RecordTests
{
    private const string Sound = """{"format":"conferral-learner-record/1","learner":{"learnerKey":"1","awards":[{"awardKey":"D","achievementType":"BachelorDegree","title":"Bachelor of Arts","conferredOn":"2026-05-15"}]}}""";

    [Fact]
    public void Writing_and_reading_again_gives_the_same_record() => GenLearner.Record.Sample(learner =>
    {
        var held = learner with
        {
            BirthDate = new DateOnly(2001, 2, 3),
            Consent = new LearnerConsent(true, new DateOnly(2026, 1, 2), learner.Source),
            Holds = [new LearnerHold(HoldKind.Academic, "reason", new DateOnly(2026, 1, 2), null, learner.Source)],
        };
        var bytes = RecordJson.Write(held);
        var shape = new RecordShape("x", 1);
        var node = JsonNode.Parse(bytes);
        shape.CheckAndFill(node);
        Assert.Empty(shape.Findings);
        var read = RecordJson.Read(node!);
        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(RecordJson.Write(read)));
        Assert.Equal(SampleLearner.Compose(held).Sha256, SampleLearner.Compose(read).Sha256);
    });

    [Fact]
    public void The_published_schema_is_that_of_the_contract()
        => Assert.Equal(RecordFile.Schema(), File.ReadAllText(Repository.Page("learner-record.schema.json")));

    [Fact]
    public async Task A_record_without_sources_has_its_place_in_the_line_as_source()
    {
        var item = Assert.Single((await Read(Sound)).Items);
        Assert.Empty(item.Findings);
        Assert.Equal("records.ndjson, row 1, column /learner/awards/0", item.Learner!.Awards[0].Source.ToString());
        Assert.Equal("1", item.LearnerKey);
    }

    [Fact]
    public async Task Records_and_credentials_are_told_apart_by_content()
    {
        var records = await Read("\n{oops\n" + Sound);
        Assert.Equal([true, false], records.Items.Select(item => item.IsBlocked));
        Assert.Equal("learner records records.ndjson", records.Description);
        var credentials = await Read("""{"type":["VerifiableCredential","ClrCredential"],"credentialSubject":{"id":"did:example:1"}}""");
        Assert.NotNull(Assert.Single(credentials.Items).ReadyMade);
    }

    [Fact]
    public async Task Another_version_is_refused_as_a_whole()
        => Assert.Equal("READ-FORMAT-VERSION", (await Assert.ThrowsAsync<IntakeException>(() => Read(Sound.Replace("record/1", "record/2", StringComparison.Ordinal)))).Code);

    public static TheoryData<string, string, string, string, string> Faults => new()
    {
        { "\"learnerKey\":\"1\"", "\"learnerKey\":1", "READ-RECORD-JSON", "/learner/learnerKey", "should be a text" },
        { "\"learnerKey\":\"1\"", "\"learnerKey\":\" \"", "READ-RECORD-JSON", "/learner/learnerKey", "is empty" },
        { "\"learnerKey\":\"1\",", "", "READ-RECORD-MEMBER", "/learner/learnerKey", "must be there" },
        { "\"learnerKey\":\"1\"", "\"learnerKey\":\"1\",\"honers\":[]", "READ-RECORD-MEMBER", "/learner/honers", "no member of this name" },
        { "\"learnerKey\":\"1\"", "\"learnerKey\":\"1\",\"a/b~\":1", "READ-RECORD-MEMBER", "/learner/a~1b~0", "no member of this name" },
        { "\"title\":\"Bachelor of Arts\"", "\"title\":null", "READ-RECORD-MEMBER", "/learner/awards/0/title", "must be there" },
        { "\"title\":\"Bachelor of Arts\"", "\"title\":\"B\\u00c3\\u00a9\"", "READ-DAMAGED-TEXT", "/learner/awards/0/title", "wrong encoding" },
        { "2026-05-15", "15.05.2026", "READ-RECORD-JSON", "/learner/awards/0/conferredOn", "should be a date" },
        { "\"conferredOn\"", "\"credits\":-1,\"conferredOn\"", "READ-RECORD-JSON", "/learner/awards/0/credits", "should be a number from 0 up" },
        { "\"conferredOn\"", "\"credits\":\"120\",\"conferredOn\"", "READ-RECORD-JSON", "/learner/awards/0/credits", "should be a number from 0 up" },
        { "\"conferredOn\"", "\"honors\":\"Cum Laude\",\"conferredOn\"", "READ-RECORD-JSON", "/learner/awards/0/honors", "should be an array" },
        { "\"conferredOn\"", "\"fields\":[{\"kind\":\"Mayor\",\"name\":\"X\"}],\"conferredOn\"", "READ-RECORD-JSON", "/learner/awards/0/fields/0/kind", "should be one of Major, Minor, Concentration" },
        { "\"conferredOn\"", "\"source\":{\"file\":\"a\",\"row\":0},\"conferredOn\"", "READ-RECORD-JSON", "/learner/awards/0/source/row", "whole number from 1 up" },
        { "BachelorDegree", "Bachelors", "READ-CHOICE", "/learner/awards/0/achievementType", "\"Bachelors\" is not accepted here" },
        { "\"awards\":[", "\"did\":\"x\",\"awards\":[", "READ-IDENTIFIER", "/learner/did", "not a DID" },
        { "\"awards\":[", "\"identifiers\":[{\"identityType\":\"shoeSize\",\"value\":\"9\"}],\"awards\":[", "READ-IDENTIFIER", "/learner/identifiers/0/identityType", "none of" },
        { "\"awards\":[", "\"gpas\":[{\"scope\":\"Cumulative\",\"value\":5,\"maximum\":4}],\"awards\":[", "READ-GPA-RANGE", "/learner/gpas/0/value", "5 is above its maximum 4" },
        { "\"awards\":[", "\"gpas\":[{\"scope\":\"Major\",\"value\":3,\"maximum\":4,\"awardKey\":\"Z9\"}],\"awards\":[", "READ-UNKNOWN-AWARD", "/learner/gpas/0/awardKey", "no award \"Z9\"" },
        { "\"awards\":[", "\"courseResults\":[{\"course\":{\"courseKey\":\"C\",\"code\":\"C 1\",\"title\":\"T\"},\"awardKeys\":[\"D\",\"Z9\"]}],\"awards\":[", "READ-UNKNOWN-AWARD", "/learner/courseResults/0/awardKeys/1", "no award \"Z9\"" },
        { "\"awards\":[", "\"activities\":[{\"activityKey\":\"X\",\"achievementType\":\"Membership\",\"name\":\"N\",\"startsOn\":\"2026-02-01\",\"endsOn\":\"2026-01-01\"}],\"awards\":[", "READ-DATE", "/learner/activities/0/endsOn", "last day lies before the first" },
        { "\"awards\":[", "\"competencyResults\":[{\"competency\":{\"competencyKey\":\"Q\",\"name\":\"N\",\"levels\":[\"Low\"]},\"level\":\"High\"}],\"awards\":[", "READ-UNKNOWN-LEVEL", "/learner/competencyResults/0/level", "\"High\" is not a level" },
        { "\"awards\":[{", "\"other\":1,\"awards\":[{", "READ-RECORD-MEMBER", "/learner/other", "no member of this name" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Each_fault_of_a_line_has_its_rule_line_and_pointer(string from, string to, string rule, string pointer, string says)
    {
        var finding = Assert.Single((await Read(Sound + "\n" + Sound.Replace(from, to, StringComparison.Ordinal))).AllFindings);
        Assert.Equal((rule, 2L, pointer), (finding.RuleId, finding.Source!.Row!.Value, finding.Source.Column));
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "not well-formed JSON at byte")]
    [InlineData("[]", "does not say \"format\"")]
    [InlineData("{\"format\":\"conferral-learner-record/1\",\"format\":\"conferral-learner-record/1\"}", "names a member twice")]
    public async Task A_line_that_is_no_record_blocks_itself(string line, string says)
    {
        var reading = await Read(Sound + "\n" + line);
        Assert.Equal("READ-RECORD-JSON", Assert.Single(reading["records.ndjson#2"].Findings).RuleId);
        Assert.Contains(says, reading["records.ndjson#2"].Findings[0].Message, StringComparison.Ordinal);
        Assert.False(reading["1"].IsBlocked);
    }

    [Fact]
    public async Task Without_an_award_a_record_is_blocked_unless_such_are_allowed()
    {
        const string none = """{"format":"conferral-learner-record/1","learner":{"learnerKey":"1"}}""";
        Assert.Equal("READ-NO-AWARD", Assert.Single((await Read(none)).AllFindings).RuleId);
        Assert.Empty((await Read(none, new IntakeOptions { AllowNoAwards = true })).AllFindings);
    }

    [Theory]
    [InlineData("degree-verify/river-college.txt", "degree-verify.ndjson", "")]
    [InlineData("pesc", "pesc.ndjson", "READ-NO-AWARD")]
    [InlineData("learner-records/degree-verify.ndjson", "degree-verify.ndjson", "")]
    [InlineData("learner-records/pesc.ndjson", "pesc.ndjson", "")]
    public async Task The_samples_give_their_golden_records(string sample, string golden, string rules)
    {
        await using var source = IntakeSources.Open(Repository.Sample(sample.Split('/')));
        using var written = new MemoryStream();
        var summary = await RecordFile.WriteAsync(source, written, TestContext.Current.CancellationToken);
        Assert.Equal(File.ReadAllText(Repository.Sample("learner-records", golden)), Encoding.UTF8.GetString(written.ToArray()));
        Assert.Equal(rules, string.Join(' ', summary.Findings.Select(group => group.Rule)));
        await foreach (var item in source.ReadAsync(TestContext.Current.CancellationToken))
        {
            if (item.IsBlocked) continue;
            var clr = SampleLearner.Clr(SampleLearner.Composer().Compose(item));
            var learner = item.Learner!;
            Assert.Equal(learner.Awards.Select(award => award.Title).Order(), clr.CredentialSubject.VerifiableCredential.Select(member => member.CredentialSubject.Achievement).Where(achievement => learner.Awards.Any(award => award.AchievementType == achievement.AchievementType && award.Title == achievement.Name)).Select(achievement => achievement.Name).Order());
        }
    }

    private static async Task<Reading> Read(string text, IntakeOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "records.ndjson");
        File.WriteAllText(path, text);
        return await Reading.Of(path, options: options);
    }
}
