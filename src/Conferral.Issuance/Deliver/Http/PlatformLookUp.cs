// Whether a platform already has certain credentials: its list is read once for all of them.
using System.Text.Json;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Sign;

namespace Conferral.Issuance.Deliver;

/// <summary>Delivered: it is there. Pending: it surely is not. InDoubt: that cannot be told; the sentence says why.</summary>
internal readonly record struct LookedUp(DeliveryState State, string Detail);

/// <summary>Looks credentials up by issuer and id. Errors: none escape but cancellation; a platform that cannot be read leaves its credentials in doubt.</summary>
internal sealed class PlatformLookUp(PlatformReader reader)
{
    private static readonly LookedUp Absent = new(DeliveryState.Pending, "Reading back did not find it.");

    /// <summary>One answer per credential in the order asked; ends as soon as all are found.</summary>
    public async Task<IReadOnlyList<LookedUp>> FindAsync(IReadOnlyList<SignedClr> sent, CancellationToken cancellationToken)
    {
        var answers = new LookedUp?[sent.Count];
        var places = new Dictionary<CredentialNames, int>(sent.Count);
        for (var i = 0; i < sent.Count; i++) places[CredentialNames.Of(sent[i].Utf8Json)] = i;
        var ifAbsent = Absent;
        try
        {
            await foreach (var shown in reader.ReadAllAsync(cancellationToken))
            {
                if (Judge(shown, places, sent) is not { } judged) continue;
                if (judged.Place < 0) ifAbsent = judged.Found;
                else if (places.Remove(judged.Names)) answers[judged.Place] = judged.Found;
                if (places.Count == 0) break;
            }
        }
        catch (Exception fault) when (fault is DeliveryException or JsonException)
        {
            ifAbsent = new LookedUp(DeliveryState.InDoubt, $"Reading back failed: {fault.Message}");
        }

        return [.. answers.Select(answer => answer ?? ifAbsent)];
    }

    private static (int Place, CredentialNames Names, LookedUp Found)? Judge(PlatformCredential shown, Dictionary<CredentialNames, int> places, IReadOnlyList<SignedClr> sent)
    {
        using var document = shown.Open();
        if (document is null) return (-1, default, new LookedUp(DeliveryState.InDoubt, "The platform shows credentials that cannot be read, and this one may be among them; look there and decide."));
        var names = CredentialNames.Of(document.RootElement);
        if (!places.TryGetValue(names, out var place)) return null;
        return (place, names, EchoComparison.Compare(sent[place].Utf8Json, document.RootElement) switch
        {
            Echo.Equal => new LookedUp(DeliveryState.Delivered, "Its answer was lost; reading back found it stored."),
            Echo.ReSigned => new LookedUp(DeliveryState.Delivered, "Its answer was lost; reading back found it stored with another proof."),
            _ => new LookedUp(DeliveryState.InDoubt, "The platform has another document under this id; compare the two and decide."),
        });
    }
}
