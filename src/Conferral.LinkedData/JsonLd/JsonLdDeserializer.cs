// Deserialize JSON-LD to RDF: a JSON document in, quads of an interned dataset out, with no tree between them.
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Conferral.LinkedData.Contexts;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.JsonLd;

/// <summary>
/// Turns JSON-LD 1.1 into RDF in one walk: expansion and RDF conversion happen together, and the contexts of one
/// document are compiled once for all documents that use them.
/// Shape: UTF-8 from the JSON text to the dataset; absolute IRIs stay as written, byte for byte.
/// Errors: <see cref="JsonLdException"/> (the document's fault), <see cref="UnknownContextException"/> (could not check).
/// Bounds: safe to share between threads, each with its own dataset; remembered contexts and objects are bounded.
/// Spec: https://www.w3.org/TR/json-ld11-api/#expansion-algorithm, https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm
/// </summary>
public sealed class JsonLdDeserializer(ContextStore contexts, JsonLdOptions options)
{
    private readonly ContextProcessor _processor = new(contexts, options);
    private readonly byte[]? _base = options.Base is null ? null : Encoding.UTF8.GetBytes(options.Base);
    private readonly ConcurrentBag<DocumentWalk> _walks = [];
    private Family? _family;

    /// <summary>A root context, everything derived from it, and what objects say under these.</summary>
    private sealed record Family(ContextMemo Memo, ActiveContext Root, ObjectShelf Shelf);

    /// <summary>Adds the document's quads to <paramref name="into"/>. After an exception the dataset holds part of them: clear it.</summary>
    public void Deserialize(JsonLdInput input, RdfDataset into)
    {
        if (!IsReadable(input))
        {
            throw new JsonLdException(ErrorCode.LoadingDocumentFailed, "", "The document is not valid UTF-8. Save it as UTF-8 and try again.");
        }

        if (!_walks.TryTake(out var walk)) walk = new DocumentWalk(_processor, options);
        try
        {
            var family = CurrentFamily();
            walk.Run(input, family.Root, family.Shelf, into);
            _walks.Add(walk);
        }
        catch (JsonLdException fault) when (fault.Pointer.Length == 0)
        {
            throw new JsonLdException(fault.Code, walk.Pointer(), fault.Message);
        }
    }

    /// <summary>
    /// Walks a document with parts (<see cref="DocumentWalk.RunWithParts"/>), and returns the walk, to which members can be added
    /// until it is given to <see cref="End"/>. Errors: besides the others <see cref="PartDiffersException"/>; pointers are empty.
    /// </summary>
    internal DocumentWalk Begin(JsonLdInput input, List<DocumentPart> parts, RdfDataset into)
    {
        if (!IsReadable(input) || !options.SafeMode || _processor.IsJsonLd10) throw new PartDiffersException();
        if (!_walks.TryTake(out var walk)) walk = new DocumentWalk(_processor, options);
        var family = CurrentFamily();
        walk.RunWithParts(input, family.Root, family.Shelf, into, parts);
        return walk;
    }

    /// <summary>What was read strictly is known to be UTF-8.</summary>
    private static bool IsReadable(JsonLdInput input) => input.Tape is not null || Utf8.IsValid(input.Text);

    internal void End(DocumentWalk walk)
    {
        walk.Forget();
        _walks.Add(walk);
    }

    private Family CurrentFamily()
    {
        var family = Volatile.Read(ref _family);
        if (family is { Memo.IsFull: false }) return family;
        var memo = new ContextMemo();
        var root = new ActiveContext(memo, _base);
        if (options.ExpandContext is { } given)
        {
            var context = given.ValueKind == JsonValueKind.Object && JsonText.TryGetMember(given, "@context"u8, out var inner) ? inner : given;
            root = _processor.ProcessLocal(root, JsonText.Raw(context));
        }

        family = new Family(memo, root, new ObjectShelf());
        Volatile.Write(ref _family, family);
        return family;
    }
}
