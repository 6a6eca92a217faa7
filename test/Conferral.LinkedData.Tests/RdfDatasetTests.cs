// The dataset interns terms in canonical spelling and keeps each quad once.
using System.Text;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Tests;

public sealed class RdfDatasetTests
{
    [Fact]
    public void Terms_are_interned_and_spelled_canonically()
    {
        var dataset = new RdfDataset();
        var name = dataset.Literal("a \"b\"\\\n\u0001\u007fé"u8, default, default);
        Assert.Equal("\"a \\\"b\\\"\\\\\\n\\u0001\\u007Fé\"", Encoding.UTF8.GetString(dataset.SpellingOf(name)));
        Assert.Equal(name, dataset.Literal("a \"b\"\\\n\u0001\u007fé"u8, "http://www.w3.org/2001/XMLSchema#string"u8, default));
        Assert.NotEqual(dataset.FreshBlankNode(), dataset.FreshBlankNode());
        Assert.NotEqual(dataset.Iri("x:a"u8), dataset.Iri("x:b"u8));
    }

    [Fact]
    public void A_quad_is_kept_once()
    {
        var dataset = new RdfDataset();
        var iri = dataset.Iri("x:a"u8);
        Assert.True(dataset.Add(iri, iri, iri));
        Assert.False(dataset.Add(iri, iri, iri));
        Assert.Equal(1, dataset.QuadCount);
    }
}
