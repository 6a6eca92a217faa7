// One credential's way in, the same for a single POST and for an item of a batch: faults, check, store.
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

/// <summary>What became of one credential. <see cref="Refusal"/> is null when it is stored.</summary>
internal sealed record IntakeOutcome(int Status, string? Id, string? Location, Refusal? Refusal)
{
    public string? HostId { get; init; }
}

internal sealed class CredentialIntake(ReceivedCredentialCheck check, CredentialStore store, FaultGate faults, Func<string> baseUrl)
{
    public IntakeOutcome Take(HttpContext context, string owner, ReadOnlyMemory<byte> utf8Json)
    {
        var verdict = check(utf8Json);
        if (verdict.Id is { } id && faults.Faults.Refusals.TryGetValue(id, out var status))
            return Refused(id, Refusal.ForStatus(status, "A fault the sandbox was asked to play: this credential id is refused."));
        if (!verdict.IsAccepted) return Refused(verdict.Id, Refusal.InvalidData(verdict.Reason));

        if (faults.Faults.KnownIdRefusal is { } known && store.HoldsOther(owner, verdict.Envelope, utf8Json))
            return Refused(verdict.Id, Refusal.ForStatus(known, "A credential with this issuer and id is stored, and this platform does not replace what it holds."));

        var (result, stored) = store.Upsert(owner, verdict.Envelope, utf8Json, faults.Faults.NoUpsert);
        if (PlayedFault.Is(context, FaultKind.Drift)) store.Alter(stored);
        var location = FaceGate.Of(context).Locates ? LocationOf(context, stored) : null;
        return result switch
        {
            UpsertResult.Created => new(StatusCodes.Status201Created, verdict.Id, location, null) { HostId = stored.HostId },
            UpsertResult.Older => Refused(verdict.Id, Refusal.InvalidData("A credential with this issuer and id and a later validFrom is stored; raise validFrom above it to replace it.")),
            _ => new(StatusCodes.Status200OK, verdict.Id, location, null) { HostId = stored.HostId },
        };
    }

    private string LocationOf(HttpContext context, StoredCredential stored)
    {
        var fault = PlayedFault.Of(context);
        if (fault?.Hostile is { } hostile) return HostileLocations.All[hostile];
        var named = fault?.Kind == FaultKind.SameId ? store.First! : stored;
        return $"{baseUrl()}{ClrPath.Credentials}/{named.HostId}";
    }

    private static IntakeOutcome Refused(string? id, Refusal refusal) => new(refusal.Status, id, null, refusal);
}
