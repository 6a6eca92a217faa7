// A document is reported exactly when sorting by UTF-16 code unit would give it another canonical form.
using System.Security.Cryptography;
using System.Text;
using Conferral.LinkedData.Canonicalization;
using Conferral.LinkedData.Contexts;
using Conferral.LinkedData.Rdf;
using CsCheck;

namespace Conferral.LinkedData.Tests.Canonicalization;

public sealed class Utf16OrderTests
{
    private const int BlankNodes = 4;

    private static readonly string[] Texts = ["a", "\uE000", "\uFF01", "\U0001F600", "\U0001F600a", "a\uFFFD", "a\U0010FFFF", "b\uD7FF"];

    /// <summary>Below <see cref="BlankNodes"/> an object is a blank node, from there on a text.</summary>
    private static readonly Gen<(int S, int P, int O)[]> Statements
        = Gen.Select(Gen.Int[0, BlankNodes - 1], Gen.Int[0, 1], Gen.Int[0, BlankNodes + Texts.Length - 1]).Array[1, 14];

    [Theory]
    [InlineData(Utf16Order.Differs, """{"x:p": ["\uff01", "\ud83d\ude00"]}""")]
    [InlineData(Utf16Order.Differs, """{"x:p": ["ab\ue000", "ab\ud83d\ude00", "c"]}""")]
    [InlineData(Utf16Order.Differs, """{"@id": "x:\uff01", "x:p": {"@id": "x:\ud83d\ude00", "x:p": 1}}""")]
    [InlineData(Utf16Order.Differs, """{"@id": "x:s", "x:p": [{"x:q": "\uff01"}, {"x:q": "\ud83d\ude00"}], "x:r": ["\uff01", "\ud83d\ude00"]}""")]
    [InlineData(Utf16Order.Agrees, """{"x:p": ["\ud83d\ude00", "\ud83d\ude01"]}""")]
    [InlineData(Utf16Order.Agrees, """{"x:p": ["\ud7ff", "\ud83d\ude00"]}""")]
    [InlineData(Utf16Order.Agrees, """{"x:p": "\uff01", "x:q": "\ud83d\ude00"}""")]
    [InlineData(Utf16Order.Agrees, """{"x:p": "\ud83d\ude00", "x:q": "\uff01"}""")]
    [InlineData(Utf16Order.Agrees, """{"x:p": ["a\uff01", "b\ud83d\ude00"]}""")]
    [InlineData(Utf16Order.Agrees, """{"x:p": "\uff01\ud83d\ude00"}""")]
    [InlineData(Utf16Order.Differs, """{"x:\uff01": {"x:p": 1}, "x:\ud83d\ude00": {"x:p": 2}}""")]
    public void Only_a_document_whose_form_depends_on_the_order_is_reported(Utf16Order expected, string document)
    {
        using var parsed = JsonLdInput.Parse(Encoding.UTF8.GetBytes(document));
        Assert.Equal(expected, new LinkedDataCanonicalizer(new ContextStore()).CheckLossless(new JsonLdInput(parsed.RootElement)));
    }

    [Fact]
    public void The_report_is_true_of_the_algorithm_done_in_both_orders()
    {
        var (agreed, differed) = (0, 0);
        Statements.Sample(
            statements =>
            {
                if (Canonical(statements, ByCodePoint) is not { } expected) return; // nodes too alike for the plain algorithm below
                var ours = RdfCanonicalizer.Canonicalize(Build(statements)).NQuads.Span;
                Assert.Equal(expected, Encoding.UTF8.GetString(ours));
                var differs = Canonical(statements, StringComparer.Ordinal) != expected;
                Assert.Equal(differs ? Utf16Order.Differs : Utf16Order.Agrees, Utf16OrderCheck.Of(ours));
                Interlocked.Increment(ref differs ? ref differed : ref agreed);
            },
            iter: 5000);
        Assert.True(agreed > 100 && differed > 100);
    }

    private static readonly IComparer<string> ByCodePoint
        = Comparer<string>.Create((x, y) => Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y)));

    /// <summary>RDFC-1.0 without its fifth step, in any order of lines; null where that step is needed.</summary>
    private static string? Canonical((int S, int P, int O)[] statements, IComparer<string> order)
    {
        var blanks = statements.SelectMany(statement => new[] { statement.S, statement.O }).Where(term => term < BlankNodes).Distinct();
        var hashes = blanks.ToDictionary(blank => blank, blank => Hash(Sorted(statements.Where(line => line.S == blank || line.O == blank), other => other == blank ? "a" : "z")));
        if (hashes.Values.Distinct().Count() < hashes.Count) return null;
        var labels = hashes.OrderBy(pair => pair.Value, StringComparer.Ordinal).Select((pair, place) => (pair.Key, place)).ToDictionary(pair => pair.Key, pair => $"c14n{pair.place}");
        return Sorted(statements, blank => labels[blank]);

        string Sorted(IEnumerable<(int S, int P, int O)> lines, Func<int, string> label)
            => string.Concat(lines.Distinct().Select(line => $"_:{label(line.S)} <x:p{line.P}> {(line.O < BlankNodes ? $"_:{label(line.O)}" : $"\"{Texts[line.O - BlankNodes]}\"")} .\n").Order(order));

        static string Hash(string lines) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines)));
    }

    private static RdfDataset Build((int S, int P, int O)[] statements)
    {
        var dataset = new RdfDataset();
        foreach (var (s, p, o) in statements)
        {
            var @object = o < BlankNodes ? Blank(o) : dataset.Literal(Encoding.UTF8.GetBytes(Texts[o - BlankNodes]), default, default);
            dataset.Add(Blank(s), dataset.Iri(Encoding.ASCII.GetBytes($"x:p{p}")), @object);
        }

        return dataset;

        int Blank(int number) => dataset.BlankNode(Encoding.ASCII.GetBytes($"e{number}"));
    }
}
