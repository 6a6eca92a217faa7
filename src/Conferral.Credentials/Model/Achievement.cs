// What can be achieved, the same for every learner, and what must be done for it.
namespace Conferral.Credentials.Model;

/// <summary>
/// The definition of something that can be earned. Two contents never share one <see cref="Id"/>: in RDF they would merge.
/// Spec: Open Badges 3.0, Achievement.
/// </summary>
public sealed record Achievement
{
    private static readonly string[] DefaultType = ["Achievement"];

    public required string Id { get; init; }

    public IReadOnlyList<string> Type { get; init; } = DefaultType;

    /// <summary>One of <see cref="Model.AchievementType"/>, or a term of one's own that starts with <c>ext:</c>.</summary>
    public string? AchievementType { get; init; }

    /// <summary>The code people know it by: "MATH 101".</summary>
    public string? HumanCode { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required Criteria Criteria { get; init; }

    public decimal? CreditsAvailable { get; init => field = Absent.TrailingZeros(value); }

    public string? FieldOfStudy { get; init; }

    public string? Specialization { get; init; }

    /// <summary>A BCP 47 language tag.</summary>
    public string? InLanguage { get; init; }

    public Profile? Creator { get; init; }

    public Image? Image { get; init; }

    public IReadOnlyList<Alignment>? Alignment { get; init => field = Absent.IfEmpty(value); }

    public IReadOnlyList<IdentifierEntry>? OtherIdentifier { get; init => field = Absent.IfEmpty(value); }

    public IReadOnlyList<ResultDescription>? ResultDescription { get; init => field = Absent.IfEmpty(value); }

    public IReadOnlyList<string>? Tag { get; init => field = Absent.IfEmpty(value); }

    public string? Version { get; init; }
}

/// <summary>What must be done: told in <see cref="Narrative"/> (Markdown), or at the address <see cref="Id"/>.</summary>
public sealed record Criteria
{
    public string? Id { get; init; }

    public string? Narrative { get; init; }
}

/// <summary>A link from an achievement to an entry of a framework. Spec: Open Badges 3.0, Alignment.</summary>
public sealed record Alignment
{
    private static readonly string[] DefaultType = ["Alignment"];

    public IReadOnlyList<string> Type { get; init; } = DefaultType;

    public string? TargetCode { get; init; }

    public string? TargetDescription { get; init; }

    public required string TargetName { get; init; }

    public string? TargetFramework { get; init; }

    /// <summary>One of the specification's values (<c>CFItem</c>, <c>ceasn:Competency</c>, …) or an <c>ext:</c> term.</summary>
    public string? TargetType { get; init; }

    public required string TargetUrl { get; init; }
}
