// RDFC-1.0 sections 4.7 and 4.8: telling apart blank nodes whose own quads look the same.
using System.Buffers;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>
/// Hash N-Degree Quads. The one temporary issuer stands for all the copies the specification makes (see
/// <see cref="IdentifierIssuer"/>); it belongs to the caller, who reads the result's issuer from it.
/// Spec: https://www.w3.org/TR/rdf-canon/#hash-nd-quads
/// </summary>
internal sealed class NDegreeHasher(BlankNodeIndex blanks, FirstDegreeHasher firstDegree, IdentifierIssuer canonical, IdentifierIssuer issuer)
{
    private readonly AlikeHasher _alike = new(blanks, canonical);
    private readonly Stack<Level> _freeLevels = new();
    private readonly ArrayBufferWriter<byte> _relatedInput = new();
    private readonly WorkBudget _work = new();
    private QuadView _view;
    private CanonicalHash _hash;
    private int _digestLength;
    private byte[] _ofNothing = [];

    /// <summary>From here on nodes of these quads are hashed, which the index and the first degree hashes were made of.</summary>
    public void Begin(QuadView view, CanonicalizationOptions options)
    {
        _view = view;
        if (_digestLength != options.Hash.DigestLength())
        {
            _freeLevels.Clear();
            _ofNothing = [];
        }

        _hash = options.Hash;
        _digestLength = _hash.DigestLength();
        _work.Begin(options.MaxWork);
    }

    /// <summary>Hashes all nodes of one first degree hash at once, if they are of the usual case (<see cref="AlikeHasher"/>).</summary>
    public bool TryHashAlike(ReadOnlySpan<int> alike, HashPaths paths) => _alike.TryHash(alike, _view, _hash, _work, paths);

    /// <summary>Section 4.8.3. Writes the hash to <paramref name="digest"/> and leaves the chosen identifiers in the issuer.</summary>
    public void HashNDegreeQuads(int identifier, Span<byte> digest)
    {
        _work.RefuseWhenStackIsShort();
        var level = _freeLevels.TryPop(out var free) ? free : new Level(_digestLength);
        FindRelated(identifier, level); // steps 1 to 3
        if (level.Related.Count == 0)
        {
            HashOfNothing(digest); // what a catalogue says, in a member and again in the record, is often like this
            _freeLevels.Push(level);
            return;
        }

        level.DataToHash.ResetWrittenCount(); // step 4
        for (var start = 0; start < level.Related.Count;)
        {
            var end = level.EndOfEqualHash(start);
            level.DataToHash.WriteHex(level.HashOf(start)); // step 5.1
            ChoosePath(level, start, end); // steps 5.2 to 5.4
            level.DataToHash.Write(level.ChosenPath.WrittenSpan); // step 5.5
            start = end;
        }

        _hash.HashData(level.DataToHash.WrittenSpan, digest); // step 6
        _freeLevels.Push(level);
    }

    private void HashOfNothing(Span<byte> digest)
    {
        if (_ofNothing.Length == 0)
        {
            _ofNothing = new byte[_digestLength];
            _hash.HashData([], _ofNothing);
        }

        _ofNothing.CopyTo(digest);
    }

    /// <summary>Steps 1 to 3: every other blank node in the quads of this one, by the hash of the relation.</summary>
    private void FindRelated(int identifier, Level level)
    {
        level.Clear();
        var quads = _view.Quads;
        foreach (var index in blanks.QuadsOf(identifier))
        {
            var quad = quads[index];
            Add(quad.Subject, (byte)'s', quad.Predicate);
            Add(quad.Object, (byte)'o', quad.Predicate);
            Add(quad.Graph, (byte)'g', quad.Predicate);
        }

        _work.Spend(1 + level.Related.Count);
        level.SortByHash();

        void Add(int component, byte position, int predicate)
        {
            var related = blanks.NumberOf(component);
            if (related == BlankNodeIndex.NotBlank || related == identifier) return;
            HashRelatedBlankNode(related, predicate, position, level.AddRelated(related));
        }
    }

    /// <summary>Section 4.7.3. Spec: https://www.w3.org/TR/rdf-canon/#hash-related-blank-node</summary>
    private void HashRelatedBlankNode(int related, int predicate, byte position, Span<byte> digest)
    {
        _relatedInput.ResetWrittenCount();
        _relatedInput.Write([position]); // step 1
        if (position != 'g') _relatedInput.Write(_view.Dataset.SpellingOf(predicate)); // step 2
        if (canonical.Has(related)) canonical.Write(_relatedInput, related); // step 3
        else if (issuer.Has(related)) issuer.Write(_relatedInput, related);
        else _relatedInput.WriteHex(firstDegree[related]); // step 4
        _hash.HashData(_relatedInput.WrittenSpan, digest); // step 5
    }

