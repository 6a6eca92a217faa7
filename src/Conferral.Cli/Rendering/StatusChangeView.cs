// Plans of revoking, suspending and reinstating, as sentences.
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Revoke;

namespace Conferral.Cli.Rendering;

internal static class StatusChangeView
{
    /// <summary>More lines than this help nobody at a terminal; the count is always told.</summary>
    private const int Shown = 20;

    public static void Write(Terminal terminal, StatusChangePlan plan)
    {
        terminal.Line($"To {Verb(plan.Change).ToLowerInvariant()}: {FindingsView.Count(plan.ToChange.Count, "credential")}");
        foreach (var credential in plan.ToChange.Take(Shown)) terminal.Line($"  learner {credential.LearnerKey}  {credential.Newest}{(credential.Place is { } place ? $"  {place}" : "  names no status list")}");
        if (plan.ToChange.Count > Shown) terminal.Line($"  … and {plan.ToChange.Count - Shown:N0} more");
        if (plan.Already.Count > 0) terminal.Say($"{FindingsView.Count(plan.Already.Count, "credential")} already {(plan.Already.Count == 1 ? "stands" : "stand")} so and {(plan.Already.Count == 1 ? "stays" : "stay")} as {(plan.Already.Count == 1 ? "it is" : "they are")}.");
        foreach (var group in plan.Refused.GroupBy(refused => refused.Why, StringComparer.Ordinal))
            terminal.Line($"Not possible for {FindingsView.Count(group.Count(), "credential")}, because {group.Key}: {string.Join(", ", group.Take(Shown).Select(refused => refused.Credential.Newest.CredentialId))}");
        foreach (var list in plan.Lists) terminal.Line($"List that changes: {list}");
        if (plan.Unlisted > 0) terminal.Say($"{FindingsView.Count(plan.Unlisted, "credential")} {(plan.Unlisted == 1 ? "names" : "name")} no status list: the change is recorded here and written to the crosswalk, and no verifier can see it. Tell the platforms that hold {(plan.Unlisted == 1 ? "it" : "them")}.");
    }

    public static void WriteDone(Terminal terminal, StatusChangePlan plan)
    {
        terminal.Say($"{Done(plan.Change)} {FindingsView.Count(plan.ToChange.Count, "credential")}.");
        if (plan.Lists.Count > 0) terminal.Say("Verifiers see it when the lists are served: run `conferral publish DIR` now. The next `conferral issue` writes it to the crosswalk.");
    }

    public static string Verb(StatusChange change) => change.ToString();

    public static string? Standing(StatusState state, DateTimeOffset? at, string? reason) => state == StatusState.Active && at is null ? null : $"{state.ToString().ToLowerInvariant()} since {at:u}: {reason}";

    private static string Done(StatusChange change) => change switch
    {
        StatusChange.Revoke => "Revoked",
        StatusChange.Suspend => "Suspended",
        _ => "Reinstated",
    };
}
