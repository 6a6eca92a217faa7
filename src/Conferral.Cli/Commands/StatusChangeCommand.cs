// conferral revoke, suspend, reinstate and withdraw: what is taken back, held or given back, planned first and done at once.
using System.CommandLine;
using Conferral.Cli.Rendering;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Revoke;
using Conferral.Issuance.Workspaces;

namespace Conferral.Cli.Commands;

internal static class StatusChangeCommand
{
    public static Command Revoke(Terminal terminal) => Create(terminal, StatusChange.Revoke, "revoke", "Take credentials back for good; verifiers see it once the status lists are published.");

    public static Command Suspend(Terminal terminal) => Create(terminal, StatusChange.Suspend, "suspend", "Hold credentials for now; `reinstate` lifts it.");

    public static Command Reinstate(Terminal terminal) => Create(terminal, StatusChange.Reinstate, "reinstate", "Lift a suspension.");

    /// <summary>Absence is no deletion, so this is a command of its own and asks.</summary>
    public static Command Withdraw(Terminal terminal)
    {
        var absent = new Option<bool>("--absent") { Description = "Revoke what was issued earlier for learners whom the newest finished export no longer holds.", Required = true };
        var most = new Option<bool>("--even-most") { Description = "Also when more than half of all records are absent." };
        var options = new ChangeOptions();
        var command = new Command("withdraw", "Revoke the records that left the export. Nothing is ever withdrawn by itself.") { absent, most };
        options.AddTo(command);
        command.SetAction(parse => options.Run(terminal, parse, StatusChange.Revoke, (ledger, _) => Absent(ledger, parse.GetValue(most))));
        return command;
    }

    private static Command Create(Terminal terminal, StatusChange change, string name, string description)
    {
        var (learners, ids, batches, awards, keys) = (
            Many("--learner", "A learner's SIS key.", "KEY"),
            Many("--credential", "A credential id.", "ID"),
            Many("--batch", "Everything a batch issued; `conferral status --all` lists batches.", "BATCH"),
            Many("--award", "Everybody who holds an award of this title or code.", "TEXT"),
            Many("--key", "Everything signed with this key; `conferral keys list` names keys.", "METHOD"));
        var options = new ChangeOptions();
        var command = new Command(name, description) { learners, ids, batches, awards, keys };
        options.AddTo(command);
        command.SetAction((parse, cancellation) => Task.FromResult(options.Run(terminal, parse, change, (ledger, _) =>
        {
            var lookUp = new StatusLedger(ledger);
            List<StatusSubject> found =
            [
                .. Each(parse, ids, id => lookUp.Find(StatusQuery.Credential, id)),
                .. new[]
                {
                    Each(parse, learners, key => lookUp.Find(StatusQuery.Learner, key)),
                    Each(parse, batches, batch => lookUp.Find(StatusQuery.Batch, batch)),
                    Each(parse, awards, award => new AwardSearch(ledger).Find(award, cancellation)),
                    Each(parse, keys, key => lookUp.Find(StatusQuery.Key, key)),
                }.SelectMany(some => some).Where(credential => !credential.IsReplaced),
            ];
            if (new[] { learners, ids, batches, awards, keys }.All(option => parse.GetValue(option) is null or [])) throw new WorkspaceException($"Say whose: --learner KEY, --credential ID, --batch BATCH, --award TEXT or --key METHOD. `conferral {name} --help` explains them.");
            return [.. found.DistinctBy(credential => credential.Newest.CredentialId)];
        })));
        return command;
    }

    private static Option<string[]> Many(string name, string description, string value) => new(name) { Description = description, HelpName = value };

    /// <summary>What one option's values lead to. A value that leads to nothing is more likely a slip than a wish.</summary>
    private static IEnumerable<StatusSubject> Each(ParseResult parse, Option<string[]> option, Func<string, IReadOnlyList<StatusSubject>> find)
    {
        foreach (var value in parse.GetValue(option) ?? [])
        {
            var found = find(value);
            if (found.Count == 0) throw new WorkspaceException($"Nothing that was signed belongs to {option.Name} {value}. Write it as `conferral show` and `conferral status --all` do; nothing was changed.");
            foreach (var credential in found) yield return credential;
        }
    }

    private static List<StatusSubject> Absent(LedgerStore ledger, bool evenMost)
    {
        var newest = new LedgerReader(ledger).Batches().FirstOrDefault(batch => batch.LearnersRead is not null)
            ?? throw new WorkspaceException("No export was read to its end yet, so nobody can be absent from it. Run `conferral issue` first.");
        var lookUp = new StatusLedger(ledger);
        var absent = lookUp.Find(StatusQuery.AbsentFromBatch, newest.BatchId).Where(credential => credential.State != StatusState.Revoked).ToList();
        var all = lookUp.Find(StatusQuery.All).Count(credential => credential.State != StatusState.Revoked);
        if (absent.Count * 2 > all && !evenMost)
            throw new WorkspaceException($"{absent.Count} of {FindingsView.Count(all, "record")} are absent from batch {newest.BatchId} ({newest.Source}). That looks like an export of something else, not like withdrawals. Name learners with `conferral revoke --learner`, or say --even-most.");
        return absent;
    }
}
