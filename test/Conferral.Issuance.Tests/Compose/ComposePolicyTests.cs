// What the institution's choices change: statuses, averages, several awards, amendments, and ids of equal content.
using Conferral.Credentials.Model;
using Conferral.Issuance.Compose;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Compose;

public sealed class ComposePolicyTests
{
    [Fact]
    public void Failed_and_withdrawn_courses_stay_out_and_make_the_record_partial()
    {
        var clr = Compose(WithStatuses(ResultStatus.Completed, ResultStatus.Failed, ResultStatus.Withdrew));
        Assert.True(clr.Partial);
        Assert.Equal(["Course 0"], Courses(clr).Select(member => member.Name!));
    }

    [Fact]
    public void A_complete_record_does_not_speak_of_being_partial()
        => Assert.Null(Compose(SampleLearner.Learner()).Partial);

    [Fact]
    public void Every_status_can_be_included_and_is_told()
    {
        var statuses = Enum.GetValues<ResultStatus>();
        var clr = Compose(WithStatuses(statuses), SampleLearner.Options with { CourseStatuses = statuses.ToHashSet() });
        Assert.Null(clr.Partial);
        Assert.Equal([null, "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"], Courses(clr).Select(member => Assert.Single(member.CredentialSubject.Result!).Status));
    }

    [Fact]
    public void An_associate_degree_precedes_the_bachelors_and_an_average_stands_on_the_newest()
    {
        var learner = SampleLearner.Learner() with
        {
            Awards = [SampleLearner.Degree(), SampleLearner.Degree("DEG-0", "AssociateDegree", "Associate of Science", 2024) with { Honors = [], Fields = [] }],
        };
        var clr = Compose(learner);
        var bachelor = clr.CredentialSubject.VerifiableCredential.Single(member => member.Name == "Bachelor of Science");
        var associate = clr.CredentialSubject.VerifiableCredential.Single(member => member.Name == "Associate of Science");
        Assert.Equal([new Association(AssociationType.Precedes, AchievementId(associate), AchievementId(bachelor))], clr.CredentialSubject.Association!.Where(link => link.AssociationType is AssociationType.Precedes));
        Assert.Equal("2026-05-15T00:00:00-05:00", clr.ValidFrom);
        Assert.Equal(("2024-05-15T00:00:00-05:00", "2024-05-15T00:00:00-05:00"), (associate.ValidFrom, associate.AwardedDate));
        Assert.Single(bachelor.CredentialSubject.Result!);
        Assert.Null(associate.CredentialSubject.Result);
    }

    [Fact]
    public void Certificates_have_no_place_on_the_ladder()
    {
        var learner = SampleLearner.Learner() with { Awards = [SampleLearner.Degree("1", "Certificate", "Certificate", 2020), SampleLearner.Degree()] };
        Assert.DoesNotContain(Compose(learner).CredentialSubject.Association!, link => link.AssociationType is AssociationType.Precedes);
    }

    [Fact]
    public void A_course_counts_towards_the_awards_it_names()
    {
        var one = SampleLearner.Degree("1", "Certificate", "Certificate", 2026) with { Honors = [], Fields = [] };
        var two = SampleLearner.Degree("2") with { Honors = [], Fields = [] };
        var learner = SampleLearner.Learner() with
        {
            Awards = [one, two],
            CompetencyResults = [],
            CourseResults = [SampleLearner.Taken(SampleLearner.Course("A", "A"), null, "A", 2) with { AwardKeys = ["2"] }, SampleLearner.Taken(SampleLearner.Course("B", "B"), null, "B", 3)],
        };
        var clr = Compose(learner);
        var names = clr.CredentialSubject.Achievement!.ToDictionary(achievement => achievement.Id, achievement => achievement.Name);
        Assert.Equal(["A isPartOf Bachelor of Science", "B isPartOf Certificate", "B isPartOf Bachelor of Science"], clr.CredentialSubject.Association!.Select(link => $"{names[link.SourceId]} {char.ToLowerInvariant(link.AssociationType.ToString()[0])}{link.AssociationType.ToString()[1..]} {names[link.TargetId]}"));
    }

    [Fact]
    public void Term_averages_are_programmes_in_order_when_wanted()
    {
        var learner = SampleLearner.Learner() with
        {
            Gpas = [Gpa(3.9m, SampleLearner.Spring), Gpa(3.5m, SampleLearner.Autumn)],
        };
        Assert.DoesNotContain(Compose(learner).CredentialSubject.VerifiableCredential, member => member.Name == "Spring 2026");
        var clr = Compose(learner, SampleLearner.Options with { TermGpas = true });
        var autumn = clr.CredentialSubject.VerifiableCredential.Single(member => member.Name == "Autumn 2025").CredentialSubject;
        var spring = clr.CredentialSubject.VerifiableCredential.Single(member => member.Name == "Spring 2026").CredentialSubject;
        Assert.Equal(("LearningProgram", "3.5"), (autumn.Achievement.AchievementType, Assert.Single(autumn.Result!).Value));
        Assert.Contains(new Association(AssociationType.Precedes, autumn.Achievement.Id, spring.Achievement.Id), clr.CredentialSubject.Association!);

        static GpaRecord Gpa(decimal value, Term term) => new(GpaScope.Term, value, 4m, term, null, SampleLearner.Row("gpa", 3));
    }

