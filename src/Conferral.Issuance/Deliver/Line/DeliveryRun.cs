// One run of the line: senders take parcels, settle what their answers mean, and give back what must go again.
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Deliver;

internal sealed class DeliveryRun(PlatformConnection connection, DeliveryQueue queue, PlatformHealth health, RefusalWatch refusals, BatchPlan plan, OutcomeRecorder recorder)
{
    /// <summary>A platform that puts off so many works for nobody; their outcomes wait in memory until the end.</summary>
    private const int MostPutOff = 1000;

    private static readonly Verdict NotNamed = new(VerdictKind.Lost, DeliveryCode.Unreadable, "The platform's answer to an array does not say what became of this credential.");

    private readonly PlatformProfile _profile = connection.Profile;
    private readonly CredentialSender _sender = new(connection);
    private readonly PlatformLookUp _lookUp = new(new PlatformReader(connection));
    private readonly Lock _lock = new();
    private Verdict? _lastClosed;

    /// <summary>Credentials whose request was cut off at the person's wish: the ledger keeps them as Sending.</summary>
    public int CutOff { get; private set; }

    /// <summary>Sends until nothing is left or the line stops. <paramref name="waiting"/>: the person stopped it; <paramref name="sending"/>: patience with requests under way is over.</summary>
    public async Task WorkAsync(CancellationToken waiting, CancellationToken sending)
    {
        while (await queue.TakeAsync(waiting) is { } parcel)
        {
            var again = new List<(Parcel, TimeSpan)>();
            try
            {
                if (await LookUpDoubtfulAsync(parcel, sending) is { } rest)
                {
                    var round = health.Round;
                    await SettleAsync(rest, await _sender.SendAsync(rest, plan.Proven, waiting, sending), round, again, sending);
                }
            }
            catch (OperationCanceledException) when (sending.IsCancellationRequested)
            {
                lock (_lock) CutOff += parcel.Items.Count;
            }

            await queue.ReturnAsync(again);
        }
    }

    /// <summary>Puts off what is left once the senders have ended.</summary>
    public async Task CloseAsync()
    {
        await FollowAsync(refusals.Close(), []);
        var notSent = new Verdict(VerdictKind.TryAgain, DeliveryCode.NotSent, "The line stopped before this credential's turn.");
        foreach (var item in queue.Drain()) PutOff(item, item.Last ?? notSent);
        health.Finish(_lastClosed);
    }

    private async Task SettleAsync(Parcel parcel, ParcelVerdict verdict, int round, List<(Parcel, TimeSpan)> again, CancellationToken sending)
    {
        if (verdict.Step == ArrayStep.Singles && verdict.Items.Count > 0) plan.GiveUp(verdict.Whole.Detail!);
        else if (verdict.Step != ArrayStep.Keep)
        {
            Relearn(parcel, verdict, again);
            return;
        }

        if (parcel.ArrayUrl is not null && verdict.Whole.Kind == VerdictKind.Accepted) plan.Proven = true;
        Observe(verdict, round);
        for (var i = 0; i < parcel.Items.Count; i++) parcel.Items[i].Last = verdict.Items[i] ?? NotNamed;
        var settled = _profile.UpsertsById ? [] : await SettleLostAsync(parcel.Items, sending);
        var wholeAgain = new List<ParcelItem>();
        foreach (var item in parcel.Items)
        {
            if (settled.Contains(item) || !await GoesAgainAsync(item, again)) continue;
            if (parcel.ArrayUrl is not null && item.Last != NotNamed) wholeAgain.Add(item);
            else again.Add((new Parcel(item), PauseFor(item)));
        }

        if (wholeAgain.Count == 1) again.Add((new Parcel(wholeAgain[0]), PauseFor(wholeAgain[0])));
        else if (wholeAgain.Count > 1) again.Add((new Parcel(wholeAgain, parcel.ArrayUrl), wholeAgain.Max(PauseFor)));
    }

    /// <summary>Settles one credential by its latest verdict; true when it must be sent again in this run.</summary>
    private async Task<bool> GoesAgainAsync(ParcelItem item, List<(Parcel, TimeSpan)> again)
    {
        var verdict = item.Last!;
        switch (verdict.Kind)
        {
            case VerdictKind.Accepted:
                await SettleAsync(item, DeliveryState.Delivered, verdict);
                await FollowAsync(refusals.Accepted(item), again);
                return false;
            case VerdictKind.Doubtful:
                await SettleAsync(item, DeliveryState.InDoubt, verdict);
                return false;
            case VerdictKind.Refused:
                await FollowAsync(refusals.Refused(item), again);
                return false;
            case VerdictKind.Closed:
                lock (_lock) _lastClosed = verdict;
                PutOff(item, verdict);
                return false;
        }

        if (verdict.Code is not (DeliveryCode.RateLimited or DeliveryCode.NotSent) && ++item.Tries >= _profile.Retry.AttemptLimit)
        {
            if (verdict.Code == DeliveryCode.Unreadable) await SettleAsync(item, DeliveryState.InDoubt, verdict);
            else PutOff(item, verdict);
            return false;
        }

        return true;
    }

