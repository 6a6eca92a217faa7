// How long delivering takes at a platform's limits, hours and batch size.
namespace Conferral.Issuance.Deliver;

/// <summary>
/// What delivering so many credentials comes to at best: every limit used to the full, no failure, answers after <see cref="RoundTrip"/>.
/// <see cref="EndsAt"/> is when the last request starts; null where it is more than a year away.
/// </summary>
public sealed record DeliveryEstimate(int Credentials, int InOneRequest, long Requests, DateTimeOffset BeginsAt, DateTimeOffset? EndsAt)
{
    /// <summary>An ordinary answer over the internet.</summary>
    public static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Horizon = TimeSpan.FromDays(366);

    public TimeSpan? Takes => EndsAt - BeginsAt;

    /// <summary>One by one, as a platform without batches takes them.</summary>
    public static DeliveryEstimate OneByOne(PlatformProfile platform, int credentials, DateTimeOffset from) => Of(platform, credentials, 1, from);

    /// <summary>In batches as large as the profile allows for documents of this size; null where the platform takes none.</summary>
    public static DeliveryEstimate? InBatches(PlatformProfile platform, int credentials, long bytesEach, DateTimeOffset from)
    {
        if (platform.Batch.Mode == BatchMode.Off) return null;
        var fitting = Math.Max(1, platform.Batch.MaxBytes / Math.Max(1, bytesEach));
        return Of(platform, credentials, (int)Math.Min(platform.Batch.MaxItems, fitting), from);
    }

    private static DeliveryEstimate Of(PlatformProfile platform, int credentials, int inOneRequest, DateTimeOffset from)
    {
        var requests = (credentials + inOneRequest - 1) / inOneRequest;
        var starts = Starts(platform, requests, from).ToList();
        var done = starts.Count == requests;
        return new DeliveryEstimate(credentials, inOneRequest, requests, starts.Count > 0 ? starts[0] : from, done ? (starts.Count > 0 ? starts[^1] : from) : null);
    }

    /// <summary>When each request may start: no earlier than every limit, the number under way at once, and the platform's hours allow.</summary>
    private static IEnumerable<DateTimeOffset> Starts(PlatformProfile platform, int requests, DateTimeOffset from)
    {
        List<RequestLimit> limits = [.. platform.Limits, new RequestLimit(platform.MaxConcurrency, RoundTrip)];
        var starts = new DateTimeOffset[requests];
        for (var request = 0; request < requests; request++)
        {
            var start = request == 0 ? from : starts[request - 1];
            foreach (var limit in limits)
            {
                if (request >= limit.Requests && starts[request - limit.Requests] + limit.Window is var free && free > start) start = free;
            }

            if (platform.Line.Hours?.OpensAt(start) is { } opens) start = opens;
            if (start - from > Horizon) yield break;
            yield return starts[request] = start;
        }
    }
}