    [Fact]
    public void An_amendment_keeps_id_award_date_and_fingerprint_and_moves_validity()
    {
        var amendedAt = new DateTimeOffset(2026, 7, 1, 8, 30, 0, TimeSpan.Zero);
        var first = SampleLearner.Compose(SampleLearner.Learner());
        var amended = SampleLearner.Compose(SampleLearner.Learner(), amendedAt: amendedAt);
        var clr = SampleLearner.Clr(amended);
        Assert.Equal((first.CredentialId, first.Fingerprint), (amended.CredentialId, amended.Fingerprint));
        Assert.Equal(first.Fingerprint, first.Sha256);
        Assert.NotEqual(first.Sha256, amended.Sha256);
        Assert.Equal(("2026-07-01T03:30:00-05:00", "2026-05-15T00:00:00-05:00"), (clr.ValidFrom, clr.AwardedDate));
        Assert.All(clr.CredentialSubject.VerifiableCredential, member => Assert.Equal("2026-07-01T03:30:00-05:00", member.ValidFrom));
    }

    [Fact]
    public void A_changed_grade_changes_the_fingerprint_and_no_id()
    {
        var learner = SampleLearner.Learner();
        var first = SampleLearner.Compose(learner);
        var changed = SampleLearner.Compose(learner with { CourseResults = [learner.CourseResults[0] with { Grade = "A" }, .. learner.CourseResults.Skip(1)] });
        Assert.NotEqual(first.Fingerprint, changed.Fingerprint);
        Assert.Equal(SampleLearner.Clr(first).CredentialSubject.VerifiableCredential.Select(member => member.Id), SampleLearner.Clr(changed).CredentialSubject.VerifiableCredential.Select(member => member.Id));
    }

    [Fact]
    public void One_course_has_one_id_for_all_learners_and_another_for_other_content()
    {
        var here = CourseId(SampleLearner.Learner());
        Assert.Equal(here, CourseId(SampleLearner.Learner() with { LearnerKey = "B2", Name = null }));
        var renamed = SampleLearner.Learner();
        renamed = renamed with { CourseResults = [renamed.CourseResults[0] with { Course = renamed.CourseResults[0].Course with { Title = "Calculus 1" } }] };
        Assert.NotEqual(here, CourseId(renamed));

        static string CourseId(LearnerRecord learner) => Courses(Compose(learner))[0].CredentialSubject.Achievement.Id;
    }

    [Fact]
    public void Credits_written_with_more_zeros_are_the_same_course()
    {
        var id = Courses(Compose(SampleLearner.Learner()))[0].CredentialSubject.Achievement.Id;
        var learner = SampleLearner.Learner();
        var zeros = learner with { CourseResults = [learner.CourseResults[0] with { Course = learner.CourseResults[0].Course with { Credits = 4.000m } }] };
        Assert.Equal(id, Courses(Compose(zeros))[0].CredentialSubject.Achievement.Id);
    }

    [Fact]
    public void Members_carry_the_issuer_without_its_address()
    {
        var options = SampleLearner.Options with { Issuer = SampleLearner.Options.Issuer with { Address = new Address { AddressLocality = "Springfield" } } };
        var clr = Compose(SampleLearner.Learner(), options);
        Assert.Equal("Springfield", clr.Issuer.Address!.AddressLocality);
        Assert.All(clr.CredentialSubject.VerifiableCredential, member => Assert.Equal(("did:web:college.example", "Example College", null), (member.Issuer.Id, member.Issuer.Name, member.Issuer.Address)));
    }

    [Fact]
    public void Sentences_can_be_the_institutions_own_and_titles_are_never_templates()
    {
        var options = SampleLearner.Options with { Language = "de", NameTemplate = "Nachweis – {institution}", Wording = new Wording { CourseDescription = "{title} ({code}) an {institution}" } };
        var learner = SampleLearner.Learner() with { CompetencyResults = [], CourseResults = [SampleLearner.Taken(SampleLearner.Course("X", "{code} {award} {"), null, "1", 2)] };
        var clr = Compose(learner, options);
        var course = Courses(clr)[0].CredentialSubject.Achievement;
        Assert.Equal(("Nachweis – Example College", "{code} {award} { (X) an Example College", "de"), (clr.Name, course.Description, course.InLanguage));
    }

    public static TheoryData<ComposeOptions> Unusable =>
    [
        SampleLearner.Options with { Issuer = new Profile { Id = "college", Name = "n" } },
        SampleLearner.Options with { Issuer = new Profile { Id = "did:web:college.example" } },
        SampleLearner.Options with { NameTemplate = " " },
        SampleLearner.Options with { UtcOffset = TimeSpan.FromHours(15) },
        SampleLearner.Options with { UtcOffset = TimeSpan.FromSeconds(1) },
        SampleLearner.Options with { CourseStatuses = new HashSet<ResultStatus>() },
    ];

    [Theory]
    [MemberData(nameof(Unusable))]
    public void Options_that_cannot_work_are_refused_at_once(ComposeOptions options) => Assert.Throws<ArgumentException>(() => SampleLearner.Composer(options));

    private static LearnerRecord WithStatuses(params ResultStatus[] statuses) => SampleLearner.Learner() with
    {
        CompetencyResults = [],
        CourseResults = [.. statuses.Select((status, i) => SampleLearner.Taken(SampleLearner.Course("C" + i, "Course " + i), SampleLearner.Autumn, "X", i) with { Status = status })],
    };

    private static ClrCredential Compose(LearnerRecord learner, ComposeOptions? options = null) => SampleLearner.Clr(SampleLearner.Compose(learner, options));

    private static List<AchievementCredential> Courses(ClrCredential clr)
        => [.. clr.CredentialSubject.VerifiableCredential.Where(member => member.CredentialSubject.Achievement.AchievementType == AchievementType.Course)];

    private static string AchievementId(AchievementCredential member) => member.CredentialSubject.Achievement.Id;
}