    private async Task FollowAsync(Ruling ruling, List<(Parcel, TimeSpan)> again)
    {
        foreach (var item in ruling.Fail) await SettleAsync(item, DeliveryState.Failed, item.Last!);
        foreach (var item in ruling.PutOff) PutOff(item, item.Last!, toTheEnd: true);
        again.AddRange(ruling.Again.Select(item => (new Parcel(item), TimeSpan.Zero))); // the limiter already makes everybody wait
    }

    /// <summary>Without upsert, nothing is sent twice on a guess: what may have arrived earlier is looked up first.</summary>
    private async Task<Parcel?> LookUpDoubtfulAsync(Parcel parcel, CancellationToken sending)
    {
        if (_profile.UpsertsById || !parcel.Items.Any(item => item.MayHaveBeenSent)) return parcel;
        foreach (var item in parcel.Items.Where(item => item.MayHaveBeenSent))
        {
            item.Last = new Verdict(VerdictKind.Lost, DeliveryCode.AnswerLost, "An earlier run ended before this credential's answer came.");
            item.MayHaveBeenSent = false;
        }

        var settled = await SettleLostAsync(parcel.Items, sending);
        var rest = parcel.Items.Where(item => !settled.Contains(item)).ToList();
        return rest.Count == 0 ? null : new Parcel(rest, rest.Count == 1 ? null : parcel.ArrayUrl);
    }

    /// <summary>Reads the platform back, once for all that may have arrived; gives those it settled. The others are surely not there.</summary>
    private async Task<HashSet<ParcelItem>> SettleLostAsync(IReadOnlyList<ParcelItem> items, CancellationToken sending)
    {
        var lost = items.Where(item => item.Last?.Kind == VerdictKind.Lost).ToList();
        var settled = new HashSet<ParcelItem>();
        if (lost.Count == 0) return settled;
        var answers = await _lookUp.FindAsync([.. lost.Select(item => item.Clr)], sending);
        foreach (var (item, found) in lost.Zip(answers))
        {
            if (found.State == DeliveryState.Pending) continue;
            var verdict = found.State == DeliveryState.Delivered
                ? new Verdict(VerdictKind.Accepted, DeliveryCode.FoundThere, found.Detail)
                : item.Last! with { Detail = $"{item.Last.Detail} {found.Detail}" };
            await SettleAsync(item, found.State, verdict);
            settled.Add(item);
        }

        return settled;
    }

    private void Relearn(Parcel parcel, ParcelVerdict verdict, List<(Parcel, TimeSpan)> again)
    {
        if (verdict.Step == ArrayStep.Halve) plan.Halve(parcel);
        if (verdict.Step == ArrayStep.Singles) plan.GiveUp(verdict.Whole.Detail!);
        again.AddRange(plan.Divide(parcel).Select(part => (part, TimeSpan.Zero)));
    }

    /// <summary>What the answer says of the platform: that of the request, or of its items where none was accepted.</summary>
    private void Observe(ParcelVerdict verdict, int round)
    {
        if (verdict.Whole.Code == DeliveryCode.NotSent) return;
        var known = verdict.Items.OfType<Verdict>().ToList();
        if (verdict.Whole.Kind != VerdictKind.Accepted || known.Exists(item => item.Kind == VerdictKind.Accepted))
        {
            health.Observe(verdict.Whole, round);
            return;
        }

        foreach (var same in known.GroupBy(item => (item.Kind, item.Code))) health.Observe(same.First(), round, same.Count());
    }

    private TimeSpan PauseFor(ParcelItem item) => item.Last!.Code switch
    {
        // The limiter already makes everybody wait.
        DeliveryCode.RateLimited or DeliveryCode.NotSent => TimeSpan.Zero,
        _ => item.Last.RetryAfter ?? _profile.Retry.Backoff(Math.Max(1, item.Tries), connection.Random),
    };

    private Task SettleAsync(ParcelItem item, DeliveryState state, Verdict verdict)
        => recorder.SettleAsync(item.Outcome(_profile.Id, state, verdict, connection.Time.GetUtcNow()));

    private void PutOff(ParcelItem item, Verdict verdict, bool toTheEnd = false)
    {
        recorder.PutOff(item.Outcome(_profile.Id, DeliveryState.Pending, verdict, connection.Time.GetUtcNow()) with { ToTheEnd = toTheEnd });
        if (recorder.Count.PutOff >= MostPutOff) health.Stop(verdict.Code!, $"{MostPutOff} credentials could not be sent, the latest so: {verdict.Detail} They wait for the next run.");
    }
}
