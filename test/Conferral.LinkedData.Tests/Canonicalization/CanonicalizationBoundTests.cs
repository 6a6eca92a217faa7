// Hard graphs end as a refusal or quickly; large plain ones always quickly.
using System.Globalization;
using System.Text;
using Conferral.LinkedData.Canonicalization;
using Conferral.LinkedData.Contexts;
using Conferral.LinkedData.JsonLd;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Tests.Canonicalization;

public sealed class CanonicalizationBoundTests
{
    [Fact]
    public void A_long_ring_of_like_nodes_is_refused_even_on_a_small_stack()
    {
        var ring = Ring(20_000);
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(() => RdfCanonicalizer.Canonicalize(ring)), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.IsType<CanonicalizationBoundException>(thrown);
    }

    [Fact]
    public void The_bound_is_the_callers()
    {
        var ring = Ring(6);
        Assert.Throws<CanonicalizationBoundException>(() => RdfCanonicalizer.Canonicalize(ring, new CanonicalizationOptions { MaxWork = 10 }));
        Assert.Equal(6, RdfCanonicalizer.Canonicalize(ring).IssuedIdentifiers.Count);
    }

    [Fact]
    public void Thousands_of_blank_nodes_with_a_hash_of_their_own_need_no_work_at_all()
    {
        const int nodes = 10_000;
        var dataset = new RdfDataset();
        var hub = dataset.BlankNode("hub"u8);
        var (member, name) = (dataset.Iri("x:member"u8), dataset.Iri("x:name"u8));
        for (var i = 0; i < nodes; i++)
        {
            var node = dataset.FreshBlankNode();
            dataset.Add(hub, member, node);
            dataset.Add(node, name, dataset.Literal(Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture)), default, default));
        }

        var canonical = RdfCanonicalizer.Canonicalize(dataset, new CanonicalizationOptions { MaxWork = 0 });
        Assert.Equal(nodes + 1, canonical.IssuedIdentifiers.Count);
    }

    /// <summary>Courses whose nameless parts are the same to the letter, thousands of times: only the way to each tells them apart.</summary>
    [Fact]
    public void Thousands_of_like_objects_without_ids_stay_far_below_the_bound()
    {
        const int courses = 3000;
        var items = string.Join(',', Enumerable.Range(0, courses).Select(i => $$"""{"x:code": {{i}}, "x:result": {"x:grade": "A", "x:scale": {"x:best": "A"} } }"""));
        using var document = JsonLdInput.Parse(Encoding.UTF8.GetBytes($$"""{"x:course": [{{items}}]}"""));
        var dataset = new RdfDataset();
        new JsonLdDeserializer(new ContextStore(), new JsonLdOptions()).Deserialize(new JsonLdInput(document.RootElement), dataset);
        var canonical = RdfCanonicalizer.Canonicalize(dataset, new CanonicalizationOptions { MaxWork = CanonicalizationOptions.DefaultMaxWork / 10 });
        Assert.Equal((3 * courses) + 1, canonical.IssuedIdentifiers.Count);
        Assert.Equal(6 * courses, canonical.NQuads.Span.Count((byte)'\n'));
    }

    [Theory]
    [InlineData("x:a> <x:b> <x:c> .\n<x:d", null, null)]
    [InlineData("x:a b", null, null)]
    [InlineData(null, "x:t> .\n<x:d", null)]
    [InlineData(null, null, "en <x:g> .\n<x:a> <x:b> \"c\"")]
    [InlineData(null, null, "en--us")]
    public void A_term_that_could_write_statements_is_refused(string? iri, string? datatype, string? language)
    {
        var dataset = new RdfDataset();
        var plain = dataset.Iri("x:p"u8);
        var @object = iri is null
            ? dataset.Literal("v"u8, Encoding.UTF8.GetBytes(datatype ?? ""), Encoding.UTF8.GetBytes(language ?? ""))
            : dataset.Iri(Encoding.UTF8.GetBytes(iri));
        dataset.Add(plain, plain, @object);
        Assert.Throws<IllFormedTermException>(() => RdfCanonicalizer.Canonicalize(dataset));
    }

    private static RdfDataset Ring(int nodes)
    {
        var dataset = new RdfDataset();
        var next = dataset.Iri("x:next"u8);
        var all = Enumerable.Range(0, nodes).Select(_ => dataset.FreshBlankNode()).ToArray();
        for (var i = 0; i < nodes; i++) dataset.Add(all[i], next, all[(i + 1) % nodes]);
        return dataset;
    }
}
