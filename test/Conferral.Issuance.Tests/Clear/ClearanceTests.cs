// Each clearance rule over one learner, what people decide, and that no fact leaks.
using Conferral.Issuance.Clear;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Read;
using Conferral.Issuance.Tests.Compose;
using Conferral.Issuance.Tests.Read;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Clear;

public sealed class ClearanceTests : IDisposable
{
    private const string Secret = "owes 512 dollars";
    private static readonly DateOnly Born = new(2001, 2, 3);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conferral-clear-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string, string, string> Cases() => new()
    {
        { "", "nothing", "" },
        { "", "hold", "CLEAR-HOLD error" },
        { "hold: warn", "hold", "CLEAR-HOLD warning" },
        { "hold: off", "hold", "" },
        { "hold: { kinds: [Academic] }", "hold", "" },
        { "", "ended hold", "" },
        { "", "hold to come", "" },
        { "", "privacy", "CLEAR-PRIVACY error" },
        { "hold: off", "privacy", "CLEAR-PRIVACY error" },
        { "", "deceased", "CLEAR-DECEASED error" },
        { "deceased: off", "deceased", "" },
        { "", "unposted", "CLEAR-UNPOSTED error" },
        { "", "no status", "CLEAR-UNPOSTED error" },
        { "", "posted", "" },
        { "unposted: { posted: [PN] }", "unposted", "" },
        { "", "refused", "CLEAR-CONSENT error" },
        { "consent: { required: true }", "nothing", "CLEAR-CONSENT error" },
        { "consent: { required: true }", "agreed", "" },
        { "", "unknown", "CLEAR-IDENTITY error" },
        { "identity: { need: [name, birthDate] }", "nothing", "CLEAR-IDENTITY error" },
        { "identity: { need: [name, birthDate] }", "born", "" },
        { "", "too young", "CLEAR-BEFORE-BIRTH error" },
        { "", "unborn", "CLEAR-BEFORE-BIRTH error" },
        { "beforeBirth: { minimumAge: 0 }", "unborn", "CLEAR-BEFORE-BIRTH error" },
        { "beforeBirth: off", "unborn", "" },
        { "", "born in 9999", "CLEAR-BEFORE-BIRTH error" },
        { "beforeBirth: { minimumAge: 30 }", "born", "CLEAR-BEFORE-BIRTH error" },
        { "", "ahead", "CLEAR-FUTURE error" },
        { "future: warn", "ahead", "CLEAR-FUTURE warning" },
        { "", "few credits", "CLEAR-CREDITS error" },
        { "credits: { minimum: { BachelorDegree: 120 } }", "119 credits", "CLEAR-CREDITS error" },
        { "", "119 credits", "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_rule_finds_what_it_is_about(string yaml, string learner, string expected)
    {
        var item = (await Gate(yaml)).Pass(SampleLearner.Item(Learner(learner)));
        Assert.Equal(expected, string.Join(", ", item.Findings.Select(finding => $"{finding.RuleId} {finding.Severity.ToString().ToLowerInvariant()}")));
        Assert.Equal(expected.EndsWith("error", StringComparison.Ordinal), item.IsBlocked);
        foreach (var finding in item.Findings)
        {
            Assert.DoesNotContain(Secret, finding.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("2001", finding.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("Quirke", finding.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_institution_says_what_to_do()
        => Assert.EndsWith("Ask the bursar, room 12.", Assert.Single((await Gate("hold: { say: \"Ask the bursar, room 12.\" }")).Pass(SampleLearner.Item(Learner("hold"))).Findings).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Two_keys_with_one_name_and_birth_date_are_both_held()
    {
        using var bundle = new TestBundle().Put("learners.csv", "learner_key,name,birth_date,identifiers\n001,Ana Lima,2001-02-03,sisSourcedId:1\n002,  ANA  lima,2001-02-03,sisSourcedId:2\n");
        Assert.Equal(["CLEAR-DUPLICATE", "CLEAR-DUPLICATE"], (await Cleared(bundle)).SelectMany(item => item.Findings).Select(finding => finding.RuleId));
        bundle.Change("learners.csv", "002,  ANA  lima,2001-02-03", "002,Ana Lima,2001-02-04");
        Assert.All(await Cleared(bundle), item => Assert.Empty(item.Findings));
        bundle.Change("learners.csv", "sisSourcedId:2", "sisSourcedId:1");
        Assert.All(await Cleared(bundle), item => Assert.Equal("CLEAR-DUPLICATE", Assert.Single(item.Findings).RuleId));
    }

    [Fact]
    public async Task Shared_things_are_exactly_those_under_two_keys()
        => await Gen.Select(Gen.Int[0, 30], Gen.Int[0, 12]).Array[0, 40].SampleAsync(async pairs =>
        {
            var learners = pairs.Select(pair => SampleLearner.Learner() with { LearnerKey = $"k{pair.Item1}", Identifiers = [new LearnerIdentifier("sisSourcedId", $"v{pair.Item2}")] }).ToArray();
            var people = await SamePeople.FindAsync(new FixedSource(learners), [SamePerson.Identifier], CancellationToken.None);
            foreach (var (key, value) in pairs)
            {
                var shared = pairs.Any(other => other.Item2 == value && other.Item1 != key);
                Assert.Equal(shared, people.Shared(learners[Array.IndexOf(pairs, (key, value))]).Any());
            }
        }, iter: 100);

    [Fact]
    public async Task A_decision_holds_for_its_rule_and_these_facts_alone()
    {
        using var ledger = Open();
        var learner = Learner("hold");
        Decide(ledger, learner, await Gate(""), null);
        var gate = await Gate("", ledger);
        var passed = gate.Pass(SampleLearner.Item(learner));
        Assert.False(passed.IsBlocked);
        Assert.Contains("Cleared by decision 1 (for these facts)", Assert.Single(passed.Findings).Message, StringComparison.Ordinal);
        Assert.True(gate.Pass(SampleLearner.Item(learner with { Holds = [learner.Holds[0] with { Since = new DateOnly(2026, 5, 1) }] })).IsBlocked);
        Assert.True(gate.Pass(SampleLearner.Item(learner with { Holds = [.. learner.Holds, .. Learner("privacy").Holds] })).IsBlocked);
        Assert.True(gate.Pass(SampleLearner.Item(learner with { LearnerKey = "other" })).IsBlocked);
    }

    [Fact]
    public async Task A_decision_up_to_a_day_holds_whatever_the_facts_and_no_longer()
    {
        using var ledger = Open();
        var learner = Learner("hold");
        Decide(ledger, learner, await Gate(""), new DateOnly(2026, 6, 1));
        var changed = SampleLearner.Item(learner with { Holds = [learner.Holds[0] with { Reason = "more" }] });
        Assert.False((await Gate("", ledger)).Pass(changed).IsBlocked);
        Assert.True((await Gate("", ledger, SampleLearner.Now.AddDays(1))).Pass(changed).IsBlocked);
    }

    [Fact]
    public async Task A_revoked_decision_holds_nothing_and_the_ledger_audits()
    {
        using var ledger = Open();
        var learner = Learner("hold");
        Decide(ledger, learner, await Gate(""), null);
        var decisions = new ClearanceLedger(ledger);
        decisions.Revoke(1, "M. Otieno", "a mistake");
        Assert.Empty(decisions.Standing());
        Assert.True((await Gate("", ledger)).Pass(SampleLearner.Item(learner)).IsBlocked);
        Assert.Equal(LedgerCode.WrongState, Assert.Throws<LedgerException>(() => decisions.Revoke(1, "M. Otieno", "again")).Code);
        Assert.Equal(2, Decide(ledger, learner, await Gate(""), null).Number);
        Assert.Empty(new LedgerAudit(ledger, _ => null).Run(null, CancellationToken.None).Problems);
        ledger.Write(write => write.Execute("UPDATE clearance SET decided_by = 'nobody' WHERE clearance_id = 2"));
        Assert.Contains(new LedgerAudit(ledger, _ => null).Run(null, CancellationToken.None).Problems, problem => problem.Contains("clearance decision 2", StringComparison.Ordinal));
    }

    [Fact]
    public void The_words_of_the_rules_are_read_and_documented()
    {
        var page = File.ReadAllText(Repository.Page("mapping.md"));
        Assert.All(ClearanceRule.All, rule => Assert.Contains($"| `{rule.Word}` | `{rule.Id}` | {rule.Meaning}", page, StringComparison.Ordinal));
        Assert.All(ClearanceReader.Words.Values.SelectMany(words => words), word => Assert.Contains($"`{word}`", page, StringComparison.Ordinal));
        Assert.Equal(typeof(ClearanceRule).GetFields().Where(field => !field.IsLiteral).Select(field => ((ClearanceRule)field.GetValue(null)!).Id).Order(), ClearanceRule.All.Select(rule => rule.Id).Order());
    }

    private static LearnerRecord Learner(string what)
    {
        var learner = SampleLearner.Learner();
        return what switch
        {
            "hold" => learner with { Holds = [Hold(HoldKind.Financial)] },
            "ended hold" => learner with { Holds = [Hold(HoldKind.Financial) with { Until = new DateOnly(2026, 5, 31) }] },
            "hold to come" => learner with { Holds = [Hold(HoldKind.Financial) with { Since = new DateOnly(2026, 6, 2) }] },
            "privacy" => learner with { Holds = [Hold(HoldKind.Privacy)] },
            "deceased" => learner with { Holds = [Hold(HoldKind.Deceased)] },
            "unposted" => WithAward(award => award with { Status = "PN" }),
            "no status" => WithAward(award => award with { Status = "" }),
            "posted" => WithAward(award => award with { Status = "awarded" }),
            "refused" => learner with { Consent = new LearnerConsent(false, null, SampleLearner.Row("consents", 2)) },
            "agreed" => learner with { Consent = new LearnerConsent(true, null, SampleLearner.Row("consents", 2)) },
            "unknown" => learner with { Name = null, Email = null, Identifiers = [] },
            "born" => learner with { BirthDate = Born },
            "too young" => learner with { BirthDate = new DateOnly(2020, 2, 3) },
            "unborn" => learner with { BirthDate = learner.Awards[0].ConferredOn },
            "born in 9999" => learner with { BirthDate = DateOnly.MaxValue },
            "ahead" => WithAward(award => award with { ConferredOn = new DateOnly(2026, 6, 2) }),
            "few credits" => WithAward(award => award with { CreditsEarned = 90, CreditsRequired = 120 }),
            "119 credits" => WithAward(award => award with { CreditsEarned = 119 }),
            _ => learner,
        };
    }

    private static LearnerRecord WithAward(Func<Award, Award> change) => SampleLearner.Learner() with { Awards = [change(SampleLearner.Degree())] };

    private static LearnerHold Hold(HoldKind kind) => new(kind, Secret, null, null, SampleLearner.Row("holds", 2));

    private static Task<ClearanceGate> Gate(string yaml, LedgerStore? ledger = null, DateTimeOffset? asOf = null) => ClearanceGate.OpenAsync(
        new ClearanceSettings(yaml.Length == 0 ? ClearanceRules.Default : ClearanceReader.Parse("clearance.yaml", yaml), TimeSpan.Zero, SampleLearner.Mint().Salt),
        new FixedSource([]), ledger, asOf ?? SampleLearner.Now, CancellationToken.None);

    private static ClearanceDecision Decide(LedgerStore ledger, LearnerRecord learner, ClearanceGate gate, DateOnly? until) => new ClearanceLedger(ledger).Record(new ClearanceDecision
    {
        LearnerKey = learner.LearnerKey, RuleId = "CLEAR-HOLD", FactsSha256 = gate.FactsOf(learner, "CLEAR-HOLD")!, Until = until, Reason = "paid at the desk", By = "M. Otieno",
    });

    private static async Task<List<IntakeItem>> Cleared(TestBundle bundle)
    {
        await using var source = IntakeSources.Open(bundle.Folder);
        var gate = await ClearanceGate.OpenAsync(new ClearanceSettings(ClearanceRules.Default, TimeSpan.Zero, key => key), source, null, SampleLearner.Now, CancellationToken.None);
        var items = new List<IntakeItem>();
        await foreach (var item in source.ReadAsync(CancellationToken.None)) items.Add(gate.Pass(item));
        return items;
    }

    private LedgerStore Open() => LedgerStore.OpenForWriting(LedgerSettings.Sqlite(Path.Combine(_folder.FullName, "ledger.db")), new FakeTimeProvider(SampleLearner.Now));
}
