// The crosswalk as signed messages to an address of the institution's.
using System.Globalization;
using System.Net.Http.Headers;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.WriteBack;

/// <summary>Where messages go and how they are signed.</summary>
public sealed record CrosswalkWebhookOptions
{
    /// <summary>A message of these stays well below 100 kB.</summary>
    public const int DefaultRowsPerMessage = 50;

    /// <summary>https, or http to this machine itself.</summary>
    public required Uri Url { get; init; }

    /// <summary>Never shown. Shape: <see cref="WebhookSignature.Key"/>.</summary>
    public required string Secret { get; init; }

    public int RowsPerMessage { get; init; } = DefaultRowsPerMessage;

    public HttpProfile Http { get; init; } = new();

    public TimeoutProfile Timeouts { get; init; } = new();

    /// <summary>A receiver that wants longer than a minute is called again by the next run.</summary>
    public RetryProfile Retry { get; init; } = new() { LongestPause = TimeSpan.FromMinutes(1) };

    /// <summary>Never shows the secret.</summary>
    public override string ToString() => $"webhook at {Url.Authority}";
}

/// <summary>
/// Sends every row that is not confirmed, in order, some to a message; an answer of 2xx confirms them. Nothing can be read back, so
/// the receiver's word counts. A message may come twice, with the same <c>webhook-id</c>; rows are found by student, platform and record,
/// so the second changes nothing. A message that is refused as it is goes in halves, until the row that spoils it stands alone.
/// Errors: <see cref="ArgumentException"/> at construction; <see cref="WriteBackException"/> when the receiver is down, or refuses everybody.
/// Bounds: one message in memory; 64 kB of an answer are read and not looked at. Redirects are not followed.
/// </summary>
public sealed class CrosswalkWebhook : ICrosswalkTarget
{
    private const int MaxAnswerBytes = 64 * 1024;

    /// <summary>So many rows refused alone, and none taken: it is not the rows.</summary>
    private const int RefusedBeforeStop = 10;

    private readonly CrosswalkWebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly byte[] _key;

    public CrosswalkWebhook(CrosswalkWebhookOptions options, TimeProvider time)
    {
        if (!PlatformProfile.IsSafe(options.Url)) throw new ArgumentException($"The address {options.Url.Scheme}://{options.Url.Authority} is refused: the crosswalk travels over https only (plain http is allowed to this machine itself), and no password stands in an address.", nameof(options));
        if (options.RowsPerMessage is < 1 or > 1000) throw new ArgumentException("rowsPerMessage must be between 1 and 1000.", nameof(options));
        (_options, _time) = (options, time);
        try
        {
            _key = WebhookSignature.Key(options.Secret);
        }
        catch (FormatException fault)
        {
            throw new ArgumentException($"The secret cannot be used: {fault.Message}.", nameof(options), fault);
        }
    }

    public string Id => "webhook";

    public string Description => $"webhook at {_options.Url.Authority}";

    public bool IsWhole => false;

    public async Task<TargetReport> WriteAsync(IAsyncEnumerable<OutboxRow> rows, IWriteBackOutbox outbox, CancellationToken cancellationToken)
    {
        using var http = new PlatformHttp(_options.Http, _options.Timeouts, connections: 1, _time);
        var run = new Run(this, http, outbox);
        await foreach (var batch in rows.Where(row => !run.Skips(row)).Chunk(_options.RowsPerMessage).WithCancellation(cancellationToken))
            await run.SendAsync(batch, cancellationToken);
        return run.Report;
    }

    public async Task<TargetReport> CheckAsync(IAsyncEnumerable<OutboxRow> rows, IWriteBackOutbox outbox, CancellationToken cancellationToken)
    {
        var (confirmed, drifts) = await WaitingRows.CountAsync(rows, cancellationToken);
        return new TargetReport(Description) { Unchanged = confirmed, Drifts = drifts };
    }

