// conferral reconcile: reads a platform back and says where it differs from the ledger.
using System.CommandLine;
using System.Globalization;
using Conferral.Cli.Rendering;
using Conferral.Issuance;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;
using Spectre.Console;

namespace Conferral.Cli.Commands;

internal static class ReconcileCommand
{
    /// <summary>Lines shown before the list is cut; the files have them all.</summary>
    private const int MostShown = 20;

    public static Command Create(Terminal terminal)
    {
        var platform = new Argument<string?>("PLATFORM") { Description = "Which platform, where there are several.", Arity = ArgumentArity.ZeroOrOne };
        var repair = new Option<bool>("--repair") { Description = "Send what is missing there again, the same bytes, after you confirmed it in words." };
        var confirm = new Option<string?>("--confirm") { Description = "The words of the confirmation, where nobody can be asked." };
        var fresh = new Option<bool>("--fresh") { Description = "Read from the first page, also where an earlier reading was interrupted." };
        var wait = new Option<bool>("--wait") { Description = "Wait for the platform's hours and for used-up limits instead of ending." };
        var json = SharedOptions.Json();
        var descriptor = SharedOptions.PassphraseDescriptor();
        var workspace = SharedOptions.Workspace();
        var command = new Command("reconcile", "Read a platform back and compare it with the ledger; exit 1 where they differ.") { platform, repair, confirm, fresh, wait, json, descriptor, workspace };
        command.SetAction(async (parse, cancellation) =>
        {
            var opened = Workspace.Load(parse.GetRequiredValue(workspace));
            using var delivery = WorkspaceDelivery.Open(opened, () => Passphrase.Read(terminal, parse.GetValue(descriptor)), terminal.Time, parse.GetValue(wait));
            var count = await ReadAsync(terminal, delivery, delivery.Platform(parse.GetValue(platform)), parse.GetValue(fresh), cancellation);
            var ledger = new ReconciliationLedger(delivery.Ledger);
            var files = await DriftFiles.WriteAsync(opened.OutputFolder, count, () => ledger.Drifts(count.PlatformId));
            if (parse.GetValue(json)) await DriftFiles.WriteJsonAsync(terminal.RawOut, count, ledger.Drifts(count.PlatformId));
            else Write(terminal, count, ledger, files);
            if (!parse.GetValue(repair) || count.Missing == 0) return count.Drifting == 0 ? ExitCode.Done : ExitCode.NeedsAttention;
            return Repair(terminal, ledger, count, parse.GetValue(confirm));
        });
        return command;
    }

    private static async Task<ReconciliationCount> ReadAsync(Terminal terminal, WorkspaceDelivery delivery, PlatformProfile platform, bool fresh, CancellationToken cancellationToken)
    {
        using var connection = delivery.Connect(platform);
        return await StageBars.RunAsync(terminal, [Stage.ReadBack], progress => new Reconciler(connection, delivery.Ledger).RunAsync(fresh, new Shown(progress), cancellationToken));
    }

    private static void Write(Terminal terminal, ReconciliationCount count, ReconciliationLedger ledger, (string Csv, string Json) files)
    {
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{count.PlatformId} shows {count.Shown.Values.Sum():N0} credentials."));
        foreach (var (kind, number) in count.Shown.OrderBy(shown => shown.Key)) Row(terminal, number, Meaning(kind));
        Row(terminal, count.Doubled, "shown more than once: doubled there, or its pages overlap");
        Row(terminal, count.Missing, Meaning(DriftKind.Missing));
        foreach (var drift in ledger.Drifts(count.PlatformId).Take(MostShown))
            terminal.Line($"  {(drift.Kind == DriftKind.Equal ? "Duplicate" : drift.Kind),-11} {drift.LearnerKey ?? "-"}  {drift.CredentialId}{(drift.Version is { } version ? $" v{version}" : "")}");
        if (count.Drifting > MostShown) terminal.Line($"  … and {count.Drifting - MostShown} more");
        terminal.Say(count.Drifting == 0 ? "The platform and the ledger agree." : $"{FindingsView.Count(count.Drifting, "credential")} to look at.");
        terminal.Line($"Lists: {files.Csv} and {files.Json}");
    }

    /// <summary>Asks for the number in words, so that nobody sends thousands again by leaning on a key.</summary>
    private static int Repair(Terminal terminal, ReconciliationLedger ledger, ReconciliationCount count, string? given)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"send {count.Missing} again");
        if (given is null && terminal.Error.Profile.Capabilities.Interactive)
            given = terminal.Error.Prompt(new TextPrompt<string>($"To send what is missing there once more, write: {words}"));
        if (given?.Trim() != words)
        {
            terminal.Note($"Nothing was changed. To send what is missing once more, confirm with these words: --repair --confirm \"{words}\"");
            return ExitCode.NeedsAttention;
        }

        var again = ledger.SendMissingAgain(count.PlatformId, DeliveryCode.MissingThere, "Reading the platform back did not find it; put back to be sent again.");
        terminal.Say($"{FindingsView.Count(again, "credential")} wait for {count.PlatformId} again; the same bytes go with the next `conferral issue`.");
        return ExitCode.NeedsAttention;
    }

    private static void Row(Terminal terminal, int count, string meaning)
    {
        if (count > 0) terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{count,9:N0}  {meaning}"));
    }

    private static string Meaning(DriftKind kind) => kind switch
    {
        DriftKind.Equal => "as delivered",
        DriftKind.ReSigned => "as delivered, under the platform's own proof",
        DriftKind.Missing => "delivered, and missing there",
        DriftKind.Unknown => "unknown to this ledger",
        DriftKind.Different => "with another content than was delivered",
        DriftKind.Older => "in an earlier version than was delivered last",
        DriftKind.NotRecorded => "there, although the ledger does not have them as delivered: see `conferral resolve --look-up`",
        DriftKind.Unreadable => "that cannot be read as credentials",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without words."),
    };

    private sealed class Shown(IProgress<StageProgress> progress) : IProgress<ReconcileProgress>
    {
        public void Report(ReconcileProgress value) => progress.Report(new StageProgress(Stage.ReadBack, value.Shown, value.Total));
    }
}
