// POST and GET on /credentials, and GET on the address Location names.
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Conferral.Sandbox;

/// <summary>Spec: CLR 2.0 service model, upsertCredential and getCredentials; Location and get-by-id are extensions.</summary>
internal sealed class CredentialsEndpoint(CredentialIntake intake, BatchEndpoint batch, CredentialStore store, HostSigner signer, AccessTokens tokens, Paging paging, int maxBytes)
{
    public async Task PostAsync(HttpContext context)
    {
        if (await tokens.AuthorizeAsync(context, ClrScope.CredentialUpsert) is not { } owner) return;
        var limit = Math.Max(maxBytes, batch.Limits?.MaxBytes ?? 0);
        string[] types = FaceGate.Of(context).TakesLinkedDataType ? ["application/json", "application/vc+ld+json"] : ["application/json"];
        if (await RequestBody.ReadAsync(context, limit, types) is not { } body) return;

        if (BatchEndpoint.IsArray(body.Span)) await batch.PostAsync(context, owner, body);
        else await PostOneAsync(context, owner, body);
    }

    public async Task GetPageAsync(HttpContext context)
    {
        if (await tokens.AuthorizeAsync(context, ClrScope.CredentialReadonly) is not { } owner) return;
        if (paging.Read(context.Request.Query) is not { } page)
        {
            await new Refusal(StatusCodes.Status400BadRequest, CodeMinor.InvalidQueryParameter, "limit is a number from 1, offset a number from 0, since a date and time; each at most once.").WriteAsync(context);
            return;
        }

        var owned = store.OwnedBy(owner, page.Since);
        paging.WriteHeaders(context.Response, page, owned.Count);
        context.Response.ContentType = "application/json";
        await WriteStoredAsync(context, owned.Skip(page.Offset).Take(page.Limit), context.RequestAborted);
    }

    public async Task GetOneAsync(HttpContext context)
    {
        if (await tokens.AuthorizeAsync(context, ClrScope.CredentialReadonly) is not { } owner) return;
        if (store.Find(owner, (string)context.GetRouteValue("hostId")!) is not { } stored)
        {
            await new Refusal(StatusCodes.Status404NotFound, CodeMinor.NotFound, "You stored no credential at this address.").WriteAsync(context);
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = stored.Utf8Json.Length;
        await context.Response.Body.WriteAsync(stored.Utf8Json, context.RequestAborted);
    }

    private async Task PostOneAsync(HttpContext context, string owner, ReadOnlyMemory<byte> body)
    {
        ReceivedRequest.Of(context).CredentialCount = 1;
        if (body.Length > maxBytes)
        {
            await new Refusal(StatusCodes.Status413PayloadTooLarge, CodeMinor.InvalidData, $"The credential is larger than {maxBytes} bytes.").WriteAsync(context);
            return;
        }

        var outcome = intake.Take(context, owner, body);
        if (outcome.Refusal is { } refusal)
        {
            await refusal.WriteAsync(context);
            return;
        }

        await AcceptAsync(context, outcome, body);
    }

    private async Task AcceptAsync(HttpContext context, IntakeOutcome outcome, ReadOnlyMemory<byte> body)
    {
        if (PlayedFault.Is(context, FaultKind.Later))
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        context.Response.StatusCode = outcome.Status;
        context.Response.Headers.Location = outcome.Location;
        var face = FaceGate.Of(context);
        if (face.Acceptance == AcceptanceForm.HostId)
        {
            context.Response.Headers["X-Credential-Id"] = outcome.HostId;
            await context.Response.WriteAsJsonAsync(new(true, outcome.HostId!), SandboxJson.Readable.PlainSuccess, cancellationToken: context.RequestAborted);
            return;
        }

        var shown = PlayedFault.Is(context, FaultKind.OtherBody) ? store.First!.Utf8Json : face.Acceptance == AcceptanceForm.ReSigned ? signer.SignAnew(body) : body;
        context.Response.ContentType = context.Request.ContentType;
        context.Response.ContentLength = shown.Length;
        await context.Response.Body.WriteAsync(shown, context.RequestAborted);
    }

    /// <summary>Shape: GetClrCredentialsResponse; the stored bytes go out as they came in.</summary>
    private static async Task WriteStoredAsync(HttpContext context, IEnumerable<StoredCredential> page, CancellationToken cancellationToken)
    {
        var response = context.Response;
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes($"{{\"{FaceGate.Of(context).ListName}\":["), cancellationToken);
        var separate = false;
        foreach (var stored in page)
        {
            if (separate) await response.Body.WriteAsync(","u8.ToArray(), cancellationToken);
            await response.Body.WriteAsync(stored.Utf8Json, cancellationToken);
            separate = true;
        }

        await response.Body.WriteAsync("]}"u8.ToArray(), cancellationToken);
    }
}
