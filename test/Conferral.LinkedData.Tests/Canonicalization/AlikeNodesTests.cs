// Alike nodes hashed at once have the labels, and cost the steps, they have and cost one by one.
using System.Text;
using Conferral.LinkedData.Canonicalization;
using Conferral.LinkedData.Rdf;
using CsCheck;

namespace Conferral.LinkedData.Tests.Canonicalization;

public sealed class AlikeNodesTests
{
    /// <summary>Nodes without a name of their own, hung from nodes that have one, from each other, twice from the same, in graphs.</summary>
    private static readonly Gen<string> Line = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 9], Gen.Int[0, 2], Gen.Int[0, 5]).Select((kind, leaf, predicate, parent) => kind switch
    {
        0 => $"_:p{parent} <urn:name> \"{parent}\" .",
        1 => $"_:l{leaf} <urn:type> <urn:Leaf> .",
        2 => $"_:l{leaf} <urn:q{predicate}> _:l{leaf} .",
        3 => $"_:l{leaf} <urn:up{predicate}> _:p{parent} .",
        4 => $"_:p{parent} <urn:p{predicate}> _:l{leaf} _:p{predicate} .",
        5 => $"_:l{leaf} <urn:n{predicate}> _:l{parent} .",
        _ => $"_:p{parent} <urn:p{predicate}> _:l{leaf} .",
    });

    [Fact]
    public void At_once_or_one_by_one_the_labels_are_the_same() => Line.Array[1, 40].Sample(lines =>
    {
        var text = string.Join('\n', lines.Distinct(StringComparer.Ordinal)) + "\n";
        Assert.Equal(Canonical(text, alikeAtOnce: false, CanonicalizationOptions.Default), Canonical(text, alikeAtOnce: true, CanonicalizationOptions.Default));
    }, iter: 3000);

    [Fact]
    public void A_record_of_alike_courses_is_of_the_usual_case_and_costs_the_same_steps()
    {
        var text = string.Concat(Enumerable.Range(0, 30).Select(i => $"_:c{i} <urn:name> \"{i}\" .\n_:c{i} <urn:source> _:s{i} .\n_:s{i} <urn:type> <urn:Profile> .\n"));
        var steps = Enumerable.Range(1, 200).First(bound => Passes(text, alikeAtOnce: false, bound));
        Assert.Equal(90, steps); // each of thirty looks at itself, its relation, and its one path
        Assert.True(Passes(text, alikeAtOnce: true, steps));
        Assert.False(Passes(text, alikeAtOnce: true, steps - 1));
    }

    private static bool Passes(string text, bool alikeAtOnce, int bound)
    {
        try
        {
            Canonical(text, alikeAtOnce, CanonicalizationOptions.Default with { MaxWork = bound });
            return true;
        }
        catch (CanonicalizationBoundException)
        {
            return false;
        }
    }

    private static string Canonical(string text, bool alikeAtOnce, CanonicalizationOptions options)
    {
        var dataset = NQuadsReader.Read(Encoding.UTF8.GetBytes(text));
        var ranks = new TermRanks();
        ranks.Read(dataset);
        return Encoding.UTF8.GetString(new RdfcRun(alikeAtOnce).Canonicalize(dataset.All, ranks, options).NQuads.Span);
    }
}
