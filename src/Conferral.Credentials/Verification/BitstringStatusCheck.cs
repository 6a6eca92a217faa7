// One entry of a bitstring status list against the list it names.
using System.Collections.Concurrent;
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Status;

namespace Conferral.Credentials.Verification;

/// <summary>
/// The validation of Bitstring Status List, with two things settled that it leaves open: a list that states another id
/// than its address does not stand, because an issuer's other list could be passed off for it; a list by another issuer
/// than the credential's does stand, because the signed credential names it, and the sentence says whose it is.
/// Each list is read and its proof checked once. Spec: https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm
/// </summary>
internal sealed class BitstringStatusCheck(StatusDocuments documents, Func<FoundCredential, IReadOnlyList<Check>> judgeList, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Lazy<JudgedList>> _lists = new(StringComparer.Ordinal);

    /// <summary>Errors: <see cref="StatusListException"/>.</summary>
    public Check Judge(JsonElement credential, BitstringStatusListEntry entry)
    {
        var document = documents.Get(entry.StatusListCredential);
        var judged = _lists.GetOrAdd(entry.StatusListCredential, _ => new Lazy<JudgedList>(() => Read(document))).Value;
        if (judged.Refusal is { } refusal) throw refusal;
        var list = judged.List!;
        if (list.TimeToLive is { } timeToLive && clock.GetUtcNow() > document.RetrievedAt + timeToLive)
            throw new StatusListException(StatusListError.Retrieval, $"The copy of the status list {document.Url} is from {XsdDateTime.Write(document.RetrievedAt)}, longer ago than the list allows a copy to be used. Fetch it again.");
        if (!list.StatusPurposes.Contains(entry.StatusPurpose))
            throw new StatusListException(StatusListError.Verification, $"The status list {document.Url} is not for the purpose the credential names.");
        if (list.List.EntriesOf(entry.StatusSize) < BitstringStatusList.MinimumEntries)
            throw new StatusListException(StatusListError.ListLength, $"The status list {document.Url} has {list.List.EntriesOf(entry.StatusSize)} entries, and one must have {BitstringStatusList.MinimumEntries}.");
        return Meaning(entry, list.List.Read(entry.StatusListIndex, entry.StatusSize), By(credential, list));
    }

    private JudgedList Read(StatusDocument document)
    {
        try
        {
            using var tree = document.Open();
            var list = BitstringStatusListCredential.Read(tree.Outer.Document);
            if (list.Id is { } id && id != document.Url) throw new StatusListException(StatusListError.Verification, $"The status list at {document.Url} states another id, so it may be another list.");
            var failing = judgeList(tree.Outer).Where(check => check.Verdict != Verdict.Valid).MaxBy(check => check.Verdict);
            return failing is null
                ? new JudgedList(list, null)
                : new JudgedList(null, new StatusListException(StatusListError.Verification, $"The status list {document.Url} does not stand as a credential of its own. {failing.Message}"));
        }
        catch (StatusListException refusal)
        {
            return new JudgedList(null, refusal);
        }
    }

    private static Check Meaning(BitstringStatusListEntry entry, int status, string by)
    {
        var message = entry.StatusMessages.GetValueOrDefault(status) is { } text ? $" Its message: {PlainText.Of(text)}." : "";
        return (entry.StatusPurpose, status) switch
        {
            ("revocation", 0) => Check.Valid(CheckId.Status, $"The credential is not revoked{by}.{message}"),
            ("revocation", _) => Check.Invalid(CheckId.Status, $"The credential is revoked{by}.{message}"),
            ("suspension", 0) => Check.Valid(CheckId.Suspension, $"The credential is not suspended{by}.{message}"),
            ("suspension", _) => Check.Invalid(CheckId.Suspension, $"The credential is suspended for now{by}; a suspension can be lifted.{message}"),
            ("refresh", 0) => Check.Valid(CheckId.Status, $"There is no newer version of the credential{by}.{message}"),
            ("refresh", _) => Check.Valid(CheckId.Status, $"There is a newer version of the credential{by}; ask the learner or the issuer for it.{message}"),
            ("message", _) => Check.Valid(CheckId.Status, $"The status of the credential is {status}{by}.{message}"),
            (_, 0) => Check.Valid(CheckId.Status, $"The credential's status of another purpose than revocation and suspension is not set{by}.{message}"),
            _ => Check.Unknown(CheckId.Status, $"A status of the credential is set whose purpose is not among those this version knows{by}.{message}"),
        };
    }

    private static string By(JsonElement credential, BitstringStatusListCredential list)
        => list.IssuerId == CredentialParts.IssuerIdOf(credential) ? "" : $", says the list of {PlainText.Of(list.IssuerId ?? "nobody")}, who is not the credential's issuer";

    /// <summary>A list that stands, or why not.</summary>
    private sealed record JudgedList(BitstringStatusListCredential? List, StatusListException? Refusal);
}
