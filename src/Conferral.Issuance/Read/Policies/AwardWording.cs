// Templates for what an award is called and stands for.
using System.Globalization;

namespace Conferral.Issuance.Read;

/// <summary>Sentences made of an award's own facts. A text that comes out empty leaves what the export says.</summary>
internal sealed record AwardWording
{
    /// <summary>What may stand between braces.</summary>
    public static readonly string[] Places = ["title", "code", "major", "majors", "minor", "minors", "concentration", "concentrations", "honors", "credits", "year"];

    public Template? Title { get; init; }

    public Template? Description { get; init; }

    public Template? Criteria { get; init; }

    /// <summary>Idempotent for title: a title that already is what the template would make of it is not made longer, because the template is filled from the export's own title.</summary>
    public Award Apply(Award award) => award with
    {
        Title = Fill(Title, award) ?? award.Title,
        Description = Fill(Description, award) ?? award.Description,
        Criteria = Fill(Criteria, award) ?? award.Criteria,
    };

    private static string? Fill(Template? template, Award award)
        => template?.Fill(place => Value(template.Places[place], award)) is { Length: > 0 } text ? text : null;

    private static string Value(string place, Award award) => place switch
    {
        "title" => award.Title,
        "code" => award.Code ?? "",
        "major" => First(award, AwardFieldKind.Major),
        "majors" => All(award, AwardFieldKind.Major),
        "minor" => First(award, AwardFieldKind.Minor),
        "minors" => All(award, AwardFieldKind.Minor),
        "concentration" => First(award, AwardFieldKind.Concentration),
        "concentrations" => All(award, AwardFieldKind.Concentration),
        "honors" => Listed(award.Honors),
        "credits" => award.Credits?.ToString(CultureInfo.InvariantCulture) ?? "",
        _ => award.ConferredOn.Year.ToString(CultureInfo.InvariantCulture),
    };

    private static string First(Award award, AwardFieldKind kind) => award.Fields.FirstOrDefault(field => field.Kind == kind)?.Name ?? "";

    private static string All(Award award, AwardFieldKind kind) => Listed([.. award.Fields.Where(field => field.Kind == kind).Select(field => field.Name)]);

    private static string Listed(IReadOnlyList<string> words) => words.Count < 2 ? string.Concat(words) : string.Join(", ", words.SkipLast(1)) + " and " + words[^1];
}
