// A sandbox under test with a plain HttpClient before it: what a sender without any of our code would see.
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conferral.Sandbox.Tests;

internal sealed class SandboxCaller : IAsyncDisposable
{
    public const string Credentials = "/ims/clr/v2p0/credentials";

    private readonly HttpClient http;

    private SandboxCaller(SandboxPlatform platform)
    {
        Platform = platform;
        http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new(platform.BaseUrl) };
    }

    public SandboxPlatform Platform { get; }

    public static Task<SandboxCaller> StartAsync(params IEnumerable<string> faults)
        => StartAsync(new SandboxOptions { Faults = SandboxFaults.Parse(faults) });

    /// <summary>Hand-made documents carry no proof, so only their envelope is checked.</summary>
    public static async Task<SandboxCaller> StartAsync(SandboxOptions options, TimeProvider? clock = null)
        => new(await SandboxPlatform.StartAsync(options with { Checks = ReceivedChecks.Envelope }, clock));

    /// <summary>A sandbox that checks everything it receives.</summary>
    public static async Task<SandboxCaller> StartStrictAsync(SandboxOptions options, TimeProvider? clock = null)
        => new(await SandboxPlatform.StartAsync(options, clock));

    public async Task<string> TokenAsync(string scope = "", string? clientId = null, string? secret = null)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["scope"] = scope };
        using var answer = await PostFormAsync("/oauth2/token", form, Basic(clientId ?? Platform.ClientId, secret ?? Platform.ClientSecret));
        answer.EnsureSuccessStatusCode();
        return (await JsonOf(answer))["access_token"]!.GetValue<string>();
    }

    public Task<HttpResponseMessage> PostFormAsync(string path, IEnumerable<KeyValuePair<string, string>> form, AuthenticationHeaderValue? authorization = null)
        => SendAsync("POST", path, authorization, new FormUrlEncodedContent(form));

    public Task<HttpResponseMessage> PostAsync(string token, string body, string mediaType = "application/json")
        => PostAsync(token, Encoding.UTF8.GetBytes(body), mediaType);

    public Task<HttpResponseMessage> PostAsync(string token, byte[] body, string mediaType = "application/json")
        => SendAsync("POST", Credentials, Bearer(token), Content(body, mediaType));

    public Task<HttpResponseMessage> GetAsync(string token, string path) => SendAsync("GET", path, Bearer(token));

    public Task<HttpResponseMessage> SendAsync(string method, string path, AuthenticationHeaderValue? authorization = null, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(new(method), path) { Content = content };
        request.Headers.Authorization = authorization;
        return http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    public static AuthenticationHeaderValue Basic(string id, string secret)
        => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));

    public static ByteArrayContent Content(byte[] body, string mediaType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return content;
    }

    public static async Task<JsonNode> JsonOf(HttpResponseMessage answer)
        => JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))!;

    /// <summary>The code minor of an answer, once its shape has been held against Imsx_StatusInfo.</summary>
    public static async Task<string> CodeMinorOf(HttpResponseMessage answer)
    {
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        return CodeMinorOf(await JsonOf(answer));
    }

    public static string CodeMinorOf(JsonNode info)
    {
        Assert.Equal(["imsx_codeMajor", "imsx_codeMinor", "imsx_description", "imsx_severity"], info.AsObject().Select(member => member.Key).Order());
        Assert.Contains(info["imsx_codeMajor"]!.GetValue<string>(), new[] { "failure", "unsupported" });
        Assert.Equal("error", info["imsx_severity"]!.GetValue<string>());
        Assert.NotEmpty(info["imsx_description"]!.GetValue<string>());
        var field = Assert.Single(info["imsx_codeMinor"]!["imsx_codeMinorField"]!.AsArray())!;
        Assert.Equal("conferral-sandbox", field["imsx_codeMinorFieldName"]!.GetValue<string>());
        return field["imsx_codeMinorFieldValue"]!.GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Platform.DisposeAsync();
    }
}
