// A document whose parts are documents too, read once for all of them.
using Conferral.LinkedData.Canonicalization;
using Conferral.LinkedData.JsonLd;

namespace Conferral.LinkedData;

/// <summary>
/// Hashes parts of a document as the documents they are, and the whole with what was added to them: the same hashes that
/// <see cref="LinkedDataCanonicalizer.Hash"/> gives for the texts of each. Not safe for concurrent use. Parts are hashed before
/// anything is added to one. Errors: <see cref="LinkedDataException"/>, after which nothing more can be asked.
/// </summary>
public sealed class DocumentWithParts : IDisposable
{
    private readonly LinkedDataCanonicalizer _owner;
    private readonly JsonLdDeserializer _deserializer;
    private readonly Workspace _work;
    private readonly CanonicalizationOptions _options;
    private readonly List<DocumentPart> _parts;
    private readonly DocumentWalk _walk;
    private readonly KnownDigests _known;
    private bool _isRanked = true;
    private bool _failed;

    internal DocumentWithParts(LinkedDataCanonicalizer owner, Workspace work, JsonLdDeserializer deserializer, JsonLdInput input, IReadOnlyList<int> parts, CanonicalizationOptions options)
    {
        (_owner, _work, _deserializer, _options) = (owner, work, deserializer, options);
        _parts = new List<DocumentPart>(parts.Count);
        foreach (var start in parts) _parts.Add(new DocumentPart(start));
        _walk = deserializer.Begin(input, _parts, work.Dataset);
        work.Ranks.Read(work.Dataset);
        _known = work.Whole.Digest(work.Dataset.All, work.Ranks, options.Hash, LinkedNodes());
    }

    /// <summary>Writes the hash that a part has alone to <paramref name="digest"/>.</summary>
    public void HashPart(int part, Span<byte> digest)
    {
        if (!_isRanked) throw new InvalidOperationException("Parts are hashed before anything is added.");
        var quads = _work.Dataset.Parts.View(_work.Dataset, _parts[part].FirstQuad, _parts[part].EndQuad);
        _failed = true;
        _work.Run.Hash(quads, _work.Ranks, _options, _known, digest);
        _failed = false;
    }

    /// <summary>Adds members to a part, as if they stood behind its own. Shape: a JSON object, read strictly before, whose members are properties.</summary>
    public void AddToPart(int part, ReadOnlySpan<byte> members)
    {
        _failed = true;
        _walk.AddToPart(_parts[part], members);
        _isRanked = _failed = false;
    }

    /// <summary>Writes the hash of the whole document, with all that was added, to <paramref name="digest"/>.</summary>
    public void Hash(Span<byte> digest)
    {
        _failed = true;
        if (!_isRanked) _work.Ranks.Read(_work.Dataset);
        _work.Run.Hash(_work.Dataset.All, _work.Ranks, _options, _known, digest);
        _failed = false;
    }

    public void Dispose()
    {
        if (_failed) return;
        _failed = true;
        _deserializer.End(_walk);
        _owner.GiveBack(_work);
    }

    /// <summary>The roots of parts that are blank nodes: the document mentions them, and what is added to a part mentions its root.</summary>
    private int[] LinkedNodes()
        => [.. _parts.Where(part => _work.Dataset.KindOf(part.Root) == Rdf.TermKind.BlankNode).Select(part => part.Root)];
}
