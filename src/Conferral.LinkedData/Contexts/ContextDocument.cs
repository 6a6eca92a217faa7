// A context document from outside: read strictly, and tried out before anybody relies on it.
using System.Text.Json;
using System.Text.Unicode;
using Conferral.LinkedData.JsonLd;

namespace Conferral.LinkedData.Contexts;

/// <summary>What a context document must be before it is put into a store.</summary>
public static class ContextDocument
{
    /// <summary>The largest contexts in wide use (schema.org's) have a fifth of this. Units: bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Deeper than any published context; a bound against hostile files.</summary>
    private const int MaxDepth = 64;

    /// <summary>Errors: <see cref="JsonException"/>.</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
        => Utf8.IsValid(utf8.Span) ? JsonLdInput.Parse(utf8, MaxDepth) : throw new JsonException("The text is not UTF-8.");

    /// <summary>
    /// Compiles every term and scope of the document as if a document named it by <paramref name="url"/>.
    /// Errors: <see cref="JsonException"/>; <see cref="JsonLdException"/> for what is no context or defines a term that cannot be;
    /// <see cref="UnknownContextException"/> where it draws in a context that <paramref name="known"/> does not have.
    /// Bounds: <see cref="MaxBytes"/>.
    /// </summary>
    public static void Check(string url, ReadOnlyMemory<byte> utf8, ContextStore known)
    {
        if (utf8.Length > MaxBytes) throw new JsonLdException(ErrorCode.LoadingDocumentFailed, "", $"The context has {utf8.Length} bytes; more than {MaxBytes} are not read.");
        var store = new ContextStore(known);
        store.Add(url, utf8);
        var processor = new ContextProcessor(store, new JsonLdOptions());
        processor.ProcessLocal(new ActiveContext(new ContextMemo(), null), JsonSerializer.SerializeToUtf8Bytes(url));
    }
}
