// A batch's account: every learner of the input in exactly one line, and the sums that must agree.
namespace Conferral.Issuance.Ledger;

/// <summary>
/// What became of a batch's input.
/// Learners read = new + amended + unchanged + blocked; and at each platform new + amended = delivered + failed + in doubt + waiting +
/// superseded + never due.
/// </summary>
public sealed record BatchAccount
{
    public required Batch Batch { get; init; }

    public required int New { get; init; }

    public required int Amended { get; init; }

    public required int Unchanged { get; init; }

    /// <summary>New and amended ones that have no stored signature yet: the run was interrupted.</summary>
    public required int Unsigned { get; init; }

    public required IReadOnlyDictionary<string, int> BlockedByReason { get; init; }

    public required IReadOnlyList<PlatformAccount> Platforms { get; init; }

    public int Issued => New + Amended;

    public int Blocked => BlockedByReason.Values.Sum();

    public int Decided => Issued + Unchanged + Blocked;

    /// <summary>The account as one line, the same for the same numbers.</summary>
    public override string ToString()
    {
        var blocked = string.Join(", ", BlockedByReason.OrderBy(reason => reason.Key, StringComparer.Ordinal).Select(reason => $"{reason.Key} {reason.Value}"));
        return $"{Batch.LearnersRead} read = {New} new + {Amended} amended + {Unchanged} unchanged + {Blocked} blocked{(blocked.Length == 0 ? "" : $" ({blocked})")}";
    }

    /// <summary>The sentences that say what does not add up; empty when everything does.</summary>
    public IReadOnlyList<string> Discrepancies()
    {
        var found = new List<string>();
        if (Batch.LearnersRead is null) found.Add("the input was not read to its end");
        else if (Batch.LearnersRead != Decided) found.Add($"{Batch.LearnersRead} learners were read but {Decided} are accounted for");
        if (Unsigned > 0) found.Add($"{Unsigned} credentials were promised and not signed");
        foreach (var platform in Platforms.Where(platform => platform.Missing > 0))
            found.Add($"{platform.PlatformId} was never given {platform.Missing} of the {Issued - Unsigned} credentials of this batch");
        return found;
    }
}

/// <summary>One batch's credentials at one platform.</summary>
public sealed record PlatformAccount(string PlatformId, IReadOnlyDictionary<DeliveryState, int> ByState, IReadOnlyDictionary<string, int> FailedByReason)
{
    public int Delivered => Count(DeliveryState.Delivered) + Count(DeliveryState.WrittenBack);

    public int WrittenBack => Count(DeliveryState.WrittenBack);

    public int Failed => Count(DeliveryState.Failed);

    public int InDoubt => Count(DeliveryState.InDoubt);

    public int Waiting => Count(DeliveryState.Pending) + Count(DeliveryState.Sending);

    public int Superseded => Count(DeliveryState.Superseded);

    /// <summary>Those that it is to have and that do not even wait for it.</summary>
    public int Missing { get; init; }

    /// <summary>Those that had been replaced by later ones, or erased, before the platform was added.</summary>
    public int NeverDue { get; init; }

    public int Total => ByState.Values.Sum();

    private int Count(DeliveryState state) => ByState.GetValueOrDefault(state);
}
