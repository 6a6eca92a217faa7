// The front door: a JSON-LD document in, its canonical N-Quads out.
using System.Collections.Concurrent;
using System.Text.Json;
using Conferral.LinkedData.Canonicalization;
using Conferral.LinkedData.Contexts;
using Conferral.LinkedData.JsonLd;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData;

/// <summary>Which hash RDFC-1.0 uses inside (and a cryptosuite outside).</summary>
public enum CanonicalHash
{
    Sha256,
    Sha384,
}

/// <summary>
/// One document to canonicalize: the JSON value, optionally seen without one top-level member
/// (a credential without its <c>proof</c>) and with a context other than its own (a proof configuration
/// takes the document's).
/// </summary>
public readonly record struct JsonLdInput(JsonElement Root)
{
    /// <summary>Nesting beyond which a text is refused before anything else is done with it.</summary>
    public const int MaxDepth = 128;

    /// <summary>A document given as text that was read strictly before (<see cref="Parse"/>), or made of such texts: it is trusted.</summary>
    public static JsonLdInput OfChecked(ReadOnlyMemory<byte> utf8) => new(default(JsonElement)) { CheckedText = utf8 };

    private ReadOnlyMemory<byte> CheckedText { get; init; }

    /// <summary>The document's JSON.</summary>
    internal ReadOnlySpan<byte> Text => Root.ValueKind == JsonValueKind.Undefined ? CheckedText.Span : System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(Root);

    /// <summary>Name of a top-level member that is passed over as if it were absent, or null.</summary>
    public string? WithoutMember { get; init; }

    /// <summary>The value used as <c>@context</c> in place of the document's own, or null.</summary>
    public JsonElement? Context { get; init; }

    /// <summary>
    /// Blank nodes of the document are named by the place where they stand, so that they have the same names in a copy
    /// with parts left out (members cut, items of arrays replaced by null).
    /// </summary>
    public bool NamesNodesByPlace { get; init; }

    /// <summary>
    /// Parses JSON the way documents that are signed or verified must be read: no member twice, no comments, no
    /// trailing commas, bounded nesting, so that no two readers can see different documents.
    /// Errors: <see cref="JsonException"/>, the document's fault.
    /// </summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8) => Parse(utf8, MaxDepth);

    internal static JsonDocument Parse(ReadOnlyMemory<byte> utf8, int maxDepth)
    {
        try
        {
            return JsonDocument.Parse(utf8, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = maxDepth });
        }
        catch (InvalidOperationException refusal) // the parser's way with names it must compare and cannot read
        {
            throw new JsonException("A member's name holds half of a character (an unpaired surrogate) or is not UTF-8.", refusal);
        }
    }
}

/// <summary>
/// Canonicalizes JSON-LD documents by safe-mode expansion and RDFC-1.0.
/// Shape: canonical N-Quads, UTF-8, sorted, each line ended by a line feed.
/// Errors: <see cref="JsonLdException"/>, <see cref="UnknownContextException"/>, <see cref="CanonicalizationBoundException"/>.
/// Bounds: safe for concurrent use; keeps one dataset's memory per thread that worked at the same time.
/// Spec: https://www.w3.org/TR/rdf-canon/, https://www.w3.org/TR/vc-di-eddsa/#transformation-eddsa-rdfc-2022
/// </summary>
public sealed class LinkedDataCanonicalizer(ContextStore contexts, CanonicalizationOptions? limits = null)
{
    /// <summary>A dataset that grew beyond this serves its document and is let go.</summary>
    private const int MaxPooledQuads = 1 << 16;

    private readonly JsonLdDeserializer _deserializer = new(contexts, new JsonLdOptions());
    private readonly CanonicalizationOptions _sha256 = (limits ?? CanonicalizationOptions.Default) with { Hash = CanonicalHash.Sha256 };
    private readonly CanonicalizationOptions _sha384 = (limits ?? CanonicalizationOptions.Default) with { Hash = CanonicalHash.Sha384 };
    private readonly ConcurrentBag<RdfDataset> _pool = [];

    /// <summary>The canonical N-Quads of the document.</summary>
    public byte[] Canonicalize(JsonLdInput input, CanonicalHash hash = CanonicalHash.Sha256)
        => WithQuads(input, hash, static (dataset, options) => RdfCanonicalizer.Canonicalize(dataset, options).NQuads.ToArray());

    /// <summary>The hash of the canonical N-Quads, by the same hash that RDFC-1.0 used inside.</summary>
    public byte[] Hash(JsonLdInput input, CanonicalHash hash = CanonicalHash.Sha256)
        => WithQuads(input, hash, RdfCanonicalizer.Hash);

    /// <summary>
    /// Returns when every member of the document would be part of the signed data, and throws what <see cref="Canonicalize"/>
    /// would where one would not. Says besides whether software that sorts by UTF-16 makes the same canonical form of it.
    /// </summary>
    public Utf16Order CheckLossless(JsonLdInput input) => WithQuads(input, CanonicalHash.Sha256, static (dataset, options) =>
        Utf16OrderCheck.MayDiffer(dataset.Spellings) ? Utf16OrderCheck.Of(RdfCanonicalizer.Canonicalize(dataset, options).NQuads.Span) : Utf16Order.Agrees);

    /// <summary>
    /// The same answer for a document that is known to be lossless, without a walk where its text holds no disputed character
    /// (that of the contexts is not looked at: every published one is ASCII).
    /// </summary>
    public Utf16Order OrderOf(JsonLdInput input)
        => Utf16OrderCheck.MayDifferIn(input.Text) ? CheckLossless(input) : Utf16Order.Agrees;

    /// <summary>The quads one by one, under the labels that <paramref name="replacement"/> gives for canonical ones; both are without <c>_:</c>.</summary>
    public RelabelledQuads Relabel(JsonLdInput input, Func<string, string> replacement, CanonicalHash hash = CanonicalHash.Sha256)
        => WithQuads(input, hash, (dataset, options) =>
        {
            var issued = RdfCanonicalizer.Canonicalize(dataset, options).IssuedIdentifiers;
            var labels = issued.ToDictionary(pair => pair.Key, pair => replacement(pair.Value), StringComparer.Ordinal);
            return new RelabelledQuads(QuadLines.Write(dataset, labels), labels);
        });

    /// <summary>The quads one by one and sorted, under labels known before. A node without one keeps its own.</summary>
    public IReadOnlyList<byte[]> Quads(JsonLdInput input, IReadOnlyDictionary<string, string> labels)
        => WithQuads(input, CanonicalHash.Sha256, (dataset, _) => QuadLines.Write(dataset, labels));

    private T WithQuads<T>(JsonLdInput input, CanonicalHash hash, Func<RdfDataset, CanonicalizationOptions, T> use)
    {
        if (!_pool.TryTake(out var dataset)) dataset = new RdfDataset();
        _deserializer.Deserialize(input, dataset);
        var result = use(dataset, hash == CanonicalHash.Sha256 ? _sha256 : _sha384);
        if (dataset.QuadCount > MaxPooledQuads) return result;
        dataset.Clear();
        _pool.Add(dataset); // a dataset that met an exception is let go instead
        return result;
    }
}
