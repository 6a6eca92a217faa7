// Sends one parcel and reads what its answer means for each credential in it.
using System.Net.Http.Headers;

namespace Conferral.Issuance.Deliver;

/// <summary>What the platform thinks of arrays, after one was sent.</summary>
internal enum ArrayStep
{
    /// <summary>Nothing to change.</summary>
    Keep,

    /// <summary>Too much at once.</summary>
    Halve,

    /// <summary>One credential in it spoils this array; others pass.</summary>
    Split,

    /// <summary>No arrays here.</summary>
    Singles,
}

/// <summary>
/// The meaning of one request. Shape: <see cref="Whole"/> is what it says of the platform; <see cref="Items"/> one
/// verdict per credential in the parcel's order, null where nothing is known; empty where all of them simply go again.
/// </summary>
internal sealed record ParcelVerdict(Verdict Whole, IReadOnlyList<Verdict?> Items, ArrayStep Step);

/// <summary>Errors: none escape but cancellation; what goes wrong on the way is a verdict.</summary>
internal sealed class CredentialSender(PlatformConnection connection)
{
    /// <summary>Room for a copy written with indentation and a new proof, beyond three times what was sent.</summary>
    private const int AnswerRoom = 1024 * 1024;

    private readonly PlatformProfile _profile = connection.Profile;
    private Uri? _movedTo;

    /// <summary><paramref name="waiting"/> ends the wait for a turn, <paramref name="sending"/> a request under way.</summary>
    public async Task<ParcelVerdict> SendAsync(Parcel parcel, bool arraysProven, CancellationToken waiting, CancellationToken sending)
    {
        try
        {
            if (parcel.ArrayUrl is { } arrayUrl) return ReadArray(await PostAsync(arrayUrl, parcel, "application/json", waiting, sending), parcel, arraysProven);
            var answer = await PostAsync(_movedTo ?? _profile.CredentialsUrl, parcel, _profile.ContentType, waiting, sending);
            var verdict = Read(answer, parcel);
            if (verdict.MovedTo is { } target)
            {
                answer = await PostAsync(target, parcel, _profile.ContentType, waiting, sending);
                verdict = Read(answer, parcel);
                if (verdict.Kind == VerdictKind.Accepted) _movedTo = target;
            }

            return new ParcelVerdict(verdict, [verdict], ArrayStep.Keep);
        }
        catch (DeliveryException fault)
        {
            return Same(Verdict.Of(fault), parcel);
        }
        catch (OperationCanceledException) when (!sending.IsCancellationRequested)
        {
            return Same(new Verdict(VerdictKind.TryAgain, DeliveryCode.NotSent, "The run was stopped before this credential's turn."), parcel);
        }
    }

    private Verdict Read(PlatformAnswer answer, Parcel parcel) => AnswerReader.Read(answer, parcel.Items[0].Clr, _profile.Answers, connection.Time.GetUtcNow());

    private async Task<PlatformAnswer> PostAsync(Uri url, Parcel parcel, string contentType, CancellationToken waiting, CancellationToken sending)
    {
        var body = parcel.Body(_profile.Batch.Wrapper);
        var room = (int)Math.Min(AnswerRoom + (3L * body.Length), Array.MaxLength);
        return await connection.ExchangeAsync(Create, room, waiting, sending);

        HttpRequestMessage Create()
        {
            var now = connection.Time.GetUtcNow();
            foreach (var item in parcel.Items) item.SubmittedAt = now;
            var content = new ReadOnlyMemoryContent(body);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
            request.Headers.Accept.ParseAdd("application/json");
            return request;
        }
    }

    private ParcelVerdict ReadArray(PlatformAnswer answer, Parcel parcel, bool arraysProven)
    {
        if (answer.Status == 413) return Change(ArrayStep.Halve, answer);
        var clrs = parcel.Items.Select(item => item.Clr).ToList();
        if (answer.Status is (>= 200 and < 300) or 400 or 409 or 422 && !AnswerText.IsWebPage(answer))
        {
            var items = BatchAnswer.Read(answer, clrs, _profile);
            if (items.Any(item => item is not null))
                return new ParcelVerdict(new Verdict(VerdictKind.Accepted) { HttpStatus = answer.Status }, items, ArrayStep.Keep);
        }

        if (answer.Status < 400) return Bare(answer, parcel);
        var refusal = AnswerReader.ReadRefusal(answer) with { HttpStatus = answer.Status, RetryAfter = PauseHeaders.RetryAfter(answer, connection.Time.GetUtcNow()) };
        if (refusal.Kind == VerdictKind.Refused) return Change(arraysProven ? ArrayStep.Split : ArrayStep.Singles, answer);
        if (refusal.Code is DeliveryCode.WrongAddress or DeliveryCode.ContentTypeRefused) return Change(ArrayStep.Singles, answer);
        return Same(refusal, parcel);
    }

    /// <summary>A success that names nobody: one by one from here on, and where sending twice would store twice, looked up first.</summary>
    private ParcelVerdict Bare(PlatformAnswer answer, Parcel parcel)
    {
        var change = Change(ArrayStep.Singles, answer);
        return _profile.UpsertsById || answer.Status >= 300 ? change : change with { Items = new Verdict?[parcel.Items.Count] };
    }

    private static ParcelVerdict Change(ArrayStep step, PlatformAnswer answer)
        => new(new Verdict(VerdictKind.TryAgain, DeliveryCode.NotSent, $"The platform answered {answer.Status} to an array.") { HttpStatus = answer.Status }, [], step);

    private static ParcelVerdict Same(Verdict verdict, Parcel parcel)
        => new(verdict, [.. parcel.Items.Select(_ => verdict)], ArrayStep.Keep);
}
