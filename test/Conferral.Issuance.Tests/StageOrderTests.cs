// A stage uses only the one before it, and the ledger under all: read off the sources.
using System.Text.RegularExpressions;
using Conferral.TestKit;

namespace Conferral.Issuance.Tests;

public sealed partial class StageOrderTests
{
    private static readonly string[] Stages = ["Read", "Compose", "Validate", "Sign", "Deliver", "WriteBack"];

    [GeneratedRegex(@"Conferral\.Issuance\.(?<stage>Read|Compose|Validate|Sign|Deliver|WriteBack|Ledger|Clear|Workspaces)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mention();

    public static TheoryData<string> StagesAndLedger() => [.. Stages, "Ledger", "Clear"];

    [Theory]
    [MemberData(nameof(StagesAndLedger))]
    public void A_stage_uses_only_the_one_before_it(string stage)
    {
        var before = Array.IndexOf(Stages, stage) - 1;
        // Clearance is a gate between reading and composing: it makes no type of its own, and composing does not know it.
        string[] allowed = stage == "Ledger" ? ["Ledger"] : stage == "Clear" ? ["Clear", "Read", "Ledger"] : before >= 0 ? [stage, Stages[before], "Ledger"] : [stage];
        var folder = Path.Combine(Checkout.Root, "src", "Conferral.Issuance", stage);
        var files = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        var strays = files.SelectMany(path => Mention().Matches(File.ReadAllText(path)).Select(match => match.Groups["stage"].Value).Distinct().Except(allowed).Select(other => $"{Path.GetFileName(path)} uses {other}"));
        Assert.Empty(strays);
    }
}
