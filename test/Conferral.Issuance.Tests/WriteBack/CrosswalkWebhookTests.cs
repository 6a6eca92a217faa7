// The webhook over real sockets: signed as others check it, confirmed by the receiver's word, patient, and never doubled in effect.
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Tests.Deliver;
using Conferral.Issuance.WriteBack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Conferral.Issuance.Tests.WriteBack;

public sealed class CrosswalkWebhookTests
{
    private const string Secret = "whsec_plJ3nmyCDGBKInavdOK15jsl/KgqVf7M";

    private readonly MemoryOutbox _outbox = new();

    [Fact]
    public void The_signature_is_that_of_the_published_example()
    {
        // Standard Webhooks' own libraries test with these values.
        var key = Convert.FromBase64String("plJ3nmyCDGBKInavdOK15jsl");
        Assert.Equal("v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=", WebhookSignature.Sign(key, "msg_loFOjxBNrRLzqYUf", 1731705121, """{"event_type":"ping","data":{"success":true}}"""u8));
    }

    [Fact]
    public async Task Every_row_arrives_signed_and_is_confirmed()
    {
        await using var receiver = await Receiver.StartAsync();
        var report = await Send(receiver, Cohort(120));
        Assert.Equal((120, 0), (report.Added, report.Drifts.Count));
        Assert.Equal([50, 50, 20], receiver.Messages.Select(message => message.Learners.Count));
        Assert.All(receiver.Messages, message => Assert.True(message.IsSigned));
        Assert.Equal(3, receiver.Messages.Select(message => message.Id).Distinct().Count());
        Assert.Empty(_outbox.Unconfirmed("webhook"));
        Assert.Equal(120, (await Send(receiver, Cohort(120))).Unchanged);
        Assert.Equal(3, receiver.Messages.Count);
    }

    [Fact]
    public async Task A_message_says_everything_the_crosswalk_says()
    {
        await using var receiver = await Receiver.StartAsync();
        await Send(receiver, [SampleDelivery.Of("007")]);
        using var body = JsonDocument.Parse(receiver.Messages.Single().Body);
        Assert.Equal("conferral.crosswalk.rows", body.RootElement.GetProperty("type").GetString());
        var row = CrosswalkRow.From(SampleDelivery.Of("007"));
        var sent = body.RootElement.GetProperty("rows")[0].EnumerateObject().ToDictionary(member => member.Name, member => member.Value.ToString());
        Assert.Equal(CrosswalkColumn.All.Where(column => column.Of(row) is not null).ToDictionary(column => column.Name, column => column.Of(row)!), sent);
    }

