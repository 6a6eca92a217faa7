// The gate before a batch: what is issued must be what was planned, and approved by as many as the workspace demands.
using System.Text;
using Conferral.Credentials.Keys;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;

namespace Conferral.Issuance.Release;

/// <summary>Somebody who may approve plans. Shape: the public key as Multikey.</summary>
public sealed record Approver(string Name, string PublicKey);

/// <summary>Who must approve: so many of these, each with a key of their own.</summary>
public sealed record ReleasePolicy(int Demanded, IReadOnlyList<Approver> Approvers)
{
    public static ReleasePolicy None { get; } = new(0, []);

    /// <summary>The approver whose key this is.</summary>
    public Approver? Find(string publicKey) => Approvers.FirstOrDefault(approver => approver.PublicKey == publicKey);

    /// <summary>
    /// The valid approvals of a plan, one for each person and key; the signature is checked, and the key must be one the workspace names.
    /// </summary>
    public IReadOnlyList<Approval> Valid(string fingerprint, IEnumerable<Approval> approvals)
        => [.. approvals.Where(approval => approval.Fingerprint == fingerprint && Find(approval.PublicKey)?.Name == approval.Approver && Approvals.IsSigned(approval)).DistinctBy(approval => approval.PublicKey).DistinctBy(approval => approval.Approver)];
}

/// <summary>Making and checking approvals.</summary>
public static class Approvals
{
    public static Approval Sign(string fingerprint, Approver approver, SigningKey key, DateTimeOffset at)
    {
        var unsigned = new Approval(fingerprint, approver.Name, key.PublicKeyMultibase, new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero), "");
        return unsigned with { Signature = Convert.ToBase64String(key.Sign(Encoding.UTF8.GetBytes(unsigned.SignedText))) };
    }

    /// <summary>Whether the signature is that of the approval's own key over its own text.</summary>
    public static bool IsSigned(Approval approval)
    {
        try
        {
            return VerificationKey.FromMultibase(approval.PublicKey).Verify(Encoding.UTF8.GetBytes(approval.SignedText), Convert.FromBase64String(approval.Signature));
        }
        catch (Exception e) when (e is FormatException or KeyException)
        {
            return false;
        }
    }
}

/// <summary>A plan that may be carried out. Made only by <see cref="Require"/>.</summary>
public sealed class PlanRelease
{
    private readonly PlanStatement _statement;
    private readonly ReleasePolicy _policy;
    private readonly IReadOnlyList<Approval> _approvals;

    private PlanRelease(PlanStatement statement, ReleasePolicy policy, IReadOnlyList<Approval> approvals) => (_statement, _policy, _approvals) = (statement, policy, approvals);

    public string InputSha256 => _statement.InputSha256;

    /// <summary>
    /// Passes a plan that still holds and is approved. Null where no plan is given and none is demanded.
    /// Errors: <see cref="WorkspaceException"/> with every difference in words, or with who still has to approve.
    /// </summary>
    public static PlanRelease? Require(SavedPlan? plan, PlanStatement now, ReleasePolicy policy, IEnumerable<Approval> approvals)
    {
        if (plan is null)
        {
            return policy.Demanded == 0
                ? null
                : throw new WorkspaceException($"This workspace issues only what {Words(policy.Demanded)} approved (release.approvals). Make a plan with `conferral plan --save plan.html`, have it approved with `conferral approve plan.html --by NAME`, then run `conferral issue --plan plan.html`.");
        }

        if (plan.Statement.DifferencesFrom(now) is { Count: > 0 } differences)
            throw new WorkspaceException($"Nothing was issued: this is not what was planned any more.\n  {string.Join("\n  ", differences)}\nLook at what changed, then make a new plan with `conferral plan --save`{(policy.Demanded > 0 ? " and have it approved" : "")}.");
        var given = approvals.ToList();
        var valid = policy.Valid(plan.Statement.Fingerprint, given);
        if (valid.Count < policy.Demanded) throw new WorkspaceException(Missing(plan.Statement.Fingerprint, policy, given, valid));
        return new PlanRelease(plan.Statement, policy, valid);
    }

    internal ReleasedBatch For(string batchId) => new(batchId, _statement.Fingerprint, _policy.Demanded, [.. _approvals.Select(approval => approval.PublicKey)]);

    private static string Missing(string fingerprint, ReleasePolicy policy, List<Approval> given, IReadOnlyList<Approval> valid)
    {
        var sentence = new StringBuilder($"Nothing was issued: this plan needs the approval of {Words(policy.Demanded)}, and has that of {(valid.Count == 0 ? "nobody" : string.Join(", ", valid.Select(approval => approval.Approver)))}.");
        if (given.Any(approval => approval.Fingerprint == fingerprint && !valid.Contains(approval))) sentence.Append(" An approval by a key the settings do not name (release.approvers), or whose signature does not hold, does not count.");
        else if (valid.Count == 0 && given.Count > 0) sentence.Append(" Approvals of other plans do not count for this one.");
        var able = policy.Approvers.Select(approver => approver.Name).Except(valid.Select(approval => approval.Approver)).ToList();
        sentence.Append(able.Count > 0 ? $" Still able to approve it with `conferral approve`: {string.Join(", ", able)}." : " Nobody else is named who could: add one with `conferral approvers add NAME`.");
        return sentence.ToString();
    }

    private static string Words(int number) => number == 1 ? "one person" : $"{number} people";
}