    /// <summary>Steps 5.2 to 5.4 and 5.6: tries every order of the nodes of one hash and keeps the least path.</summary>
    private void ChoosePath(Level level, int start, int end)
    {
        level.ChosenPath.ResetWrittenCount(); // step 5.2
        level.ChosenIssued.Clear(); // step 5.3
        var issuedBefore = issuer.Count;
        var permutation = level.NodesOf(start, end);
        do
        {
            issuer.RollBackTo(issuedBefore); // step 5.4.1
            if (!TryPath(level, permutation)) continue;
            (level.Path, level.ChosenPath) = (level.ChosenPath, level.Path); // step 5.4.6
            level.ChosenIssued.Clear();
            level.ChosenIssued.AddRange(issuer.Issued[issuedBefore..]);
        }
        while (Permutations.Next(permutation));

        issuer.RollBackTo(issuedBefore); // step 5.6
        foreach (var blank in level.ChosenIssued) issuer.Issue(blank);
    }

    /// <summary>Steps 5.4.2 to 5.4.5 for one permutation; true when its path is less than the chosen one.</summary>
    private bool TryPath(Level level, ReadOnlySpan<int> permutation)
    {
        _work.Spend(permutation.Length);
        level.Path.ResetWrittenCount(); // step 5.4.2
        level.Recursion.Clear(); // step 5.4.3
        foreach (var related in permutation)
        {
            if (canonical.Has(related)) canonical.Write(level.Path, related); // step 5.4.4.1
            else
            {
                if (issuer.Issue(related)) level.Recursion.Add(related); // step 5.4.4.2
                issuer.Write(level.Path, related);
            }

            if (level.PathIsWorse()) return false; // step 5.4.4.3
        }

        Span<byte> digest = stackalloc byte[_digestLength];
        foreach (var related in level.Recursion)
        {
            HashNDegreeQuads(related, digest); // steps 5.4.5.1 and 5.4.5.4
            issuer.Write(level.Path, related); // step 5.4.5.2: it was issued in 5.4.4.2
            level.Path.Write("<"u8); // step 5.4.5.3
            level.Path.WriteHex(digest);
            level.Path.Write(">"u8);
            if (level.PathIsWorse()) return false; // step 5.4.5.5
        }

        return level.ChosenPath.WrittenCount == 0 || level.Path.WrittenSpan.SequenceCompareTo(level.ChosenPath.WrittenSpan) < 0;
    }

    /// <summary>The working memory of one call, reused when the call is over.</summary>
    private sealed class Level
    {
        private readonly int _digestLength;
        private readonly ArrayBufferWriter<byte> _hashes = new();
        private readonly Comparison<(int Blank, int HashStart)> _byHash;
        private int[] _permutation = new int[4];

        public Level(int digestLength)
        {
            _digestLength = digestLength;
            _byHash = (x, y) => Hash(x).SequenceCompareTo(Hash(y));
        }

        public List<(int Blank, int HashStart)> Related { get; } = [];

        public ArrayBufferWriter<byte> DataToHash { get; } = new();

        public ArrayBufferWriter<byte> Path { get; set; } = new();

        public ArrayBufferWriter<byte> ChosenPath { get; set; } = new();

        public List<int> ChosenIssued { get; } = [];

        public List<int> Recursion { get; } = [];

        public void Clear()
        {
            _hashes.ResetWrittenCount();
            Related.Clear();
        }

        /// <summary>Adds a related node and returns the place for its hash.</summary>
        public Span<byte> AddRelated(int blank)
        {
            Related.Add((blank, _hashes.WrittenCount));
            var place = _hashes.GetSpan(_digestLength)[.._digestLength];
            _hashes.Advance(_digestLength);
            return place;
        }

        public void SortByHash() => Related.Sort(_byHash);

        public ReadOnlySpan<byte> HashOf(int place) => Hash(Related[place]);

        public int EndOfEqualHash(int start)
        {
            var end = start + 1;
            while (end < Related.Count && HashOf(end).SequenceEqual(HashOf(start))) end++;
            return end;
        }

        /// <summary>The nodes of one hash in ascending order: the first permutation.</summary>
        public Span<int> NodesOf(int start, int end)
        {
            if (_permutation.Length < end - start) _permutation = new int[end - start];
            var nodes = _permutation.AsSpan(0, end - start);
            for (var i = 0; i < nodes.Length; i++) nodes[i] = Related[start + i].Blank;
            nodes.Sort();
            return nodes;
        }

        public bool PathIsWorse() => ChosenPath.WrittenCount > 0
            && Path.WrittenCount >= ChosenPath.WrittenCount
            && Path.WrittenSpan.SequenceCompareTo(ChosenPath.WrittenSpan) > 0;

        private ReadOnlySpan<byte> Hash((int Blank, int HashStart) related) => _hashes.WrittenSpan.Slice(related.HashStart, _digestLength);
    }
}
