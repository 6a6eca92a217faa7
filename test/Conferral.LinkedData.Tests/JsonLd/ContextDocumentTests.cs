// A context from outside is tried out before it is trusted, and changes to it are named.
using System.Text;
using System.Text.Json;
using Conferral.LinkedData.Contexts;

namespace Conferral.LinkedData.Tests.JsonLd;

public sealed class ContextDocumentTests
{
    private const string Url = "https://terms.example/context";

    [Theory]
    [InlineData("""{"@context": {"name": "https://terms.example/name"}}""")]
    [InlineData("""{"@context": {"Course": {"@id": "x:Course", "@context": {"@protected": true, "credits": "x:credits"}}}, "about": "anything"}""")]
    [InlineData("""{"@context": ["https://www.w3.org/ns/credentials/v2", {"note": "x:note"}]}""")]
    public void A_context_that_compiles_is_accepted(string document) => Check(document);

    [Theory]
    [InlineData("""{"name": "x:name"}""", "invalid remote context")]
    [InlineData("""{"@context": "no url", "a": [}""", null)]
    [InlineData("""{"@context": {"name": "x:a", "name": "x:b"}}""", null)]
    [InlineData("""{"@context": {"name": {"@id": "x:a", "@container": "@bag"}}}""", "invalid container mapping")]
    [InlineData("""{"@context": {"Course": {"@id": "x:Course", "@context": {"credits": {"@id": 5}}}}}""", "invalid scoped context")]
    [InlineData("""{"@context": ["https://www.w3.org/ns/credentials/v2", {"VerifiableCredential": "x:other"}]}""", "protected term redefinition")]
    [InlineData("""{"@context": "https://terms.example/context"}""", "context overflow")]
    [InlineData("""{"@context": {"\ud800": "x:a"}}""", null)]
    [InlineData("""{"@context": {"a": "x:\ud800"}}""", "loading document failed")]
    public void What_is_no_usable_context_is_refused(string document, string? code)
    {
        if (code is null) Assert.ThrowsAny<JsonException>(() => Check(document));
        else Assert.Equal(code, Assert.Throws<JsonLdException>(() => Check(document)).Code);
    }

    [Fact]
    public void A_context_that_draws_in_an_unknown_one_names_it()
        => Assert.Equal("https://terms.example/other", Assert.Throws<UnknownContextException>(() => Check("""{"@context": ["other", {"a": "x:a"}]}""")).Url);

    [Fact]
    public void Size_and_encoding_are_bounded()
    {
        var large = new byte[ContextDocument.MaxBytes + 1];
        large.AsSpan().Fill((byte)' ');
        Assert.Equal("loading document failed", Assert.Throws<JsonLdException>(() => ContextDocument.Check(Url, large, ContextStore.BuiltIn)).Code);
        Assert.ThrowsAny<JsonException>(() => ContextDocument.Parse(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' }));
        Assert.ThrowsAny<JsonException>(() => Check(string.Concat(Enumerable.Repeat("{\"@context\":", 100)) + "{}" + new string('}', 100)));
    }

    [Theory]
    [InlineData("""{"a": "x:a"}""", """{"a": "x:a", "b": "x:b"}""", "adds b")]
    [InlineData("""{"a": "x:a", "b": "x:b"}""", """{"b": "x:c"}""", "removes a; changes b")]
    [InlineData("""{"a": {"@id": "x:a", "@type": "@id"}}""", """{"a": {"@type": "@id", "@id": "x:a"}}""", "changes no term, only the bytes")]
    [InlineData("""["x:c", {"a": "x:a"}]""", """[{"a": "x:a"}]""", "removes x:c")]
    [InlineData("{}", """{"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1, "g": 1, "h": 1, "i": 1, "j": 1}""", "adds a, b, c, d, e, f, g, h and 2 more")]
    public void A_change_is_said_by_the_names_of_terms(string before, string after, string expected)
        => Assert.Equal(expected, ContextChange.Between(Encoding.UTF8.GetBytes($$"""{"@context": {{before}} }"""), Encoding.UTF8.GetBytes($$"""{"@context": {{after}} }""")).ToString());

    [Theory]
    [InlineData("https://terms.example/a", "contexts add https://terms.example/a --file")]
    [InlineData("https://terms.example/a?b=1&c", "contexts add 'https://terms.example/a?b=1&c' --file")]
    [InlineData("x:'; rm -rf ~", "contexts add URL --file")]
    [InlineData("x:`id`", "contexts add URL --file")]
    [InlineData("--replace", "contexts add URL --file")]
    [InlineData("x:\u001b[2J", "contexts add URL --file")]
    public void The_command_in_the_message_is_safe_to_paste(string url, string command)
    {
        var message = new UnknownContextException(url).Message;
        Assert.Contains(command, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', message);
    }

    [Fact]
    public void A_table_is_shown_with_all_it_builds_on()
    {
        var older = ContextStore.Revisions.Single(revision => revision.Sha256.StartsWith("30e8c666", StringComparison.Ordinal));
        var text = ContextStore.Describe(older);
        Assert.Contains("without partial", text, StringComparison.Ordinal);
        Assert.Contains("clr partial -> \"xsd:boolean\"", text, StringComparison.Ordinal);
        Assert.Contains("ns clr https://purl.imsglobal.org/spec/vc/clr/vocab.html#", text, StringComparison.Ordinal);
    }

    private static void Check(string document) => ContextDocument.Check(Url, Encoding.UTF8.GetBytes(document), ContextStore.BuiltIn);
}
