// The members, catalogue, associations and source marks of one CLR while it is being put together.
using Conferral.Credentials;
using Conferral.Credentials.Model;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Compose;

/// <summary>What one learner's member says beyond its achievement.</summary>
internal readonly record struct MemberFacts(string Kind, string Key, SourceLocation Source)
{
    /// <summary>When it was awarded, where that is known apart from the CLR.</summary>
    public DateOnly? AwardedOn { get; init; }

    /// <summary>The member is valid from the day it was awarded even if the CLR is younger; never from an earlier day.</summary>
    public bool ValidFromAward { get; init; }
}

/// <summary>Collects one CLR. Every part is added once: the catalogue and the associations are sets.</summary>
internal sealed class DraftBuilder(ComposeOptions options, IdentifierMint mint, LearnerRecord learner, DateTimeOffset? amendedAt, int generation = 0)
{
    private static readonly CredentialSchema[] MemberSchema = [CredentialSchema.OfAchievementCredential];
    private static readonly CredentialSchema[] ClrSchema = [CredentialSchema.OfClr];

    private readonly SubjectBinding binding = SubjectBinding.Of(learner, options, mint);
    private readonly string? reissuedFrom = amendedAt is { } time ? DateTimeStamp.Format(time.ToOffset(options.UtcOffset)) : null;
    private readonly Profile memberIssuer = new() { Id = options.Issuer.Id, Name = options.Issuer.Name, Url = options.Issuer.Url };
    private readonly List<AchievementCredential> members = [];
    private readonly HashSet<string> memberIds = [];
    private readonly List<Achievement> catalogue = [];
    private readonly HashSet<string> catalogueIds = [];
    private readonly List<Association> associations = [];
    private readonly HashSet<Association> associationSet = [];
    private readonly List<SourceMark> marks = [new("", learner.Source), new("/credentialSubject/identifier", learner.Source)];

    public List<Finding> Findings { get; } = [];

    public bool LeftSomethingOut { get; set; }

    public IReadOnlyList<SourceMark> Marks => marks;

    public int MemberCount => members.Count;

    /// <summary>The date the CLR is first valid from; must be set before members are added.</summary>
    public DateOnly? IssuedOn { get; init; }

    /// <summary>A subject bound to the learner, to be completed with what was achieved.</summary>
    public AchievementSubject Subject(ShelvedAchievement achievement) => new()
    {
        Id = binding.Did,
        Identifier = binding.MemberIdentities,
        Achievement = achievement.Asserted,
    };

    /// <summary>Adds a member and lists its achievement; returns the member's JSON pointer.</summary>
    public string Add(ShelvedAchievement achievement, AchievementSubject subject, MemberFacts facts, SourceLocation? catalogueSource = null)
    {
        var pointer = $"/credentialSubject/verifiableCredential/{members.Count}";
        var firstValid = facts.ValidFromAward || facts.AwardedOn > IssuedOn ? facts.AwardedOn : IssuedOn;
        members.Add(new AchievementCredential
        {
            Id = UniqueMemberId(facts),
            Name = achievement.Asserted.Name,
            Issuer = memberIssuer,
            ValidFrom = reissuedFrom ?? At(firstValid),
            AwardedDate = At(facts.AwardedOn),
            CredentialSubject = subject,
            CredentialSchema = MemberSchema,
        });
        marks.Add(new SourceMark(pointer, facts.Source));
        List(achievement, catalogueSource ?? facts.Source);
        return pointer;
    }

    public void Relate(string sourceId, AssociationType type, string targetId)
    {
        var association = new Association(type, sourceId, targetId);
        if (!string.Equals(sourceId, targetId, StringComparison.Ordinal) && associationSet.Add(association)) associations.Add(association);
    }

    /// <summary>A date without a time of day as its moment in the institution's zone.</summary>
    public string? At(DateOnly? date)
        => date is { } day ? DateTimeStamp.Format(new DateTimeOffset(day.ToDateTime(options.TimeOfDay), options.UtcOffset)) : null;

    public ClrCredential Build(string id) => new()
    {
        Id = id,
        Name = Wording.Fill(options.NameTemplate, ("{institution}", options.Issuer.Name!)),
        Description = options.Description,
        Issuer = options.Issuer,
        ValidFrom = reissuedFrom ?? At(IssuedOn),
        AwardedDate = At(IssuedOn),
        Partial = LeftSomethingOut ? true : null,
        CredentialSubject = new ClrSubject
        {
            Id = binding.Did,
            Identifier = binding.Identities,
            VerifiableCredential = members,
            Achievement = catalogue,
            Association = associations,
        },
        CredentialSchema = ClrSchema,
    };

    private void List(ShelvedAchievement achievement, SourceLocation source)
    {
        if (!catalogueIds.Add(achievement.Id)) return;
        marks.Add(new SourceMark($"/credentialSubject/achievement/{catalogue.Count}", source));
        catalogue.Add(achievement.Listed);
    }

    private string UniqueMemberId(MemberFacts facts)
    {
        for (var occurrence = 0; ; occurrence++)
        {
            var id = mint.Member(learner.LearnerKey, facts.Kind, facts.Key, occurrence, generation);
            if (memberIds.Add(id)) return id;
        }
    }
}
