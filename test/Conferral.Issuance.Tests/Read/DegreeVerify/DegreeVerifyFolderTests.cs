// Several DegreeVerify files as one input: awards put together, duplicates across files found and said.
using Conferral.Issuance.Read;
using Layout = Conferral.Issuance.Read.DegreeVerifyLayout;

namespace Conferral.Issuance.Tests.Read.DegreeVerify;

public sealed class DegreeVerifyFolderTests
{
    private static string Fall => TestRecords.File(TestRecords.Award(), TestRecords.Award(id: "0002"));

    [Fact]
    public async Task A_learner_s_awards_come_together_from_all_files()
    {
        var reading = await Read(("b-spring.txt", TestRecords.File(TestRecords.Award(id: "0003"), TestRecords.Award(title: "Master of Arts", level: "M", date: "20270515"))), ("a-fall.txt", Fall));
        Assert.Empty(reading.AllFindings);
        Assert.Equal(["0001: Bachelor of Arts, Master of Arts", "0002: Bachelor of Arts", "0003: Bachelor of Arts"], reading.Items.Select(item => $"{item.LearnerKey}: {string.Join(", ", item.Learner!.Awards.Select(award => award.Title))}"));
        Assert.Equal(["a-fall.txt, row 2", "b-spring.txt, row 3"], reading["0001"].Learner!.Awards.Select(award => award.Source.ToString()));
        Assert.Equal(3, reading.LearnerCount);
        Assert.EndsWith("(2 DegreeVerify files)", reading.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_two_files_hold_alike_is_read_once_and_said()
    {
        var reading = await Read(("a.txt", Fall), ("b.txt", TestRecords.File(TestRecords.Award(id: "0002"), TestRecords.Award(id: "0003"))));
        var finding = Assert.Single(reading.AllFindings);
        Assert.Equal(("READ-REPEATED", "b.txt, row 2", "The same record stands in a.txt, row 3; it is read once."), (finding.RuleId, finding.Source!.ToString(), finding.Message));
        Assert.Single(reading["0002"].Learner!.Awards);
        Assert.False(reading["0002"].IsBlocked);
    }

    [Theory]
    [InlineData("Honors", "READ-DUPLICATE-KEY", "the first time in a.txt, row 2")]
    [InlineData("Last Name", "READ-LEARNER-CONFLICT", "The record of a.txt, row 2 has the same College Student ID and another name")]
    public async Task One_award_told_in_two_ways_by_two_files_blocks_its_learner_with_both_places(string field, string rule, string says)
    {
        var other = TestRecords.Award();
        other[field == "Honors" ? Layout.Honors[0] : Layout.LastName] = "Summa Cum Laude";
        var reading = await Read(("a.txt", Fall), ("b.txt", TestRecords.File(other)));
        Assert.Contains(reading["0001"].Findings, finding => finding.RuleId == rule && finding.Source!.File == "b.txt" && finding.Message.Contains(says, StringComparison.Ordinal));
        Assert.True(reading["0001"].IsBlocked);
        Assert.False(reading["0002"].IsBlocked);
    }

    [Fact]
    public async Task A_block_in_any_file_is_the_learner_s()
    {
        var blocked = TestRecords.Award(title: "Master of Arts", level: "M");
        blocked[Layout.FerpaBlock] = "Y";
        var reading = await Read(("a.txt", Fall), ("b.txt", TestRecords.File(blocked)));
        Assert.Equal((HoldKind.Privacy, "b.txt"), (Assert.Single(reading["0001"].Learner!.Holds).Kind, reading["0001"].Learner!.Holds[0].Source.File));
    }

    [Fact]
    public async Task A_copied_file_and_one_that_is_something_else_are_named_and_not_read()
    {
        var reading = await Read(("a.txt", Fall), ("copy of a.txt", Fall), ("notes.txt", "remember the milk"));
        Assert.Equal(["READ-UNUSED-FILE copy of a.txt: It holds the same records as a.txt", "READ-UNUSED-FILE notes.txt: It does not begin with DH1"], reading.SourceFindings.Select(finding => $"{finding.RuleId} {finding.Source!.File}: {finding.Message.Split(',')[0]}"));
        Assert.Equal(2, reading.Items.Count);
        Assert.All(reading.Items, item => Assert.Empty(item.Findings));
        Assert.Equal((await Read(("a.txt", Fall))).Sha256, reading.Sha256);
        Assert.NotEqual((await Read(("a.txt", Fall), ("b.txt", TestRecords.File(TestRecords.Award(id: "0009"))))).Sha256, reading.Sha256);
    }

    [Fact]
    public async Task A_faulty_file_among_several_refuses_the_input_by_its_name()
    {
        var error = await Assert.ThrowsAsync<IntakeException>(() => Read(("a.txt", Fall), ("b.txt", Fall[..^10])));
        Assert.StartsWith("b.txt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_files_give_what_one_file_of_all_records_gives()
    {
        var records = Enumerable.Range(0, 40).Select(i => TestRecords.Award(id: $"{i / 2:0000}", title: $"Bachelor of Arts {i % 2}")).ToArray();
        var whole = await Read(("a.txt", TestRecords.File(records)));
        var split = await Read([.. records.Chunk(7).Select((chunk, i) => ($"part{i}.txt", TestRecords.File(chunk)))]);
        Assert.Equal(whole.Items.Select(RecordText.Of), split.Items.Select(RecordText.Of));
    }

    private static async Task<Reading> Read(params (string Name, string Text)[] files)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in files) await File.WriteAllTextAsync(Path.Combine(folder.Path, name), text, TestContext.Current.CancellationToken);
        return await Reading.Of(folder.Path);
    }
}
