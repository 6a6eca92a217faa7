// Contexts beyond the built-in ones: a folder of documents by SHA-256, and an index that pins each URL to one of them.
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Conferral.Issuance.WriteBack;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;

namespace Conferral.Issuance.Workspaces.Contexts;

/// <summary>
/// Shape: <c>index.json</c> and one file <c>SHA256.jsonld</c> per document, its bytes unchanged.
/// Durability: a document is on disk before the index names it; both MUST be replaced durably, so that a crash leaves the old
/// index or the new one. Documents are never deleted or rewritten.
/// Errors: <see cref="ContextFolderException"/>. Bounds: one writer at a time.
/// </summary>
public sealed class ContextFolder
{
    public const string FolderName = "contexts";

    private const string IndexName = "index.json";

    /// <summary>An index of ten thousand contexts; a bound against a file that is something else. Units: bytes.</summary>
    private const int MaxIndexBytes = 4 * 1024 * 1024;

    private readonly string _path;
    private readonly Dictionary<string, StoredContext> _byUrl;

    private ContextFolder(string path, IEnumerable<StoredContext> contexts)
    {
        _path = path;
        _byUrl = contexts.ToDictionary(context => context.Url, StringComparer.Ordinal);
    }

    /// <summary>In the order of their URLs.</summary>
    public IReadOnlyList<StoredContext> Contexts => [.. _byUrl.Values.OrderBy(context => context.Url, StringComparer.Ordinal)];

    /// <summary>Reads the index; a folder that is not there yet is an empty store.</summary>
    public static ContextFolder Open(string path)
    {
        var full = Path.GetFullPath(path);
        var index = Path.Combine(full, IndexName);
        return new ContextFolder(full, File.Exists(index) ? ReadIndex(index) : []);
    }

    /// <summary>The built-in contexts and these. A URL that a newer version has built in means the built-in one.</summary>
    public ContextStore ToStore() => ToStore(_byUrl.Values);

    /// <summary>The bytes of a context, checked against its pin.</summary>
    public byte[] Read(StoredContext context)
    {
        var path = PathOf(context.Sha256);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Lost(context, $"is not at {path}", e);
        }