    private sealed class Run(CrosswalkWebhook target, PlatformHttp http, IWriteBackOutbox outbox)
    {
        private int _refused;

        public TargetReport Report { get; private set; } = new(target.Description);

        public bool Skips(OutboxRow row)
        {
            if (row.State != WriteBackState.Confirmed) return false;
            Report = Report with { Unchanged = Report.Unchanged + 1 };
            return true;
        }

        public async Task SendAsync(OutboxRow[] rows, CancellationToken cancellationToken)
        {
            var answer = await ExchangeAsync(WebhookMessage.Of(rows), cancellationToken);
            if (answer.Status is >= 200 and < 300)
            {
                _refused = int.MinValue; // it takes some: what it refuses from now on are rows
                outbox.Record(target.Id, [.. rows.Select(row => row.Became(WriteBackState.Confirmed))]);
                Report = Report with { Added = Report.Added + rows.Length };
            }
            else if (answer.Status is not (400 or 409 or 413 or 422))
            {
                throw target.Refused(answer.Status);
            }
            else if (rows.Length > 1)
            {
                var half = rows.Length / 2;
                await SendAsync(rows[..half], cancellationToken);
                await SendAsync(rows[half..], cancellationToken);
            }
            else
            {
                if (++_refused >= RefusedBeforeStop) throw target.Refused(answer.Status);
                outbox.Record(target.Id, [rows[0].Became(WriteBackState.Drifted, string.Create(CultureInfo.InvariantCulture, $"refused with {answer.Status}"))]);
                Report = Report with { Drifts = [.. Report.Drifts, new CrosswalkDrift(rows[0].Row.Key, [], Overwritten: false, DriftReason.Refused)] };
            }
        }

        private async Task<PlatformAnswer> ExchangeAsync(WebhookMessage message, CancellationToken cancellationToken)
        {
            for (var attempt = 1; ; attempt++)
            {
                TimeSpan? asked = null;
                string why;
                try
                {
                    using var request = target.Request(message);
                    var answer = await http.SendAsync(request, MaxAnswerBytes, cancellationToken);
                    if (answer.Status is not (408 or 421 or 425 or 429 or >= 500)) return answer;
                    (why, asked) = ($"it answers {answer.Status}.", PauseHeaders.RetryAfter(answer, target._time.GetUtcNow()));
                }
                catch (DeliveryException fault)
                {
                    if (!fault.Retryable) throw target.Down(fault.Message, retryable: false, fault);
                    why = fault.Message;
                }

                var pause = asked ?? target._options.Retry.Backoff(attempt, Random.Shared);
                if (attempt >= target._options.Retry.AttemptLimit || pause > target._options.Retry.LongestPause) throw target.Down(why, retryable: true, null);
                await Task.Delay(pause, target._time, cancellationToken);
            }
        }
    }

    private HttpRequestMessage Request(WebhookMessage message)
    {
        var seconds = _time.GetUtcNow().ToUnixTimeSeconds();
        var content = new ReadOnlyMemoryContent(message.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, _options.Url) { Content = content };
        request.Headers.TryAddWithoutValidation(WebhookSignature.IdHeader, message.Id);
        request.Headers.TryAddWithoutValidation(WebhookSignature.TimeHeader, seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation(WebhookSignature.SignatureHeader, WebhookSignature.Sign(_key, message.Id, seconds, message.Body));
        return request;
    }

    private WriteBackException Down(string why, bool retryable, Exception? inner) => new(
        WriteBackCode.Webhook,
        $"The {Description} cannot be reached: {why} Its rows wait; run `conferral writeback` when it is up again.",
        retryable, inner);

    private WriteBackException Refused(int status) => new(
        WriteBackCode.Webhook,
        string.Create(CultureInfo.InvariantCulture, $"The {Description} refuses its messages with {status}. Check writeBack.webhook.url, and that the receiver has the same secret and a clock that is right; its rows wait."),
        retryable: false);
}
