// The W3C RDF Dataset Canonicalization suite, every entry of its manifest.
using System.Text;
using System.Text.Json;
using Conferral.LinkedData.Canonicalization;
using Conferral.LinkedData.Rdf;
using Conferral.TestKit;

namespace Conferral.LinkedData.Tests.Canonicalization;

public sealed class RdfCanonConformanceTests
{
    private const int EvalTests = 64;
    private const int MapTests = 21;
    private const int NegativeTests = 1;

    public static IEnumerable<TheoryDataRow<string>> Eval() => Rows("rdfc:RDFC10EvalTest");

    public static IEnumerable<TheoryDataRow<string>> Map() => Rows("rdfc:RDFC10MapTest");

    public static IEnumerable<TheoryDataRow<string>> Negative() => Rows("rdfc:RDFC10NegativeEvalTest");

    [Fact]
    public void The_manifest_has_the_expected_entries()
    {
        Shared.Conformance();
        Assert.Equal((EvalTests, MapTests, NegativeTests), (Eval().Count(), Map().Count(), Negative().Count()));
        Assert.Equal(EvalTests + MapTests + NegativeTests, Entries().Count());
    }

    [Theory]
    [MemberData(nameof(Eval))]
    public void Canonical_document_equals_the_published_bytes(string id)
    {
        var entry = Entry(id);
        var options = OptionsOf(entry);
        var expected = Bytes(entry, "result");
        Assert.Equal(Encoding.UTF8.GetString(expected), Encoding.UTF8.GetString(RdfCanonicalizer.Canonicalize(Dataset(entry), options).NQuads.Span));
        var digest = new byte[options.Hash.DigestLength()];
        options.Hash.HashData(expected, digest);
        Assert.Equal(digest, RdfCanonicalizer.Hash(Dataset(entry), options));
    }

    [Theory]
    [MemberData(nameof(Map))]
    public void Issued_identifiers_equal_the_published_map(string id)
    {
        var entry = Entry(id);
        var expected = JsonSerializer.Deserialize<Dictionary<string, string>>(Bytes(entry, "result"))!;
        var issued = RdfCanonicalizer.Canonicalize(Dataset(entry), OptionsOf(entry)).IssuedIdentifiers;
        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), issued.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Negative))]
    public void Poisoned_graph_stops_at_the_bound(string id)
    {
        var entry = Entry(id);
        var refusal = Assert.Throws<CanonicalizationBoundException>(() => RdfCanonicalizer.Canonicalize(Dataset(entry), OptionsOf(entry)));
        Assert.Equal(CanonicalizationOptions.DefaultMaxWork, refusal.Bound);
    }

    private static IEnumerable<TheoryDataRow<string>> Rows(string type)
    {
        if (Shared.ConformanceRoot is null) return [new TheoryDataRow<string>("") { Skip = Shared.Absent }];
        return Entries().Where(entry => entry.GetProperty("type").GetString() == type)
            .Select(entry => new TheoryDataRow<string>(entry.GetProperty("id").GetString()!) { TestDisplayName = $"{entry.GetProperty("id")} {entry.GetProperty("name")}" });
    }

    private static CanonicalizationOptions OptionsOf(JsonElement entry)
        => new() { Hash = entry.TryGetProperty("hashAlgorithm", out var name) && name.ValueEquals("SHA384") ? CanonicalHash.Sha384 : CanonicalHash.Sha256 };

    private static RdfDataset Dataset(JsonElement entry) => NQuadsReader.Read(Bytes(entry, "action"));

    private static byte[] Bytes(JsonElement entry, string member) => File.ReadAllBytes(PathOf(entry.GetProperty(member).GetString()!));

    private static string PathOf(string file) => Shared.Conformance("vectors", "w3c", "rdf-canon", file);

    private static JsonElement Entry(string id) => Entries().Single(entry => entry.GetProperty("id").ValueEquals(id));

    private static JsonElement.ArrayEnumerator Entries()
        => JsonDocument.Parse(File.ReadAllBytes(PathOf("manifest.jsonld"))).RootElement.GetProperty("entries").EnumerateArray();
}
