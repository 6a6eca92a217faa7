// The context documents this installation knows, by URL. Nothing is ever fetched.
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;

namespace Conferral.LinkedData.Contexts;

/// <summary>
/// Known JSON-LD contexts by URL: our own term tables of the published ones, and documents somebody added.
/// Errors: an unknown URL is an <see cref="UnknownContextException"/>.
/// Bounds: safe for any number of readers; a table is compiled when it is first used. Add documents before the first
/// document is read: what a deserializer compiled, it keeps.
/// </summary>
public sealed class ContextStore
{
    private readonly ConcurrentDictionary<string, Lazy<JsonElement>> _documents = new(StringComparer.Ordinal);
    private bool _isFixed;

    /// <summary>The published contexts that ship with this library, each in its current revision. Cannot be added to: copy it.</summary>
    public static ContextStore BuiltIn { get; } = CreateBuiltIn();

    /// <summary>Every revision of a published context that ships with this library.</summary>
    public static IReadOnlyList<ContextRevision> Revisions { get; } = [.. ContextTables.Revisions];

    /// <summary>A store that starts with the documents of another, or empty.</summary>
    public ContextStore(ContextStore? startingWith = null)
    {
        if (startingWith is null) return;
        foreach (var (url, document) in startingWith._documents) _documents[url] = document;
    }

    /// <summary>
    /// The term table of a built-in revision as text: a line states the namespace, terms, type and container of a group of terms,
    /// and indented lines are the scope of the term above.
    /// </summary>
    public static string Describe(ContextRevision revision) => ContextTables.Text(revision.Sha256);

    public bool Knows(string url) => _documents.ContainsKey(url);

    /// <summary>
    /// Adds a context document under the URL that documents name it by, and returns the SHA-256 of its bytes in
    /// lower-case hexadecimal.
    /// Errors: another digest than <paramref name="sha256"/>, or a URL that is known already, is an
    /// <see cref="InvalidOperationException"/>; text that is not strict JSON is a <see cref="JsonException"/>.
    /// </summary>
    public string Add(string url, ReadOnlyMemory<byte> document, string? sha256 = null)
    {
        if (_isFixed) throw new InvalidOperationException("The built-in store is shared and fixed. Start a new store with it and add there.");
        var digest = Convert.ToHexStringLower(SHA256.HashData(document.Span));
        if (sha256 is not null && !digest.Equals(sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"The context {url} has SHA-256 {digest}, and {sha256} is pinned. Compare the two documents before pinning another.");
        }

        using var parsed = ContextDocument.Parse(document);
        var root = parsed.RootElement.Clone();
        if (!_documents.TryAdd(url, new Lazy<JsonElement>(root))) throw new InvalidOperationException($"The context {url} is in the store already.");
        return digest;
    }

    /// <summary>A copy of this store in which a published context is taken in one of its other known revisions.</summary>
    public ContextStore WithRevision(ContextRevision revision)
    {
        var copy = new ContextStore(this);
        copy._documents[revision.Url] = FromTable(revision);
        return copy;
    }

    internal JsonElement Load(string url)
        => _documents.TryGetValue(url, out var document) ? document.Value : throw new UnknownContextException(url);

    private static ContextStore CreateBuiltIn()
    {
        var store = new ContextStore();
        foreach (var revision in ContextTables.Revisions.Where(revision => revision.IsCurrent)) store._documents[revision.Url] = FromTable(revision);
        store._isFixed = true;
        return store;
    }

    private static Lazy<JsonElement> FromTable(ContextRevision revision) => new(() => ContextTables.Document(revision.Sha256));
}
