// What changed between two versions, in words: every edit of a learner's record is named, and nothing else is.
using System.Text;
using System.Text.Json.Nodes;
using Conferral.Issuance.Amendments;
using Conferral.Issuance.Read;
using Conferral.Issuance.Tests.Compose;

namespace Conferral.Issuance.Tests.Amendments;

public sealed class DocumentComparisonTests
{
    private static readonly DateTimeOffset Later = new(2026, 7, 1, 9, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string[]> Edits => new()
    {
        { "grade", ["grade of MATH 101 (Autumn 2025): A- -> B"] },
        { "grade-lost", ["grade of MATH 101 (Autumn 2025) removed: A-"] },
        { "honours", ["honours added: Cum Laude"] },
        { "no-honours", ["honours removed: Magna Cum Laude"] },
        { "name", ["name: changed"] },
        { "new-course", ["course added: PHYS 110 (Spring 2026), grade C+"] },
        { "lost-course", ["course removed: HIST 210 (Autumn 2025), grade B+"] },
        { "gpa", ["cumulative grade point average of Bachelor of Science: 3.72 -> 3.81"] },
        { "title", ["title of CS 301 (Spring 2026): Algorithms -> Algorithms and Data"] },
        { "credits", ["credits earned of MATH 101 (Autumn 2025): 4 -> 3.5", "note of MATH 101 (Autumn 2025) added: Credits attempted: 4"] },
        { "provisional", ["status of MATH 101 (Autumn 2025) added: Provisional"] },
        { "minor", ["field of study removed: Minor in Statistics"] },
        { "role", ["role of Food Bank: Team lead -> Coordinator"] },
        { "level", ["level of Quantitative reasoning: Proficient -> Developing"] },
        { "conferred", ["date awarded: 2026-05-15 -> 2026-05-20", "date awarded of Bachelor of Science: 2026-05-15 -> 2026-05-20"] },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_of_the_record_is_named(string edit, string[] expected)
    {
        var changes = Compare(SampleLearner.Learner(), Edited(edit));
        Assert.All(expected, sentence => Assert.Contains(sentence, changes));
        if (edit != "conferred") Assert.Equal(expected.Length, changes.Count);
    }

    [Fact]
    public void The_same_facts_issued_later_are_no_change()
    {
        Assert.Empty(Compare(SampleLearner.Learner(), SampleLearner.Learner()));
        Assert.Equal("other content", Assert.Single(DocumentComparison.Amended("{}"u8.ToArray(), "{}"u8.ToArray())).Kind);
    }

    [Fact]
    public void Proofs_status_entries_order_and_white_space_are_no_change()
    {
        var before = SampleLearner.Compose(SampleLearner.Learner()).Utf8Json;
        var signed = JsonNode.Parse(before.Span)!.AsObject();
        signed["proof"] = new JsonObject { ["type"] = "DataIntegrityProof", ["proofValue"] = "z1" };
        signed["credentialStatus"] = new JsonObject { ["type"] = "BitstringStatusListEntry", ["statusListIndex"] = "9" };
        var subject = signed["credentialSubject"]!.AsObject();
        foreach (var name in (string[])["verifiableCredential", "achievement", "association"])
            subject[name] = new JsonArray([.. subject[name]!.AsArray().Reverse().Select(item => item!.DeepClone())]);
        foreach (var member in subject["verifiableCredential"]!.AsArray()) member!["proof"] = new JsonObject { ["proofValue"] = "z2" };
        Assert.Empty(DocumentComparison.Changes(before, Encoding.UTF8.GetBytes(signed.ToJsonString(new() { WriteIndented = true }))));
    }

    [Fact]
    public void Plain_identities_are_shown_and_hashed_ones_are_not()
    {
        var plain = SampleLearner.Options with { HashIdentifiers = false };
        var change = Assert.Single(DocumentComparison.Changes(
            SampleLearner.Compose(SampleLearner.Learner(), plain).Utf8Json,
            SampleLearner.Compose(SampleLearner.Learner() with { Name = new PersonName("Zoë Quirke", "Zoë", "Quirke") }, plain, Later).Utf8Json));
        Assert.Equal($"name: {SampleLearner.DisplayName} -> Zoë Quirke", change.ToString());
    }

    [Fact]
    public void A_ready_made_credential_with_members_of_new_ids_is_compared_by_what_they_are_called()
    {
        var before = JsonNode.Parse(SampleLearner.Compose(SampleLearner.Learner()).Utf8Json.Span)!;
        var after = before.DeepClone();
        var number = 0;
        foreach (var member in after["credentialSubject"]!["verifiableCredential"]!.AsArray()) member!["id"] = $"urn:example:{number++}";
        Assert.Empty(DocumentComparison.Changes(Bytes(before), Bytes(after)));
        after["credentialSubject"]!["verifiableCredential"]![0]!["evidence"] = new JsonArray(new JsonObject { ["type"] = new JsonArray("Evidence"), ["name"] = "Thesis" });
        Assert.Contains("name of Bachelor of Science added: Thesis", DocumentComparison.Changes(Bytes(before), Bytes(after)).Select(change => change.ToString()));
    }

    [Fact]
    public void Twenty_thousand_amendments_are_counted_and_few_are_kept()
    {
        var tally = new AmendmentTally();
        var change = new FieldChange("grade", "grade of MATH 101", ChangeManner.Changed, "A", "B");
        for (var i = 0; i < 20_000; i++) tally.Add(new Amendment($"L{i}", $"urn:{i}", 1, i % 2 == 0 ? [change] : [change, change, change with { Kind = "course", Manner = ChangeManner.Added }]));
        Assert.Equal(AmendmentTally.KeptInDetail, tally.First.Count);
        Assert.Equal([new ChangeCount("grade", ChangeManner.Changed, 20_000), new ChangeCount("course", ChangeManner.Added, 10_000)], tally.Counts);
    }

    private static List<string> Compare(LearnerRecord before, LearnerRecord after)
        => [.. DocumentComparison.Changes(SampleLearner.Compose(before).Utf8Json, SampleLearner.Compose(after, amendedAt: Later).Utf8Json).Select(change => change.ToString())];

    private static LearnerRecord Edited(string edit)
    {
        var learner = SampleLearner.Learner();
        var (math, history, algorithms) = (learner.CourseResults[0], learner.CourseResults[1], learner.CourseResults[2]);
        var degree = SampleLearner.Degree();
        return edit switch
        {
            "grade" => learner with { CourseResults = [math with { Grade = "B" }, history, algorithms] },
            "grade-lost" => learner with { CourseResults = [math with { Grade = null }, history, algorithms] },
            "provisional" => learner with { CourseResults = [math with { Status = ResultStatus.Provisional }, history, algorithms] },
            "credits" => learner with { CourseResults = [math with { CreditsEarned = 3.5m }, history, algorithms] },
            "new-course" => learner with { CourseResults = [.. learner.CourseResults, SampleLearner.Taken(SampleLearner.Course("PHYS-110", "Physics"), SampleLearner.Spring, "C+", 9)] },
            "lost-course" => learner with { CourseResults = [math, algorithms] },
            "title" => learner with { CourseResults = [math, history, algorithms with { Course = SampleLearner.Course("CS-301", "Algorithms and Data", 3.5m) }] },
            "honours" => learner with { Awards = [degree with { Honors = ["Magna Cum Laude", "Cum Laude"] }] },
            "no-honours" => learner with { Awards = [degree with { Honors = [] }] },
            "minor" => learner with { Awards = [degree with { Fields = [.. degree.Fields.Where(field => field.Kind != AwardFieldKind.Minor)] }] },
            "conferred" => learner with { Awards = [degree with { ConferredOn = new DateOnly(2026, 5, 20) }] },
            "name" => learner with { Name = new PersonName("Zoë Quirke", "Zoë", "Quirke") },
            "gpa" => learner with { Gpas = [learner.Gpas[0] with { Value = 3.81m }] },
            "role" => learner with { Activities = [learner.Activities[0] with { Role = "Coordinator" }] },
            "level" => learner with { CompetencyResults = [learner.CompetencyResults[0] with { Level = "Developing" }] },
            _ => throw new ArgumentOutOfRangeException(nameof(edit), edit, "No such edit."),
        };
    }

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());
}
