// What a page says of institutions, achievements and what was reached, read out of a document.
using Conferral.Rendering.Html;

namespace Conferral.Rendering.Reading;

/// <summary>One statement. <see cref="Link"/> is an address behind it, <see cref="IsDate"/> says that the words are a date of the document.</summary>
internal sealed record Fact(string Label, Words Words)
{
    public string? Link { get; init; }

    public bool IsDate { get; init; }

    public string? Remark { get; init; }
}

/// <summary>An institution or person, as far as a document tells.</summary>
internal sealed record Party(string? Id, Words? Name, string? Picture, IReadOnlyList<Fact> Facts)
{
    public Words DisplayName => Name ?? Id ?? "An issuer without a name";
}

/// <summary>One way the learner is known. A hash is of the value followed by the salt.</summary>
internal sealed record Identity(string Label, string Value, bool IsHashed, string? Salt)
{
    public Fact Shown => IsHashed ? new Fact(Label, "kept as a hash") : new Fact(Label, Value);

    public Fact Hash => new($"{Label}, hashed", Value) { Remark = Salt is null ? null : $"with the salt {Salt}" };
}

/// <summary>A result with the scale it was measured on.</summary>
internal sealed record Outcome(Words? Name, string? Type, Words? Value, string? Status, IReadOnlyList<Words> Scale, string? Maximum)
{
    /// <summary>The value, or the status where there is no value.</summary>
    public Words Shown => Value ?? (Status is { } status ? Labels.Of(status) : "");

    public bool IsAverage => Type == "GradePointAverage";
}

/// <summary>The definition of what was achieved. <see cref="Facts"/> is what belongs into a catalogue: description, criteria, alignments.</summary>
internal sealed record Definition(string? Id, string? Type, Words Name, Words? Code, IReadOnlyList<Fact> Facts)
{
    public Words? FieldOfStudy { get; init; }

    public Words? Specialization { get; init; }

    public Words? Credits { get; init; }

    /// <summary>Names of the frameworks it is aligned with.</summary>
    public IReadOnlyList<Words> Frameworks { get; init; } = [];

    public string? Picture { get; init; }
}

/// <summary>One achievement of the learner: the definition, and what is said of this learner.</summary>
internal sealed record Earned(string Pointer, string? Id, Definition Definition)
{
    public Words? OwnName { get; init; }

    public string? AwardedOn { get; init; }

    /// <summary>Set where it differs from the record's own date.</summary>
    public string? ValidFrom { get; init; }

    public string? ValidUntil { get; init; }

    public string? StartedOn { get; init; }

    public string? EndedOn { get; init; }

    public Words? Credits { get; init; }

    public Words? Term { get; init; }

    public IReadOnlyList<Outcome> Outcomes { get; init; } = [];

    /// <summary>Everything else: role, licence, narrative, evidence, who assessed, who endorsed.</summary>
    public IReadOnlyList<Fact> Notes { get; init; } = [];

    public Words Title => OwnName ?? Definition.Name;
}

/// <summary>"Source relation target", between achievement ids.</summary>
internal readonly record struct Relation(string Source, string Type, string Target);

/// <summary>Somebody's endorsement, and what it is about where that is known.</summary>
internal sealed record Endorsement(string Pointer, Party By, Words? About, Words? Comment, string? Date);

/// <summary>One credential of the file as its proof names it.</summary>
internal sealed record ProofSource(string Pointer, string Kind, Words? Name, string? Id, string? ValidFrom, IReadOnlyList<ProofMark> Proofs, string? Schema, string? Status);

internal readonly record struct ProofMark(string? Suite, string? Created, string? Key);
