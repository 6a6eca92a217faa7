// A credential taken apart into single facts that can be compared: what it says, not how it says it.
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Issuance.Amendments;

/// <summary>One value. <see cref="Value"/> is null where only a hash of it is known; <see cref="Compared"/> is what makes two equal.</summary>
internal sealed record Fact(string Kind, string Path, string Compared, string? Value);

/// <summary>One achievement of the learner. Shape: facts by their place in it, which does not depend on ids made from contents.</summary>
internal sealed record MemberFacts(string Id, string Noun, string Label, string Summary, IReadOnlyDictionary<string, Fact> Facts)
{
    /// <summary>What finds the same achievement where ids were made anew.</summary>
    public string Name => $"{Noun} {Label}";
}

/// <summary>
/// Everything a credential says but what every version has of its own: proofs, <c>validFrom</c>, status entries, and ids that are
/// made from contents. Of a set that is only told in another order nothing differs.
/// </summary>
internal sealed class DocumentFacts
{
    private DocumentFacts(JsonElement root)
    {
        var places = new FactWalk();
        places.WalkRecord(root);
        Own = places.Facts;
        var subject = CredentialParts.SubjectOf(root) ?? default;
        var relations = CatalogueFacts.RelationsOf(subject);
        var parts = relations.Where(relation => relation.Type == "isPartOf").Select(relation => relation.Source).ToHashSet(StringComparer.Ordinal);
        var issuer = CredentialParts.IssuerIdOf(root);
        Members = [.. CredentialParts.MembersOf(root).Select((member, place) => MemberReading.Of(member, place, issuer, parts))];
        Catalogue = new CatalogueFacts(subject, relations, root);
    }

    /// <summary>What the record says as a whole, and of the learner.</summary>
    public IReadOnlyDictionary<string, Fact> Own { get; }

    public IReadOnlyList<MemberFacts> Members { get; }

    public CatalogueFacts Catalogue { get; }

    /// <summary>Errors: <see cref="JsonException"/> for what is no JSON object.</summary>
    public static DocumentFacts Of(ReadOnlyMemory<byte> utf8Json)
    {
        using var document = JsonDocument.Parse(utf8Json);
        return document.RootElement.ValueKind == JsonValueKind.Object ? new DocumentFacts(document.RootElement) : throw new JsonException("A credential is a JSON object.");
    }
}