    [Theory]
    [InlineData("503")]
    [InlineData("429")]
    [InlineData("cut")]
    [InlineData("hang")]
    public async Task A_receiver_that_stumbles_gets_the_same_message_again(string trouble)
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Instead = async (context, number) => number <= 2 && await Receiver.Trouble(context, trouble);
        Assert.Equal(3, (await Send(receiver, Cohort(3))).Added);
        Assert.Single(receiver.Messages.Select(message => message.Id).Distinct());
        Assert.Equal(3, receiver.Requests);
    }

    [Fact]
    public async Task An_answer_that_is_lost_is_asked_for_again_under_the_same_id()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.After = (context, number) =>
        {
            if (number == 1) context.Abort();
        };
        await Send(receiver, Cohort(1));
        Assert.Equal(2, receiver.Messages.Count);
        Assert.Single(receiver.Messages.Select(message => message.Id).Distinct());
    }

    [Fact]
    public async Task A_receiver_that_stays_down_leaves_the_rows_waiting_and_the_next_run_sends_only_those()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Instead = async (context, number) => number > 1 && await Receiver.Trouble(context, "503");
        var fault = await Assert.ThrowsAsync<WriteBackException>(() => Send(receiver, Cohort(80)));
        Assert.Equal((WriteBackCode.Webhook, true), (fault.Code, fault.Retryable));
        Assert.Equal(30, _outbox.Unconfirmed("webhook").Count);
        receiver.Instead = null;
        var report = await Send(receiver, Cohort(80));
        Assert.Equal((30, 50), (report.Added, report.Unchanged));
    }

    [Fact]
    public async Task The_row_that_is_refused_is_found_and_the_others_arrive()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Refuses = "L0017";
        var report = await Send(receiver, Cohort(40));
        Assert.Equal(("L0017", DriftReason.Refused, 39), (report.Drifts.Single().Key.SisStudentId, report.Drifts.Single().Reason, report.Added));
        Assert.Equal(WriteBackState.Drifted, _outbox["webhook", "L0017"]);
    }

    [Theory]
    [InlineData("401")]
    [InlineData("404")]
    [InlineData("302")]
    [InlineData("400")]
    public async Task A_receiver_that_refuses_everybody_is_not_asked_for_each(string status)
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Instead = (context, _) => Receiver.Trouble(context, status);
        var fault = await Assert.ThrowsAsync<WriteBackException>(() => Send(receiver, Cohort(200)));
        Assert.Equal((WriteBackCode.Webhook, false), (fault.Code, fault.Retryable));
        Assert.InRange(receiver.Requests, 1, 40);
        Assert.Equal(200, (await Check(receiver, Cohort(200))).Drifts.Count);
    }

    [Fact]
    public async Task An_endless_answer_is_not_read_to_its_end()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Instead = async (context, _) =>
        {
            var block = new byte[64 * 1024];
            for (var i = 0; i < 64 && !context.RequestAborted.IsCancellationRequested; i++) await context.Response.Body.WriteAsync(block, CancellationToken.None);
            return true;
        };
        Assert.Equal(1, (await Send(receiver, Cohort(1))).Added);
    }

    [Fact]
    public async Task A_certificate_of_nobody_is_not_believed_and_nothing_is_sent()
    {
        using var authority = new TestAuthority();
        await using var platform = await TlsPlatform.StartAsync(authority.ForServer());
        var options = new CrosswalkWebhookOptions { Url = platform.BaseUrl, Secret = Secret };
        var fault = await Assert.ThrowsAsync<WriteBackException>(() => Send(options, Cohort(1)));
        Assert.False(fault.Retryable);
        Assert.Empty(platform.Arrivals);
        Assert.Equal(1, (await Send(options with { Http = new HttpProfile { AuthoritiesPath = authority.PemPath } }, Cohort(1))).Added);
    }

    [Theory]
    [InlineData("http://sis.example/hook", Secret)]
    [InlineData("https://user:word@sis.example/hook", Secret)]
    [InlineData("https://sis.example/hook", "short")]
    [InlineData("https://sis.example/hook", "whsec_!!!")]
    public void An_address_or_secret_that_is_not_safe_is_refused_and_not_shown(string url, string secret)
    {
        var message = Assert.Throws<ArgumentException>(() => new CrosswalkWebhook(new CrosswalkWebhookOptions { Url = new Uri(url), Secret = secret }, TimeProvider.System)).Message;
        Assert.DoesNotContain(secret, message, StringComparison.Ordinal);
        Assert.DoesNotContain("word", message.Replace("password", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static LedgerDelivery[] Cohort(int learners) => [.. Enumerable.Range(0, learners).Select(i => SampleDelivery.Of($"L{i:0000}"))];

    private Task<TargetReport> Send(Receiver receiver, LedgerDelivery[] deliveries) => Send(receiver.Options, deliveries);

    private Task<TargetReport> Send(CrosswalkWebhookOptions options, LedgerDelivery[] deliveries)
    {
        foreach (var delivery in deliveries)
        {
            var row = CrosswalkRow.From(delivery);
            _outbox.Enqueue("webhook", [new OutboxEntry(row.Key, row.FactsSha256())]);
        }

        return new CrosswalkWebhook(options, TimeProvider.System).WriteAsync(SampleDelivery.Rows(_outbox, "webhook", deliveries), _outbox, TestContext.Current.CancellationToken);
    }

    private Task<TargetReport> Check(Receiver receiver, LedgerDelivery[] deliveries)
        => new CrosswalkWebhook(receiver.Options, TimeProvider.System).CheckAsync(SampleDelivery.Rows(_outbox, "webhook", deliveries), _outbox, TestContext.Current.CancellationToken);

    private sealed record Message(string Id, bool IsSigned, byte[] Body, IReadOnlyList<string> Learners);

    /// <summary>The institution's end: checks the signature, keeps what came, and has bad days on request.</summary>
    private sealed class Receiver(WebApplication app) : IAsyncDisposable
    {
        private int _requests;

        public ConcurrentQueue<Message> Messages { get; } = new();

        public int Requests => _requests;

        public string? Refuses { get; set; }

        public Func<HttpContext, int, Task<bool>>? Instead { get; set; }

        public Action<HttpContext, int>? After { get; set; }

        // A hanging answer is given up quickly here; the pauses between attempts are short for the same reason.
        public CrosswalkWebhookOptions Options => new()
        {
            Url = new Uri(app.Urls.Single() + "/hook"),
            Secret = Secret,
            Timeouts = new TimeoutProfile { Answer = TimeSpan.FromSeconds(Instead is null ? 60 : 5) },
            Retry = new RetryProfile { FirstDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(5) },
        };

        public static async Task<Receiver> StartAsync()
        {
            var builder = WebApplication.CreateEmptyBuilder(new());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var receiver = new Receiver(builder.Build());
            receiver.Serve();
            await receiver.StartListeningAsync();
            return receiver;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        public static async Task<bool> Trouble(HttpContext context, string trouble)
        {
            if (trouble == "cut") context.Abort();
            else if (trouble == "hang") await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            else context.Response.StatusCode = int.Parse(trouble, System.Globalization.CultureInfo.InvariantCulture);
            return true;
        }

        private void Serve() => app.Run(ServeAsync);

        private Task StartListeningAsync() => app.StartAsync();

        private async Task ServeAsync(HttpContext context)
        {
            var number = Interlocked.Increment(ref _requests);
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            if (Instead is { } instead && await instead(context, number)) return;
            var message = Read(context.Request, body.ToArray());
            if (Refuses is { } learner && message.Learners.Contains(learner))
            {
                context.Response.StatusCode = 422;
                return;
            }

            Messages.Enqueue(message);
            context.Response.StatusCode = 204;
            After?.Invoke(context, number);
        }

        private static Message Read(HttpRequest request, byte[] body)
        {
            var (id, seconds) = (request.Headers["webhook-id"].ToString(), request.Headers["webhook-timestamp"].ToString());
            using var hmac = new System.Security.Cryptography.HMACSHA256(Convert.FromBase64String(Secret["whsec_".Length..]));
            var expected = "v1," + Convert.ToBase64String(hmac.ComputeHash([.. Encoding.UTF8.GetBytes($"{id}.{seconds}."), .. body]));
            using var json = JsonDocument.Parse(body);
            return new Message(id, request.Headers["webhook-signature"] == expected, body, [.. json.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("sis_student_id").GetString()!)]);
        }
    }
}
