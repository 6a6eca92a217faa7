// What a credential says about its place in a bitstring status list.
using System.Globalization;
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Status;

/// <summary>
/// A <c>credentialStatus</c> of this type. <see cref="StatusMessages"/> is by value and empty where the entry has none.
/// Spec: https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry
/// </summary>
public sealed record BitstringStatusListEntry(string StatusPurpose, long StatusListIndex, string StatusListCredential, int StatusSize, IReadOnlyDictionary<int, string> StatusMessages)
{
    public const string TypeName = "BitstringStatusListEntry";

    /// <summary>Reads an entry as strictly as the specification words it. Errors: <see cref="StatusListException"/> MALFORMED_VALUE_ERROR.</summary>
    public static BitstringStatusListEntry Read(JsonElement entry)
    {
        var purpose = CredentialParts.Text(entry, "statusPurpose") is { Length: > 0 } text ? text : throw Malformed("statusPurpose", "a text");
        var list = CredentialParts.Text(entry, "statusListCredential");
        if (!Uri.TryCreate(list, UriKind.Absolute, out var url) || !url.IsWellFormedOriginalString()) throw Malformed("statusListCredential", "a URL");
        if (CredentialParts.Text(entry, "id") == list) throw StatusListException.Malformed("The id of the status entry is the URL of its list, which it must not be.");
        var size = ReadSize(entry);
        return new BitstringStatusListEntry(purpose, ReadIndex(entry), list, size, ReadMessages(entry, size));
    }

    /// <summary>An index too large for any list stands for the largest number, which no list reaches.</summary>
    private static long ReadIndex(JsonElement entry)
    {
        if (CredentialParts.Text(entry, "statusListIndex") is not { Length: > 0 } digits || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
            throw Malformed("statusListIndex", "a text of decimal digits");
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : long.MaxValue;
    }

    private static int ReadSize(JsonElement entry)
    {
        if (!entry.TryGetProperty("statusSize", out var value)) return 1;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var size) && size is >= 1 and <= BitstringStatusList.MaxStatusSize
            ? size
            : throw Malformed("statusSize", $"a whole number from 1 to {BitstringStatusList.MaxStatusSize}");
    }

    private static Dictionary<int, string> ReadMessages(JsonElement entry, int size)
    {
        var messages = new Dictionary<int, string>();
        if (entry.TryGetProperty("statusMessage", out var value))
        {
            foreach (var item in CredentialParts.Items(value))
            {
                if (CredentialParts.Text(item, "message") is not { } message || !TryReadHex(CredentialParts.Text(item, "status"), out var status) || status >= 1 << size || !messages.TryAdd(status, message))
                    throw Malformed("statusMessage", "a list of one message for each value, the value written as 0x and hexadecimal digits");
            }
        }

        var needed = size > 1 || messages.Count > 0;
        return !needed || messages.Count == 1 << size ? messages : throw Malformed("statusMessage", "a list of messages for every value the status can have");
    }

    private static bool TryReadHex(string? text, out int value)
    {
        value = 0;
        return text is not null && text.StartsWith("0x", StringComparison.Ordinal) && int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value >= 0;
    }

    private static StatusListException Malformed(string name, string form) => StatusListException.Malformed($"The {name} of the credential's status entry is not {form}.");
}
