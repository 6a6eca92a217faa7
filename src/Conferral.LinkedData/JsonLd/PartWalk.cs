// Parts of a document that are documents of their own: walked once for both readings.
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.JsonLd;

internal sealed partial class DocumentWalk
{
    private List<DocumentPart> _parts = [];
    private int _partsBegun;
    private ActiveContext _root = null!;

    /// <summary>
    /// Walks a document and notes what each part would say as a document of its own, seen without the same member as the whole.
    /// Errors: besides those of <see cref="Run"/>, <see cref="PartDiffersException"/>. Goes on until <see cref="Forget"/>.
    /// </summary>
    /// <param name="parts">The parts in the order of the text, none within another.</param>
    public void RunWithParts(JsonLdInput input, ActiveContext root, ObjectShelf shelf, RdfDataset dataset, List<DocumentPart> parts)
    {
        _parts = parts;
        _partsBegun = 0;
        Walk(input, root, shelf, dataset);
        if (_partsBegun < parts.Count) throw new PartDiffersException(); // it was never read as a node
        _parts = [];
        _partsBegun = 0;
    }

    /// <summary>Walks members that are added to a part, as if they stood behind its own.</summary>
    /// <param name="json">A JSON object with the members, none of them a keyword.</param>
    public void AddToPart(DocumentPart part, ReadOnlySpan<byte> json)
    {
        _json = _own;
        _own.Read(json);
        Gather(JsonTape.Root, part.Active);
        for (var i = 0; i < _memberCount; i++)
        {
            var member = _members[i];
            if (member.Keyword != Keyword.None) throw new PartDiffersException();
            Enter(member.Name);
            ExpandProperty(member, new NodeSite(part.Root, RdfDataset.DefaultGraph));
            Leave();
        }

        _memberCount = 0;
    }

    /// <summary>Whether the next part is somewhere inside a value.</summary>
    private bool HoldsPart(int element)
        => _partsBegun < _parts.Count && _json.StartOf(element) <= _parts[_partsBegun].Start && _parts[_partsBegun].Start < _json.StartOf(element) + _json.Raw(element).Length;

    /// <summary>The part that an object is, or null. A graph or list around it would be in its quads.</summary>
    private DocumentPart? PartAt(int element, in Place place)
    {
        if (_partsBegun == _parts.Count || _json.StartOf(element) != _parts[_partsBegun].Start) return null;
        return place is { IsTop: false, IsReverse: false, Wraps: false, Items: null, Key: null, Graph: RdfDataset.DefaultGraph } ? _parts[_partsBegun++] : throw new PartDiffersException();
    }

    /// <summary>From here on quads belong to the part: that which links it to the document is made already.</summary>
    private void BeginPart(DocumentPart part, in ObjectSite site, NodeSite node)
    {
        if (site.Has(Keyword.Graph) || site.Active.Find(_withoutMember) is { Keyword: not Keyword.None }) throw new PartDiffersException();
        part.Root = node.Subject;
        part.Active = site.Active;
        part.FirstQuad = _into.Parts.End();
        _into.Parts.Begin();
    }

    private void ExpandPartProperty(in Member member, NodeSite node, ref bool isUsed)
    {
        var isLeftOut = _withoutMember is { } without && _json.Is(member.Name, without);
        if (isLeftOut) _into.Parts.Pause();
        isUsed |= ExpandProperty(member, node);
        if (isLeftOut) _into.Parts.Resume();
    }

    /// <summary>A part that says nothing is refused where it stands alone.</summary>
    private void EndPart(DocumentPart part)
    {
        part.EndQuad = _into.Parts.End();
        if (part.EndQuad == part.FirstQuad) throw new PartDiffersException();
    }
}
