// Reads the credential that carries a bitstring status list.
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Status;

/// <summary>
/// What a list credential says; whether it is to be believed is for its proof. <see cref="TimeToLive"/> is how long a
/// copy may be used, null where the list does not say.
/// Spec: https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential
/// </summary>
public sealed record BitstringStatusListCredential(string? Id, string? IssuerId, IReadOnlyList<string> StatusPurposes, BitstringStatusList List, TimeSpan? TimeToLive)
{
    /// <summary>Errors: <see cref="StatusListException"/> MALFORMED_VALUE_ERROR or STATUS_LIST_LENGTH_ERROR.</summary>
    public static BitstringStatusListCredential Read(JsonElement credential)
    {
        if (!HasType(credential, "BitstringStatusListCredential"))
            throw StatusListException.Malformed("The document at the status list's address is not a BitstringStatusListCredential.");
        if (CredentialParts.SubjectOf(credential) is not { } subject || !HasType(subject, "BitstringStatusList"))
            throw StatusListException.Malformed("The subject of the status list credential is not one BitstringStatusList.");
        var encoded = CredentialParts.Text(subject, "encodedList") ?? throw StatusListException.Malformed("The status list has no encodedList.");
        return new BitstringStatusListCredential(CredentialParts.Text(credential, "id"), CredentialParts.IssuerIdOf(credential), ReadPurposes(subject), BitstringStatusList.Decode(encoded), ReadTimeToLive(subject));
    }

    private static List<string> ReadPurposes(JsonElement subject)
    {
        var purposes = subject.TryGetProperty("statusPurpose", out var value) ? CredentialParts.Items(value) : [];
        if (purposes.Count == 0 || purposes.Any(item => item.ValueKind != JsonValueKind.String))
            throw StatusListException.Malformed("The statusPurpose of the status list is not a text or a list of texts.");
        return [.. purposes.Select(item => item.GetString()!)];
    }

    private static TimeSpan? ReadTimeToLive(JsonElement subject)
    {
        if (!subject.TryGetProperty("ttl", out var value)) return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetUInt64(out var milliseconds))
            throw StatusListException.Malformed("The ttl of the status list is not a number of milliseconds.");
        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, (ulong)TimeSpan.FromDays(36_500).TotalMilliseconds));
    }

    private static bool HasType(JsonElement item, string name)
        => item.TryGetProperty("type", out var types) && CredentialParts.Items(types).Any(type => type.ValueKind == JsonValueKind.String && type.ValueEquals(name));
}
