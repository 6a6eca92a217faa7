// From the export to signed and stored documents: read, check, promise, sign and store, chunk after chunk.
using System.Buffers;
using System.Collections.Concurrent;
using Conferral.Credentials;
using Conferral.Credentials.Proofs;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Read;
using Conferral.Issuance.Sign;
using Conferral.Issuance.Validate;
using Conferral.LinkedData;

namespace Conferral.Issuance;

/// <summary>What went through the line, counted apart from the ledger.</summary>
internal sealed record SigningTally(long Read, long Signed);

/// <summary>
/// Takes every learner of a source to a signed, stored document or to a recorded reason why not.
/// Durability: the key is used for a draft only after its intent is on disk; nothing is handed to delivery before its bytes are.
/// Bounds: a handful of chunks in memory, whatever the size of the cohort (and one hash per record, to see duplicates).
/// </summary>
internal sealed class SigningLine(Preparation preparation, Signer signer, BatchLedger batches, SigningLedger signing, StatusAllotment? status, IProgress<StageProgress>? progress, FindingsReport? report)
{
    /// <summary>Learners per chunk: enough to share one ledger transaction's sync among many, few enough to keep the bar moving.</summary>
    private const int ChunkSize = 64;

    /// <summary>Where documents are signed: one for each thread, used again and again.</summary>
    private readonly ConcurrentBag<ArrayBufferWriter<byte>> _outputs = [];

    private sealed record Work(BatchLearner Learner, ValidatedClr Clr, SigningIntent Intent);

    /// <summary>Either the signed document, or the learner it could not be signed for.</summary>
    private sealed record Outcome(SignedDocument? Document, BatchLearner? Refused);

    public async Task<SigningTally> RunAsync(IIntakeSource source, Batch batch, CancellationToken cancellationToken)
    {
        long read = 0, decided = 0, toSign = 0, signed = 0;
        var total = source.LearnerCount;
        var records = new RecordKeys();
        using var line = ChunkLine.Start(cancellationToken);

        var items = line.Read(source.ReadAsync(cancellationToken), ChunkSize);
        var prepared = line.Then(items, chunk =>
        {
            Report(Stage.Read, read += chunk.Count, total);
            return InParallel(chunk, item => preparation.Prepare(item, batch.OpenedAt));
        });
        var promised = line.Then(prepared, chunk =>
        {
            var distinct = records.BlockDuplicates(chunk);
            foreach (var learner in distinct) report?.Add(learner.Learner.LearnerKey, learner.Learner.Source, learner.Findings);
            var work = Promise(batch, distinct);
            Report(Stage.Check, decided += chunk.Count, total);
            Interlocked.Add(ref toSign, work.Count);
            return work;
        });
        var outcomes = line.Then(promised, chunk => InParallel(chunk, Sign));
        await line.RunAsync(outcomes, chunk =>
        {
            signing.RecordSigned(batch.BatchId, [.. chunk.Where(outcome => outcome.Document is not null).Select(outcome => outcome.Document!)]);
            var refused = chunk.Where(outcome => outcome.Refused is not null).Select(outcome => outcome.Refused!).ToList();
            signing.RecordRefused(batch.BatchId, refused);
            foreach (var learner in refused) report?.Add(learner.LearnerKey, learner.Source, learner.Findings);
            Report(Stage.Sign, signed += chunk.Count, null);
        });

        batches.RecordLearnersRead(batch.BatchId, read);
        Report(Stage.Read, read, read);
        Report(Stage.Check, decided, decided);
        Report(Stage.Sign, signed, toSign);
        return new SigningTally(read, signed);
    }

    /// <summary>Records the decisions of a chunk and gives back what may now be signed.</summary>
    private List<Work> Promise(Batch batch, IReadOnlyList<Prepared> decided)
    {
        // A promise made under another key cannot be kept with this one.
        var chunk = decided.Select(learner => learner.Standing is { } standing && standing.VerificationMethod != batch.VerificationMethod ? learner with { Standing = null } : learner).ToList();
        batches.RecordLearners(batch.BatchId, [.. chunk.Where(learner => learner.Clr is null).Select(learner => learner.Learner)]);

        var work = new List<Work>(chunk.Count);
        var fresh = new List<Prepared>(chunk.Count);
        foreach (var learner in chunk)
        {
            if (learner.Clr is null) continue;
            if (learner.Standing is { } intent) work.Add(new Work(learner.Learner, learner.Clr, intent));
            else fresh.Add(learner);
        }

        batches.RecordLearners(batch.BatchId, [.. chunk.Where(learner => learner.Standing is not null).Select(learner => learner.Learner with { Credential = learner.Standing!.Id })]);
        var intents = signing.RecordIntents(batch, [.. fresh.Select(learner => (Request(learner), learner.Learner))], status);
        for (var i = 0; i < intents.Count; i++) work.Add(new Work(fresh[i].Learner, fresh[i].Clr!, intents[i]));
        return work;
    }

    // What validation cannot see, such as a member that leans on the whole document's contexts, is the document's fault:
    // it blocks this learner and nobody else. A fault of the key or the program is not caught.
    private Outcome Sign(Work work)
    {
        var output = _outputs.TryTake(out var used) ? used : new ArrayBufferWriter<byte>();
        try
        {
            output.ResetWrittenCount();
            signer.Sign(work.Clr, work.Intent, output);
            return new Outcome(DocumentCodec.Pack(work.Intent.Id, output.WrittenMemory), null);
        }
        catch (Exception e) when (e is SigningException or LinkedDataException)
        {
            var finding = Finding.Error("SIGN-REFUSED", (e as JsonLdException)?.Pointer ?? "", e.Message, "docs/issuance-cycle.md") with { Source = work.Learner.Source };
            return new Outcome(null, work.Learner with { Credential = work.Intent.Id, Disposition = Disposition.Blocked, ReasonCode = finding.RuleId, Findings = [finding] });
        }
        finally
        {
            _outputs.Add(output);
        }
    }

    private IntentRequest Request(Prepared learner) => new()
    {
        LearnerKey = learner.Learner.LearnerKey,
        RecordKey = learner.Learner.RecordKey,
        CredentialId = learner.Clr!.Draft.CredentialId,
        Fingerprint = learner.Clr.Draft.Fingerprint,
        DraftSha256 = learner.Clr.Draft.Sha256,
        ValidFrom = learner.ValidFrom,
        ProofCount = Signer.ProofCountOf(learner.Clr),
        HasOwnStatus = status is not null && Signer.HasOwnStatus(learner.Clr),
        Replaces = learner.Replaces,
    };

    private void Report(Stage stage, long done, long? total) => progress?.Report(new StageProgress(stage, done, total));

    private static List<TOut> InParallel<TIn, TOut>(IReadOnlyList<TIn> chunk, Func<TIn, TOut> work)
    {
        var results = new TOut[chunk.Count];
        Parallel.For(0, chunk.Count, i => results[i] = work(chunk[i]));
        return [.. results];
    }
}
