// Reads an opened credential into the sections of its page.
using System.Text.Json;
using Conferral.Credentials.Verification;
using Conferral.Rendering.Html;

namespace Conferral.Rendering.Reading;

/// <summary>
/// Reads any credential: a CLR, a single achievement, an endorsement. Every value of the document is in one of the sections or in
/// <see cref="Record.Unshown"/>.
/// </summary>
internal static class RecordReader
{
    public static Record Read(OpenedCredential opened)
    {
        var trail = new ReadingTrail();
        var outer = new Part(opened.Outer, "", trail);
        var issuer = PartyReader.Issuer(outer);
        var subject = outer.Object("credentialSubject");
        var validFrom = outer.Text("validFrom") ?? outer.Text("issuanceDate");
        var identities = subject is { } learner ? PartyReader.Identities(learner).ToList() : [];
        var name = identities.FirstOrDefault(identity => identity is { Label: "Name", IsHashed: false });
        var reader = new EarnedReader(new SharedFacts(opened.Outer.TryGetProperty("issuer", out var stated) ? stated : null, issuer.Id, subject?.Json, validFrom));

        var earned = ReadEarned(opened, reader, trail);
        var relations = ReadRelations(opened, reader, trail);
        var names = reader.Catalogue.Where(definition => definition.Id is not null).DistinctBy(definition => definition.Id).ToDictionary(definition => definition.Id!, definition => definition.Name, StringComparer.Ordinal);
        var sorted = new RecordSorting(earned, relations);
        Fact[] subjectId = subject?.Text("id") is { } id ? [new Fact("Learner’s id", id)] : [];
        subject?.Skip("type");
        outer.Skip("@context", "type", "proof", "credentialSchema", "credentialStatus", "id");
        return new Record
        {
            Title = outer.Words("name") ?? "Learner record",
            Description = earned is [{ Pointer: "" }] ? null : outer.Words("description"),
            Issuer = issuer,
            LearnerName = Words.OrNull(name?.Value),
            LearnerFacts = [.. identities.Where(identity => identity != name).Select(identity => identity.Shown), .. subjectId],
            LearnerHashes = [.. identities.Where(identity => identity.IsHashed).Select(identity => identity.Hash)],
            AwardedOn = outer.Text("awardedDate"),
            ValidFrom = validFrom,
            ValidUntil = outer.Text("validUntil") ?? outer.Text("expirationDate"),
            IsPartial = outer.Text("partial") == "yes",
            Awards = sorted.Awards,
            Terms = sorted.Terms,
            Competencies = sorted.Competencies,
            Activities = sorted.Activities,
            Others = sorted.Others,
            Evidence = [.. EarnedReader.Evidence(outer)],
            Endorsements = ReadEndorsements(opened, names, issuer, trail),
            Catalogue = [.. reader.Catalogue.OrderBy(definition => definition.Name.Text, StringComparer.OrdinalIgnoreCase)],
            Relations = relations,
            Names = names,
            Sources = [.. opened.Credentials.Select(ProofSources.Read)],
            Unshown = Unshown(opened, trail),
        };
    }

    private static List<Earned> ReadEarned(OpenedCredential opened, EarnedReader reader, ReadingTrail trail)
    {
        var members = opened.Credentials.Where(credential => credential.Role == DocumentRole.Member).Select(credential => reader.Read(new Part(credential.Json, credential.Pointer, trail))).ToList();
        var alone = opened.Outer.TryGetProperty("credentialSubject", out var subject) && subject.ValueKind == JsonValueKind.Object
            && subject.TryGetProperty("achievement", out var achievement) && achievement.ValueKind == JsonValueKind.Object && !subject.TryGetProperty("verifiableCredential", out _);
        if (alone) members.Add(reader.Read(new Part(opened.Outer, "", trail)));
        return members;
    }

    /// <summary>The catalogues and associations of every record in the file.</summary>
    private static List<Relation> ReadRelations(OpenedCredential opened, EarnedReader reader, ReadingTrail trail)
    {
        var relations = new List<Relation>();
        foreach (var credential in opened.Credentials.Where(credential => credential.Role != DocumentRole.Endorsement))
        {
            if (new Part(credential.Json, credential.Pointer, trail).Object("credentialSubject") is not { } subject) continue;
            if (subject.Json.TryGetProperty("verifiableCredential", out _))
            {
                foreach (var achievement in subject.Objects("achievement")) reader.List(achievement);
            }

            foreach (var association in subject.Objects("association"))
            {
                association.Skip("type");
                relations.Add(new Relation(association.Text("sourceId") ?? "", association.Text("associationType") ?? "isRelatedTo", association.Text("targetId") ?? ""));
            }
        }

        return relations;
    }

    private static List<Endorsement> ReadEndorsements(OpenedCredential opened, Dictionary<string, Words> names, Party issuer, ReadingTrail trail)
    {
        var endorsements = new List<Endorsement>();
        foreach (var credential in opened.Credentials)
        {
            var part = new Part(credential.Json, credential.Pointer, trail);
            var isEndorsement = credential.Role == DocumentRole.Endorsement || part.AllWords("type").Any(type => type.Text == "EndorsementCredential");
            if (!isEndorsement || part.Object("credentialSubject") is not { } subject) continue;
            part.Skip("@context", "type", "proof", "credentialSchema", "credentialStatus", "id", "name");
            subject.Skip("type");
            var about = subject.Text("id") is not { } id ? null : names.TryGetValue(id, out var name) ? name : id == issuer.Id ? issuer.DisplayName : (Words?)id;
            endorsements.Add(new Endorsement(credential.Pointer, PartyReader.Issuer(part), about, subject.Words("endorsementComment"), part.Text("awardedDate") ?? part.Text("validFrom")));
        }

        return endorsements;
    }

    // An embedded credential is gone through by itself, before the text around it: it may have come as a token.
    private static List<UnshownValue> Unshown(OpenedCredential opened, ReadingTrail trail)
    {
        var found = new List<IEnumerable<UnshownValue>>();
        foreach (var credential in opened.Credentials.Reverse())
        {
            found.Add([.. trail.Unshown(credential.Json, credential.Pointer)]);
            trail.Read(credential.Pointer);
        }

        return [.. found.AsEnumerable().Reverse().SelectMany(values => values)];
    }
}
