// Request by request: what the sandbox refuses, with which status and which code minor.
using System.Net;
using System.Text;

namespace Conferral.Sandbox.Tests;

public sealed class RefusalTableTests
{
    private const string Post = "POST";
    private const string Path = SandboxCaller.Credentials;

    /// <summary>Name, method, path, token scope ('-' none, '?' unknown), media type, body, status, code minor.</summary>
    public static TheoryData<string, string, string, string, string?, string?, int, string> Refusals => new()
    {
        { "no token", Post, Path, "-", "application/json", "{}", 401, "unauthorizedrequest" },
        { "unknown token", Post, Path, "?", "application/json", "{}", 401, "unauthorizedrequest" },
        { "reading without a token", "GET", Path, "-", null, null, 401, "unauthorizedrequest" },
        { "profile without a token", "GET", "/ims/clr/v2p0/profile", "-", null, null, 401, "unauthorizedrequest" },
        { "posting with a read token", Post, Path, ClrScope.CredentialReadonly, "application/json", "{}", 403, "forbidden" },
        { "reading with a write token", "GET", Path, ClrScope.CredentialUpsert, null, null, 403, "forbidden" },
        { "profile with a credential token", "GET", "/ims/clr/v2p0/profile", ClrScope.CredentialReadonly, null, null, 403, "forbidden" },
        { "putting a profile with a read token", "PUT", "/ims/clr/v2p0/profile", ClrScope.ProfileReadonly, "application/json", "{}", 403, "forbidden" },
        { "empty body", Post, Path, "", "application/json", "", 400, "invalid_data" },
        { "not JSON", Post, Path, "", "application/json", "{", 400, "invalid_data" },
        { "text after the JSON", Post, Path, "", "application/json", SampleClr.Json() + "x", 400, "invalid_data" },
        { "byte order mark", Post, Path, "", "application/json", "\uFEFF" + SampleClr.Json(), 400, "invalid_data" },
        { "comment in the JSON", Post, Path, "", "application/json", SampleClr.Json() + "// x", 400, "invalid_data" },
        { "duplicate name", Post, Path, "", "application/json", SampleClr.Json().Replace("\"name\"", "\"id\"", StringComparison.Ordinal), 400, "invalid_data" },
        { "a string", Post, Path, "", "application/json", "\"x\"", 400, "invalid_data" },
        { "no id", Post, Path, "", "application/json", SampleClr.Json(id: " "), 400, "invalid_data" },
        { "an Open Badge", Post, Path, "", "application/json", SampleClr.Json().Replace("ClrCredential", "OpenBadgeCredential", StringComparison.Ordinal), 400, "invalid_data" },
        { "no issuer id", Post, Path, "", "application/json", SampleClr.Json(issuer: ""), 400, "invalid_data" },
        { "validFrom without a zone", Post, Path, "", "application/json", SampleClr.Json(validFrom: "2026-05-01T00:00:00"), 400, "invalid_data" },
        { "validFrom that is no date", Post, Path, "", "application/json", SampleClr.Json(validFrom: "2026-13-01T00:00:00Z"), 400, "invalid_data" },
        { "compact JWS", Post, Path, "", "text/plain", "a.b.c", 415, "not_acceptable" },
        { "form", Post, Path, "", "application/x-www-form-urlencoded", "a=b", 415, "not_acceptable" },
        { "no media type", Post, Path, "", "", "{}", 415, "not_acceptable" },
        { "another charset", Post, Path, "", "application/json; charset=utf-16", "{}", 415, "not_acceptable" },
        { "limit of zero", "GET", Path + "?limit=0", "", null, null, 400, "invalid_query_parameter" },
        { "negative limit", "GET", Path + "?limit=-1", "", null, null, 400, "invalid_query_parameter" },
        { "limit that is a word", "GET", Path + "?limit=ten", "", null, null, 400, "invalid_query_parameter" },
        { "two limits", "GET", Path + "?limit=1&limit=2", "", null, null, 400, "invalid_query_parameter" },
        { "negative offset", "GET", Path + "?offset=-1", "", null, null, 400, "invalid_query_parameter" },
        { "since that is no time", "GET", Path + "?since=yesterday", "", null, null, 400, "invalid_query_parameter" },
        { "empty since", "GET", Path + "?since=", "", null, null, 400, "invalid_query_parameter" },
        { "unknown host id", "GET", Path + "/000001", "", null, null, 404, "not_found" },
        { "host id that is none", "GET", Path + "/x", "", null, null, 404, "not_found" },
        { "unknown address in the API", "GET", "/ims/clr/v2p0/clrs", "", null, null, 404, "not_found" },
        { "unknown address", "GET", "/nowhere", "-", null, null, 404, "not_found" },
        { "deleting", "DELETE", Path, "", null, null, 405, "not_allowed" },
        { "deleting one", "DELETE", Path + "/000001", "", null, null, 405, "not_allowed" },
        { "posting a profile", Post, "/ims/clr/v2p0/profile", "", "application/json", "{}", 405, "not_allowed" },
        { "getting a token", "GET", "/oauth2/token", "-", null, null, 405, "not_allowed" },
        { "a profile without type", "PUT", "/ims/clr/v2p0/profile", "", "application/json", "{\"id\":\"x\"}", 400, "invalid_data" },
        { "a profile that is a list", "PUT", "/ims/clr/v2p0/profile", "", "application/json", "[]", 400, "invalid_data" },
        { "a profile as text", "PUT", "/ims/clr/v2p0/profile", "", "text/html", "x", 415, "not_acceptable" },
        { "half of a character", Post, Path, "", "application/json", SampleClr.Json(id: "\\ud800"), 400, "invalid_data" },
        { "a profile with half of a character", "PUT", "/ims/clr/v2p0/profile", "", "application/json", """{"id":"\ud800","type":"\ud800"}""", 400, "invalid_data" },
        { "empty batch", Post, Path, "", "application/json", " []", 400, "invalid_data" },
        { "batch that does not end", Post, Path, "", "application/json", "[{}", 400, "invalid_data" },
        { "text after the batch", Post, Path, "", "application/json", "[{}]x", 400, "invalid_data" },
        { "batch with a comma too many", Post, Path, "", "application/json", "[{},]", 400, "invalid_data" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_has_its_status_and_code_minor(string name, string method, string path, string scope, string? mediaType, string? body, int status, string codeMinor)
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        var authorization = scope switch
        {
            "-" => null,
            "?" => SandboxCaller.Bearer("made-up"),
            _ => SandboxCaller.Bearer(await sandbox.TokenAsync(scope)),
        };
        using var content = body is null ? null : SandboxCaller.Content(Encoding.UTF8.GetBytes(body), mediaType!);
        using var answer = await sandbox.SendAsync(method, path, authorization, content);

        Assert.True(status == (int)answer.StatusCode, $"{name}: {(int)answer.StatusCode}");
        Assert.Equal(codeMinor, await SandboxCaller.CodeMinorOf(answer));
        Assert.Empty(sandbox.Platform.Credentials);
        if (status == 401) Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        if (status == 405) Assert.NotEmpty(answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_compressed_body_is_unsupported()
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        using var content = SandboxCaller.Content(SampleClr.Bytes(), "application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var answer = await sandbox.SendAsync(Post, Path, SandboxCaller.Bearer(await sandbox.TokenAsync()), content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal("not_acceptable", await SandboxCaller.CodeMinorOf(answer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_beyond_the_limit_is_refused_whether_or_not_its_length_is_told(bool told)
    {
        await using var sandbox = await SandboxCaller.StartAsync(new SandboxOptions { MaxCredentialBytes = 1000, Batch = null });
        using var content = SandboxCaller.Content(SampleClr.Bytes(name: new string('x', 2000)), "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, sandbox.Platform.BaseUrl + Path) { Content = content };
        request.Headers.Authorization = SandboxCaller.Bearer(await sandbox.TokenAsync());
        request.Headers.TransferEncodingChunked = !told;
        using var http = new HttpClient(new SocketsHttpHandler());
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("invalid_data", await SandboxCaller.CodeMinorOf(answer));
        Assert.Empty(sandbox.Platform.Credentials);
    }

    [Fact]
    public async Task One_credential_beyond_its_own_limit_is_refused_even_where_a_batch_may_be_larger()
    {
        await using var sandbox = await SandboxCaller.StartAsync(new SandboxOptions { MaxCredentialBytes = 1000 });
        using var answer = await sandbox.PostAsync(await sandbox.TokenAsync(), SampleClr.Bytes(name: new string('x', 2000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }
}
