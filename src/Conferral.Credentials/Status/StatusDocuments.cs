// The status lists at hand for a verification, by address.
using System.Text.Json;
using Conferral.Credentials.Jwt;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Verification;

namespace Conferral.Credentials.Status;

/// <summary>A status list as it was received: a list credential, as JSON or as a token, or a revocation list. <see cref="Url"/> is what credentials call it.</summary>
public sealed record StatusDocument(string Url, ReadOnlyMemory<byte> Utf8, DateTimeOffset RetrievedAt)
{
    /// <summary>A list given by hand, which is known by the id it states. Errors: <see cref="StatusDocumentException"/>.</summary>
    public static StatusDocument GivenByHand(ReadOnlyMemory<byte> utf8, DateTimeOffset retrievedAt)
    {
        try
        {
            using var tree = CredentialTree.Read(utf8);
            return CredentialParts.Text(tree.Outer.Document, "id") is { } id
                ? new StatusDocument(id, utf8, retrievedAt)
                : throw new StatusDocumentException("The status list has no id, so no credential's entry can be matched to it. Take it again from where the issuer publishes it.");
        }
        catch (Exception refusal) when (refusal is StrictJsonException or MalformedTokenException)
        {
            throw new StatusDocumentException($"The status list cannot be read. {refusal.Message}", refusal);
        }
    }

    /// <summary>The list as the credential it is, which may come as a token. Errors: <see cref="StatusListException"/> MALFORMED_VALUE_ERROR.</summary>
    internal CredentialTree Open()
    {
        try
        {
            return CredentialTree.Read(Utf8);
        }
        catch (Exception refusal) when (refusal is StrictJsonException or MalformedTokenException)
        {
            throw StatusListException.Malformed($"The status list {Url} cannot be read. {refusal.Message}", refusal);
        }
    }

    /// <summary>The list as plain JSON, for lists that nobody signs. Errors: <see cref="StatusListException"/> MALFORMED_VALUE_ERROR. The element outlives the call.</summary>
    internal JsonElement Parse()
    {
        try
        {
            using var json = StrictJson.ParseObject(Utf8);
            return json.RootElement.Clone();
        }
        catch (StrictJsonException refusal)
        {
            throw StatusListException.Malformed($"The status list {Url} cannot be read. {refusal.Message}", refusal);
        }
    }
}

/// <summary>A file given as a status list is none. The message is a sentence.</summary>
public sealed class StatusDocumentException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Immutable. <paramref name="problems"/> says, by address, why a list that was looked for is not here; where two
/// documents have one address, the first counts.
/// </summary>
public sealed class StatusDocuments(IEnumerable<StatusDocument> documents, IReadOnlyDictionary<string, string>? problems = null)
{
    private readonly Dictionary<string, StatusDocument> _documents = documents.DistinctBy(document => document.Url).ToDictionary(document => document.Url, StringComparer.Ordinal);

    public static StatusDocuments None { get; } = new([]);

    public bool Contains(string url) => _documents.ContainsKey(url);

    /// <summary>Errors: <see cref="StatusListException"/> STATUS_RETRIEVAL_ERROR.</summary>
    public StatusDocument Get(string url)
        => _documents.TryGetValue(url, out var document)
            ? document
            : throw new StatusListException(StatusListError.Retrieval, problems?.GetValueOrDefault(url) is { } problem
                ? $"The status list {url} could not be fetched: {problem}"
                : $"The status list {url} is not at hand. Fetch it, or save it to a file and give it to the check.");
}
