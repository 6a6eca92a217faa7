// For the people around the sandbox: a page that says what it is, and the address where faults are read and set.
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

internal sealed class OperatorPages(ClientRegistry clients, CredentialStore store, RequestLog requests, FaultGate faults, Func<string> baseUrl)
{
    private const int MaxScriptBytes = 64 * 1024;

    public Task ShowHomeAsync(HttpContext context)
    {
        var stored = store.Snapshot();
        var played = faults.Faults.ToLines();
        return WriteAsync(context, $$"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Conferral sandbox</title>
            <style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem } code, pre { font-size: .9rem } pre { overflow-x: auto; background: #f4f4f4; padding: .75rem }</style>
            <h1>Conferral sandbox</h1>
            <p>A strict receiving platform for CLR 2.0 on this machine only, for trying things out. It keeps everything in memory and forgets it when it stops.</p>
            <dl>
              <dt>Base URL</dt><dd><code>{{baseUrl()}}</code></dd>
              <dt>Credentials stored</dt><dd>{{stored.Count}} (received {{stored.Sum(entry => (long)entry.ReceivedCount)}} times)</dd>
              <dt>Requests so far</dt><dd>{{requests.Total}}</dd>
              <dt>Faults being played</dt><dd>{{(played.Count == 0 ? "none" : $"<code>{WebUtility.HtmlEncode(string.Join("; ", played))}</code>")}}</dd>
            </dl>
            <h2>Getting a token</h2>
            <p>The client id and secret were printed where the sandbox was started.</p>
            <pre>curl -u "$CLIENT_ID:$CLIENT_SECRET" {{baseUrl()}}{{ClrPath.Token}} \
              -d grant_type=client_credentials \
              -d scope={{ClrScope.CredentialUpsert}}</pre>
            <p>Then <code>POST {{ClrPath.Credentials}}</code> with <code>Authorization: Bearer …</code>. The API describes itself at <a href="{{ClrPath.Discovery}}">{{ClrPath.Discovery}}</a>.</p>
            </html>
            """);
    }

    public static Task ShowTermsAsync(HttpContext context)
        => WriteAsync(context, "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Terms</title><p>This sandbox serves one machine. Use it as you like; it promises nothing.</html>");

    public static Task ShowPrivacyAsync(HttpContext context)
        => WriteAsync(context, "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Privacy</title><p>This sandbox keeps what it receives in memory until it stops, and passes nothing on.</html>");

    public Task GetAccountAsync(HttpContext context)
        => context.Response.WriteAsJsonAsync(SandboxAccount.Of(requests, store), SandboxJson.Readable.SandboxAccount, cancellationToken: context.RequestAborted);

    public Task GetFaultsAsync(HttpContext context)
        => context.Response.WriteAsJsonAsync(faults.Faults.ToLines(), SandboxJson.Readable.IReadOnlyListString, cancellationToken: context.RequestAborted);

    /// <summary>Replaces the faults by a JSON array of script lines; a client's id and secret are asked for, so no web page can do it.</summary>
    public async Task PutFaultsAsync(HttpContext context)
    {
        if (clients.Authenticate(context.Request, null).Error is { } error)
        {
            await TokenEndpoint.RefuseAsync(context, error);
            return;
        }

        if (await RequestBody.ReadAsync(context, MaxScriptBytes, "application/json") is not { } body) return;
        try
        {
            faults.Faults = SandboxFaults.Parse(JsonSerializer.Deserialize(body.Span, SandboxJson.Readable.IReadOnlyListString) ?? []);
            await GetFaultsAsync(context);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            await Refusal.InvalidData(e.Message).WriteAsync(context);
        }
    }

    private static Task WriteAsync(HttpContext context, string html)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(html, context.RequestAborted);
    }
}
