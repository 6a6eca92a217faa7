// What `issue` would do, without doing it.
using System.Text.Json.Serialization;
using Conferral.Credentials;
using Conferral.Issuance.Amendments;
using Conferral.Issuance.Clear;
using Conferral.Issuance.Compose;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Read;
using Conferral.Issuance.Validate;

namespace Conferral.Issuance;

/// <summary>A plan: how many learners would be issued, amended, left alone or blocked, and every reason.</summary>
public sealed record IssuancePlan
{
    public required string Source { get; init; }

    public required string InputSha256 { get; init; }

    public required long LearnersRead { get; init; }

    public required int New { get; init; }

    public required int Amended { get; init; }

    public required int Unchanged { get; init; }

    /// <summary>How many of <see cref="Amended"/> are issued under a new id, the one before being revoked once the new one is accepted.</summary>
    public int Replaced { get; init; }

    /// <summary>What the first amended learners' next versions say otherwise; <see cref="Amended"/> may be more.</summary>
    public required IReadOnlyList<Amendment> Amendments { get; init; }

    /// <summary>Every kind of change and how many learners have it, the most frequent first.</summary>
    public required IReadOnlyList<ChangeCount> Changes { get; init; }

    public required IReadOnlyList<BlockedLearner> Blocked { get; init; }

    /// <summary>Everything found, counted by what one correction would end: what blocks first.</summary>
    public required IReadOnlyList<FindingCount> Findings { get; init; }

    /// <summary>Findings that belong to no single learner.</summary>
    public required IReadOnlyList<Finding> SourceFindings { get; init; }

    /// <summary>Issued before and not in this export.</summary>
    public required int NotInExport { get; init; }

    /// <summary>Sum of the drafts' bytes, before proofs.</summary>
    public required long DraftBytes { get; init; }

    /// <summary>Signatures to be made, those of members included.</summary>
    public required long Signatures { get; init; }

    public required IReadOnlyList<ProgrammeCount> Programmes { get; init; }

    /// <summary>A few drafts for people to read; not part of the plan's JSON.</summary>
    [JsonIgnore]
    public IReadOnlyList<PlanSample> Samples { get; init; } = [];
}

/// <summary>Makes plans. Reads the export and the ledger; writes nothing and needs no key.</summary>
public sealed class IssuancePlanner(ClearanceSettings clearance, Composer composer, Validator validator, LedgerStore? ledger, TimeProvider time, IReadOnlyList<string>? platformsWithoutUpsert = null)
{
    private const int ChunkSize = 64;

    /// <summary>Reads and checks everything; with <paramref name="report"/> every finding is written there as well.</summary>
    public async Task<IssuancePlan> PlanAsync(IIntakeSource source, IProgress<StageProgress>? progress, CancellationToken cancellationToken, FindingsReport? report = null)
    {
        var reader = ledger is null ? null : new LedgerReader(ledger);
        var amendments = new AmendmentTally();
        var samples = new PlanSamples();
        var asOf = time.GetUtcNow();
        var gate = await ClearanceGate.OpenAsync(clearance, source, ledger, asOf, cancellationToken);
        var preparation = new Preparation(gate, composer, validator, ledger is null ? null : new SigningLedger(ledger), ledger is null ? null : new Replacing(ledger, platformsWithoutUpsert ?? []));
        var records = new RecordKeys();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var counts = new Dictionary<Disposition, int>();
        var blocked = new List<BlockedLearner>();
        var findings = new FindingCounts();
        var replaced = 0;
        long read = 0, bytes = 0;

        using var line = ChunkLine.Start(cancellationToken);
        var items = line.Read(source.ReadAsync(cancellationToken), ChunkSize);
        await line.RunAsync(items, chunk =>
        {
            var prepared = new Prepared[chunk.Count];
            var changes = new Amendment?[chunk.Count];
            Parallel.For(0, chunk.Count, i =>
            {
                prepared[i] = preparation.Prepare(chunk[i], asOf);
                changes[i] = Amend(prepared[i], reader);
            });
            foreach (var (learner, amendment, item) in records.BlockDuplicates(prepared).Zip(changes, chunk))
            {
                samples.Add(item, learner);
                if (learner.Learner.Disposition == Disposition.Amended && amendment is not null) amendments.Add(amendment);
                if (learner is { Replaces: not null, Learner.Disposition: Disposition.Amended }) replaced++;
                counts[learner.Learner.Disposition] = counts.GetValueOrDefault(learner.Learner.Disposition) + 1;
                if (learner.Learner.Disposition == Disposition.Blocked) blocked.Add(BlockedLearner.Of(learner.Learner));
                seen.Add(learner.Learner.RecordKey);
                bytes += learner.Clr?.Draft.Utf8Json.Length ?? 0;
                findings.Add(learner.Learner.LearnerKey, learner.Learner.Source, learner.Findings);
                report?.Add(learner.Learner.LearnerKey, learner.Learner.Source, learner.Findings);
            }

            read += chunk.Count;
            progress?.Report(new StageProgress(Stage.Check, read, source.LearnerCount));
        });

        findings.Add(null, null, source.SourceFindings);
        report?.Finish(source.SourceFindings);
        return new IssuancePlan
        {
            Source = source.Description,
            InputSha256 = source.Sha256,
            LearnersRead = read,
            New = counts.GetValueOrDefault(Disposition.New),
            Amended = counts.GetValueOrDefault(Disposition.Amended),
            Unchanged = counts.GetValueOrDefault(Disposition.Unchanged),
            Replaced = replaced,
            Amendments = amendments.First,
            Changes = amendments.Counts,
            Blocked = blocked,
            Findings = findings.ToList(),
            SourceFindings = source.SourceFindings,
            NotInExport = reader is null ? 0 : reader.RecordKeys().Count(key => !seen.Contains(key)),
            DraftBytes = bytes,
            Signatures = samples.Signatures,
            Programmes = samples.Programmes,
            Samples = samples.Samples,
        };
    }

    private static Amendment? Amend(Prepared learner, LedgerReader? reader)
    {
        if (learner is not { Amends: { } standing, Clr: { } clr } || reader is null) return null;
        var changes = reader.Document(standing) is { } issued ? DocumentComparison.Amended(issued, clr.Draft.Utf8Json) : [DocumentComparison.NotStored];
        return new Amendment(learner.Learner.LearnerKey, standing.CredentialId, standing.Version, changes) { NewId = learner.Replaces is null ? null : clr.Draft.CredentialId };
    }
}
