// Gives credentials their places in status lists, inside the transaction that records their intents.
using System.Data.Common;
using Conferral.Credentials.Status;

namespace Conferral.Issuance.Ledger;

/// <summary>
/// Gives places: shuffled, each once, a new list when one is full. A credential keeps the place it has, in whichever list.
/// Durability: counter, place and intent are committed together, so a crash gives no place away and none twice; that two credentials
/// share a place is also refused by the ledger's own index. Several writers may give places at the same time.
/// </summary>
public sealed class StatusAllotment(StatusForm form, ReadOnlyMemory<byte> secret)
{
    internal const string ListColumns = "list, kind, url, purposes, in_members, entries";

    internal const string PlaceQuery = "SELECT l.list, l.kind, l.url, l.purposes, l.in_members, l.entries, e.place FROM status_entry e JOIN status_list l ON l.list = e.list WHERE e.credential_id = $0";

    private readonly Dictionary<long, StatusIndexPermutation> _permutations = [];
    private readonly string _secretMark = StatusIndexPermutation.MarkOf(secret.Span);

    /// <summary>The place a credential has, or a new one; null when it has none and <paramref name="allotment"/> is null.</summary>
    internal static StatusPlace? PlaceOf(LedgerTransaction write, string credentialId, StatusAllotment? allotment)
        => write.All(PlaceQuery, ReadPlace, credentialId) is [var given] ? given : allotment?.Give(write, credentialId);

    internal static StatusPlace ReadPlace(DbDataReader row) => new(ReadList(row), row.GetInt64(6));

    /// <summary>Reads <see cref="ListColumns"/> from a column on.</summary>
    internal static StatusListRow ReadList(DbDataReader row, int first = 0) => new(row.GetInt64(first), new StatusForm
    {
        Kind = Enum.Parse<StatusListKind>(row.GetString(first + 1)),
        Url = row.GetString(first + 2),
        Purposes = row.GetString(first + 3),
        InMembers = row.GetInt64(first + 4) != 0,
        Entries = (int)row.GetInt64(first + 5),
    });

    private StatusPlace Give(LedgerTransaction write, string credentialId)
    {
        var (list, number) = Take(write);
        var index = list.Form.Kind == StatusListKind.Bitstring ? Permutation(list).IndexOf((int)number) : number;
        write.Execute("INSERT INTO status_entry (credential_id, list, place) VALUES ($0, $1, $2)", credentialId, list.Number, index);
        return new StatusPlace(list, index);
    }

    /// <summary>Counts one place of the open list of this form; opens the next list when there is none with room.</summary>
    private (StatusListRow List, long Number) Take(LedgerTransaction write)
    {
        while (true)
        {
            var taken = write.All(
                $"""
                UPDATE status_list SET given = given + 1 WHERE given < entries AND list = (
                    SELECT MIN(list) FROM status_list WHERE kind = $0 AND url = $1 AND purposes = $2 AND in_members = $3 AND entries = $4 AND secret_mark = $5 AND given < entries)
                RETURNING {ListColumns}, given - 1
                """,
                row => (ReadList(row), row.GetInt64(6)),
                form.Kind.ToString(), form.Url, form.Purposes, form.InMembers ? 1 : 0, form.Entries, _secretMark);
            if (taken is [var place]) return place;
            write.Execute(
                """
                INSERT INTO status_list (list, kind, url, purposes, in_members, entries, secret_mark, given, opened_at)
                SELECT COALESCE(MAX(list), 0) + 1, $0, $1, $2, $3, $4, $5, 0, $6 FROM status_list WHERE true
                ON CONFLICT (list) DO NOTHING
                """,
                form.Kind.ToString(), form.Url, form.Purposes, form.InMembers ? 1 : 0, form.Entries, _secretMark, write.Now);
        }
    }

    private StatusIndexPermutation Permutation(StatusListRow list)
    {
        if (!_permutations.TryGetValue(list.Number, out var permutation))
            _permutations[list.Number] = permutation = StatusIndexPermutation.ForList(secret.Span, list.Number, list.Form.Entries);
        return permutation;
    }
}
