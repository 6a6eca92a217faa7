// One id, one meaning: what is said twice under one id must not contradict itself.
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Conferral.Credentials.Rules.House;

/// <summary>Objects of one id become one node when the document is signed, so contradicting values would both be signed.</summary>
internal abstract class ConflictRule(RuleInfo info, ModelClass modelClass) : CredentialRule(info, CredentialClasses.All)
{
    public override bool Applies(DocumentNode node) => node.Parent is null;

    public override void Check(DocumentNode node, FindingSink findings)
    {
        var versions = new Dictionary<string, List<DocumentNode>>(StringComparer.Ordinal);
        foreach (var said in node.Document.Of(modelClass))
        {
            if (said.Text("id"u8) is not { } id) continue;
            if (!versions.TryGetValue(id, out var known)) versions.Add(id, [said]);
            else if (!IsKnown(known, said)) CheckNew(known, said, findings);
        }
    }

    // Copies are nearly always byte for byte, and a version that was judged needs no second judgement.
    private static bool IsKnown(List<DocumentNode> known, DocumentNode said)
    {
        foreach (var version in known)
        {
            if (SameValue.IsSameText(version.Element, said.Element)) return true;
        }

        return false;
    }

    private void CheckNew(List<DocumentNode> known, DocumentNode said, FindingSink findings)
    {
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var version in known)
        {
            foreach (var name in SameValue.Contradictions(version.Element, said.Element).Where(reported.Add))
                findings.Report(Info, said, name, $"`{name}` differs from that of the same {said.Class} at {version.Pointer()}; give both the same value, or two ids.");
        }

        known.Add(said);
    }
}

/// <summary>Spec: https://www.w3.org/TR/json-ld11-api/#node-map-generation</summary>
internal sealed class AchievementConflictRule() : ConflictRule(Rule, ModelClass.Achievement)
{
    private static readonly RuleInfo Rule = new("HOUSE-ACHIEVEMENT-CONFLICT", Severity.Error, "achievements of one id do not contradict each other", "JSON-LD 1.1 API, 7.2 Node Map Generation");
}

/// <summary>Spec: https://www.w3.org/TR/json-ld11-api/#node-map-generation</summary>
internal sealed class ProfileConflictRule() : ConflictRule(Rule, ModelClass.Profile)
{
    private static readonly RuleInfo Rule = new("HOUSE-PROFILE-CONFLICT", Severity.Error, "profiles of one id do not contradict each other", "JSON-LD 1.1 API, 7.2 Node Map Generation");
}

/// <summary>Whether two JSON values say the same: a value alone is the array of it, and only <c>allowedValue</c> and <c>rubricCriterionLevel</c> are ordered.</summary>
internal static class SameValue
{
    /// <summary>Whether two values are written in the same bytes, as copies nearly always are.</summary>
    public static bool IsSameText(JsonElement one, JsonElement other)
        => JsonMarshal.GetRawUtf8Value(one).SequenceEqual(JsonMarshal.GetRawUtf8Value(other));

    /// <summary>The members both objects have with different values. A member only one of them has adds to the other and contradicts nothing.</summary>
    public static IEnumerable<string> Contradictions(JsonElement one, JsonElement other)
    {
        foreach (var member in one.EnumerateObject())
        {
            if (other.TryGetProperty(Utf8Text.NameOf(member), out var value) && !Is(member.Value, value, IsOrdered(member))) yield return member.Name;
        }
    }

    private static bool Is(JsonElement one, JsonElement other, bool ordered)
    {
        if (IsSameText(one, other)) return true;
        if (one.ValueKind == JsonValueKind.Array || other.ValueKind == JsonValueKind.Array) return ArraysAre(Items(one), Items(other), ordered);
        if (one.ValueKind != JsonValueKind.Object || other.ValueKind != JsonValueKind.Object) return JsonElement.DeepEquals(one, other);
        if (HaveOneId(one, other)) return !Contradictions(one, other).Any();
        return one.GetPropertyCount() == other.GetPropertyCount()
            && one.EnumerateObject().All(member => other.TryGetProperty(Utf8Text.NameOf(member), out var value) && Is(member.Value, value, IsOrdered(member)));
    }

    // Objects of one id are one node wherever they stand, so what only one of them says is added; objects without are two nodes.
    private static bool HaveOneId(JsonElement one, JsonElement other)
        => one.TryGetProperty("id"u8, out var id) && id.ValueKind == JsonValueKind.String && other.TryGetProperty("id"u8, out var otherId) && IsSameText(id, otherId);

    private static bool ArraysAre(List<JsonElement> ones, List<JsonElement> others, bool ordered)
    {
        if (ones.Count != others.Count) return false;
        for (var index = 0; index < ones.Count; index++)
        {
            var match = others.FindIndex(other => Is(ones[index], other, ordered: false));
            if (match < 0 || (ordered && match != 0)) return false;
            others.RemoveAt(match);
        }

        return true;
    }

    private static bool IsOrdered(JsonProperty member) => member.NameEquals("allowedValue"u8) || member.NameEquals("rubricCriterionLevel"u8);

    private static List<JsonElement> Items(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
}
