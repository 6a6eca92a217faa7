// A credential against 1EdTech's revocation list.
using System.Collections.Concurrent;
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Status;

namespace Conferral.Credentials.Verification;

/// <summary>The list is not signed, so the sentence says whose it claims to be where that is not the credential's issuer. Each list is read once.</summary>
internal sealed class RevocationListCheck(StatusDocuments documents)
{
    private readonly ConcurrentDictionary<string, Lazy<RevocationList>> _lists = new(StringComparer.Ordinal);

    /// <summary>Errors: <see cref="StatusListException"/>.</summary>
    public Check Judge(JsonElement credential, JsonElement entry)
    {
        var url = CredentialParts.Text(entry, "id");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !address.IsWellFormedOriginalString()) throw StatusListException.Malformed("The id of the credential's status entry is not a URL; it is the address of the revocation list.");
        var credentialId = CredentialParts.Text(credential, "id") ?? throw StatusListException.Malformed("The credential has no id, so it cannot be looked for in a revocation list.");
        var list = _lists.GetOrAdd(url, _ => new Lazy<RevocationList>(() => RevocationList.Read(documents.Get(url).Parse()))).Value;
        if (list.Id is { } id && id != url) throw new StatusListException(StatusListError.Verification, $"The revocation list at {url} states another id, so it may be another list.");
        var by = list.IssuerId is null || list.IssuerId == CredentialParts.IssuerIdOf(credential) ? "" : $", says a list in the name of {PlainText.Of(list.IssuerId)}, who is not the credential's issuer";
        if (!list.Revoked.TryGetValue(credentialId, out var reason)) return Check.Valid(CheckId.Status, $"The credential is not revoked{by}.");
        return Check.Invalid(CheckId.Status, $"The credential is revoked{by}. {(reason is null ? "No reason is given." : $"The reason given: {PlainText.Of(reason)}.")}");
    }
}
