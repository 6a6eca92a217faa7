// Builds the stages from a workspace's settings: the one place where they are put together.
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Rules;
using Conferral.Credentials.Status;
using Conferral.Credentials.Verification;
using Conferral.Issuance.Compose;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Log;
using Conferral.Issuance.Read;
using Conferral.Issuance.Release;
using Conferral.Issuance.Sign;
using Conferral.Issuance.Validate;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;

namespace Conferral.Issuance.Workspaces;

/// <summary>The stages of one run over one workspace. Holds the key and the ledger's lock until disposed.</summary>
public sealed class WorkspaceStages : IDisposable
{
    private readonly SigningKey _key;
    private readonly LogKey _logKey;
    private readonly WorkspaceDelivery _delivery;

    private WorkspaceStages(SigningKey key, LogKey logKey, WorkspaceDelivery delivery, IssuanceStages stages)
    {
        _key = key;
        _logKey = logKey;
        _delivery = delivery;
        Stages = stages;
    }

    public IssuanceStages Stages { get; private set; }

    /// <summary>
    /// Lets this run carry out a plan and nothing else. Without a plan it passes where the settings demand no approval.
    /// Errors: <see cref="WorkspaceException"/> says what differs or who has not approved.
    /// </summary>
    public void Require(Workspace workspace, SavedPlan? plan, IIntakeSource source)
    {
        var policy = workspace.Release;
        if (plan is null && policy.Demanded == 0) return;
        var now = PlanStatements.Of(workspace, source, PlannedKey.Of(workspace, _key), Stages.Ledger);
        Stages = Stages with { Release = PlanRelease.Require(plan, now, policy, new ReleaseLedger(Stages.Ledger).Approvals()) };
    }

    /// <summary>
    /// Opens everything <c>issue</c> needs, cheap refusals first: settings, then the keys, then the ledger's lock. With <paramref name="wait"/>
    /// delivering waits for the platforms' hours and quotas.
    /// Errors: <see cref="WorkspaceException"/>, <see cref="KeyException"/>, <see cref="LedgerException"/>.
    /// </summary>
    public static WorkspaceStages Open(Workspace workspace, string passphrase, TimeProvider time, bool wait = false)
    {
        workspace.OpenPlatforms();
        var targets = WorkspaceWriteBack.OpenTargets(workspace, time);
        var composer = NewComposer(workspace, time);
        var status = workspace.OpenStatusAllotment();
        var canonicalizer = new LinkedDataCanonicalizer(workspace.OpenContexts());
        var key = workspace.OpenKey(passphrase);
        LogKey? logKey = null;
        WorkspaceDelivery? delivery = null;
        try
        {
            logKey = WorkspaceLog.OpenKey(workspace, passphrase);
            delivery = WorkspaceDelivery.Open(workspace, () => passphrase, time, wait);
            return new WorkspaceStages(key, logKey, delivery, new IssuanceStages
            {
                Clearance = workspace.OpenClearance(),
                Composer = composer,
                Validator = NewValidator(canonicalizer, time),
                Signer = new Signer(new CredentialSigner(canonicalizer), key, workspace.MemberProofs),
                Ledger = delivery.Ledger,
                Status = status,
                Log = new LogSealer(delivery.Ledger, logKey, WorkspaceLog.FolderOf(workspace)),
                Platforms = delivery.Platforms,
                Connect = delivery.Connect,
                WriteBackTargets = targets,
                RulesSha256 = workspace.RulesSha256(),
                VerificationMethod = workspace.VerificationMethodOf(key),
            });
        }
        catch
        {
            delivery?.Dispose();
            logKey?.Dispose();
            key.Dispose();
            throw;
        }
    }

    /// <summary>Makes plans for a workspace; needs no key.</summary>
    public static IssuancePlanner Planner(Workspace workspace, LedgerStore? ledger, TimeProvider time)
        => new(workspace.OpenClearance(), NewComposer(workspace, time), NewValidator(new LinkedDataCanonicalizer(workspace.OpenContexts()), time), ledger, time, ledger is null ? [] : [.. workspace.OpenPlatforms().Where(platform => !platform.UpsertsById).Select(platform => platform.Id)]);

    /// <summary>Verifies documents with the workspace's own issuer document.</summary>
    public static CredentialVerifier Verifier(Workspace workspace, TimeProvider time)
        => Verifier([ControllerDocument.Parse(File.ReadAllBytes(workspace.ControllerDocumentPath))], time, contexts: workspace.OpenContexts());

    /// <summary>Verifies documents with the issuer documents and status lists at hand; did:key issuers need none.</summary>
    public static CredentialVerifier Verifier(IEnumerable<ControllerDocument> controllers, TimeProvider time, StatusDocuments? statuses = null, ContextStore? contexts = null)
    {
        var canonicalizer = new LinkedDataCanonicalizer(contexts ?? ContextStore.BuiltIn);
        return new CredentialVerifier(canonicalizer, new VerificationMethodResolver(controllers), time, new RuleSet(time, canonicalizer.CheckLossless), statuses);
    }

    public void Dispose()
    {
        _delivery.Dispose();
        _logKey.Dispose();
        _key.Dispose();
    }

    private static Composer NewComposer(Workspace workspace, TimeProvider time) => new(workspace.Compose, workspace.OpenIdentifierMint(), time);

    private static Validator NewValidator(LinkedDataCanonicalizer canonicalizer, TimeProvider time) => new(new RuleSet(time, canonicalizer.CheckLossless));
}
