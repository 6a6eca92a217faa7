// Stands before every endpoint: lets requests through, or plays the faults that were asked for.
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

/// <summary>A fault the endpoint itself has to play, because it is about what is stored or said of it.</summary>
internal sealed record PlayedFault(FaultAction Action)
{
    public static FaultAction? Of(HttpContext context) => context.Features.Get<PlayedFault>()?.Action;

    public static bool Is(HttpContext context, FaultKind kind) => Of(context)?.Kind == kind;
}

internal sealed class FaultGate(TimeProvider clock)
{
    private const string LoginPage = "<!doctype html><title>Sign in</title><p>Your session has ended. Please sign in again.";
    private Session _session = new(SandboxFaults.None, clock.GetUtcNow());

    /// <summary>Setting starts every counter, window and span anew.</summary>
    public SandboxFaults Faults
    {
        get => Volatile.Read(ref _session).Faults;
        set => Volatile.Write(ref _session, new(value, clock.GetUtcNow()));
    }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (TargetOf(context.Request) is not { } target)
        {
            await next(context);
            return;
        }

        var current = Volatile.Read(ref _session);
        await PauseAsync(current.Faults.Latency, context);
        if (target is FaultTarget.Post or FaultTarget.Read && !await AdmitAsync(current, context)) return;

        var (rule, slowness) = current.Strike(target, clock.GetUtcNow());
        await PauseAsync(slowness, context);
        if (rule is null)
        {
            await next(context);
            return;
        }

