// The context documents this installation knows, by URL. Nothing is ever fetched.
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;

namespace Conferral.LinkedData.Contexts;

/// <summary>
/// Known JSON-LD contexts by URL: our own term tables of the published ones, and documents somebody added.
/// Errors: an unknown URL is an <see cref="UnknownContextException"/>; a document whose bytes are not the pinned ones is refused.
/// Bounds: read by any number of threads; a context is compiled when it is first used.
/// </summary>
public sealed class ContextStore
{
    /// <summary>Deeper than any published context; a bound against hostile files.</summary>
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private readonly ConcurrentDictionary<string, Lazy<JsonElement>> _documents = new(StringComparer.Ordinal);

    /// <summary>Adds a document under a URL and returns its SHA-256 in lower-case hexadecimal. A URL is given once.</summary>
    public string Add(string url, ReadOnlyMemory<byte> document)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(document.Span));
        using var parsed = JsonDocument.Parse(document, Strict);
        var root = parsed.RootElement.Clone();
        if (!_documents.TryAdd(url, new Lazy<JsonElement>(root))) throw new InvalidOperationException($"The context {url} is in the store already.");
        return digest;
    }

    internal JsonElement Load(string url)
        => _documents.TryGetValue(url, out var document) ? document.Value : throw new UnknownContextException(url);
}
