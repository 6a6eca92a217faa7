// What shows that an achievement was earned.
namespace Conferral.Credentials.Model;

/// <summary>Something that supports a claim, by its address or in words. Spec: Open Badges 3.0, Evidence.</summary>
public sealed record Evidence
{
    private static readonly string[] DefaultType = ["Evidence"];

    public string? Id { get; init; }

    public IReadOnlyList<string> Type { get; init; } = DefaultType;

    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? Narrative { get; init; }

    public string? Genre { get; init; }

    public string? Audience { get; init; }
}
