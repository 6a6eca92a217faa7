// The shape of a composed CLR: contexts, dates, bindings, members, catalogue and associations.
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Model;
using Conferral.Issuance.Compose;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Compose;

public sealed class ComposerTests
{
    private readonly DraftClr draft = SampleLearner.Compose(SampleLearner.Learner());

    private ClrCredential Clr => SampleLearner.Clr(draft);

    [Fact]
    public void The_sample_composes_without_findings() => Assert.Empty(draft.Findings);

    [Fact]
    public void Contexts_are_the_published_four_and_members_leave_out_the_CLRs()
    {
        Assert.Equal(ContextUrl.OfClr, Clr.Context);
        Assert.All(Clr.CredentialSubject.VerifiableCredential, member => Assert.Equal(ContextUrl.OfAchievementCredential, member.Context));
    }

    [Fact]
    public void Name_issuer_and_id_are_the_institutions()
    {
        Assert.Equal("Example College Comprehensive Learner Record", Clr.Name);
        Assert.Equal("did:web:college.example", Clr.Issuer.Id);
        Assert.Equal(SampleLearner.Mint().Clr(SampleLearner.Key), draft.CredentialId);
        Assert.Equal(draft.CredentialId, Clr.Id);
    }

    [Fact]
    public void Dates_are_midnights_of_the_institutions_zone()
    {
        Assert.Equal("2026-05-15T00:00:00-05:00", Clr.ValidFrom);
        Assert.Equal("2026-05-15T00:00:00-05:00", Clr.AwardedDate);
        Assert.Equal("2025-08-25T00:00:00-05:00", Member("Calculus I").CredentialSubject.ActivityStartDate);
        Assert.Equal("2025-12-19T00:00:00-05:00", Member("Calculus I").CredentialSubject.ActivityEndDate);
        Assert.Equal("2026-05-02T00:00:00-05:00", Member("Quantitative reasoning").AwardedDate);
    }

    [Fact]
    public void The_subject_is_known_by_salted_hashes()
    {
        var salt = SampleLearner.Mint().Salt(SampleLearner.Key);
        Assert.Null(Clr.CredentialSubject.Id);
        Assert.Equal(
            [
                IdentityObject.Sha256("sisSourcedId", SampleLearner.Key, salt),
                IdentityObject.Sha256("name", SampleLearner.DisplayName, salt),
                IdentityObject.Sha256("emailAddress", SampleLearner.Email, salt),
            ],
            Clr.CredentialSubject.Identifier!);
    }

    [Fact]
    public void Every_member_names_its_subject_by_an_identity_of_the_CLR()
        => Assert.All(Clr.CredentialSubject.VerifiableCredential, member => Assert.Equal(Clr.CredentialSubject.Identifier![0], Assert.Single(member.CredentialSubject.Identifier!)));

    [Fact]
    public void A_DID_is_the_subject_of_the_CLR_and_of_every_member()
    {
        var clr = SampleLearner.Clr(SampleLearner.Compose(SampleLearner.Learner() with { Did = "did:key:z6Mk1" }));
        Assert.Equal("did:key:z6Mk1", clr.CredentialSubject.Id);
        Assert.Equal(3, clr.CredentialSubject.Identifier!.Count);
        Assert.All(clr.CredentialSubject.VerifiableCredential, member => Assert.Equal(("did:key:z6Mk1", null), (member.CredentialSubject.Id, member.CredentialSubject.Identifier)));
    }

