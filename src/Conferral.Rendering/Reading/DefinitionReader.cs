// Reads achievements: what can be earned, and the scales it is measured on.
using Conferral.Credentials.Proofs;
using Conferral.Rendering.Html;

namespace Conferral.Rendering.Reading;

internal sealed class DefinitionReader(string? issuerId)
{
    public Definition Read(Part achievement)
    {
        achievement.Skip("type", "inLanguage");
        var language = CredentialParts.Text(achievement.Json, "inLanguage");
        var alignments = achievement.Objects("alignment").Select(alignment => Alignment(alignment, language)).OfType<(Fact Fact, Words? Framework)>().ToList();
        var tags = achievement.AllWords("tag");
        var type = achievement.Text("achievementType");
        return new Definition(achievement.Text("id"), type, (achievement.Words("name") ?? "Without a name").Or(language), achievement.Words("humanCode"), [.. Facts(achievement, language), .. alignments.Select(found => found.Fact), .. tags.Select(word => new Fact("Tag", word.Or(language)))])
        {
            FieldOfStudy = achievement.Words("fieldOfStudy")?.Or(language),
            Specialization = achievement.Words("specialization")?.Or(language),
            Credits = achievement.Words("creditsAvailable"),
            Frameworks = Frameworks(type, alignments.Select(found => found.Framework).OfType<Words>(), tags),
            Picture = PartyReader.Picture(achievement),
        };
    }

    /// <summary>What one learner reached; the scale is found among the achievement's own, by its id.</summary>
    public static IReadOnlyList<Outcome> Outcomes(Part subject, Part achievement)
    {
        var scales = achievement.Objects("resultDescription");
        return [.. subject.Objects("result").Select(result => Outcome(result, scales))];
    }

    private static Outcome Outcome(Part result, IReadOnlyList<Part> scales)
    {
        result.Skip("type");
        var scaleId = result.Text("resultDescription");
        var (value, status) = (result.Words("value"), result.Text("status"));
        if (scaleId is null || scales.Where(candidate => CredentialParts.Text(candidate.Json, "id") == scaleId).Select(candidate => (Part?)candidate).FirstOrDefault() is not { } scale)
            return new Outcome(null, null, value ?? result.Words("achievedLevel"), status, [], null);

        scale.Skip("type", "id");
        var levels = scale.Objects("rubricCriterionLevel");
        if (result.Text("achievedLevel") is { } levelId)
            value = levels.Where(level => CredentialParts.Text(level.Json, "id") == levelId).Select(level => level.Words("name")).FirstOrDefault() ?? value ?? levelId;
        foreach (var level in levels) level.Skip("type", "id");
        var names = levels.Select(level => level.Words("name")).OfType<Words>().ToList();
        scale.Text("valueMin");
        return new Outcome(scale.Words("name"), scale.Text("resultType"), value, status, [.. scale.AllWords("allowedValue"), .. names], scale.Text("valueMax"));
    }

    private IEnumerable<Fact> Facts(Part achievement, string? language)
    {
        if (achievement.Words("description") is { } description) yield return new Fact("Description", description.Or(language));
        if (achievement.Object("criteria") is { } criteria)
        {
            criteria.Skip("type");
            if (criteria.Words("narrative") is { } narrative) yield return new Fact("Criteria", narrative.Or(language));
            if (criteria.Text("id") is { } page) yield return new Fact("Criteria at", page) { Link = page };
        }

        foreach (var scale in achievement.Objects("resultDescription")) yield return Scale(scale);
        if (achievement.Text("version") is { } version) yield return new Fact("Version", version);
        foreach (var identifier in PartyReader.Identifiers(achievement)) yield return identifier;
        if (achievement.Object("creator") is not { } creator) yield break;
        var party = PartyReader.Read(creator);
        if (party.Id != issuerId) yield return new Fact("Defined by", party.DisplayName);
    }

    private static Fact Scale(Part scale)
    {
        scale.Skip("type");
        var (low, high) = (scale.Text("valueMin"), scale.Text("valueMax"));
        var range = (low, high) switch
        {
            (null, null) => null,
            (_, null) => $"from {low}",
            (null, _) => $"up to {high}",
            _ => $"from {low} to {high}",
        };
        var levels = scale.AllWords("allowedValue");
        var remarks = new[] { range, levels.Count > 0 ? $"one of {string.Join(", ", levels)}" : null, Required(scale) }.OfType<string>();
        return new Fact("Measured by", scale.Words("name") ?? Labels.Of(scale.Text("resultType") ?? "Result")) { Remark = string.Join("; ", remarks) is { Length: > 0 } remark ? remark : null };
    }

    private static string? Required(Part scale) => scale.Text("requiredValue") is { } value ? $"required: {value}" : null;

    private static (Fact Fact, Words? Framework)? Alignment(Part alignment, string? language)
    {
        alignment.Skip("type", "targetType");
        if (alignment.Words("targetName") is not { } name) return null;
        var (framework, code) = (alignment.Words("targetFramework"), alignment.Text("targetCode"));
        var target = string.Join(", ", new[] { framework?.Text, code }.OfType<string>());
        var description = alignment.Words("targetDescription");
        var fact = new Fact(target.Length > 0 ? $"Aligned with {target}" : "Aligned with", (description is { } more ? $"{name}: {more}" : name).Or(language)) { Link = alignment.Text("targetUrl") };
        return (fact, framework);
    }

    // A framework without an address stands among the tags (Open Badges has no other place for its name).
    private static IReadOnlyList<Words> Frameworks(string? type, IEnumerable<Words> aligned, IReadOnlyList<Words> tags)
    {
        var names = aligned.DistinctBy(words => words.Text, StringComparer.Ordinal).ToList();
        return names.Count > 0 || type != "Competency" ? names : tags;
    }
}
