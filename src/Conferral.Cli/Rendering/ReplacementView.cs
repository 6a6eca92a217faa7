// Credentials that gave way to others under a new id, as sentences.
using Conferral.Issuance;
using Conferral.Issuance.Ledger;

namespace Conferral.Cli.Rendering;

internal static class ReplacementView
{
    public static void Write(Terminal terminal, IssuanceResult result)
    {
        if (result.Replaced > 0) terminal.Say($"{FindingsView.Count(result.Replaced, "credential")} replaced under a new id: {(result.Replaced == 1 ? "it is" : "they are")} revoked, because the new {(result.Replaced == 1 ? "one was" : "ones were")} accepted. Run `conferral publish DIR`, so that verifiers see it.");
        var promised = result.OpenReplacements.Count(open => open.State == ReplacementState.Promised);
        if (promised > 0) terminal.Say($"{FindingsView.Count(promised, "credential")} to be replaced {(promised == 1 ? "stands" : "stand")} until the new {(promised == 1 ? "one is" : "ones are")} accepted wherever the old {(promised == 1 ? "one is" : "ones are")}; the next `conferral issue` goes on.");
        var asked = result.OpenReplacements.Count - promised;
        if (asked > 0) terminal.Say($"{FindingsView.Count(asked, "new credential")} asked for with `conferral reissue` {(asked == 1 ? "was" : "were")} not made: {(asked == 1 ? "its learner is" : "their learners are")} blocked, or not in this export.");
    }

    /// <summary>How one credential stands in the row of those that replaced each other.</summary>
    public static IEnumerable<string> Sentences(Replacement? by, Replacement? of)
    {
        if (of is not null) yield return $"takes the place of {of.OldId}: {of.Reason}";
        if (by is null) yield break;
        yield return by.State switch
        {
            ReplacementState.Asked => $"a new credential was asked for in its place on {by.ChangedAt:u}: {by.Reason}",
            ReplacementState.Promised => $"is being replaced by {by.NewId}: {by.Reason}",
            _ => $"was replaced by {by.NewId} on {by.ChangedAt:u}: {by.Reason}",
        };
    }
}
