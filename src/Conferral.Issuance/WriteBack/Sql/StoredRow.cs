// A crosswalk row as a table holds it: its texts, and the hash that shows whether anybody changed them.
using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.WriteBack;

/// <summary>Shape: <see cref="Texts"/> follow <see cref="CrosswalkColumn.All"/>; <see cref="Sha256"/> is what the table says, which a foreign row may lack.</summary>
internal sealed record StoredRow(IReadOnlyList<string?> Texts, string? Sha256)
{
    private static readonly int ConfirmedAt = CrosswalkColumn.All.Index().First(column => column.Item.Name == "confirmed_at").Index;

    public CrosswalkKey Key => new(Texts[0]!, Texts[3]!, Texts[1]!);

    public bool IsConfirmed => Texts[ConfirmedAt] is not null;

    /// <summary>The facts still have the hash they were written with.</summary>
    public bool IsAsWritten => string.Equals(Sha256, HashOf(Texts), StringComparison.Ordinal);

    /// <summary>The row to write, not yet confirmed.</summary>
    public static StoredRow ToWrite(CrosswalkRow row, DateTimeOffset writtenAt)
    {
        var texts = CrosswalkColumn.All.Select(column => column.Of(row with { WrittenAt = writtenAt, ConfirmedAt = null })).ToArray();
        return new StoredRow(texts, HashOf(texts));
    }

    public static StoredRow Read(DbDataReader reader)
    {
        var texts = new string?[CrosswalkColumn.All.Count];
        for (var i = 0; i < texts.Length; i++) texts[i] = Text(reader, i);
        return new StoredRow(texts, Text(reader, texts.Length));
    }

    /// <summary>The names of the facts in which this row differs from another.</summary>
    public IReadOnlyList<string> DifferencesFrom(StoredRow other) =>
        [.. CrosswalkColumn.All.Where((column, i) => column.IsFact && !string.Equals(Texts[i], other.Texts[i], StringComparison.Ordinal)).Select(column => column.Name)];

    // Each fact goes in with its length before it; an absent one has a length no text has.
    internal static string HashOf(IReadOnlyList<string?> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        for (var i = 0; i < CrosswalkColumn.All.Count; i++)
        {
            if (!CrosswalkColumn.All[i].IsFact || (CrosswalkColumn.All[i].IsLater && texts[i] is null)) continue;
            var bytes = texts[i] is { } text ? Encoding.UTF8.GetBytes(text) : null;
            BinaryPrimitives.WriteInt32BigEndian(length, bytes?.Length ?? -1);
            hash.AppendData(length);
            hash.AppendData(bytes ?? []);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string? Text(DbDataReader reader, int ordinal)
        => reader.IsDBNull(ordinal) ? null : Convert.ToString(reader.GetValue(ordinal), CultureInfo.InvariantCulture);
}
