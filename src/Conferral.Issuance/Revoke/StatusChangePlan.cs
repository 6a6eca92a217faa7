// What revoking, suspending or reinstating would change, decided before anything is.
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Revoke;

/// <summary>The three things that can be done to an issued credential.</summary>
public enum StatusChange
{
    /// <summary>Taken back for good.</summary>
    Revoke,

    /// <summary>Not to be relied on for now.</summary>
    Suspend,

    /// <summary>A suspension is lifted.</summary>
    Reinstate,
}

/// <summary>
/// Who would change and who would not. <see cref="Already"/> stand so; <see cref="Refused"/> cannot, each with the reason in half a
/// sentence. Members follow their record: they carry its place, or none.
/// </summary>
public sealed record StatusChangePlan(StatusChange Change, IReadOnlyList<StatusSubject> ToChange, IReadOnlyList<StatusSubject> Already, IReadOnlyList<(StatusSubject Credential, string Why)> Refused)
{
    /// <summary>The addresses of the lists that must be published afterwards.</summary>
    public IReadOnlyList<string> Lists => [.. ToChange.Where(credential => credential.Place is not null).SelectMany(credential => Purposes(credential.Place!.List).Select(credential.Place.List.UrlOf)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>How many of those that change name no list: the change is recorded, and no verifier can see it.</summary>
    public int Unlisted => ToChange.Count(credential => credential.Place is null);

    public static StatusChangePlan For(StatusChange change, IReadOnlyList<StatusSubject> credentials)
    {
        var (toChange, already, refused) = (new List<StatusSubject>(), new List<StatusSubject>(), new List<(StatusSubject, string)>());
        foreach (var credential in credentials)
        {
            if (credential.State == Goal(change)) already.Add(credential);
            else if (WhyNot(change, credential) is { } why) refused.Add((credential, why));
            else toChange.Add(credential);
        }

        return new StatusChangePlan(change, toChange, already, refused);
    }

    /// <summary>Carries the plan out, all of it or nothing. Errors: <see cref="LedgerException"/> when somebody else changed one of them meanwhile.</summary>
    public void CarryOut(LedgerStore store, string reason)
    {
        var ledger = new StatusLedger(store);
        if (ToChange.Count == 0) return;
        switch (Change)
        {
            case StatusChange.Revoke: ledger.Revoke(ToChange, reason); break;
            case StatusChange.Suspend: ledger.Suspend(ToChange, reason); break;
            default: ledger.Reinstate(ToChange, reason); break;
        }
    }

    private static StatusState Goal(StatusChange change) => change switch
    {
        StatusChange.Revoke => StatusState.Revoked,
        StatusChange.Suspend => StatusState.Suspended,
        _ => StatusState.Active,
    };

    private static string? WhyNot(StatusChange change, StatusSubject credential)
    {
        if (credential.State == StatusState.Revoked) return "it is revoked, which is final";
        if (change == StatusChange.Suspend && credential.Place is not { List.CanSuspend: true })
            return "it names no list of suspensions, so nobody would see it (status.purposes was without suspension when it was issued)";
        return null;
    }

    private IEnumerable<string> Purposes(StatusListRow list) => list.Purposes.Where(purpose => Change == StatusChange.Revoke || purpose == StatusForm.Suspension);
}
