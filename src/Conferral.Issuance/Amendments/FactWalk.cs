// Walks a credential's JSON and collects its values, each under a place that stays the same from version to version.
using System.Globalization;
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Issuance.Amendments;

internal sealed class FactWalk
{
    // What every version has of its own, or what is compared apart.
    private static readonly HashSet<string> OfRecordNotCompared =
    [
        "id", "proof", "validFrom", "credentialStatus", "credentialSchema",
        "credentialSubject/verifiableCredential", "credentialSubject/achievement", "credentialSubject/association", "credentialSubject/identifier",
    ];

    // A member repeats who the learner is; its achievement and scales have ids made from what they say.
    private static readonly HashSet<string> OfMemberNotCompared =
    [
        "id", "proof", "validFrom", "credentialStatus", "credentialSchema", "credentialSubject/id", "credentialSubject/identifier",
        "credentialSubject/achievement/id", "credentialSubject/achievement/resultDescription/id", "credentialSubject/result/resultDescription",
    ];

    private static readonly HashSet<string> OfEntryNotCompared = ["id"];

    private readonly Dictionary<string, Fact> _facts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Fact> Facts => _facts;

    public void WalkRecord(JsonElement root)
    {
        Walk(root, "", "", OfRecordNotCompared);
        if (CredentialParts.SubjectOf(root) is { } subject && subject.TryGetProperty("identifier", out var identities))
        {
            foreach (var identity in CredentialParts.Items(identities)) AddIdentity(identity);
        }
    }

    /// <summary>Walks a member; its issuer only when it is <paramref name="otherIssuer"/> than the record's.</summary>
    public void WalkMember(JsonElement member, bool otherIssuer)
    {
        var scales = ScalesOf(member);
        foreach (var part in member.EnumerateObject())
        {
            if (part.NameEquals("issuer"u8) && !otherIssuer) continue;
            if (part.NameEquals("name"u8) && CredentialParts.Text(AchievementOf(member), "name") == (part.Value.ValueKind == JsonValueKind.String ? part.Value.GetString() : null)) continue;
            Walk(part.Value, part.Name, part.Name, OfMemberNotCompared, scales);
        }
    }

    /// <summary>Walks an entry of the catalogue.</summary>
    public void WalkEntry(JsonElement entry) => Walk(entry, "", "", OfEntryNotCompared);

    public static JsonElement AchievementOf(JsonElement member)
        => CredentialParts.SubjectOf(member) is { } subject && subject.TryGetProperty("achievement", out var achievement) && achievement.ValueKind == JsonValueKind.Object ? achievement : default;

    /// <summary>The names and types of a member's scales, by their ids.</summary>
    private static Dictionary<string, (string? Name, string? Type)> ScalesOf(JsonElement member)
    {
        var scales = new Dictionary<string, (string? Name, string? Type)>(StringComparer.Ordinal);
        if (AchievementOf(member) is not { ValueKind: JsonValueKind.Object } achievement || !achievement.TryGetProperty("resultDescription", out var list)) return scales;
        foreach (var scale in CredentialParts.Items(list).Where(scale => scale.ValueKind == JsonValueKind.Object))
        {
            if (CredentialParts.Text(scale, "id") is { } id) scales.TryAdd(id, (CredentialParts.Text(scale, "name"), CredentialParts.Text(scale, "resultType")));
        }

        return scales;
    }

    private void Walk(JsonElement value, string path, string place, HashSet<string> notCompared, Dictionary<string, (string? Name, string? Type)>? scales = null)
    {
        if (notCompared.Contains(path) || path.EndsWith("/type", StringComparison.Ordinal)) return; // a part's type comes and goes with the part
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var part in value.EnumerateObject()) Walk(part.Value, Join(path, part.Name), Join(place, part.Name), notCompared, scales);
                break;
            case JsonValueKind.Array when value.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array):
                WalkItems(value, path, place, notCompared, scales);
                break;
            default:
                Add(place, new Fact(FactWords.OfPath(path), path, Compared(value), Shown(value)));
                break;
        }
    }

    private void WalkItems(JsonElement list, string path, string place, HashSet<string> notCompared, Dictionary<string, (string? Name, string? Type)>? scales)
    {
        var number = 0;
        foreach (var item in list.EnumerateArray())
        {
            number++;
            if (path == "credentialSubject/result" && item.ValueKind == JsonValueKind.Object) WalkResult(item, path, place, notCompared, scales, number);
            else Walk(item, path, $"{place}[{NameIn(item) ?? number.ToString(CultureInfo.InvariantCulture)}]", notCompared, scales);
        }
    }

    // A result is found again by the name of its scale, whose id is made from the achievement's contents.
    private void WalkResult(JsonElement result, string path, string place, HashSet<string> notCompared, Dictionary<string, (string? Name, string? Type)>? scales, int number)
    {
        var scale = CredentialParts.Text(result, "resultDescription") is { } id ? scales?.GetValueOrDefault(id) ?? default : default;
        var own = $"{place}[{scale.Name ?? number.ToString(CultureInfo.InvariantCulture)}]";
        foreach (var part in result.EnumerateObject())
        {
            if (part.NameEquals("value"u8)) Add(Join(own, "value"), new Fact(FactWords.OfResult(scale.Type, scale.Name), Join(path, "value"), Compared(part.Value), Shown(part.Value)));
            else Walk(part.Value, Join(path, part.Name), Join(own, part.Name), notCompared, scales);
        }
    }

    private void AddIdentity(JsonElement identity)
    {
        if (CredentialParts.Text(identity, "identityType") is not { } type || CredentialParts.Text(identity, "identityHash") is not { } hash) return;
        var hashed = identity.TryGetProperty("hashed", out var flag) && flag.ValueKind == JsonValueKind.True;
        Add($"identity {type}", new Fact(FactWords.OfIdentity(type), "identity", hash, hashed ? null : Cut(hash)));
    }

    /// <summary>Two facts at one place, such as two identities of one kind, are told apart by their number.</summary>
    private void Add(string place, Fact fact)
    {
        for (var number = 2; !_facts.TryAdd(place, fact); number++) place = $"{place} {number}";
    }

    private static string? NameIn(JsonElement item)
        => CredentialParts.Text(item, "name") ?? CredentialParts.Text(item, "targetUrl") ?? CredentialParts.Text(item, "identifierType") ?? CredentialParts.Text(item, "id");

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}/{name}";

    // Escapes and white space are the writer's, not the record's.
    private static string Compared(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"\"{value.GetString()}",
        JsonValueKind.Array => string.Join('\n', value.EnumerateArray().Select(Compared)),
        _ => value.GetRawText(),
    };

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Cut(value.GetString()!),
        JsonValueKind.Array => Cut(string.Join(", ", value.EnumerateArray().Select(Shown))),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => Cut(value.GetRawText()),
    };

    internal static string Cut(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= FieldChange.MaxValueLength ? line : line[..(FieldChange.MaxValueLength - 1)] + "…";
    }
}
