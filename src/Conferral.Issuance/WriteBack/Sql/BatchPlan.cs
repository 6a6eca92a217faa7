// Decides, for one batch of crosswalk rows, what is new, what changes, and what somebody else changed.
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.WriteBack;

/// <summary><see cref="ToWrite"/> goes into the table; <see cref="Expected"/> must be found there afterwards.</summary>
internal sealed record BatchPlan(IReadOnlyList<StoredRow> ToWrite, IReadOnlyList<StoredRow> Expected, TargetReport Report)
{
    public static BatchPlan Of(IReadOnlyList<StoredRow> wanted, Dictionary<CrosswalkKey, StoredRow> stored, bool overwriteDrift)
    {
        var toWrite = new List<StoredRow>();
        var expected = new List<StoredRow>();
        var drifts = new List<CrosswalkDrift>();
        var (added, changed, unchanged) = (0, 0, 0);
        foreach (var row in wanted)
        {
            if (!stored.TryGetValue(row.Key, out var found))
            {
                added++;
                toWrite.Add(row);
            }
            else if (!found.IsAsWritten && found.DifferencesFrom(row) is { Count: > 0 } columns)
            {
                drifts.Add(new CrosswalkDrift(row.Key, columns, overwriteDrift));
                if (!overwriteDrift) continue;
                toWrite.Add(row);
            }
            else if (string.Equals(found.Sha256, row.Sha256, StringComparison.Ordinal))
            {
                unchanged++;
            }
            else
            {
                changed++;
                toWrite.Add(row);
            }

            expected.Add(row);
        }

        return new BatchPlan(toWrite, expected, new TargetReport("") { Added = added, Changed = changed, Unchanged = unchanged, Drifts = drifts });
    }
}
