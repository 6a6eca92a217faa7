// Reads profiles and identities.
using Conferral.Credentials.Model;
using Conferral.Credentials.Proofs;
using Conferral.Rendering.Html;

namespace Conferral.Rendering.Reading;

internal static class PartyReader
{
    private static readonly string[] AddressMembers = ["streetAddress", "postOfficeBoxNumber", "postalCode", "addressLocality", "addressRegion", "addressCountry"];

    /// <summary>The issuer of a credential, stated as a profile or by its id alone.</summary>
    public static Party Issuer(Part credential)
        => credential.Object("issuer") is { } profile ? Read(profile) : new Party(credential.Text("issuer"), null, null, []);

    public static Party Read(Part profile)
    {
        profile.Skip("type");
        var facts = new List<Fact>();
        Add(facts, "Web", profile.Words("url"), link: true);
        if (profile.Text("email") is { } email) facts.Add(new Fact("E-mail", email) { Link = $"mailto:{email}" });
        Add(facts, "Telephone", profile.Words("phone"));
        Add(facts, "Address", Address(profile));
        Add(facts, "About", profile.Words("description"));
        Add(facts, "Signed for by", profile.Words("official"));
        Add(facts, "Part of", profile.Object("parentOrg") is { } parent ? Read(parent).DisplayName : (Words?)null);
        facts.AddRange(Identifiers(profile));
        return new Party(profile.Text("id"), profile.Words("name") ?? PersonName(profile), Picture(profile), facts);
    }

    /// <summary>A picture that is in the document itself; one elsewhere is not loaded and its address is left to the rest of the document.</summary>
    public static string? Picture(Part owner)
    {
        if (owner.Object("image") is not { } image)
        {
            return WebAddress.IsPicture(CredentialParts.Text(owner.Json, "image")) ? owner.Text("image") : null;
        }

        var address = CredentialParts.Text(image.Json, "id");
        if (!WebAddress.IsPicture(address)) return null;
        image.Skip("type", "id");
        return address;
    }

    public static IEnumerable<Fact> Identifiers(Part owner)
    {
        foreach (var entry in owner.Objects("otherIdentifier"))
        {
            entry.Skip("type");
            if (entry.Words("identifier") is { } value) yield return new Fact(Labels.Of(entry.Text("identifierType") ?? "identifier"), value);
        }
    }

    /// <summary>How the learner is known. A hash proves an identity to somebody who knows it, and tells nobody else.</summary>
    public static IEnumerable<Identity> Identities(Part subject)
    {
        foreach (var identity in subject.Objects("identifier"))
        {
            identity.Skip("type");
            var hashed = identity.Text("hashed") == "yes";
            if (identity.Words("identityHash") is not { } value) continue;
            var salt = identity.Text("salt");
            var label = Labels.Of(identity.Text("identityType") ?? "identifier");
            yield return new Identity(label, value.Text, hashed, salt);
        }
    }

    /// <summary>Whether one of the learner's hashed names is the hash of this one, letter for letter.</summary>
    public static bool NamesLearner(Part subject, string name)
        => subject.Objects("identifier").Any(identity =>
            identity.Text("identityType") == "name"
            && (identity.Text("hashed") == "yes"
                ? string.Equals(identity.Text("identityHash"), IdentityHash.Sha256(name, identity.Text("salt") ?? ""), StringComparison.OrdinalIgnoreCase)
                : identity.Text("identityHash") == name));

    private static Words? PersonName(Part profile)
    {
        var parts = new[] { "honorificPrefix", "givenName", "additionalName", "familyNamePrefix", "familyName", "honorificSuffix" }.Select(profile.Text).OfType<string>();
        return string.Join(' ', parts) is { Length: > 0 } name ? new Words(name) : (Words?)null;
    }

    private static Words? Address(Part profile)
    {
        if (profile.Object("address") is not { } address) return null;
        address.Skip("type");
        if (address.Text("addressCountry") is not null) address.Skip("addressCountryCode");
        var lines = AddressMembers.Select(address.Text).OfType<string>().ToList();
        return lines.Count > 0 ? new Words(string.Join(", ", lines)) : (Words?)null;
    }

    private static void Add(List<Fact> facts, string label, Words? words, bool link = false)
    {
        if (words is { } said) facts.Add(new Fact(label, said) { Link = link ? said.Text : null });
    }
}
