// Blank nodes named by place: the same in a document and in what is left of it, and told apart wherever they can stand.
using System.Text;
using System.Text.Json;
using Conferral.LinkedData.Contexts;

namespace Conferral.LinkedData.Tests.JsonLd;

public sealed class PlaceNamesTests
{
    private const string Context = """
        "@context":{"@vocab":"urn:v:","list":{"@container":"@list"},"graph":{"@container":"@graph"},"byType":{"@container":"@type"},"index":{"@container":"@index"},"nest":"@nest","id":"@id"}
        """;

    private static readonly LinkedDataCanonicalizer Canonicalizer = new(new ContextStore());

    [Theory]
    [InlineData("""{"a":{"n":1},"b":{"n":2}}""", """{"b":{"n":2}}""")]
    [InlineData("""{"a":[{"n":1},{"n":2},{"n":3}]}""", """{"a":[null,{"n":2},null]}""")]
    [InlineData("""{"a":[{"n":1},[{"n":2},{"m":[{"n":3}]}]]}""", """{"a":[null,[null,{"m":[{"n":3}]}]]}""")]
    [InlineData("""{"a":[{"id":"urn:x","n":{"m":1}},{"id":"urn:x","n":{"m":2}}]}""", """{"a":[null,{"id":"urn:x","n":{"m":2}}]}""")]
    [InlineData("""{"graph":[{"n":1},{"n":{"m":2}}]}""", """{"graph":[null,{"n":{"m":2}}]}""")]
    [InlineData("""{"byType":{"urn:t":[{"n":1},{"n":2}],"urn:u":{"n":3}}}""", """{"byType":{"urn:t":[null,{"n":2}]}}""")]
    [InlineData("""{"index":{"one":{"n":1},"two":[{"n":2},{"n":3}]}}""", """{"index":{"two":[null,{"n":3}]}}""")]
    [InlineData("""{"n":1,"@included":[{"n":2},{"n":3}]}""", """{"n":1,"@included":[{"n":2}]}""")]
    [InlineData("""{"@reverse":{"a":[{"n":1},{"n":2}]},"n":0}""", """{"@reverse":{"a":[null,{"n":2}]}}""")]
    [InlineData("""{"a":{"@set":[{"n":1},{"n":2}]}}""", """{"a":{"@set":[null,{"n":2}]}}""")]
    [InlineData("""{"list":["x","y"],"other":{"list":[{"n":1}]}}""", """{"other":{"list":[{"n":1}]}}""")]
    public void The_quads_of_a_part_are_among_those_of_the_whole(string whole, string part)
    {
        var (all, labels) = Relabel(whole);
        var some = Canonicalizer.Quads(Input(part), labels);
        Assert.NotEmpty(some);
        Assert.Empty(some.Select(Encoding.UTF8.GetString).Except(all));
        Assert.True(some.Count < all.Count);
    }

    [Fact]
    public void Names_by_place_change_nothing_about_the_canonical_form()
    {
        const string document = """{"a":[{"n":1},{"n":{"list":[{"m":1},"x"]}}],"graph":[{"n":1}]}""";
        var byPlace = Canonicalizer.Canonicalize(Input(document));
        Assert.Equal(Canonicalizer.Canonicalize(Input(document) with { NamesNodesByPlace = false }), byPlace);
        Assert.Equal(Encoding.UTF8.GetString(byPlace), string.Concat(Canonicalizer.Relabel(Input(document), label => label).Lines.Select(Encoding.UTF8.GetString)));
    }

    [Fact]
    public void Labels_are_put_in_place_of_canonical_ones_and_lines_sorted_by_them()
    {
        var (all, labels) = Relabel("""{"id":"urn:x","a":[{"n":"1"},{"n":"2"}]}""", label => label == "c14n0" ? "z" : "y");
        Assert.Equal(["y", "z"], labels.Values.Order());
        Assert.Equal(all.Order(StringComparer.Ordinal), all);
        Assert.Equal(2, all.Count(line => line.StartsWith("_:", StringComparison.Ordinal)));
        Assert.Contains("<urn:x> <urn:v:a> _:y .\n", all);
    }

    [Fact]
    public void A_node_nobody_has_a_label_for_keeps_its_own()
        => Assert.Contains(Canonicalizer.Quads(Input("""{"a":{"n":1}}"""), new Dictionary<string, string>()), line => Encoding.UTF8.GetString(line).StartsWith("_:~", StringComparison.Ordinal));

    [Fact]
    public void Two_nodes_at_one_place_are_refused_only_where_places_matter()
    {
        const string document = """{"a":{"n":1},"nest":{"a":{"n":2}}}""";
        Assert.Equal(SafeModeCode.AmbiguousPlace, Assert.Throws<JsonLdException>(() => Relabel(document)).Code);
        Assert.NotEmpty(Canonicalizer.Canonicalize(Input(document) with { NamesNodesByPlace = false }));
    }

    private static (List<string> Lines, IReadOnlyDictionary<string, string> Labels) Relabel(string document, Func<string, string>? replacement = null)
    {
        var relabelled = Canonicalizer.Relabel(Input(document), replacement ?? (label => label));
        return ([.. relabelled.Lines.Select(Encoding.UTF8.GetString)], relabelled.Labels);
    }

    private static JsonLdInput Input(string document) => new(JsonDocument.Parse("{" + Context + "," + document[1..]).RootElement) { NamesNodesByPlace = true };
}
