// The W3C test suite "Transform JSON-LD to RDF", one row per test.
using System.Text;
using System.Text.Json;
using Conferral.LinkedData.Canonicalization;
using Conferral.LinkedData.Contexts;
using Conferral.LinkedData.JsonLd;
using Conferral.LinkedData.Rdf;
using Conferral.TestKit;

namespace Conferral.LinkedData.Tests.JsonLd;

/// <summary>Rows come from toRdf-manifest.jsonld of w3c/json-ld-api; each is labelled by its test id.</summary>
public sealed class ToRdfConformanceTests
{
    private const string BaseIri = "https://w3c.github.io/json-ld-api/tests/";

    public static TheoryData<string> Positive() => Ids("jld:PositiveEvaluationTest");

    public static TheoryData<string> Negative() => Ids("jld:NegativeEvaluationTest");

    public static TheoryData<string> Syntax() => Ids("jld:PositiveSyntaxTest");

    [Theory]
    [MemberData(nameof(Positive))]
    public void The_dataset_is_the_expected_one(string id)
    {
        var test = Find(id);
        var expected = NQuadsReader.Read(File.ReadAllBytes(PathOf(test.GetProperty("expect").GetString()!)));
        Assert.Equal(Canonical(expected), Canonical(Run(test)));
    }

    [Theory]
    [MemberData(nameof(Negative))]
    public void The_error_code_is_the_expected_one(string id)
    {
        var test = Find(id);
        var code = test.GetProperty("expectErrorCode").GetString();
        var fault = Assert.ThrowsAny<LinkedDataException>(() => Run(test));
        if (fault is UnknownContextException) Assert.Equal("loading remote context failed", code);
        else Assert.Equal(code, Assert.IsType<JsonLdException>(fault).Code);
    }

    [Theory]
    [MemberData(nameof(Syntax))]
    public void The_document_is_read(string id) => Run(Find(id));

    [Fact]
    public void The_suite_has_the_expected_number_of_tests()
    {
        var tests = Manifest();
        Assert.Equal((345, 106, 16), (tests.Count(Is("jld:PositiveEvaluationTest")), tests.Count(Is("jld:NegativeEvaluationTest")), tests.Count(Is("jld:PositiveSyntaxTest"))));
        Assert.Equal(12, tests.Count(test => ReasonToSkip(test) is not null));
    }

    private static TheoryData<string> Ids(string type)
    {
        var rows = new TheoryData<string>();
        if (Shared.ConformanceRoot is null)
        {
            rows.Add(new TheoryDataRow<string>("the whole suite") { Skip = Shared.Absent });
            return rows;
        }

        foreach (var test in Manifest().Where(Is(type)))
        {
            rows.Add(new TheoryDataRow<string>(test.GetProperty("@id").GetString()!) { Skip = ReasonToSkip(test) });
        }

        return rows;
    }

    private static string? ReasonToSkip(JsonElement test)
    {
        if (Option(test, "produceGeneralizedRdf") is not null) return "Generalized RDF: blank nodes as predicates are not RDF, and no signature can cover them.";
        if (Option(test, "specVersion") == "json-ld-1.0") return "A rule of JSON-LD 1.0 that 1.1 replaced.";
        return null;
    }

    private static RdfDataset Run(JsonElement test)
    {
        var input = test.GetProperty("input").GetString()!;
        var options = new JsonLdOptions
        {
            SafeMode = false,
            Base = Option(test, "base") ?? BaseIri + input,
            ProcessingMode = Option(test, "processingMode") == "json-ld-1.0" ? ProcessingMode.JsonLd10 : ProcessingMode.JsonLd11,
            RdfDirection = Option(test, "rdfDirection") switch
            {
                "i18n-datatype" => RdfDirection.I18nDatatype,
                "compound-literal" => RdfDirection.CompoundLiteral,
                _ => RdfDirection.None,
            },
            ExpandContext = Option(test, "expandContext") is { } file ? Read(file) : null,
        };
        var dataset = new RdfDataset();
        new JsonLdDeserializer(SuiteStore(), options).Deserialize(new JsonLdInput(Read(input)), dataset);
        return dataset;
    }

    /// <summary>The suite's own files under the addresses it is published at.</summary>
    private static ContextStore SuiteStore()
    {
        var store = new ContextStore();
        foreach (var file in Directory.EnumerateFiles(PathOf("toRdf"), "*.jsonld", SearchOption.AllDirectories))
        {
            store.Add(BaseIri + Path.GetRelativePath(PathOf("."), file).Replace('\\', '/'), File.ReadAllBytes(file));
        }

        return store;
    }

    private static string Canonical(RdfDataset dataset) => Encoding.UTF8.GetString(RdfCanonicalizer.Canonicalize(dataset).NQuads.Span);

    private static JsonElement[] Manifest() => [.. Read("toRdf-manifest.jsonld").GetProperty("sequence").EnumerateArray()];

    private static JsonElement Find(string id) => Manifest().Single(test => test.GetProperty("@id").ValueEquals(id));

    private static Func<JsonElement, bool> Is(string type) => test => test.GetProperty("@type").EnumerateArray().Any(value => value.ValueEquals(type));

    private static string? Option(JsonElement test, string name)
        => test.TryGetProperty("option", out var options) && options.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(PathOf(file)));
        return document.RootElement.Clone();
    }

    private static string PathOf(string file) => Shared.Conformance(["vectors", "w3c", "json-ld-api", .. file.Split('/')]);
}
