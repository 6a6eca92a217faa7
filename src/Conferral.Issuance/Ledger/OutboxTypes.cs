// The words of the outbox: which row, where it is to go, and how far it has come.
namespace Conferral.Issuance.Ledger;

/// <summary>What a row of the crosswalk is found by: a learner's record has one row per platform, and one without platform (empty) while it was sent nowhere.</summary>
public readonly record struct CrosswalkKey(string SisStudentId, string PlatformId, string SisRecordKey);

/// <summary>How far a row has come at one target.</summary>
public enum WriteBackState
{
    /// <summary>To be written: new, or its facts changed.</summary>
    Pending,

    /// <summary>Written, and not read back yet.</summary>
    Written,

    /// <summary>Read back, and it says what was written.</summary>
    Confirmed,

    /// <summary>The target holds something else, or does not take it; a person decides.</summary>
    Drifted,
}

/// <summary>A row that a target is to hold. Shape: <see cref="RowSha256"/> is over the facts, without the times of writing.</summary>
public readonly record struct OutboxEntry(CrosswalkKey Key, string RowSha256);

/// <summary>What became of a row. It counts only for the facts it was written with. Shape: <see cref="Reason"/> without personal data.</summary>
public readonly record struct OutboxOutcome(OutboxEntry Entry, WriteBackState State, string? Reason = null);

/// <summary>The outbox as writing back sees it; each target stands alone. Durability: what is recorded is on disk on return.</summary>
public interface IWriteBackOutbox
{
    /// <summary>How far each row has come; <see cref="WriteBackState.Pending"/> where its facts are new to this target.</summary>
    IReadOnlyList<WriteBackState> States(string target, IReadOnlyList<OutboxEntry> entries);

    /// <summary>The same, and new facts wait from now on.</summary>
    IReadOnlyList<WriteBackState> Enqueue(string target, IReadOnlyList<OutboxEntry> entries);

    void Record(string target, IReadOnlyList<OutboxOutcome> outcomes);

    /// <summary>Moves every row of a target that is written as a whole; <paramref name="contentSha256"/> is what it holds now.</summary>
    void RecordWhole(string target, WriteBackState state, string contentSha256);

    /// <summary>Lower-case hex SHA-256 of what a whole target was last left as; null before that.</summary>
    string? WholeContent(string target);

    /// <summary>Rows the target need not hold any more.</summary>
    void Forget(string target, IReadOnlyList<CrosswalkKey> keys);

    /// <summary>Rows the target has not confirmed.</summary>
    IReadOnlySet<CrosswalkKey> Unconfirmed(string target);

    /// <summary>Rows the target holds for credentials that were sent nowhere then.</summary>
    IReadOnlySet<CrosswalkKey> WithoutPlatform(string target);
}
