// The hash of what a transition wrote for good, so that a value edited later shows.
using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Conferral.Issuance.Ledger;

/// <summary>
/// Hashes values in their order. Shape: lower-case hex SHA-256 over, for each value, its UTF-8 length as four bytes (big-endian,
/// -1 for null) and its UTF-8 text; whole numbers in decimal.
/// </summary>
internal static class LedgerFacts
{
    public static string Of(params ReadOnlySpan<object?> values) => After("", values);

    /// <summary>The same, going on from an earlier hash.</summary>
    public static string After(string before, params ReadOnlySpan<object?> values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Convert.FromHexString(before));
        foreach (var value in values) Append(hash, Text(value));
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>The facts of a row: <paramref name="count"/> columns from <paramref name="first"/> on.</summary>
    public static string Of(DbDataReader row, int first, int count)
    {
        var values = new object?[count];
        for (var i = 0; i < count; i++) values[i] = row.IsDBNull(first + i) ? null : row.GetValue(first + i);
        return Of(values);
    }

    /// <summary>The facts of an outcome, from a row of <see cref="LedgerTransitions.OutcomeFacts"/>.</summary>
    public static string OfOutcome(DbDataReader row) => Of(row, 0, row.FieldCount);

    private static void Append(IncrementalHash hash, string? text)
    {
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, text is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static string? Text(object? value) => value is null or string ? (string?)value : ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);
}
