// What a plan shows beside its counts: a few drafts to read, and totals by programme.
using Conferral.Credentials;
using Conferral.Issuance.Compose;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Read;

namespace Conferral.Issuance;

/// <summary>
/// One learner's draft as it would be signed, with the rows it came from. Holds personal data: for the page people read before they
/// release a batch, and MUST NOT go into logs.
/// </summary>
public sealed record PlanSample(string LearnerKey, string? LearnerName, Disposition Disposition, SourceLocation Source, ReadOnlyMemory<byte> Draft, IReadOnlyList<SourceMark> Marks);

/// <summary>Learners by programme: everybody counts once under each award they receive.</summary>
public sealed record ProgrammeCount(string Programme)
{
    public int New { get; init; }

    public int Amended { get; init; }

    public int Unchanged { get; init; }

    public int Blocked { get; init; }
}

/// <summary>Collects both while a plan reads. Bounds: <see cref="MaxSamples"/> drafts, and one count for each programme.</summary>
internal sealed class PlanSamples
{
    private const int MaxSamples = 3;

    private const string NoProgramme = "Without an award that could be read";

    private readonly Dictionary<string, ProgrammeCount> _programmes = new(StringComparer.Ordinal);
    private readonly List<PlanSample> _first = [];
    private PlanSample? _amended;
    private PlanSample? _last;

    /// <summary>The first learner, the first amended one and the last one: what is wrong at the end of an export shows too.</summary>
    public IReadOnlyList<PlanSample> Samples => [.. _first.Take(1).Concat(new[] { _amended, _last }.OfType<PlanSample>()).Concat(_first).DistinctBy(sample => sample.LearnerKey).Take(MaxSamples)];

    public IReadOnlyList<ProgrammeCount> Programmes => [.. _programmes.Values.OrderBy(count => count.Programme == NoProgramme).ThenBy(count => count.Programme, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Signatures a batch of these would make, members included.</summary>
    public long Signatures { get; private set; }

    public void Add(IntakeItem item, Prepared prepared)
    {
        foreach (var programme in Titles(item)) _programmes[programme] = Counted(_programmes.GetValueOrDefault(programme) ?? new ProgrammeCount(programme), prepared.Learner.Disposition);
        if (prepared is not { Clr: { } clr, Learner.Disposition: Disposition.New or Disposition.Amended }) return;
        Signatures += clr.MemberCount + 1;
        var sample = new PlanSample(item.LearnerKey, item.Learner?.Name?.Display, prepared.Learner.Disposition, item.Source, clr.Draft.Utf8Json, clr.Draft.Sources);
        if (_first.Count < MaxSamples) _first.Add(sample);
        else _last = sample;
        if (sample.Disposition == Disposition.Amended) _amended ??= sample;
    }

    private static IEnumerable<string> Titles(IntakeItem item)
        => item.Learner is { Awards.Count: > 0 } learner ? learner.Awards.Select(award => award.Title).Distinct() : [item.ReadyMade is null ? NoProgramme : "Ready-made credentials"];

    private static ProgrammeCount Counted(ProgrammeCount count, Disposition disposition) => disposition switch
    {
        Disposition.New => count with { New = count.New + 1 },
        Disposition.Amended => count with { Amended = count.Amended + 1 },
        Disposition.Unchanged => count with { Unchanged = count.Unchanged + 1 },
        _ => count with { Blocked = count.Blocked + 1 },
    };
}
