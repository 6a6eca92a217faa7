// What goes out in one request, and how credentials are put together into it.
using System.Text;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Sign;

namespace Conferral.Issuance.Deliver;

/// <summary>One claimed credential on its way through this run.</summary>
internal sealed class ParcelItem(SignedClr clr, bool mayHaveBeenSent, string? lastReason = null)
{
    public SignedClr Clr { get; } = clr;

    /// <summary>An earlier run ended without this credential's answer.</summary>
    public bool MayHaveBeenSent { get; set; } = mayHaveBeenSent;

    /// <summary>An earlier run met its refusal and thought it not the learner's fault.</summary>
    public bool RefusedBefore { get; } = lastReason is DeliveryCode.Refused or DeliveryCode.Conflict or DeliveryCode.TooLarge;

    /// <summary>Requests of this run that carried it and ended without a verdict on it.</summary>
    public int Tries { get; set; }

    /// <summary>What the latest request meant for it.</summary>
    public Verdict? Last { get; set; }

    public DateTimeOffset? SubmittedAt { get; set; }

    public DeliveryOutcome Outcome(string platformId, DeliveryState state, Verdict verdict, DateTimeOffset now) => new()
    {
        Id = Clr.Id,
        PlatformId = platformId,
        State = state,
        SubmittedAt = SubmittedAt ?? now,
        HttpStatus = verdict.HttpStatus,
        ResourceUrl = verdict.ResourceUrl,
        HostId = verdict.HostId,
        ReasonCode = verdict.Code,
        Detail = verdict.Detail,
        HostDocument = verdict.HostDocument,
    };
}

/// <summary>The credentials of one request: one, or several as an array for <see cref="ArrayUrl"/>.</summary>
internal sealed class Parcel(IReadOnlyList<ParcelItem> items, Uri? arrayUrl)
{
    public Parcel(ParcelItem item) : this([item], null)
    {
    }

    public IReadOnlyList<ParcelItem> Items { get; } = items;

    public Uri? ArrayUrl { get; } = arrayUrl;

    /// <summary>The body: the stored bytes, or those of several between brackets, in the member <paramref name="wrapper"/> if there is one. Never serialised anew.</summary>
    public ReadOnlyMemory<byte> Body(string? wrapper)
    {
        if (ArrayUrl is null) return Items[0].Clr.Utf8Json;
        var (before, after) = Around(wrapper);
        var body = new byte[before.Length + BatchPlan.Bytes(Items) + after.Length];
        before.CopyTo(body, 0);
        var at = before.Length;
        foreach (var item in Items)
        {
            body[at] = at == before.Length ? (byte)'[' : (byte)',';
            at++;
            item.Clr.Utf8Json.CopyTo(body.AsMemory(at));
            at += item.Clr.Utf8Json.Length;
        }

        body[at] = (byte)']';
        after.CopyTo(body, at + 1);
        return body;
    }

    /// <summary>What stands before and after the array.</summary>
    public static (byte[] Before, byte[] After) Around(string? wrapper)
    {
        if (wrapper is null) return ([], []);
        return (Encoding.UTF8.GetBytes($"{{\"{wrapper}\":"), "}"u8.ToArray());
    }
}

/// <summary>Whether and how arrays are sent, as learned so far in this run. Several senders learn at once: readers take <see cref="Url"/> once.</summary>
internal sealed class BatchPlan
{
    private BatchPlan(Uri? url, int maxItems, int maxBytes) => (Url, MaxItems, MaxBytes) = (url, maxItems, maxBytes);

    /// <summary>Where arrays go; null once, or if, the platform takes none.</summary>
    public Uri? Url { get; private set; }

    public int MaxItems { get; private set; }

    public int MaxBytes { get; private set; }

    /// <summary>The platform has answered an array item by item in this run.</summary>
    public bool Proven { get; set; }

    /// <summary>What was learned, for the summary.</summary>
    public string? Remark { get; private set; }

    public static BatchPlan From(PlatformProfile profile, AdvertisedBatch? advertised)
    {
        var batch = profile.Batch;
        var path = batch.Mode switch
        {
            BatchMode.On => batch.Path ?? advertised?.Path,
            BatchMode.Auto => advertised?.Path,
            _ => null,
        };
        var url = path is not null ? profile.UrlOf(path) : batch.Mode == BatchMode.On ? profile.CredentialsUrl : null;
        var (before, after) = Parcel.Around(batch.Wrapper);
        var maxBytes = Math.Min(batch.MaxBytes, advertised?.MaxBytes ?? int.MaxValue) - before.Length - after.Length;
        return new BatchPlan(url, Math.Min(batch.MaxItems, advertised?.MaxItems ?? int.MaxValue), maxBytes);
    }

    public static int Bytes(IReadOnlyList<ParcelItem> items) => 1 + items.Sum(item => item.Clr.Utf8Json.Length + 1);

    /// <summary>From here on one by one.</summary>
    public void GiveUp(string reason)
    {
        if (Url is not null) Remark = $"Arrays were given up for this run: {reason} If that stays so, set batch to off.";
        Url = null;
    }

    /// <summary>The same credentials as arrays of half the size, or one by one where arrays were given up.</summary>
    public IEnumerable<Parcel> Divide(Parcel parcel)
    {
        var url = Url;
        var size = url is null ? 1 : (parcel.Items.Count + 1) / 2;
        return parcel.Items.Chunk(size).Select(items => items.Length == 1 ? new Parcel(items[0]) : new Parcel(items, url));
    }

    /// <summary>From here on at most half of what was too much.</summary>
    public void Halve(Parcel tooMuch)
    {
        MaxItems = Math.Min(MaxItems, tooMuch.Items.Count / 2);
        MaxBytes = Math.Min(MaxBytes, (Bytes(tooMuch.Items) + 1) / 2);
        Remark ??= "The platform took smaller arrays than its settings allow: lower batch.maxItems or batch.maxBytes.";
        if (MaxItems < 2) GiveUp("even two credentials were too large.");
    }
}
