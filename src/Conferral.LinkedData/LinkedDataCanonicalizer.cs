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

    /// <summary>A document that was read already, until whose end the reading must not be disposed.</summary>
    public static JsonLdInput Of(JsonReading reading) => new(default(JsonElement)) { Tape = reading.Tape };

    private ReadOnlyMemory<byte> CheckedText { get; init; }

    internal JsonTape? Tape { get; private init; }

    /// <summary>The document's JSON.</summary>
    internal ReadOnlySpan<byte> Text => Tape is not null ? Tape.Raw(JsonTape.Root) : Root.ValueKind == JsonValueKind.Undefined ? CheckedText.Span : System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(Root);

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
/// Bounds: safe for concurrent use; keeps one document's memory per thread that worked at the same time.
/// Spec: https://www.w3.org/TR/rdf-canon/, https://www.w3.org/TR/vc-di-eddsa/#transformation-eddsa-rdfc-2022
/// </summary>
public sealed class LinkedDataCanonicalizer(ContextStore contexts, CanonicalizationOptions? limits = null)
{
    /// <summary>A dataset that grew beyond this serves its document and is let go.</summary>
    private const int MaxPooledQuads = 1 << 16;

    private readonly JsonLdDeserializer _deserializer = new(contexts, new JsonLdOptions());
    private readonly CanonicalizationOptions _sha256 = (limits ?? CanonicalizationOptions.Default) with { Hash = CanonicalHash.Sha256 };
    private readonly CanonicalizationOptions _sha384 = (limits ?? CanonicalizationOptions.Default) with { Hash = CanonicalHash.Sha384 };
    private readonly ConcurrentBag<Workspace> _pool = [];

    /// <summary>The canonical N-Quads of the document.</summary>
    public byte[] Canonicalize(JsonLdInput input, CanonicalHash hash = CanonicalHash.Sha256)
        => WithQuads(input, hash, static (work, options) => work.Canonicalize(options).NQuads.ToArray());

    /// <summary>The hash of the canonical N-Quads, by the same hash that RDFC-1.0 used inside.</summary>
    public byte[] Hash(JsonLdInput input, CanonicalHash hash = CanonicalHash.Sha256)
        => WithQuads(input, hash, static (work, options) => work.Hash(options));

    /// <summary>
    /// Returns when every member of the document would be part of the signed data, and throws what <see cref="Canonicalize"/>
    /// would where one would not. Says besides whether software that sorts by UTF-16 makes the same canonical form of it.
    /// </summary>
    public Utf16Order CheckLossless(JsonLdInput input) => WithQuads(input, CanonicalHash.Sha256, static (work, options) =>
        Utf16OrderCheck.MayDiffer(work.Dataset.Spellings) ? Utf16OrderCheck.Of(work.Canonicalize(options).NQuads.Span) : Utf16Order.Agrees);

    /// <summary>
    /// The same answer for a document that is known to be lossless, without a walk where its text holds no disputed character
    /// (that of the contexts is not looked at: every published one is ASCII).
    /// </summary>
    public Utf16Order OrderOf(JsonLdInput input)
        => Utf16OrderCheck.MayDifferIn(input.Text) ? CheckLossless(input) : Utf16Order.Agrees;

    /// <summary>The quads one by one, under the labels that <paramref name="replacement"/> gives for canonical ones; both are without <c>_:</c>.</summary>
    public RelabelledQuads Relabel(JsonLdInput input, Func<string, string> replacement, CanonicalHash hash = CanonicalHash.Sha256)
        => WithQuads(input, hash, (work, options) =>
        {
            var issued = work.Canonicalize(options).IssuedIdentifiers;
            var labels = issued.ToDictionary(pair => pair.Key, pair => replacement(pair.Value), StringComparer.Ordinal);
            return new RelabelledQuads(QuadLines.Write(work.Dataset, labels), labels);
        });

    /// <summary>The quads one by one and sorted, under labels known before. A node without one keeps its own.</summary>
    public IReadOnlyList<byte[]> Quads(JsonLdInput input, IReadOnlyDictionary<string, string> labels)
        => WithQuads(input, CanonicalHash.Sha256, (work, _) => QuadLines.Write(work.Dataset, labels));

    /// <summary>
    /// Reads a document once to hash parts of it as the documents they are, each seen without the same member as the whole,
    /// and then the whole with what was added to them. Null where a part might say something else alone than where it stands;
    /// where document or part has a fault, which reading them one by one will tell; and where there is nothing to gain.
    /// Errors: none but <see cref="CanonicalizationBoundException"/>, from the hashing.
    /// </summary>
    /// <param name="input">The document.</param>
    /// <param name="parts">Where the parts begin in the document's text, in ascending order: objects with an <c>@context</c>, none within another.</param>
    /// <param name="hash">Which hash.</param>
    public DocumentWithParts? ReadWithParts(JsonLdInput input, IReadOnlyList<int> parts, CanonicalHash hash = CanonicalHash.Sha256)
    {
        if (parts.Count == 0 || input.Context is not null || input.NamesNodesByPlace) return null;
        var work = Take();
        try
        {
            return new DocumentWithParts(this, work, _deserializer, input, parts, OptionsOf(hash));
        }
        catch (LinkedDataException)
        {
            return null; // the workspace that met an exception is let go
        }
    }

    internal void GiveBack(Workspace work)
    {
        if (work.Dataset.QuadCount > MaxPooledQuads) return;
        work.Dataset.Clear();
        _pool.Add(work);
    }

    private Workspace Take() => _pool.TryTake(out var work) ? work : new Workspace();

    private CanonicalizationOptions OptionsOf(CanonicalHash hash) => hash == CanonicalHash.Sha256 ? _sha256 : _sha384;

    private T WithQuads<T>(JsonLdInput input, CanonicalHash hash, Func<Workspace, CanonicalizationOptions, T> use)
    {
        var work = Take();
        _deserializer.Deserialize(input, work.Dataset);
        var result = use(work, OptionsOf(hash));
        GiveBack(work); // one that met an exception is let go instead
        return result;
    }
}
