// JSON-LD, N-Quads, contexts, and the canonical form they lead to.
using System.Text;
using System.Text.Json;
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;
using Conferral.LinkedData.Contexts;
using Conferral.LinkedData.JsonLd;
using Conferral.LinkedData.Rdf;

namespace Conferral.Fuzz;

internal static class LinkedDataTargets
{
    private static readonly CanonicalizationOptions Limits = new() { MaxWork = 20_000 };
    private static readonly JsonLdDeserializer Safe = new(ContextStore.BuiltIn, new JsonLdOptions());
    private static readonly JsonLdDeserializer Lax = new(ContextStore.BuiltIn, new JsonLdOptions { SafeMode = false });

    private static readonly string[] Keywords =
        ["\"@id\"", "\\ud800", "\"@type\"", "\"@context\"", "\"@graph\"", "\"@list\"", "\"@set\"", "\"@value\"", "\"@language\"", "\"@reverse\"", "\"@included\"", "\"@nest\"", "\"@json\"", "\"@none\"", "\"@index\"", "\"@container\"", "\"@protected\"", "\"@propagate\"", "\"@import\"", "\"@vocab\"", "\"@base\"", "\"@version\"", "\"@prefix\"", "\"@direction\"", "\"x:p\"", "\"_:b\"", "\"https://www.w3.org/ns/credentials/v2\"", "\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\""];

    public static readonly FuzzTarget JsonLd = new("json-ld", utf8 => FuzzTarget.Outcome<JsonException>(() => FuzzTarget.Outcome<LinkedDataException>(() => ReadJsonLd(utf8)))) { IsJson = true, Words = Keywords };

    public static readonly FuzzTarget Context = new("context", utf8 => FuzzTarget.Outcome<JsonException>(() => FuzzTarget.Outcome<LinkedDataException>(() => ReadContext(utf8)))) { IsJson = true, Words = Keywords };

    public static readonly FuzzTarget NQuads = new("n-quads", utf8 => FuzzTarget.Outcome<LinkedDataException>(() => Canonical(NQuadsReader.Read(utf8))))
    {
        Words = ["_:a", "<x:", "> ", "\"", "\\u", "\\U0001F600", "@en", "^^<x:t>", " .\n", "#", "\r", "\t"],
    };

    private static string ReadJsonLd(byte[] utf8)
    {
        using var document = JsonLdInput.Parse(utf8);
        var (all, kept) = (new RdfDataset(), new RdfDataset());
        Lax.Deserialize(new JsonLdInput(document.RootElement), all);
        var outcome = Canonical(all);
        Safe.Deserialize(new JsonLdInput(document.RootElement), kept);
        FuzzTarget.Require(Canonical(kept) == outcome && kept.QuadCount == all.QuadCount, "Safe mode gives the quads that the other mode gives, or a refusal.");
        return $"safe {outcome}";
    }

    private static string ReadContext(byte[] utf8)
    {
        const string url = "https://fuzz.example/context";
        ContextDocument.Check(url, utf8, ContextStore.BuiltIn);
        var change = ContextChange.Between(utf8, utf8);
        FuzzTarget.Require(change is { Added: [], Removed: [], Changed: [] }, "A context does not differ from itself.");
        return "a context";
    }

    /// <summary>Canonicalizes, reads the result back, and canonicalizes again: the bytes must be the same.</summary>
    private static string Canonical(RdfDataset dataset)
    {
        var canonical = RdfCanonicalizer.Canonicalize(dataset, Limits).NQuads;
        RdfDataset again;
        try
        {
            again = NQuadsReader.Read(canonical.Span);
        }
        catch (NQuadsException refusal)
        {
            throw new BrokenPromiseException($"The canonical form is N-Quads, and it was refused: {refusal.Message}\n{Encoding.UTF8.GetString(canonical.Span)}");
        }

        FuzzTarget.Require(again.QuadCount == dataset.QuadCount, "No quad is lost or doubled in the canonical form.");
        FuzzTarget.Require(RdfCanonicalizer.Canonicalize(again, Limits).NQuads.Span.SequenceEqual(canonical.Span) || HasGraphsOfBlankNodes(dataset), "The canonical form of the canonical form is itself.");
        return $"{Math.Min(dataset.QuadCount, 9)} quads";
    }

    /// <summary>Where a blank node is object here and graph name there, crosswise, RDFC-1.0 itself can give two forms.</summary>
    private static bool HasGraphsOfBlankNodes(RdfDataset dataset)
    {
        foreach (ref readonly var quad in dataset.Quads)
        {
            if (dataset.KindOf(quad.Graph) == TermKind.BlankNode) return true;
        }

        return false;
    }
}
