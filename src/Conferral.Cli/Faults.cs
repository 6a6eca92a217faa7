// The one table from refusals to exit statuses and stable problem types.
using System.Text.Json;
using Conferral.Credentials.Baking;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Proofs.SelectiveDisclosure;
using Conferral.Credentials.Status;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Read;
using Conferral.Issuance.WriteBack;
using Conferral.Issuance.Workspaces;
using Conferral.Issuance.Workspaces.Contexts;
using Conferral.LinkedData;
using Conferral.Transparency;

namespace Conferral.Cli;

/// <summary>A refusal as the user meets it: a stable problem type, an exit status, and a sentence that says what to do.</summary>
internal sealed record Fault(string ProblemType, int ExitStatus, string Message);

internal static class Faults
{
    /// <summary>Stable problem types and the exit status each one ends with.</summary>
    public static readonly IReadOnlyDictionary<string, int> Table = new Dictionary<string, int>(IntakeCodes.All.Select(entry => KeyValuePair.Create(entry.Code, ExitCode.NotDone)), StringComparer.Ordinal)
    {
        [LedgerCode.Locked] = ExitCode.NotDone,
        [LedgerCode.Full] = ExitCode.NotDone,
        [LedgerCode.ReadOnly] = ExitCode.NotDone,
        [LedgerCode.Damaged] = ExitCode.NotDone,
        [LedgerCode.NewerSchema] = ExitCode.NotDone,
        [LedgerCode.OlderSchema] = ExitCode.NotDone,
        [LedgerCode.Unreachable] = ExitCode.NotDone,
        [LedgerCode.LostOwnership] = ExitCode.NotDone,
        [LedgerCode.StoredBytesChanged] = ExitCode.NotDone,
        [LedgerCode.WrongState] = ExitCode.NotDone,
        [LedgerCode.LogBroken] = ExitCode.NotDone,
        [WriteBackCode.File] = ExitCode.NotDone,
        [WriteBackCode.FileChanged] = ExitCode.NotDone,
        [WriteBackCode.Table] = ExitCode.NotDone,
        [WriteBackCode.Database] = ExitCode.NotDone,
        [WriteBackCode.Statement] = ExitCode.NotDone,
        [WriteBackCode.Webhook] = ExitCode.NotDone,
        ["workspace"] = ExitCode.NotDone,
        ["contexts"] = ExitCode.NotDone,
        ["key"] = ExitCode.NotDone,
        ["document"] = ExitCode.NotDone,
        ["file"] = ExitCode.NotDone,
        ["setting"] = ExitCode.NotDone,
        ["platform"] = ExitCode.NotDone,
        ["stopped"] = ExitCode.Stopped,
    };

    /// <summary>The fault behind an exception, or null when it is a bug and must be seen as one.</summary>
    public static Fault? Find(Exception exception) => exception switch
    {
        AggregateException { InnerException: { } first } => Find(first), // files are read on several threads
        LedgerException e => Of(e.Code, e.Message),
        WriteBackException e => Of(e.Code, e.Message),
        DeliveryException e => Of("platform", e.Message),
        WorkspaceException e => Of("workspace", e.Message),
        ContextFolderException e => Of("contexts", e.Message),
        IntakeException e => Of(e.Code, e.Location is { } place && !e.Message.Contains(place.File, StringComparison.Ordinal) ? $"{place}: {e.Message}" : e.Message),
        KeyException e => Of("key", e.Message),
        ControllerDocumentException e => Of("document", e.Message),
        StatusDocumentException e => Of("document", e.Message),
        DisclosureException e => Of("document", e.Message),
        SigningException e => Of("document", e.Message),
        BakingException e => Of("document", e.Message),
        TransparencyException e => Of("document", e.Message),
        JsonLdException e => Of("document", $"{e.Message} (at {(e.Pointer.Length == 0 ? "the top" : e.Pointer)})"),
        LinkedDataException e => Of("document", e.Message),
        JsonException e => Of("document", $"That is not JSON as it must be. {StrictJson.Describe(e)}"),
        FormatException e => Of("setting", e.Message),
        OperationCanceledException => Of("stopped", "Stopped. Everything done so far is kept; run the same command again to go on."),
        FileNotFoundException e => Of("file", $"There is no file {e.FileName}. Check the path."),
        DirectoryNotFoundException e => Of("file", $"{e.Message} Check the path."),
        UnauthorizedAccessException e => Of("file", $"{e.Message} Check who owns it."),
        IOException e => Of("file", $"{e.Message} Nothing already done is lost; free space or correct the path, and run the same command again."),
        _ => null,
    };

    private static Fault Of(string problemType, string message) => new(problemType, Table[problemType], message);
}
