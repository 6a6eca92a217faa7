// Publishes: signs what changed, seals the log, writes the site.
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Proofs;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Issuance.Workspaces;
using Conferral.LinkedData;

namespace Conferral.Issuance.Publish;

/// <summary>What publishing did: the lists that were signed, and the files that were written.</summary>
public sealed record PublishResult(IReadOnlyList<SignedList> Signed, IReadOnlyList<SiteDifference> Written, SiteContent Content);

/// <summary>
/// Publishes a workspace into a folder that any static host can serve. Run again after any interruption, it goes on; when nothing
/// changed it signs and writes nothing and needs no passphrase.
/// Errors: <see cref="LedgerException"/>, <see cref="WorkspaceException"/>.
/// </summary>
public static class SitePublisher
{
    public static async Task<PublishResult> PublishAsync(Workspace workspace, string folder, Func<string> passphrase, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!Exists(workspace, time)) return await WriteAsync(workspace, folder, null, [], cancellationToken);
        using var ledger = LedgerStore.OpenForWriting(workspace.Ledger, time);
        var lists = SignerOf(workspace, ledger, time);
        var due = lists.Due();
        var signed = due.Count == 0 ? [] : Sign(workspace, lists, due, passphrase());
        var log = WorkspaceLog.FolderOf(workspace);
        if (!LogSealer.IsDone(ledger, log))
        {
            using var key = WorkspaceLog.OpenKey(workspace, passphrase());
            await new LogSealer(ledger, key, log).SealAsync(cancellationToken);
            WorkspaceLog.WriteManifests(workspace, ledger);
        }

        return await WriteAsync(workspace, folder, ledger, signed, cancellationToken);
    }

    /// <summary>Everything in the folder that is not as it should be, in sentences; changes nothing.</summary>
    public static IReadOnlyList<string> Check(Workspace workspace, string folder, LedgerStore? ledger, TimeProvider time)
    {
        var problems = new PublishedSite(folder, ledger, workspace.Issuer.Id).Compare(SiteContent.Of(workspace, ledger)).Select(difference => $"{difference.File.Path} {difference.Problem}").ToList();
        if (ledger is null) return problems;
        problems.AddRange(SignerOf(workspace, ledger, time).Due().Select(list => $"{list.Url} must be published: {list.Why}."));
        if (new LogLedger(ledger).CountUnsealed() is > 0 and var unsealed) problems.Add($"the transparency log has {unsealed} entries that are not sealed yet.");
        return problems;
    }

    /// <summary>Compares the ledger's lists with their newest signed forms.</summary>
    public static StatusListSigner SignerOf(Workspace workspace, LedgerStore ledger, TimeProvider time)
        => new(ledger, workspace.Issuer.Id, workspace.Status, ControllerDocument.Parse(File.ReadAllBytes(workspace.ControllerDocumentPath)), time);

    private static bool Exists(Workspace workspace, TimeProvider time)
    {
        using var reading = LedgerStore.OpenForReading(workspace.Ledger, time);
        return reading is not null;
    }

    private static List<SignedList> Sign(Workspace workspace, StatusListSigner lists, IReadOnlyList<DueList> due, string passphrase)
    {
        using var key = workspace.OpenKey(passphrase);
        var signer = new CredentialSigner(new LinkedDataCanonicalizer(workspace.OpenContexts()));
        return [.. due.Select(list => lists.Sign(list, signer, key, workspace.VerificationMethodOf(key)))];
    }

    private static async Task<PublishResult> WriteAsync(Workspace workspace, string folder, LedgerStore? ledger, IReadOnlyList<SignedList> signed, CancellationToken cancellationToken)
    {
        var content = SiteContent.Of(workspace, ledger);
        return new PublishResult(signed, await new PublishedSite(folder, ledger, workspace.Issuer.Id).WriteAsync(content, cancellationToken), content);
    }
}
