// GET and PUT on /profile: one profile per client, kept as it was sent.
using System.Collections.Concurrent;
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

/// <summary>Spec: CLR 2.0 service model, getProfile and putProfile.</summary>
internal sealed class ProfileEndpoint(AccessTokens tokens, Func<string> baseUrl)
{
    private const int MaxBytes = 256 * 1024;
    private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _byOwner = new();

    public async Task GetAsync(HttpContext context)
    {
        if (await tokens.AuthorizeAsync(context, ClrScope.ProfileReadonly) is not { } owner) return;
        await WriteAsync(context, _byOwner.TryGetValue(owner, out var profile) ? profile : Initial(owner));
    }

    public async Task PutAsync(HttpContext context)
    {
        if (await tokens.AuthorizeAsync(context, ClrScope.ProfileUpdate) is not { } owner) return;
        if (await RequestBody.ReadAsync(context, MaxBytes, "application/json") is not { } body) return;
        if (!IsProfile(body))
        {
            await Refusal.InvalidData("Send a whole Profile: a JSON object with a string 'id' and a 'type' that holds Profile.").WriteAsync(context);
            return;
        }

        _byOwner[owner] = body;
        await WriteAsync(context, body);
    }

    private static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> profile)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(profile, context.RequestAborted);
    }

    private byte[] Initial(string owner) => JsonSerializer.SerializeToUtf8Bytes(
        new ClientProfile($"{baseUrl()}{ClrPath.Profile}#{Uri.EscapeDataString(owner)}", ["Profile"], owner), SandboxJson.Readable.ClientProfile);

    private static bool IsProfile(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = StrictJson.ParseObject(body);
            return document.RootElement.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
                && EnvelopeCheck.HasType(document.RootElement, "Profile");
        }
        catch (StrictJsonException)
        {
            return false;
        }
    }
}

/// <summary>The profile a client has before it puts its own.</summary>
internal sealed record ClientProfile(string Id, IReadOnlyList<string> Type, string Name);
