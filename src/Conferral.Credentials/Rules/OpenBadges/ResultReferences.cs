// Finds what a result refers to inside the achievement it is a result of.
using System.Text.Json;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>Looks only inside the asserted achievement, as the specification asks; never across the document.</summary>
internal static class ResultReferences
{
    /// <summary>The achievement asserted by the subject that holds a result.</summary>
    public static bool TryAchievement(DocumentNode result, out JsonElement achievement)
    {
        achievement = default;
        return result.Parent is { Class: ModelClass.AchievementSubject } subject
            && subject.TryGet("achievement"u8, out achievement) && achievement.ValueKind == JsonValueKind.Object;
    }

    /// <summary>The description a result names, or an undefined element.</summary>
    public static JsonElement DescriptionOf(DocumentNode result)
    {
        if (!result.TryGet("resultDescription"u8, out var id) || id.ValueKind != JsonValueKind.String) return default;
        return TryAchievement(result, out var achievement) ? WithId(achievement, "resultDescription"u8, id) : default;
    }

    /// <summary>The item of a member that is an object with this id, or an undefined element.</summary>
    public static JsonElement WithId(JsonElement holder, ReadOnlySpan<byte> member, JsonElement id)
    {
        var text = Utf8Text.Of(id);
        foreach (var item in Objects(holder, member))
        {
            if (item.TryGetProperty("id"u8, out var found) && found.ValueKind == JsonValueKind.String && found.ValueEquals(text)) return item;
        }

        return default;
    }

    /// <summary>The objects a member holds, in its array or alone.</summary>
    public static IEnumerable<JsonElement> Objects(JsonElement holder, ReadOnlySpan<byte> member)
    {
        if (!holder.TryGetProperty(member, out var value)) return [];
        if (value.ValueKind == JsonValueKind.Object) return [value];
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object) : [];
    }
}
