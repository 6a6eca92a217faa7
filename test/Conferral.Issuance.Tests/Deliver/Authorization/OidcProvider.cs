// Runs npm's oidc-provider on loopback: an authorization server nobody here wrote.
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.TestKit;

namespace Conferral.Issuance.Tests.Deliver;

/// <summary>Skips the calling test with a sentence where Node or the packages are absent.</summary>
internal sealed class OidcProvider : IAsyncDisposable
{
    private const string Absent = "oidc-provider is not installed here: it takes Node 20 and `npm ci --prefix interop`.";

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private OidcProvider(Process process, Uri issuer) => (_process, Issuer) = (process, issuer);

    public Uri Issuer { get; }

    public static async Task<OidcProvider> StartAsync(params JsonObject[] clients)
    {
        var interop = Path.Combine(Checkout.Root, "interop");
        if (!Directory.Exists(Path.Combine(interop, "node_modules", "oidc-provider"))) Assert.Skip(Absent);
        var start = new ProcessStartInfo("node") { WorkingDirectory = interop, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("oidc.mjs");
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip(Absent);
            throw;
        }

        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        await process.StandardInput.WriteLineAsync(new JsonObject { ["clients"] = new JsonArray([.. clients]) }.ToJsonString());
        await process.StandardInput.FlushAsync();
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(LongestStart) ?? throw new InvalidOperationException("oidc-provider did not start.");
        return new OidcProvider(process, new Uri(JsonNode.Parse(line)!["issuer"]!.GetValue<string>()));
    }

    /// <summary>What the server itself says of a token.</summary>
    public async Task<JsonNode> IntrospectAsync(string token, string clientId, string secret)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Issuer, "/token/introspection")) { Content = new FormUrlEncodedContent([new("token", token)]) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{clientId}:{secret}")));
        using var answer = await http.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync()) ?? throw new JsonException("null");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close(); // it ends with its input
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
