// The usual case of RDFC-1.0 section 4.8: alike blank nodes that hang from nodes whose identifiers are settled.
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>
/// Hash N-Degree Quads for all nodes of one first degree hash at once. Where every node they are related to has its canonical
/// identifier, and no relation is another's equal, each path is that identifier and nothing is tried or recursed into: so the hashes
/// of all relations can be made together, and then those of all nodes. Gives what <see cref="NDegreeHasher"/> gives, at the same count of steps.
/// Spec: https://www.w3.org/TR/rdf-canon/#hash-nd-quads
/// </summary>
internal sealed class AlikeHasher
{
    /// <summary>One node is hashed as fast by itself.</summary>
    private const int MinNodes = 3;

    private const int MaxRelations = 2048;
    private const int DigestLength = SHA256.HashSizeInBytes;

    private readonly BlankNodeIndex _blanks;
    private readonly IdentifierIssuer _canonical;
    private readonly Comparison<Relation> _byNodeAndDigest;
    private readonly DigestBatch _batch = new(CanonicalHash.Sha256);
    private readonly List<int> _nodes = [];
    private readonly List<Relation> _relations = [];
    private byte[] _relationDigests = [];
    private byte[] _digests = [];

    public AlikeHasher(BlankNodeIndex blanks, IdentifierIssuer canonical)
    {
        (_blanks, _canonical) = (blanks, canonical);
        _byNodeAndDigest = (x, y) => x.Node != y.Node ? x.Node.CompareTo(y.Node) : DigestAt(_relationDigests, x.Digest).SequenceCompareTo(DigestAt(_relationDigests, y.Digest));
    }

    /// <summary>A related node, and where the hash of the relation is.</summary>
    private readonly record struct Relation(int Node, int Related, int Digest);

    /// <summary>
    /// Adds the hash of each node to the paths. False, and nothing added, where the nodes are not of the usual case.
    /// Errors: <see cref="CanonicalizationBoundException"/>.
    /// </summary>
    /// <param name="alike">The nodes; those that have their canonical identifier are passed over.</param>
    /// <param name="view">The quads.</param>
    /// <param name="hash">The hash to use.</param>
    /// <param name="work">What may still be spent.</param>
    /// <param name="paths">Where the hashes go.</param>
    public bool TryHash(ReadOnlySpan<int> alike, QuadView view, CanonicalHash hash, WorkBudget work, HashPaths paths)
    {
        if (hash != CanonicalHash.Sha256 || alike.Length < MinNodes || !TryFindRelations(alike, view)) return false;
        HashRelations();
        if (!TryHashNodes()) return false;
        work.Spend(_nodes.Count + (2 * _relations.Count));
        for (var i = 0; i < _nodes.Count; i++) paths.Add(DigestAt(_digests, i), [_nodes[i]]);
        return true;
    }

    /// <summary>Steps 1 to 3, but for the hashing.</summary>
    private bool TryFindRelations(ReadOnlySpan<int> alike, QuadView view)
    {
        _nodes.Clear();
        _relations.Clear();
        var quads = view.Quads;
        foreach (var node in alike)
        {
            if (_canonical.Has(node)) continue;
            _nodes.Add(node);
            foreach (var index in _blanks.QuadsOf(node))
            {
                ref readonly var quad = ref quads[index];
                if (!TryAdd(quad.Subject, (byte)'s', quad.Predicate) || !TryAdd(quad.Object, (byte)'o', quad.Predicate) || !TryAdd(quad.Graph, (byte)'g', quad.Predicate))
                {
                    _batch.Clear();
                    return false;
                }
            }
        }

        return true;

        bool TryAdd(int component, byte position, int predicate)
        {
            var related = _blanks.NumberOf(component);
            if (related == BlankNodeIndex.NotBlank || related == _nodes[^1]) return true;
            if (!_canonical.Has(related) || _relations.Count == MaxRelations) return false;
            _relations.Add(new Relation(_nodes.Count - 1, related, _relations.Count));
            _batch.Write([position]);
            if (position != 'g') _batch.Write(view.Dataset.SpellingOf(predicate));
            WriteIdentifier(related);
            _batch.End();
            return true;
        }
    }

    private void WriteIdentifier(int related)
    {
        Span<byte> identifier = stackalloc byte[IdentifierIssuer.MaxLength];
        _batch.Write(identifier[.._canonical.Write(identifier, _canonical.NumberOf(related))]);
    }

    private void HashRelations()
    {
        WorkArray.Reserve(ref _relationDigests, _relations.Count * DigestLength);
        _batch.Hash(_relationDigests);
        _relations.Sort(_byNodeAndDigest);
    }

    /// <summary>Steps 4 to 6. False where two relations of a node have one hash.</summary>
    private bool TryHashNodes()
    {
        var relations = CollectionsMarshal.AsSpan(_relations);
        var next = 0;
        Span<byte> hex = stackalloc byte[2 * DigestLength];
        for (var node = 0; node < _nodes.Count; node++)
        {
            for (var first = next; next < relations.Length && relations[next].Node == node; next++)
            {
                var digest = DigestAt(_relationDigests, relations[next].Digest);
                if (next > first && digest.SequenceEqual(DigestAt(_relationDigests, relations[next - 1].Digest)))
                {
                    _batch.Clear();
                    return false;
                }

                Convert.TryToHexStringLower(digest, hex, out _);
                _batch.Write(hex);
                WriteIdentifier(relations[next].Related);
            }

            _batch.End();
        }

        WorkArray.Reserve(ref _digests, _nodes.Count * DigestLength);
        _batch.Hash(_digests);
        return true;
    }

    private static ReadOnlySpan<byte> DigestAt(byte[] digests, int place) => digests.AsSpan(place * DigestLength, DigestLength);
}
