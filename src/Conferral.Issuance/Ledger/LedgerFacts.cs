// The hash of what a transition wrote for good, so that a value edited later shows.
using System.Buffers;
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
        var input = new ArrayBufferWriter<byte>(512);
        input.Write(Convert.FromHexString(before));
        foreach (var value in values) Append(input, Text(value));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input.WrittenSpan, hash);
        return Convert.ToHexStringLower(hash);
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

    private static void Append(ArrayBufferWriter<byte> input, string? text)
    {
        var room = input.GetSpan(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0));
        var length = text is null ? 0 : Encoding.UTF8.GetBytes(text, room[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(room, text is null ? -1 : length);
        input.Advance(sizeof(int) + length);
    }

    private static string? Text(object? value) => value is null or string ? (string?)value : ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);
}
