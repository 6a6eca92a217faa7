// Queries of a mapping as tables: one connection, one snapshot, one query at a time.
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// The connection and its transaction live as long as the source, so that both readings see the same rows; a database that
/// has no snapshots and changes in between is noticed by the hash of the rows.
/// Errors: <see cref="IntakeException"/> for the database, and READ-CHANGED.
/// </summary>
internal sealed class QueryStore(IntakeDatabase database) : TableStore
{
    private readonly Dictionary<string, byte[]> seen = new(StringComparer.Ordinal);
    private DbConnection? connection;
    private DbTransaction? transaction;

    public override string Description => database.Description;

    public override IEnumerable<string> Names => [];

    public override bool IsParallel => false;

    public override Feed? Find(BundleFile file, Feed feed) => feed.Sql is null ? null : feed;

    public override TableRecords Open(BundleFile file, Feed feed, bool first)
    {
        try
        {
            connection ??= database.Connect();
            transaction ??= database.Begin(connection);
            var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = feed.Sql;
            command.CommandTimeout = (int)IntakeDatabase.QueryTime.TotalSeconds;
            return new QueryRecords(command, feed.Name, hash => Compare(feed.Name, hash));
        }
        catch (DbException error)
        {
            throw Refused(feed.Name, error);
        }
    }

    public override void Dispose()
    {
        // Rolled back: nothing was to be written.
        transaction?.Dispose();
        connection?.Dispose();
        (transaction, connection) = (null, null);
    }

    internal static IntakeException Refused(string name, DbException error) => new(
        IntakeCodes.Database,
        // PostgreSQL's sentence names columns and words of the query, never a value.
        $"The {name} was refused{IntakeDatabase.CodeOf(error)}{(error is Npgsql.PostgresException postgres ? ": " + postgres.MessageText : "")}. Try it in the database's own tool with the same login, and correct sql: in the mapping.",
        new SourceLocation(name),
        error);

    private void Compare(string name, byte[] hash)
    {
        if (seen.TryAdd(name, hash) || seen[name].AsSpan().SequenceEqual(hash)) return;
        throw new IntakeException(IntakeCodes.Changed, $"The {name} gave other rows when it was asked again: the database changed meanwhile and has no snapshots. Start again when nobody writes to it.", new SourceLocation(name));
    }
}

/// <summary>
/// A hash over a query's rows that does not depend on their order, which no database promises without ORDER BY.
/// Shape: SHA-256 of (number of rows, the SHA-256 of every row added up modulo 2^256); a row is its column names once and its
/// values, each with its length, absent values apart from empty ones.
/// </summary>
internal sealed class RowSetHash : IDisposable
{
    private readonly IncrementalHash row = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] sum = new byte[SHA256.HashSizeInBytes];
    private long count;

    public void Add(IReadOnlyList<string?> values)
    {
        foreach (var value in values)
        {
            row.AppendData(System.Text.Encoding.UTF8.GetBytes(value is null ? "-;" : string.Create(CultureInfo.InvariantCulture, $"{value.Length}:{value};")));
        }

        AddUp(row.GetHashAndReset());
        count++;
    }

    public byte[] Finish()
    {
        row.AppendData(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{count};")));
        row.AppendData(sum);
        return row.GetHashAndReset();
    }

    public void Dispose() => row.Dispose();

    private void AddUp(ReadOnlySpan<byte> hash)
    {
        var carry = 0;
        for (var i = sum.Length - 1; i >= 0; i--)
        {
            carry += sum[i] + hash[i];
            sum[i] = (byte)carry;
            carry >>= 8;
        }
    }
}
