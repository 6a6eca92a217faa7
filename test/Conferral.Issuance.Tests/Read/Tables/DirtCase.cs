// One piece of dirt in an otherwise sound bundle, and what must become of it.
using System.Text;
using Conferral.Credentials;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Read;

/// <summary>What reading should say: everything as if it were clean, a warning for the input, learner 001 held, or the input refused.</summary>
internal enum DirtVerdict
{
    Reads,
    Warns,
    Holds,
    Refuses,
}

/// <summary>A case. <see cref="Rule"/> is the rule or code; <see cref="Says"/> stands in its message.</summary>
internal sealed record DirtCase(string Name, DirtVerdict Verdict, string Rule, string Says, Action<TestBundle> Soil)
{
    public string? Mapping { get; init; }

    public IntakeOptions? Options { get; init; }

    /// <summary>What else must hold of the reading.</summary>
    public Action<Reading>? Then { get; init; }

    public static DirtCase Reads(string name, Action<TestBundle> soil) => new(name, DirtVerdict.Reads, "", "", soil);

    public static DirtCase Warns(string name, string rule, string says, Action<TestBundle> soil) => new(name, DirtVerdict.Warns, rule, says, soil);

    public static DirtCase Holds(string name, string rule, string says, Action<TestBundle> soil) => new(name, DirtVerdict.Holds, rule, says, soil);

    public static DirtCase Refuses(string name, string code, string says, Action<TestBundle> soil) => new(name, DirtVerdict.Refuses, code, says, soil);

    public async Task CheckAsync()
    {
        using var bundle = new TestBundle();
        Soil(bundle);
        if (Verdict == DirtVerdict.Refuses)
        {
            var error = await Assert.ThrowsAsync<IntakeException>(() => bundle.Read(Options, Mapping));
            Assert.Equal(Rule, error.Code);
            Assert.Contains(Says, error.Message, StringComparison.Ordinal);
            return;
        }

        var reading = await bundle.Read(Options, Mapping);
        Then?.Invoke(reading);
        if (Verdict == DirtVerdict.Holds)
        {
            var finding = Assert.Single(reading["001"].Findings, finding => finding.Severity == Severity.Error);
            Assert.Equal(Rule, finding.RuleId);
            Assert.Contains(Says, finding.Message, StringComparison.Ordinal);
            Assert.Null(reading["001"].Learner);
            Assert.NotNull(reading["002"].Learner);
            return;
        }

        Assert.All(reading.Items, item => Assert.NotNull(item.Learner));
        if (Verdict == DirtVerdict.Reads) Assert.Empty(reading.AllFindings);
        else Assert.Contains(reading.AllFindings, finding => finding.RuleId == Rule && finding.Severity == Severity.Warning && finding.Message.Contains(Says, StringComparison.Ordinal));
        using var clean = new TestBundle();
        if (Then is null) Assert.Equal(BundleReadingTests.Facts(await clean.Read()), BundleReadingTests.Facts(reading with { Items = [.. reading.Items.Select(item => item with { Findings = [] })] }));
    }

    /// <summary>A file in another encoding, told by the name the mapping would use.</summary>
    public static byte[] In(string encoding, string text) => (TextEncodings.Named(encoding) ?? throw new ArgumentException(encoding)).GetBytes(text);

    public static byte[] Marked(Encoding encoding, string text) => [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
}
