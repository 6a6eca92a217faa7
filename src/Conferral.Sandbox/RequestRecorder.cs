// Outermost: enters each request in the log, and sees that every failure leaves as Imsx_StatusInfo.
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

internal sealed class RequestRecorder(RequestLog log, TimeProvider clock, Action<ReceivedRequest>? onRequest)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var entry = log.Add(clock.GetUtcNow(), context.Request.Method, context.Request.Path.Value ?? "/");
        context.Features.Set(entry);
        context.Response.OnStarting(() =>
        {
            if (!entry.IsDropped) entry.Status = context.Response.StatusCode;
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
            if (!entry.IsDropped) await ExplainBareStatusAsync(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested && e is not BadHttpRequestException)
        {
            entry.Error = e.ToString();
            await Refusal.ForStatus(StatusCodes.Status500InternalServerError, "The sandbox failed; its request log says how.").WriteAsync(context);
        }
        finally
        {
            onRequest?.Invoke(entry);
        }
    }

    /// <summary>Routing leaves 404 and 405 without a body.</summary>
    private static Task ExplainBareStatusAsync(HttpContext context) => context.Response switch
    {
        { HasStarted: false, StatusCode: StatusCodes.Status404NotFound } => Refusal.ForStatus(404, $"There is nothing at this address; the API is under {ClrPath.Base}.").WriteAsync(context),
        { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed } => Refusal.ForStatus(405, "This address does not take this method; the Allow header names those it takes.").WriteAsync(context),
        _ => Task.CompletedTask,
    };
}