    [Fact]
    public void No_key_name_or_address_of_the_learner_is_anywhere_in_the_bytes()
    {
        var text = Encoding.UTF8.GetString(draft.Utf8Json.Span);
        Assert.All([SampleLearner.Key, "123456", SampleLearner.DisplayName, "Quirke", "Zo", SampleLearner.Email, "zoe"], secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Plain_identities_are_given_when_the_institution_says_so()
    {
        var clr = SampleLearner.Clr(SampleLearner.Compose(SampleLearner.Learner(), SampleLearner.Options with { HashIdentifiers = false, IdentifyByEmail = false }));
        Assert.Equal([IdentityObject.Plain("sisSourcedId", SampleLearner.Key), IdentityObject.Plain("name", SampleLearner.DisplayName)], clr.CredentialSubject.Identifier!);
    }

    [Fact]
    public void A_learner_without_name_and_address_is_bound_by_the_key_alone()
    {
        var clr = SampleLearner.Clr(SampleLearner.Compose(SampleLearner.Learner() with { Name = null, Email = null }));
        Assert.Equal("sisSourcedId", Assert.Single(clr.CredentialSubject.Identifier!).IdentityType);
    }

    [Fact]
    public void The_degree_carries_first_major_concentration_and_average()
    {
        var subject = Member("Bachelor of Science").CredentialSubject;
        Assert.Equal(("BachelorDegree", "BS", "Mathematics", "Number Theory", 120m), (subject.Achievement.AchievementType, subject.Achievement.HumanCode, subject.Achievement.FieldOfStudy, subject.Achievement.Specialization, subject.Achievement.CreditsAvailable));
        Assert.Equal(new IdentifierEntry("27.0101", "ext:majorCode"), Assert.Single(subject.Achievement.OtherIdentifier!));
        var scale = Assert.Single(subject.Achievement.ResultDescription!);
        Assert.Equal(("GradePointAverage", "0", "4"), (scale.ResultType, scale.ValueMin, scale.ValueMax));
        Assert.Equal((scale.Id, "3.72"), (Assert.Single(subject.Result!).ResultDescription, subject.Result![0].Value));
    }

    [Fact]
    public void Further_fields_and_honours_are_parts_of_the_degree()
    {
        Assert.Equal("38.0101", Member("Major in Philosophy").CredentialSubject.Achievement.HumanCode);
        Assert.Equal("Award", Member("Magna Cum Laude").CredentialSubject.Achievement.AchievementType);
        foreach (var part in new[] { "Major in Philosophy", "Minor in Statistics", "Magna Cum Laude", "Calculus I", "Algorithms" })
            Assert.Contains(new Association(AssociationType.IsPartOf, IdOf(part), IdOf("Bachelor of Science")), Clr.CredentialSubject.Association!);
    }

    [Fact]
    public void A_competency_is_a_child_of_its_course_and_keeps_its_ordered_levels()
    {
        Assert.Contains(new Association(AssociationType.IsChildOf, IdOf("Quantitative reasoning"), IdOf("Algorithms")), Clr.CredentialSubject.Association!);
        var subject = Member("Quantitative reasoning").CredentialSubject;
        var scale = Assert.Single(subject.Achievement.ResultDescription!);
        Assert.Equal("PerformanceLevel", scale.ResultType);
        Assert.Equal(["Beginning", "Developing", "Proficient"], scale.AllowedValue!);
        Assert.Equal((scale.Id, "Proficient"), (Assert.Single(subject.Result!).ResultDescription, subject.Result![0].Value));
        Assert.Equal("https://college.example/outcomes", Assert.Single(subject.Achievement.Alignment!).TargetUrl);
    }

    [Fact]
    public void An_activity_keeps_role_dates_and_hours()
    {
        var subject = Member("Food Bank").CredentialSubject;
        Assert.Equal(("Team lead", "Hours: 120.5", "2024-09-01T00:00:00-05:00", "2026-04-30T00:00:00-05:00"), (subject.Role, subject.Narrative, subject.ActivityStartDate, subject.ActivityEndDate));
    }

    [Fact]
    public void Every_member_is_valid_from_and_schema_bound_under_an_id_of_its_own()
    {
        var members = Clr.CredentialSubject.VerifiableCredential;
        Assert.Equal(9, members.Count);
        Assert.Equal(members.Count, members.Select(member => member.Id).Distinct().Count());
        Assert.All(members, member => Assert.Equal(CredentialSchema.OfAchievementCredential, Assert.Single(member.CredentialSchema!)));
        Assert.All(members, member => Assert.Equal("2026-05-15T00:00:00-05:00", member.ValidFrom));
        Assert.Equal(CredentialSchema.OfClr, Assert.Single(Clr.CredentialSchema!));
    }

    [Fact]
    public void The_catalogue_lists_each_achievement_once_and_agrees_with_the_members()
    {
        var catalogue = Clr.CredentialSubject.Achievement!.ToDictionary(achievement => achievement.Id);
        foreach (var member in Clr.CredentialSubject.VerifiableCredential)
        {
            var asserted = member.CredentialSubject.Achievement;
            var listed = catalogue[asserted.Id];
            Assert.Equal(Text(asserted with { ResultDescription = null }), Text(listed));
        }
    }

    [Fact]
    public void Sources_lead_from_members_and_catalogue_back_to_rows()
    {
        Assert.Equal("course_results.csv, row 3", draft.SourceOf(PointerOf("History of Ideas") + "/credentialSubject/creditsEarned")!.ToString());
        Assert.Equal("award_fields.csv, row 4", draft.SourceOf(PointerOf("Minor in Statistics"))!.ToString());
        Assert.Equal("students.csv, row 2", draft.SourceOf("/credentialSubject/identifier/1/identityHash")!.ToString());
        Assert.Equal("students.csv, row 2", draft.SourceOf("/name")!.ToString());
        Assert.Equal(Clr.CredentialSubject.Achievement!.Count, draft.Sources.Count(mark => mark.Pointer.StartsWith("/credentialSubject/achievement/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Many_threads_compose_the_same_bytes()
    {
        var composer = SampleLearner.Composer();
        var all = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => composer.Compose(SampleLearner.Item(SampleLearner.Learner())).Sha256)));
        Assert.Equal([draft.Sha256], all.Distinct());
    }

    private AchievementCredential Member(string name) => Clr.CredentialSubject.VerifiableCredential.Single(member => member.Name == name);

    private string IdOf(string name) => Member(name).CredentialSubject.Achievement.Id;

    private string PointerOf(string name) => "/credentialSubject/verifiableCredential/" + Clr.CredentialSubject.VerifiableCredential.ToList().FindIndex(member => member.Name == name);

    private static string Text(Achievement achievement) => JsonSerializer.Serialize(achievement);
}