        Note(context, FaultScript.Describe(rule));
        await PlayAsync(rule.Then, context, next);
    }

    private async Task<bool> AdmitAsync(Session current, HttpContext context)
    {
        if (current is not { Rate: { } gate, Faults.RateLimit: { } limit }) return true;
        var decision = gate.Enter(clock.GetUtcNow());
        var seconds = WholeSeconds(decision.Reset);
        if (limit.Headers)
        {
            context.Response.Headers["RateLimit-Limit"] = Text(limit.Requests);
            context.Response.Headers["RateLimit-Remaining"] = Text(decision.Remaining);
            context.Response.Headers["RateLimit-Reset"] = Text(seconds);
        }

        if (decision.Admitted) return true;
        Note(context, "rate");
        SetRetryAfter(context, limit.RetryAfter, decision.Reset);
        await Refusal.ForStatus(StatusCodes.Status429TooManyRequests, $"More than {limit.Requests} requests in {limit.Window.TotalSeconds:0.###} s; slow down and try again.").WriteAsync(context);
        return false;
    }

    private async Task PlayAsync(FaultAction action, HttpContext context, RequestDelegate next)
    {
        switch (action.Kind)
        {
            case FaultKind.Status:
                SetRetryAfter(context, action.RetryAfter, action.Delay);
                await Refusal.ForStatus(action.Status, "A fault the sandbox was asked to play; nothing was stored.").WriteAsync(context);
                break;
            case FaultKind.Html:
                context.Response.ContentType = "text/html; charset=utf-8";
                await context.Response.WriteAsync(LoginPage, context.RequestAborted);
                break;
            case FaultKind.DropBefore:
                Drop(context);
                break;
            case FaultKind.DropMidway:
                context.Features.Set(new PlayedFault(action));
                await AnswerIntoAsync(new MemoryStream(), context, next);
                Drop(context);
                break;
            case FaultKind.DropAfter:
                await AnswerIntoAsync(new MemoryStream(), context, next);
                Drop(context);
                break;
            case FaultKind.SlowAfter:
                await AnswerLaterAsync(action.Delay, context, next);
                break;
            case FaultKind.Cut or FaultKind.Empty:
                await ShortenAsync(action.Kind, context, next);
                break;
            default:
                context.Features.Set(new PlayedFault(action));
                await next(context);
                break;
        }
    }

    /// <summary>Cut: Content-Length promises the whole body, half of it comes, and the server closes the connection.</summary>
    private static async Task ShortenAsync(FaultKind kind, HttpContext context, RequestDelegate next)
    {
        using var whole = new MemoryStream();
        await AnswerIntoAsync(whole, context, next);
        var sent = kind == FaultKind.Empty ? 0 : (int)whole.Length / 2;
        if (kind == FaultKind.Empty) context.Response.ContentType = null;
        context.Response.ContentLength = kind == FaultKind.Empty ? 0 : whole.Length;
        await context.Response.Body.WriteAsync(whole.GetBuffer().AsMemory(0, sent), context.RequestAborted);
    }

    private async Task AnswerLaterAsync(TimeSpan delay, HttpContext context, RequestDelegate next)
    {
        using var whole = new MemoryStream();
        await AnswerIntoAsync(whole, context, next);
        await PauseAsync(delay, context);
        context.Response.ContentLength = whole.Length;
        await context.Response.Body.WriteAsync(whole.GetBuffer().AsMemory(0, (int)whole.Length), context.RequestAborted);
    }

    private static async Task AnswerIntoAsync(MemoryStream kept, HttpContext context, RequestDelegate next)
    {
        var wire = context.Response.Body;
        context.Response.Body = kept;
        try
        {
            await next(context);
            await context.Response.BodyWriter.FlushAsync();
        }
        finally
        {
            context.Response.Body = wire;
        }
    }

    private static void Drop(HttpContext context)
    {
        ReceivedRequest.Of(context).IsDropped = true;
        context.Abort();
    }

    private async Task PauseAsync(TimeSpan span, HttpContext context)
    {
        if (span > TimeSpan.Zero) await Task.Delay(span, clock, context.RequestAborted);
    }

    private void SetRetryAfter(HttpContext context, RetryAfterForm form, TimeSpan span)
    {
        if (form == RetryAfterForm.Seconds) context.Response.Headers.RetryAfter = Text(WholeSeconds(span));
        if (form == RetryAfterForm.HttpDate) context.Response.Headers.RetryAfter = DateAfter(span);
    }

    /// <summary>An HTTP-date has whole seconds: rounded up, so a client that obeys is never too early.</summary>
    private string DateAfter(TimeSpan span)
    {
        var ticks = (clock.GetUtcNow() + span).UtcTicks;
        var whole = (ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond;
        return new DateTimeOffset(whole, TimeSpan.Zero).ToString("R", CultureInfo.InvariantCulture);
    }

    private static int WholeSeconds(TimeSpan span) => (int)Math.Ceiling(span.TotalSeconds);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Note(HttpContext context, string fault) => ReceivedRequest.Of(context).Fault = fault;

    private static FaultTarget? TargetOf(HttpRequest request) => request.Path.Value?.TrimEnd('/') switch
    {
        ClrPath.Credentials when HttpMethods.IsPost(request.Method) => FaultTarget.Post,
        ClrPath.Discovery or ClrPath.AuthorizationServer or ClrPath.OpenIdConfiguration => FaultTarget.Discovery,
        ClrPath.Token => FaultTarget.Token,
        { } path when path.StartsWith(ClrPath.Base, StringComparison.Ordinal) => FaultTarget.Read,
        _ => null,
    };

    /// <summary>One setting of the faults, with its counters.</summary>
    private sealed class Session(SandboxFaults faults, DateTimeOffset setAt)
    {
        private readonly long[] _counts = new long[Enum.GetValues<FaultTarget>().Length];

        public SandboxFaults Faults { get; } = faults;

        public RateGate? Rate { get; } = faults.RateLimit is { } limit ? new(limit.Requests, limit.Window) : null;

        /// <summary>Counts the request and tells which rule strikes it and how much slowness falls on it.</summary>
        public (FaultRule? Rule, TimeSpan Slowness) Strike(FaultTarget target, DateTimeOffset now)
        {
            var number = Interlocked.Increment(ref _counts[(int)target]);
            var numberOfAny = Interlocked.Increment(ref _counts[(int)FaultTarget.Any]);
            var firing = Faults.Rules
                .Where(rule => rule.Target == target || rule.Target == FaultTarget.Any)
                .Where(rule => rule.When.Fires(rule.Target == FaultTarget.Any ? numberOfAny : number, now - setAt))
                .ToList();
            var slowness = TimeSpan.FromTicks(firing.Where(rule => rule.Then.Kind == FaultKind.Slow).Sum(rule => rule.Then.Delay.Ticks));
            return (firing.Find(rule => rule.Then.Kind != FaultKind.Slow), slowness);
        }
    }
}
