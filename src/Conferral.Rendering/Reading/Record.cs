// A learner's record as its page shows it.
using Conferral.Rendering.Html;

namespace Conferral.Rendering.Reading;

/// <summary>A programme's conferral with what belongs to it.</summary>
internal sealed record ConferredAward(Earned Award, IReadOnlyList<Earned> Fields, IReadOnlyList<Earned> Honours);

/// <summary>The courses of one term, in the order of the document, and the term's average.</summary>
internal sealed record TermCourses(Words? Name, string? StartedOn, string? EndedOn, IReadOnlyList<Earned> Courses, Earned? Average);

/// <summary>Everything a document says, sorted into the sections of a page. <see cref="Unshown"/> is what no section has a place for.</summary>
internal sealed record Record
{
    public required Words Title { get; init; }

    public Words? Description { get; init; }

    public required Party Issuer { get; init; }

    public required Words? LearnerName { get; init; }

    /// <summary>The name is not in the document in plain words; its hash is.</summary>
    public bool NameWasHashed { get; init; }

    public required IReadOnlyList<Fact> LearnerFacts { get; init; }

    /// <summary>The hashes of identities that are not told.</summary>
    public required IReadOnlyList<Fact> LearnerHashes { get; init; }

    public string? AwardedOn { get; init; }

    public string? ValidFrom { get; init; }

    public string? ValidUntil { get; init; }

    public bool IsPartial { get; init; }

    public required IReadOnlyList<ConferredAward> Awards { get; init; }

    public required IReadOnlyList<TermCourses> Terms { get; init; }

    public required IReadOnlyList<Earned> Competencies { get; init; }

    public required IReadOnlyList<Earned> Activities { get; init; }

    public required IReadOnlyList<Earned> Others { get; init; }

    public required IReadOnlyList<Fact> Evidence { get; init; }

    public required IReadOnlyList<Endorsement> Endorsements { get; init; }

    /// <summary>Every definition once, by name.</summary>
    public required IReadOnlyList<Definition> Catalogue { get; init; }

    public required IReadOnlyList<Relation> Relations { get; init; }

    public required IReadOnlyList<ProofSource> Sources { get; init; }

    public required IReadOnlyList<UnshownValue> Unshown { get; init; }

    /// <summary>The definitions' names by id, for relations.</summary>
    public required IReadOnlyDictionary<string, Words> Names { get; init; }
}
