// Safe mode refuses whatever JSON-LD would drop in silence, and says where.
using System.Text;
using Conferral.LinkedData.Contexts;
using Conferral.LinkedData.JsonLd;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Tests.JsonLd;

public sealed class SafeModeTests
{
    private const string Terms = """
        "@context": {"@version": 1.1, "name": "x:name", "knows": {"@id": "x:knows", "@type": "@id"}, "kind": {"@id": "x:kind", "@type": "@vocab"},
        "list": {"@id": "x:list", "@container": "@list"}, "gone": null, "data": {"@id": "x:data", "@type": "@json"},
        "graph": {"@id": "x:graph", "@container": "@graph"}, "inside": "@nest", "byLanguage": {"@id": "x:l", "@container": "@language"}}
        """;

    [Theory]
    [InlineData(SafeModeCode.UndefinedTerm, "/nickname", """{"name": "A", "nickname": "B"}""")]
    [InlineData(SafeModeCode.UndefinedTerm, "/nickname", """{"name": "A", "nickname": null}""")]
    [InlineData(SafeModeCode.UndefinedTerm, "/gone", """{"name": "A", "gone": "B"}""")]
    [InlineData(SafeModeCode.UndefinedTerm, "/@future", """{"name": "A", "@future": "B"}""")]
    [InlineData(SafeModeCode.UndefinedTerm, "/@none", """{"name": "A", "@none": {"name": "B"}}""")]
    [InlineData(SafeModeCode.UndefinedTerm, "/name/en", """{"name": {"en": "A"}}""")]
    [InlineData(SafeModeCode.UndefinedTerm, "/inside/nickname", """{"name": "A", "inside": {"nickname": "B"}}""")]
    [InlineData(SafeModeCode.UndefinedTerm, "/knows/1/a~1b~0", """{"knows": [{"name": "A"}, {"a/b~": 1}]}""")]
    [InlineData(SafeModeCode.RelativeIri, "/@id", """{"@id": "person/1", "name": "A"}""")]
    [InlineData(SafeModeCode.RelativeIri, "/@id", """{"@id": "http://example.org/a b", "name": "A"}""")]
    [InlineData(SafeModeCode.RelativeIri, "/@id", """{"@id": "x:a>", "name": "A"}""")]
    [InlineData(SafeModeCode.RelativeIri, "/knows", """{"knows": "someone"}""")]
    [InlineData(SafeModeCode.RelativeIri, "/knows/1", """{"knows": ["x:one", "someone"]}""")]
    [InlineData(SafeModeCode.RelativeIri, "/kind", """{"kind": "undefined"}""")]
    [InlineData(SafeModeCode.RelativeIri, "/x:a b", """{"x:a b": 1}""")]
    [InlineData(SafeModeCode.RelativeType, "/@type", """{"@type": "Person", "name": "A"}""")]
    [InlineData(SafeModeCode.RelativeType, "/@type", """{"@type": ["x:Person", "Person"], "name": "A"}""")]
    [InlineData(SafeModeCode.RelativeType, "/@type", """{"@type": "@future", "name": "A"}""")]
    [InlineData(SafeModeCode.DroppedValue, "/0", """["bare"]""", false)]
    [InlineData(SafeModeCode.DroppedValue, "/@graph", """{"@graph": "bare"}""")]
    [InlineData(SafeModeCode.DroppedValue, "/@graph/@value", """{"@graph": {"@value": 1}}""")]
    [InlineData(SafeModeCode.DroppedValue, "/@graph/@list", """{"@graph": {"@list": []}}""")]
    [InlineData(SafeModeCode.DroppedValue, "/@graph/0", """{"@graph": [{"@id": "x:alone"}]}""")]
    [InlineData(SafeModeCode.DroppedValue, "", """{"@id": "x:alone"}""")]
    [InlineData(SafeModeCode.DroppedValue, "", "{}")]
    [InlineData(SafeModeCode.DroppedValue, "/graph", """{"graph": {"@id": "x:alone"}}""")]
    [InlineData(SafeModeCode.DroppedValue, "/graph", """{"graph": {}}""")]
    [InlineData(SafeModeCode.DroppedValue, "/graph", """{"graph": "bare"}""")]
    [InlineData(SafeModeCode.DroppedValue, "/name/@value", """{"name": {"@value": null}}""")]
    [InlineData(SafeModeCode.DroppedValue, "/name", """{"name": {"@language": "en"}}""")]
    [InlineData(SafeModeCode.DroppedValue, "/name/@language", """{"name": {"@value": "A", "@language": "no tag"}}""")]
    [InlineData(SafeModeCode.DroppedValue, "/@language", """{"name": "A", "@language": "no tag"}""")]
    [InlineData(SafeModeCode.DroppedValue, "", """{"@reverse": {}}""")]
    [InlineData(SafeModeCode.DroppedValue, "/byLanguage/no tag", """{"byLanguage": {"no tag": "A"}}""")]
    [InlineData(SafeModeCode.DroppedValue, "/name/@value", """{"name": {"@value": "A", "@direction": "rtl"}}""")]
    [InlineData(SafeModeCode.DroppedValue, "/@id", """{"@id": "@future", "name": "A"}""")]
    [InlineData(SafeModeCode.DroppedValue, "/knows", """{"knows": "@future"}""")]
    [InlineData(SafeModeCode.DroppedValue, "/_:p", """{"_:p": "A"}""")]
    public void What_would_be_dropped_is_refused_with_its_place(string code, string pointer, string document, bool withTerms = true)
    {
        var text = withTerms ? $"{{{Terms}{(document == "{}" ? "" : ",")}{document[1..]}" : document;
        var fault = Assert.Throws<JsonLdException>(() => Deserialize(text, safe: true));
        Assert.Equal((code, pointer), (fault.Code, fault.Pointer));
        Deserialize(text, safe: false);
    }

    /// <summary>A datatype that is not an IRI is a fault of the context, in safe mode or not.</summary>
    [Fact]
    public void A_relative_datatype_in_a_context_is_an_invalid_type_mapping()
    {
        var fault = Assert.Throws<JsonLdException>(() => Deserialize("""{"@context": {"dated": {"@id": "x:d", "@type": "date"}}, "dated": "2020"}""", safe: true));
        Assert.Equal("invalid type mapping", fault.Code);
        fault = Assert.Throws<JsonLdException>(() => Deserialize("""{"@context": {"dated": {"@id": "x:d", "@type": "x:a b"}}, "dated": "2020"}""", safe: true));
        Assert.Equal((SafeModeCode.RelativeType, "/dated"), (fault.Code, fault.Pointer));
    }

    [Theory]
    [InlineData("""{"knows": "x:one", "name": null}""")]
    [InlineData("""{"name": []}""")]
    [InlineData("""{"knows": {"@id": "x:one"}}""")]
    [InlineData("""{"name": "A", "@index": "not RDF, but nothing is lost that has a place there"}""")]
    [InlineData("""{"list": []}""")]
    [InlineData("""{"data": {"any": ["thing", null]}}""")]
    public void What_loses_nothing_passes(string document) => Deserialize($"{{{Terms},{document[1..]}", safe: true);

    private static void Deserialize(string document, bool safe)
    {
        using var parsed = JsonLdInput.Parse(Encoding.UTF8.GetBytes(document));
        new JsonLdDeserializer(new ContextStore(), new JsonLdOptions { SafeMode = safe }).Deserialize(new JsonLdInput(parsed.RootElement), new RdfDataset());
    }
}
