// The compose stage: a learner record in, an unsigned CLR out.
using System.Buffers;
using System.Security.Cryptography;
using Conferral.Credentials.Model;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Compose;

/// <summary>
/// Composes one CLR per learner. Equal records give equal bytes: nothing depends on the time of day, on earlier
/// learners or on other threads. Safe for many threads.
/// Errors: <see cref="ArgumentException"/> at construction for options that cannot work.
/// </summary>
public sealed class Composer
{
    // One per thread, so that composing does not grow a fresh buffer for every learner.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    private readonly ComposeOptions options;
    private readonly IdentifierMint mint;
    private readonly TimeProvider time;
    private readonly AchievementShelf shelf;

    /// <summary><paramref name="time"/> is only asked whether a conferral lies ahead.</summary>
    public Composer(ComposeOptions options, IdentifierMint mint, TimeProvider time)
    {
        options.Check();
        this.options = options;
        this.mint = mint;
        this.time = time;
        shelf = new AchievementShelf(options, mint);
    }

    /// <summary>
    /// Composes the learner's CLR, or takes over a ready-made credential as it is.
    /// Shape: at first issue <c>validFrom</c> is the newest conferral; given <paramref name="amendedAt"/>, it is that time in the
    /// CLR and in all its members (each is signed anew), while <c>awardedDate</c> keeps the conferral. Every <paramref name="generation"/>
    /// has ids of its own, the CLR's and its members'; a ready-made credential brings its id with it.
    /// Errors: what is wrong with the record is among the draft's findings; <see cref="ArgumentException"/> for a blocked item.
    /// </summary>
    public DraftClr Compose(IntakeItem item, DateTimeOffset? amendedAt = null, int generation = 0)
    {
        if (item.IsBlocked) throw new ArgumentException($"{item.Source} is blocked by an error found while reading; it must not be composed.", nameof(item));
        if (item.ReadyMade is { } readyMade) return ReadyMadeDraft.Adopt(item, readyMade, options.Issuer.Id);
        var learner = item.Learner ?? throw new ArgumentException($"{item.Source} holds neither a learner nor a ready-made credential.", nameof(item));

        var id = mint.Clr(learner.LearnerKey, generation);
        var firstIssue = Assemble(learner, amendedAt: null, generation);
        var bytes = Bytes(firstIssue.Build(id));
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (amendedAt is not null) bytes = Bytes(Assemble(learner, amendedAt, generation).Build(id));
        return new DraftClr(item.LearnerKey, id, bytes, fingerprint, firstIssue.Marks, [.. item.Findings, .. firstIssue.Findings]);
    }

    /// <summary>The id a learner's record is issued under first; null for a ready-made credential.</summary>
    public string? FirstIdOf(IntakeItem item) => item is { ReadyMade: null, Learner: { } learner } ? mint.Clr(learner.LearnerKey) : null;

    private DraftBuilder Assemble(LearnerRecord learner, DateTimeOffset? amendedAt, int generation)
    {
        var draft = new DraftBuilder(options, mint, learner, amendedAt, generation) { IssuedOn = IssueDate.Of(learner) };
        CheckConferral(learner, draft);
        var awards = new AwardComposition(shelf, learner, draft);
        awards.AddAll();
        var courses = new CourseComposition(options, shelf, learner, draft, awards);
        courses.AddAll();
        new CompetencyComposition(shelf, learner, draft, courses).AddAll();
        new ActivityComposition(options, shelf, learner, draft).AddAll();
        if (options.TermGpas) new TermComposition(shelf, learner, draft).AddAll();
        if (draft.MemberCount == 0) draft.Findings.Add(ComposeFinding.NothingToIssue(learner.Source));
        return draft;
    }

    private void CheckConferral(LearnerRecord learner, DraftBuilder draft)
    {
        if (learner.Awards.Count == 0 && options.RequireAward) draft.Findings.Add(ComposeFinding.NoAward(learner.Source));
        if (draft.IssuedOn is not { } issuedOn)
        {
            draft.Findings.Add(ComposeFinding.NoDate(learner.Source));
            return;
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().ToOffset(options.UtcOffset).DateTime);
        if (issuedOn > today) draft.Findings.Add(ComposeFinding.FutureConferral(issuedOn, learner.Source));
    }

    private static byte[] Bytes(ClrCredential clr)
    {
        var output = buffer ??= new ArrayBufferWriter<byte>();
        output.ResetWrittenCount();
        ClrJson.Write(output, clr);
        var bytes = GC.AllocateUninitializedArray<byte>(output.WrittenCount);
        output.WrittenSpan.CopyTo(bytes);
        return bytes;
    }
}