        return Digest(bytes) == context.Sha256 ? bytes : throw Lost(context, $"at {path} no longer has the SHA-256 it was added with ({context.Sha256})");
    }

    /// <summary>
    /// Puts a context into the store. Refused are a built-in URL, a document that is no context or draws in an unknown one, and
    /// other bytes than a URL has already, unless <paramref name="replace"/>: the refusal says what would change.
    /// </summary>
    public async Task<ContextAddition> AddAsync(string url, ReadOnlyMemory<byte> document, DateTimeOffset now, bool replace)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out _) || url.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            throw new ContextFolderException($"'{url}' is not a full URL. Write it as documents name it in @context, https://…");
        var digest = Digest(document.Span);
        RefuseBuiltIn(url, digest);
        RefuseUnusable(url, document);
        var known = _byUrl.GetValueOrDefault(url);
        if (known?.Sha256 == digest && IsIntact(known)) return ContextAddition.Unchanged;
        if (known is not null && known.Sha256 != digest && !replace)
            throw new ContextFolderException($"{url} is in the store with other bytes (SHA-256 {known.Sha256}, added {Day(known.Added)}; these have {digest}). Replacing it {ChangeTo(known, document)}. Documents signed under the old bytes may no longer verify here. If that is meant, run the command again with --replace.");
        Directory.CreateDirectory(_path);
        await DurableFile.ReplaceDurably(PathOf(digest), stream => stream.WriteAsync(document).AsTask());
        _byUrl[url] = new StoredContext(url, digest, document.Length, now);
        await DurableFile.ReplaceDurably(Path.Combine(_path, IndexName), stream => JsonSerializer.SerializeAsync(stream, new ContextIndex(ContextIndex.CurrentVersion, Contexts), ContextIndexJson.Default.ContextIndex));
        return known is null ? ContextAddition.Added : known.Sha256 == digest ? ContextAddition.Restored : ContextAddition.Replaced;
    }

    /// <summary>Whether the bytes of a context are there and are those that were added.</summary>
    public bool IsIntact(StoredContext context)
    {
        try
        {
            Read(context);
            return true;
        }
        catch (ContextFolderException)
        {
            return false;
        }
    }

    private ContextStore ToStore(IEnumerable<StoredContext> contexts)
    {
        var store = new ContextStore(ContextStore.BuiltIn);
        foreach (var context in contexts.Where(context => !store.Knows(context.Url))) store.Add(context.Url, Read(context), context.Sha256);
        return store;
    }

    private static void RefuseBuiltIn(string url, string digest)
    {
        if (!ContextStore.BuiltIn.Knows(url)) return;
        var revisions = ContextStore.Revisions.Where(revision => revision.Url == url).ToList();
        var current = revisions.Single(revision => revision.IsCurrent).Sha256;
        var these = digest == current ? "These bytes are the ones it stands for."
            : revisions.Exists(revision => revision.Sha256 == digest) ? "These bytes are another revision of it, which is known too and not in force."
            : "These bytes are no known revision of it; if its publisher changed it, a newer version of Conferral is needed.";
        throw new ContextFolderException($"{url} is built in (SHA-256 {current}) and cannot be given another meaning. {these}");
    }

    private void RefuseUnusable(string url, ReadOnlyMemory<byte> document)
    {
        try
        {
            ContextDocument.Check(url, document, ToStore(_byUrl.Values.Where(context => context.Url != url)));
        }
        catch (JsonException e)
        {
            throw new ContextFolderException($"The document for {url} is not JSON as it must be. {StrictJson.Describe(e)} Save what the publisher serves as application/ld+json.", e);
        }
        catch (JsonLdException e)
        {
            throw new ContextFolderException($"The document for {url} is no context that can be used ({e.Code}): {e.Message}", e);
        }
        catch (UnknownContextException e)
        {
            throw new ContextFolderException($"The document for {url} builds on another context. {e.Message} Then add this one.", e);
        }
    }

    private string ChangeTo(StoredContext known, ReadOnlyMemory<byte> document)
        => IsIntact(known) ? ContextChange.Between(Read(known), document).ToString() : "restores a file that is damaged or gone, so what changes cannot be said";

    private static IEnumerable<StoredContext> ReadIndex(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxIndexBytes) throw Damaged(path, "it is too large");
            var index = JsonSerializer.Deserialize(File.ReadAllBytes(path), ContextIndexJson.Default.ContextIndex);
            if (index is not { Version: ContextIndex.CurrentVersion }) throw Damaged(path, "it is of another version");
            if (index.Contexts.Any(context => context.Sha256.Length != 2 * SHA256.HashSizeInBytes || !context.Sha256.All(char.IsAsciiHexDigitLower))) throw Damaged(path, "a pin is not a SHA-256");
            if (index.Contexts.DistinctBy(context => context.Url, StringComparer.Ordinal).Count() < index.Contexts.Count) throw Damaged(path, "a URL stands twice");
            return index.Contexts;
        }
        catch (JsonException e)
        {
            throw Damaged(path, e.Message, e);
        }
    }

    private static ContextFolderException Damaged(string path, string why, Exception? inner = null)
        => new($"The index of contexts {path} cannot be used ({why}). Restore it from a backup, or move it away and add the contexts again with `conferral contexts add`.", inner);

    private static ContextFolderException Lost(StoredContext context, string what, Exception? inner = null)
        => new($"The context {context.Url} {what}. Nothing was signed or verified with it. Restore the file from a backup, or add the context again with `conferral contexts add`.", inner);

    private string PathOf(string sha256) => Path.Combine(_path, sha256 + ".jsonld");

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
