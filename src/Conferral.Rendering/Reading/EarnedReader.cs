// Reads one member of a record: the achievement, and what is said of this learner.
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Conferral.Rendering.Html;

namespace Conferral.Rendering.Reading;

/// <summary>What the members of one record have in common and do not say again.</summary>
internal sealed record SharedFacts(JsonElement? Issuer, string? IssuerId, JsonElement? Subject, string? ValidFrom);

internal sealed class EarnedReader(SharedFacts shared)
{
    private readonly DefinitionReader _definitions = new(shared.IssuerId);
    private readonly Dictionary<string, (Definition Definition, JsonElement Json)> _catalogue = new(StringComparer.Ordinal);
    // Without an id, or with another content under an id that was met before.
    private readonly List<Definition> _further = [];

    /// <summary>Every definition met so far, once.</summary>
    public IEnumerable<Definition> Catalogue => _catalogue.Values.Select(entry => entry.Definition).Concat(_further);

    public Earned Read(Part credential)
    {
        SkipWhatIsShared(credential);
        var notes = new List<Fact>();
        Add(notes, "Description", credential.Words("description"));
        if (credential.Object("credentialSubject") is not { } subject || subject.Object("achievement") is not { } achievement)
            return new Earned(credential.Pointer, credential.Text("id"), new Definition(null, null, credential.Words("name") ?? TypeOf(credential), null, [])) { Notes = notes };

        subject.Skip("type");
        var definition = Define(achievement);
        AddSubjectFacts(notes, subject);
        AddIssuer(notes, credential);
        notes.AddRange(Evidence(credential));
        var name = credential.Words("name");
        return new Earned(credential.Pointer, credential.Text("id"), definition)
        {
            OwnName = name?.Text == definition.Name.Text ? null : name,
            AwardedOn = credential.Text("awardedDate"),
            ValidFrom = credential.Text("validFrom") is { } from && !DateWords.SameDay(from, shared.ValidFrom) ? from : null,
            ValidUntil = credential.Text("validUntil"),
            StartedOn = subject.Text("activityStartDate"),
            EndedOn = subject.Text("activityEndDate"),
            Credits = subject.Words("creditsEarned"),
            Term = subject.Words("term"),
            Outcomes = DefinitionReader.Outcomes(subject, achievement),
            Notes = notes,
        };
    }

    /// <summary>An achievement of the record's own catalogue; what its credential already said is not said again.</summary>
    public void List(Part achievement)
    {
        if (CredentialParts.Text(achievement.Json, "id") is { } id && _catalogue.TryGetValue(id, out var known)) achievement.SkipWhereSame(known.Json);
        else Define(achievement);
    }

    public static IEnumerable<Fact> Evidence(Part credential)
    {
        foreach (var evidence in credential.Objects("evidence"))
        {
            evidence.Skip("type");
            var address = evidence.Text("id");
            var words = evidence.Words("name") ?? evidence.Words("description") ?? evidence.Words("narrative") ?? address ?? "unnamed";
            var more = new[] { "description", "narrative", "genre", "audience" }.Select(evidence.Text).OfType<string>().Where(text => text != words.Text);
            yield return new Fact("Evidence", words) { Link = address, Remark = string.Join("; ", more) is { Length: > 0 } remark ? remark : null };
        }
    }

    private Definition Define(Part achievement)
    {
        var id = CredentialParts.Text(achievement.Json, "id");
        if (id is not null && _catalogue.TryGetValue(id, out var known))
        {
            achievement.SkipWhereSame(known.Json);
            if (JsonElement.DeepEquals(known.Json, achievement.Json)) return known.Definition;
        }

        var definition = _definitions.Read(achievement);
        if (id is null || !_catalogue.TryAdd(id, (definition, achievement.Json))) _further.Add(definition);
        return definition;
    }

    private void SkipWhatIsShared(Part credential)
    {
        credential.Skip("@context", "type", "proof", "credentialSchema", "credentialStatus", "id", "validFrom");
        if (shared.Issuer is { } issuer && credential.Json.TryGetProperty("issuer", out var own))
        {
            if (credential.Object("issuer") is { } profile) profile.SkipWhereSame(issuer);
            else if (own.ValueKind == JsonValueKind.String && own.GetString() == shared.IssuerId) credential.Skip("issuer");
        }

        if (shared.Subject is not { } learner || credential.Object("credentialSubject") is not { } subject) return;
        if (CredentialParts.Text(learner, "id") is { } id && CredentialParts.Text(subject.Json, "id") == id) subject.Skip("id");
        if (!learner.TryGetProperty("identifier", out var identities)) return;
        var known = identities.ValueKind == JsonValueKind.Array ? [.. identities.EnumerateArray()] : new[] { identities };
        foreach (var identity in subject.Objects("identifier").Where(identity => known.Any(one => JsonElement.DeepEquals(one, identity.Json)))) identity.SkipAll();
    }

    private void AddSubjectFacts(List<Fact> notes, Part subject)
    {
        Add(notes, "Role", subject.Words("role"));
        Add(notes, "Licence number", subject.Words("licenseNumber"));
        Add(notes, "Note", subject.Words("narrative"));
        if (subject.Object("source") is { } source) Add(notes, "Assessed by", PartyReader.Read(source).DisplayName);
        if (CredentialParts.Text(subject.Json, "id") is { } id && shared.Subject is { } learner && CredentialParts.Text(learner, "id") is { } learnerId && id != learnerId) Add(notes, "About", subject.Words("id"));
    }

    private void AddIssuer(List<Fact> notes, Part credential)
    {
        if (CredentialParts.IssuerIdOf(credential.Json) == shared.IssuerId) return;
        var party = PartyReader.Issuer(credential);
        notes.Add(new Fact("Issued by", party.DisplayName) { Link = party.Id });
    }

    private static Words TypeOf(Part credential)
        => credential.AllWords("type").Where(type => type.Text != "VerifiableCredential").Select(type => (Words)Labels.Of(type.Text)).FirstOrDefault("A credential");

    private static void Add(List<Fact> facts, string label, Words? words)
    {
        if (words is { } said) facts.Add(new Fact(label, said));
    }
}
