// Walks all files in step, learner by learner, and notices rows that belong to nobody.
using System.Globalization;

namespace Conferral.Issuance.Read;

/// <summary>A merge join over cursors in learner order; the first is learners.csv. Every row is used once or reported.</summary>
internal sealed class LearnerMerge(IReadOnlyList<RowCursor> cursors, LearnerAssembler assembler, SourceFindings found) : IDisposable
{
    private readonly RowBuffer first = new();

    private RowCursor Learners => cursors[0];

    /// <summary>The next learner, or null after the last.</summary>
    public IntakeItem? Next()
    {
        if (!Learners.HasRow)
        {
            foreach (var rows in cursors) SkipOrphans(rows, key: null);
            return null;
        }

        if (Learners.Row.Key.IsEmpty) return Keyless();
        var key = Learners.Row.Key.ToString();
        assembler.Begin(key, Learners);
        first.CopyFrom(Learners.Row);
        for (Learners.Advance(); Learners.HasRow && Learners.Row.Key.SequenceEqual(key); Learners.Advance()) AddAgain();
        for (var i = 1; i < cursors.Count; i++) Collect(cursors[i], key, sameFile: cursors[i - 1].Feed.File == cursors[i].Feed.File);
        return assembler.Finish();
    }

    public void Dispose()
    {
        foreach (var rows in cursors) rows.Dispose();
    }

    /// <summary>A learner without a key is blocked under the place of the row, so that nobody is lost.</summary>
    private IntakeItem Keyless()
    {
        assembler.Begin(string.Create(CultureInfo.InvariantCulture, $"{Learners.Feed.Feed.Name}#{Learners.Row.Line}"), Learners);
        Learners.Advance();
        return assembler.Finish();
    }

    /// <summary>A flat export repeats a learner in every row; only rows that say something else are a second learner.</summary>
    private void AddAgain()
    {
        var row = Learners.Row;
        var same = Learners.Feed.Feed.Rows == RowChoice.Distinct && row.Ends.SequenceEqual(first.Ends) && row.Chars.SequenceEqual(first.Chars);
        if (!same) assembler.AddDuplicate(Learners);
    }

    private void Collect(RowCursor rows, string key, bool sameFile)
    {
        if (!sameFile) assembler.BeginFile();
        SkipOrphans(rows, key);
        for (; rows.HasRow && rows.Row.Key.SequenceEqual(key); rows.Advance()) assembler.Add(rows);
    }

    /// <summary>Reports the rows before the learner's key (all that are left, without one): their learner does not exist.</summary>
    private void SkipOrphans(RowCursor rows, string? key)
    {
        for (; rows.HasRow && (key is null || rows.Row.Key.SequenceCompareTo(key) < 0); rows.Advance())
        {
            if (rows.Feed.File.CoversOthers) continue;
            var at = rows.Feed.Locate(rows.Row.Line, rows.Feed.File.LearnerKey);
            found.Add(rows.Row.Key.IsEmpty
                ? ReadRules.Required.At(at, "The row has no learner_key, so it belongs to nobody. Fill it in.")
                : ReadRules.UnknownLearner.At(at, "The row's learner is not in learners.csv, so it is not used. Export the learner, or correct the key."));
        }
    }
}
