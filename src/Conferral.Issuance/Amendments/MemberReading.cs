// One member of a CLR: what it is called, and its facts.
using System.Globalization;
using System.Text.Json;
using Conferral.Credentials.Model;
using Conferral.Credentials.Proofs;

namespace Conferral.Issuance.Amendments;

internal static class MemberReading
{
    private static readonly Dictionary<string, Fact> NoFacts = [];

    public static MemberFacts Of(JsonElement member, int place, string? recordIssuer, HashSet<string> parts)
    {
        var id = CredentialParts.Text(member, "id") ?? place.ToString(CultureInfo.InvariantCulture);
        if (member.ValueKind != JsonValueKind.Object || CredentialParts.IsEnveloped(member)) return new MemberFacts(id, "credential", "in a token", "in a token", NoFacts);
        var walk = new FactWalk();
        walk.WalkMember(member, otherIssuer: CredentialParts.IssuerIdOf(member) != recordIssuer);
        var achievement = FactWalk.AchievementOf(member);
        var term = CredentialParts.SubjectOf(member) is { } subject ? CredentialParts.Text(subject, "term") : null;
        var type = CredentialParts.Text(achievement, "achievementType");
        var noun = FactWords.OfAchievement(type, CredentialParts.Text(achievement, "id") is { } own && parts.Contains(own), term is not null);
        var label = LabelOf(member, achievement, type, term);
        return new MemberFacts(id, noun, label, Summary(label, walk.Facts), walk.Facts);
    }

    private static string LabelOf(JsonElement member, JsonElement achievement, string? type, string? term)
    {
        var name = CredentialParts.Text(achievement, "name") ?? CredentialParts.Text(member, "name") ?? "an achievement without a name";
        if (type != AchievementType.Course) return FactWalk.Cut(name);
        var code = FactWalk.Cut(CredentialParts.Text(achievement, "humanCode") ?? name);
        return term is null ? code : $"{code} ({FactWalk.Cut(term)})";
    }

    // MATH 101 (Fall 2024), grade A
    private static string Summary(string label, IReadOnlyDictionary<string, Fact> facts)
        => string.Join(", ", facts.Values.Where(fact => fact.Path == "credentialSubject/result/value" && fact.Value is not null).Select(fact => $"{fact.Kind} {fact.Value}").Prepend(label));
}
