// What must hold of the canonical form for every dataset; CsCheck prints the seed of a failure.
using System.Globalization;
using System.Text;
using Conferral.LinkedData.Canonicalization;
using Conferral.LinkedData.Rdf;
using CsCheck;

namespace Conferral.LinkedData.Tests.Canonicalization;

public sealed class CanonicalizationPropertyTests
{
    private const int MaxBlankNodes = 6;

    /// <summary>The blank nodes from here on name graphs.</summary>
    private const int FirstGraphName = 4;

    /// <summary>
    /// Terms by number: below <see cref="MaxBlankNodes"/> a blank node, above it one of a few names, so that collisions are common.
    /// Hash N-Degree Quads looks at the nodes of a quad one by one, and so does not see which object goes with which graph: where
    /// quads of graphs hold several blank nodes, RDFC-1.0 itself can give two forms of one dataset (rdf-canonize gives the same two).
    /// So here a quad of a graph holds one at most.
    /// </summary>
    private static readonly Gen<(int S, int P, int O, int G)[]> Quads = Gen.Select(
        Gen.Int[0, MaxBlankNodes + 1],
        Gen.Int[0, 1],
        Gen.Int[0, MaxBlankNodes + 3],
        Gen.OneOf(Gen.Const(-1), Gen.Int[FirstGraphName, MaxBlankNodes + 1])).Select(OneBlankNodeInGraphs).Array[1, 16];

    private static (int S, int P, int O, int G) OneBlankNodeInGraphs(int subject, int predicate, int @object, int graph) => graph switch
    {
        -1 => (subject, predicate, @object, graph),
        < MaxBlankNodes => (Named(subject), predicate, Named(@object), graph),
        _ when subject < MaxBlankNodes => (subject, predicate, Named(@object), graph),
        _ => (subject, predicate, @object, graph),
    };

    private static int Named(int term) => term < MaxBlankNodes ? MaxBlankNodes + (term % 2) : term;

    private static readonly Gen<int[]> Relabelling = Gen.Shuffle(Enumerable.Range(0, MaxBlankNodes).ToArray());

    [Fact]
    public void Canonical_form_survives_relabelling_and_shuffling()
        => Gen.Select(Quads.SelectMany(quads => Gen.Shuffle(quads).Select(shuffled => (quads, shuffled))), Relabelling).Sample((both, labels) =>
        {
            var plain = Canonical(Build(both.quads, Enumerable.Range(0, MaxBlankNodes).ToArray(), "e"));
            var moved = Canonical(Build(both.shuffled, labels, "~x"));
            Assert.Equal(plain, moved);
        }, iter: 3000);

    [Fact]
    public void Canonicalizing_the_canonical_form_changes_nothing()
        => Quads.Sample(quads =>
        {
            var once = Canonical(Build(quads, Enumerable.Range(0, MaxBlankNodes).ToArray(), "e"));
            Assert.Equal(once, Canonical(NQuadsReader.Read(Encoding.UTF8.GetBytes(once))));
        }, iter: 1000);

    [Fact]
    public void Lines_are_in_code_point_order_whatever_the_terms()
        => Gen.Select(Gen.String, Gen.Int[0, 3]).Array[1, 40].Sample(literals =>
        {
            var dataset = new RdfDataset();
            foreach (var (text, form) in literals)
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                var literal = dataset.Literal(bytes, form == 1 ? "x:t"u8 : default, form == 2 ? "en"u8 : form == 3 ? "en-GB"u8 : default);
                dataset.Add(dataset.FreshBlankNode(), dataset.Iri("x:p"u8), literal);
            }

            var nquads = RdfCanonicalizer.Canonicalize(dataset).NQuads.Span;
            ReadOnlySpan<byte> previous = default;
            foreach (var range in nquads.Split((byte)'\n'))
            {
                if (nquads[range].IsEmpty) continue;
                Assert.True(previous.SequenceCompareTo(nquads[range]) < 0);
                previous = nquads[range];
            }

            Assert.Equal(nquads, RdfCanonicalizer.Canonicalize(NQuadsReader.Read(nquads)).NQuads.Span);
        }, iter: 500);

    private static string Canonical(RdfDataset dataset) => Encoding.UTF8.GetString(RdfCanonicalizer.Canonicalize(dataset).NQuads.Span);

    private static RdfDataset Build((int S, int P, int O, int G)[] quads, int[] labels, string prefix)
    {
        var dataset = new RdfDataset();
        foreach (var (s, p, o, g) in quads) dataset.Add(Term(s), dataset.Iri(Name("p", p)), Term(o), g < 0 ? RdfDataset.DefaultGraph : Term(g));
        return dataset;

        int Term(int number) => number >= MaxBlankNodes ? dataset.Iri(Name("n", number)) : dataset.BlankNode(Label(prefix, labels[number]));
    }

    private static byte[] Name(string kind, int number) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"x:{kind}{number}"));

    private static byte[] Label(string prefix, int number) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}"));
}
