// What the suites do not ask: numbers, literal IRIs, hostile input, sharing between threads, order and whitespace.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.LinkedData.Canonicalization;
using Conferral.LinkedData.Contexts;
using Conferral.LinkedData.JsonLd;
using Conferral.LinkedData.Rdf;
using Conferral.TestKit;
using CsCheck;

namespace Conferral.LinkedData.Tests.JsonLd;

public sealed class DeserializerTests
{
    [Theory]
    [InlineData("3.0", "\"3\"^^<f>")]
    [InlineData("3.5", "\"3.5E0\"^^<f>")]
    [InlineData("0.5", "\"5.0E-1\"^^<f>")]
    [InlineData("-0", "\"0\"^^<f>")]
    [InlineData("-0.0", "\"0\"^^<f>")]
    [InlineData("1e2", "\"100\"^^<f>")]
    [InlineData("1e-7", "\"1.0E-7\"^^<f>")]
    [InlineData("123456789012345", "\"123456789012345\"^^<f>")]
    [InlineData("9007199254740993", "\"9007199254740992\"^^<f>")]
    [InlineData("100000000000000000000", "\"100000000000000000000\"^^<f>")]
    [InlineData("1e21", "\"1.0E21\"^^<f>")]
    [InlineData("1125899906842624.5", "\"1.125899906842625E15\"^^<f>")]
    [InlineData("0.99999999999999994", "\"9.999999999999999E-1\"^^<f>")]
    [InlineData("-0.1234567890123456789", "\"-1.234567890123457E-1\"^^<f>")]
    [InlineData("0.1234567890123456789", "\"1.234567890123457E-1\"^^<f>")]
    [InlineData("true", "\"true\"^^<f>")]
    [InlineData("\"3.0\"", "\"3.0\"^^<f>")]
    public void A_coerced_value_keeps_its_datatype_and_takes_the_prescribed_form(string json, string expected)
    {
        var quads = Quads($$"""{"@context": {"p": {"@id": "x:p", "@type": "https://www.w3.org/2001/XMLSchema#float"} }, "@id": "x:s", "p": {{json}} }""");
        Assert.Equal($"<x:s> <x:p> {expected.Replace("<f>", "<https://www.w3.org/2001/XMLSchema#float>", StringComparison.Ordinal)} .\n", quads);
    }

    [Theory]
    [InlineData("3", "\"3\"^^<http://www.w3.org/2001/XMLSchema#integer>")]
    [InlineData("3.5", "\"3.5E0\"^^<http://www.w3.org/2001/XMLSchema#double>")]
    [InlineData("false", "\"false\"^^<http://www.w3.org/2001/XMLSchema#boolean>")]
    [InlineData("\"a\\u00e9\\ud83d\\ude00\\/\\\"\\n\"", "\"aé😀/\\\"\\n\"")]
    public void A_native_value_takes_the_datatype_of_its_kind(string json, string expected)
        => Assert.Equal($"<x:s> <x:p> {expected} .\n", Quads($$"""{"@id": "x:s", "x:p": {{json}} }"""));

    [Theory]
    [InlineData("3", "3.0E0")]
    [InlineData("-0", "0.0E0")]
    public void An_xsd_double_is_always_in_exponent_form(string json, string expected)
        => Assert.Equal(
            $"<x:s> <x:p> \"{expected}\"^^<http://www.w3.org/2001/XMLSchema#double> .\n",
            Quads($$"""{"@id": "x:s", "x:p": {"@value": {{json}}, "@type": "http://www.w3.org/2001/XMLSchema#double"} }"""));

    [Theory]
    [InlineData("http://EXAMPLE.org:80/%7Euser/../a/./b?x=%e9#F")]
    [InlineData("HTTP://example.org")]
    [InlineData("urn:uuid:A7467EF6-56cb-11ec-bf63-0242ac130002")]
    [InlineData("did:example:123;a=b/../c")]
    [InlineData("http://example.org/ü")]
    public void An_absolute_IRI_stays_as_written(string iri)
        => Assert.Equal($"<{iri}> <x:p> <{iri}> .\n", Quads($$"""{"@id": "{{iri}}", "x:p": {"@id": "{{iri}}" } }"""));

    [Theory]
    [InlineData("http://a/b/c/d;p?q", "g;x=1/../y", "http://a/b/c/y")]
    [InlineData("http://a/b/c/d;p?q", "", "http://a/b/c/d;p?q")]
    [InlineData("http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y")]
    [InlineData("http://a/b/c/d;p?q", "//g", "http://g")]
    [InlineData("http://a/b/c/d;p?q", "../../../g", "http://a/g")]
    [InlineData("http://a/b/c/d;p?q", "./g/.", "http://a/b/c/g/")]
    [InlineData("http://a", "g", "http://a/g")]
    [InlineData("http://a/b/c/d;p?q", "#é", "http://a/b/c/d;p?q#é")]
    public void References_resolve_as_RFC_3986_says(string baseIri, string reference, string expected)
        => Assert.Equal(expected, Encoding.UTF8.GetString(IriReference.Resolve(Encoding.UTF8.GetBytes(baseIri), Encoding.UTF8.GetBytes(reference))));

    [Theory]
    [InlineData("1e21", "1e+21")]
    [InlineData("1e-7", "1e-7")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("123456789012345680000", "123456789012345680000")]
    [InlineData("9.999999999999997e22", "9.999999999999997e+22")]
    [InlineData("1e23", "1e+23")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("-0", "0")]
    [InlineData("-4.50", "-4.5")]
    [InlineData("333333333.33333329", "333333333.3333333")]
    public void A_JSON_literal_has_numbers_as_ECMAScript_writes_them(string number, string expected)
        => Assert.Equal(
            $$"""<x:s> <x:p> "{\"n\":{{expected}}}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON> .""" + "\n",
            Quads($$"""{"@id": "x:s", "x:p": {"@type": "@json", "@value": { "n" : {{number}} } } }"""));

    [Fact]
    public void Blank_node_labels_of_the_document_never_meet_made_ones()
    {
        var quads = Quads("""{"@id": "_:~0", "x:p": {"x:q": {"@id": "_:~0"}}, "x:r": {"@id": "_:a b"}}""");
        Assert.Equal(3, quads.Split('\n').Length - 1);
        Assert.Equal(3, quads.Split(' ', '\n').Where(word => word.StartsWith("_:", StringComparison.Ordinal)).Distinct().Count());
    }

    [Theory]
    [InlineData("""{"x:p": "\ud800"}""")]
    [InlineData("""{"\udc00x:p": "a"}""")]
    [InlineData("""{"x:p": {"\ud800\u0041 and more than that": "a"}}""")]
    [InlineData("""{"@context": {"\ud800": "x:a"}, "x:p": 1}""")]
    [InlineData("""{"x:p": "\ud800\u0041"}""")]
    [InlineData("""{"x:p": 1e400}""")]
    public void Text_that_no_UTF_8_or_double_can_hold_is_refused(string document)
        => Assert.Equal("loading document failed", Assert.Throws<JsonLdException>(() => Quads(document)).Code);

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        byte[] document = [.. "{\"x:p\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        using var parsed = JsonDocument.Parse(document);
        var deserializer = new JsonLdDeserializer(new ContextStore(), new JsonLdOptions());
        Assert.Equal("loading document failed", Assert.Throws<JsonLdException>(() => deserializer.Deserialize(new JsonLdInput(parsed.RootElement), new RdfDataset())).Code);
    }

    [Theory]
    [InlineData("{\"x:p\":", "1", "}")]
    [InlineData("[", "1", "]")]
    [InlineData("{\"@list\":[", "1", "]}")]
    [InlineData("{\"x:p\":{\"@type\":\"@json\",\"@value\":[", "1", "]}}")]
    [InlineData("{\"@reverse\":{\"x:p\":", "{}", "}}")]
    [InlineData("{\"@included\":", "{}", "}")]
    [InlineData("{\"@context\":{\"a\":{\"@id\":\"x:a\",\"@context\":", "{}", "}},\"a\":{}}")]
    [InlineData("{\"@context\":{\"n\":\"@nest\"},\"n\":", "{}", "}")]
    public void Deep_nesting_ends_in_an_exception_and_not_in_the_stack(string open, string middle, string close)
    {
        var document = string.Concat(Enumerable.Repeat(open, 5000)) + middle + string.Concat(Enumerable.Repeat(close, 5000));
        Exception? fault = null;
        var thread = new Thread(() => fault = Record.Exception(() => Quads($$"""{"@id": "x:s", "x:p": {{document}}}""", maxDepth: 100_000)), 1 << 20);
        thread.Start();
        thread.Join();
        Assert.IsType<JsonLdException>(fault);
    }

    [Fact]
    public void A_long_chain_of_terms_ends_in_an_exception()
    {
        var terms = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"t{i}\": \"t{i + 1}:x\""));
        Assert.Equal("context overflow", Assert.Throws<JsonLdException>(() => Quads($$"""{"@context": { {{terms}} }, "x:p": 1}""")).Code);
    }

    [Fact]
    public void A_context_that_draws_itself_in_ends_in_an_exception()
    {
        var store = new ContextStore();
        store.Add("x:c", "{\"@context\": [\"x:c\"]}"u8.ToArray());
        Assert.Equal("context overflow", Assert.Throws<JsonLdException>(() => Quads("""{"@context": "x:c", "x:p": 1}""", store)).Code);
    }

    [Fact]
    public void An_unknown_context_is_named()
        => Assert.Equal("https://example.org/unknown", Assert.Throws<UnknownContextException>(() => Quads("""{"@context": "https://example.org/unknown", "x:p": 1}""")).Url);

    [Fact]
    public void The_built_in_contexts_are_fixed_and_bytes_are_pinned()
    {
        Assert.Throws<InvalidOperationException>(() => ContextStore.BuiltIn.Add("x:c", "{}"u8.ToArray()));
        var store = new ContextStore(ContextStore.BuiltIn);
        Assert.Throws<InvalidOperationException>(() => store.Add("x:c", "{}"u8.ToArray(), new string('0', 64)));
        Assert.Equal("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", store.Add("x:c", "{}"u8.ToArray()));
        Assert.Throws<InvalidOperationException>(() => store.Add("x:c", "{}"u8.ToArray()));
        Assert.True(store.Knows("x:c") && store.Knows("https://www.w3.org/ns/credentials/v2") && !ContextStore.BuiltIn.Knows("x:c"));
    }

    [Fact]
    public void Duplicate_members_and_comments_are_not_parsed()
    {
        Assert.ThrowsAny<JsonException>(() => JsonLdInput.Parse("{\"a\": 1, \"a\": 2}"u8.ToArray()));
        Assert.ThrowsAny<JsonException>(() => JsonLdInput.Parse("{\"a\": 1, \"\\u0061\": 2}"u8.ToArray()));
        Assert.ThrowsAny<JsonException>(() => JsonLdInput.Parse("{} // comment"u8.ToArray()));
        Assert.ThrowsAny<JsonException>(() => JsonLdInput.Parse("{\"\\ud800\": 1, \"a\": 2}"u8.ToArray()));
    }

    [Fact]
    public void Many_threads_with_many_contexts_share_one_canonicalizer()
    {
        var canonicalizer = new LinkedDataCanonicalizer(ContextStore.BuiltIn);
        Parallel.For(0, 2000, i =>
        {
            var document = $$"""{"@context": ["https://www.w3.org/ns/credentials/v2", {"p{{i % 50}}": "x:p{{i}}"}], "id": "x:{{i}}", "type": "VerifiableCredential", "p{{i % 50}}": "{{i}}"}""";
            using var parsed = JsonLdInput.Parse(Encoding.UTF8.GetBytes(document));
            var expected = $"<x:{i}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiableCredential> .\n<x:{i}> <x:p{i}> \"{i}\" .\n";
            Assert.Equal(expected, Encoding.UTF8.GetString(canonicalizer.Canonicalize(new JsonLdInput(parsed.RootElement))));
        });
    }

    [Fact]
    public void Remembered_contexts_are_bounded_and_the_next_family_works_as_well()
    {
        var memo = new ContextMemo();
        var reserved = 0;
        while (memo.TryReserve(1000)) reserved++;
        Assert.True(memo.IsFull && reserved is > 1000 and < 10_000);
        var canonicalizer = new LinkedDataCanonicalizer(new ContextStore());
        var terms = string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"term{i}\": \"x:term{i}\""));
        for (var i = 0; i < 2500; i++)
        {
            using var parsed = JsonLdInput.Parse(Encoding.UTF8.GetBytes($$"""{"@context": {"own": "x:own{{i}}", {{terms}} }, "own": "A", "term{{i % 300}}": "B"}"""));
            Assert.Equal($"_:c14n0 <x:own{i}> \"A\" .\n_:c14n0 <x:term{i % 300}> \"B\" .\n", Encoding.UTF8.GetString(canonicalizer.Canonicalize(new JsonLdInput(parsed.RootElement))));
        }
    }

    /// <summary>Seconds of work on any machine; work that grew with the square of the document would take hours.</summary>
    [Theory]
    [InlineData("{\"@context\":{\"n\":\"@nest\"},\"n\":[", "{\"x:p\":1},", "{\"x:p\":1}]}")]
    [InlineData("{\"x:p\":1,\"@included\":[", "{\"x:p\":1},", "{\"x:p\":1}]}")]
    [InlineData("{\"x:p\":[", "{\"x:q\":{\"@list\":[1]}},", "1]}")]
    public void A_long_array_takes_linear_time(string open, string item, string close)
    {
        var document = open + string.Concat(Enumerable.Repeat(item, 400_000)) + close;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var parsed = JsonLdInput.Parse(Encoding.UTF8.GetBytes(document));
        new JsonLdDeserializer(new ContextStore(), new JsonLdOptions()).Deserialize(new JsonLdInput(parsed.RootElement), new RdfDataset());
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(10), $"took {clock.Elapsed}");
    }

    [Fact]
    public void Order_of_members_and_whitespace_change_nothing()
    {
        var bytes = File.ReadAllBytes(Shared.Conformance("vectors", "1edtech", "linked-data-proof", "clr-signed.json"));
        var canonicalizer = new LinkedDataCanonicalizer(ContextStore.BuiltIn);
        using var original = JsonLdInput.Parse(bytes);
        var expected = Encoding.UTF8.GetString(canonicalizer.Canonicalize(new JsonLdInput(original.RootElement)));
        Gen.Int.Sample(
            seed =>
            {
                var shuffled = Shuffle(JsonNode.Parse(bytes)!, new Random(seed))!.ToJsonString(new JsonSerializerOptions { WriteIndented = seed % 2 == 0 });
                using var parsed = JsonLdInput.Parse(Encoding.UTF8.GetBytes(shuffled));
                Assert.Equal(expected, Encoding.UTF8.GetString(canonicalizer.Canonicalize(new JsonLdInput(parsed.RootElement))));
            },
            iter: 200);
    }

    /// <summary>Members in another order; arrays too, but for contexts, whose order counts.</summary>
    private static JsonNode? Shuffle(JsonNode? node, Random random)
    {
        if (node is JsonObject members)
        {
            var shuffled = members.Select(member => (member.Key, Value: member.Key == "@context" ? member.Value?.DeepClone() : Shuffle(member.Value, random))).ToArray();
            random.Shuffle(shuffled);
            return new JsonObject(shuffled.Select(member => KeyValuePair.Create(member.Key, member.Value)));
        }

        if (node is not JsonArray items) return node?.DeepClone();
        var others = items.Select(item => Shuffle(item, random)).ToArray();
        random.Shuffle(others);
        return new JsonArray(others);
    }

    private static string Quads(string document, ContextStore? store = null, int maxDepth = JsonLdInput.MaxDepth)
    {
        using var parsed = JsonDocument.Parse(document, new JsonDocumentOptions { MaxDepth = maxDepth });
        var dataset = new RdfDataset();
        new JsonLdDeserializer(store ?? new ContextStore(), new JsonLdOptions()).Deserialize(new JsonLdInput(parsed.RootElement), dataset);
        return Encoding.UTF8.GetString(RdfCanonicalizer.Canonicalize(dataset).NQuads.Span);
    }
}
