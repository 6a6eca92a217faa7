// Who a request claims to be by client id and secret, and whether that is so.
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

/// <summary>What client authentication gave: the client, or the OAuth error to answer with.</summary>
internal readonly record struct ClientClaim(SandboxClient? Client, OAuthError? Error);

internal sealed class ClientRegistry(IReadOnlyList<SandboxClient> clients, ClientAssertionCheck assertions)
{
    private static readonly OAuthError Unknown = new("invalid_client", "The client id or secret is wrong; use the ones the sandbox printed at start.");
    private static readonly OAuthError Twice = new("invalid_request", "Prove the client once: as HTTP Basic, in the body or by an assertion, not twice.");
    private static readonly OAuthError Unreadable = new("invalid_request", "The Basic credentials are not base64 of 'client_id:client_secret'.");

    private readonly ConcurrentDictionary<string, SandboxClient> _registered = new(StringComparer.Ordinal);

    /// <summary>Those known from the start.</summary>
    public IReadOnlyList<SandboxClient> Clients { get; } = clients;

    public SandboxClient? Find(string id) => Clients.FirstOrDefault(client => client.ClientId == id) ?? _registered.GetValueOrDefault(id);

    public void Add(SandboxClient client) => _registered[client.ClientId] = client;

    /// <summary>Spec: RFC 6749 §2.3.1, HTTP Basic or the request body; RFC 7523 §2.2; never two of them.</summary>
    public ClientClaim Authenticate(HttpRequest request, IFormCollection? form)
    {
        var header = request.Headers.Authorization.ToString();
        var inBody = form is not null && form.ContainsKey("client_secret");
        var asserted = form is not null && form.ContainsKey("client_assertion");
        if (asserted && (inBody || header.Length > 0)) return new(null, Twice);
        if (asserted) return assertions.Judge(form!, Find);
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return inBody ? Check(form!["client_id"].ToString(), form["client_secret"].ToString()) : new(null, Unknown);

        if (inBody) return new(null, Twice);
        var buffer = new byte[header.Length];
        if (!Convert.TryFromBase64String(header["Basic ".Length..].Trim(), buffer, out var length)) return new(null, Unreadable);
        var pair = Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2);
        return pair.Length == 2 ? Check(FormDecode(pair[0]), FormDecode(pair[1])) : new(null, Unreadable);
    }

    private ClientClaim Check(string id, string secret)
    {
        var client = Find(id);
        var same = CryptographicOperations.FixedTimeEquals(Digest(client?.ClientSecret ?? ""), Digest(secret));
        return client is not null && same && client.AssertionKey is null ? new(client, null) : new(null, Unknown);
    }

    private static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static string FormDecode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
