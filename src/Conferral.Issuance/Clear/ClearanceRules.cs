// What must hold before a learner is issued anything: the institution's rules, each with what to do and what to say.
namespace Conferral.Issuance.Clear;

public enum ClearanceAction
{
    /// <summary>The learner is not issued until the fact changes or a person decides.</summary>
    Block,

    /// <summary>The plan tells; nothing is stopped.</summary>
    Warn,

    Off,
}

/// <summary>Whether a rule is kept, and the institution's own sentence for whoever has to act on it.</summary>
public sealed record RuleChoice(ClearanceAction Action = ClearanceAction.Block, string? Say = null);

/// <summary>What may tell that two learner keys are one person.</summary>
public enum SamePerson
{
    NameAndBirthDate,
    Identifier,
    Email,
}

/// <summary>What a learner may have to be known by.</summary>
public enum KnownBy
{
    Name,
    BirthDate,
    Identifier,
    Email,
    Did,
}

/// <summary>The clearance rules of a workspace. A rule whose facts the export does not hold finds nothing.</summary>
public sealed record ClearanceRules
{
    /// <summary>No education ends before this age in years; a younger graduate is a slipped date.</summary>
    public const int DefaultMinimumAge = 10;

    /// <summary>What student information systems call a degree that has been posted.</summary>
    public static readonly IReadOnlyList<string> DefaultPosted = ["AW", "Award*", "Confer*", "Grant*", "Post*", "Graduated", "Complete*"];

    public static ClearanceRules Default { get; } = new();

    /// <summary>Nothing is asked for; every rule is off.</summary>
    public static ClearanceRules None { get; } = new()
    {
        Hold = Off, Privacy = Off, Deceased = Off, Unposted = Off, Consent = Off, Identity = Off, Duplicate = Off, BeforeBirth = Off, Future = Off, Credits = Off,
    };

    public RuleChoice Hold { get; init; } = new();

    /// <summary>The kinds of hold that count.</summary>
    public IReadOnlyList<Read.HoldKind> HoldKinds { get; init; } = [Read.HoldKind.Financial, Read.HoldKind.Academic, Read.HoldKind.Disciplinary, Read.HoldKind.Other];

    public RuleChoice Privacy { get; init; } = new();

    public RuleChoice Deceased { get; init; } = new();

    public RuleChoice Unposted { get; init; } = new();

    /// <summary>Statuses of a posted award, without regard to case; <c>*</c> at the end stands for any rest.</summary>
    public IReadOnlyList<string> Posted { get; init; } = DefaultPosted;

    public RuleChoice Consent { get; init; } = new();

    /// <summary>Whether a learner who said nothing is held as well; a refusal always is.</summary>
    public bool ConsentRequired { get; init; }

    public RuleChoice Identity { get; init; } = new();

    /// <summary>All of these must be there.</summary>
    public IReadOnlyList<KnownBy> Need { get; init; } = [];

    /// <summary>And at least one of these; without any, nobody can tell whose the credential is.</summary>
    public IReadOnlyList<KnownBy> NeedOneOf { get; init; } = [KnownBy.Name, KnownBy.Identifier, KnownBy.Email, KnownBy.Did];

    public RuleChoice Duplicate { get; init; } = new();

    public IReadOnlyList<SamePerson> SamePersonBy { get; init; } = [SamePerson.NameAndBirthDate, SamePerson.Identifier];

    public RuleChoice BeforeBirth { get; init; } = new();

    /// <summary>Units: whole years between birth and the first award.</summary>
    public int MinimumAge { get; init; } = DefaultMinimumAge;

    public RuleChoice Future { get; init; } = new();

    public RuleChoice Credits { get; init; } = new();

    /// <summary>Credits an award of this achievement type takes at least, beside what the export says of the award itself.</summary>
    public IReadOnlyDictionary<string, decimal> MinimumCredits { get; init; } = new Dictionary<string, decimal>();

    /// <summary>The bytes of clearance.yaml, which belong to the batch's rules; empty for the defaults.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    private static RuleChoice Off => new(ClearanceAction.Off);
}
