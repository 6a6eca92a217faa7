// Holds the sandbox against the published service model: Open Badges 3.0's OpenAPI file, which CLR 2.0 shares but for its prefix.
using System.Text.Json.Nodes;
using Conferral.TestKit;

namespace Conferral.Sandbox.Tests;

public sealed class PublishedApiTests
{
    [Fact]
    public async Task The_operations_their_methods_scopes_and_parameters_are_the_published_ones()
    {
        var published = Published();
        var ours = await DescriptionAsync();
        Assert.Equal(Operations(published, Clr).Order(), Operations(ours, scope => scope).Order());
    }

    [Fact]
    public async Task The_scopes_of_the_security_scheme_are_the_published_ones()
    {
        var published = Published()["components"]!["securitySchemes"]!["OAuth2ACG"]!["flows"]!["authorizationCode"]!.AsObject();
        var ours = (await DescriptionAsync())["components"]!["securitySchemes"]!["OAuth2ACG"]!["flows"]!["authorizationCode"]!.AsObject();
        Assert.Equal(published.Select(member => member.Key).Order(), ours.Select(member => member.Key).Order());
        Assert.Equal(published["scopes"]!.AsObject().Select(scope => Clr(scope.Key)).Order(), ours["scopes"]!.AsObject().Select(scope => scope.Key).Order());
    }

    [Theory]
    [InlineData("ServiceDescriptionDocument", "")]
    [InlineData("OpenApiInfo", "info")]
    [InlineData("OpenApiComponents", "components")]
    [InlineData("OpenApiOAuth2SecurityScheme", "components/securitySchemes/OAuth2ACG")]
    public async Task The_service_description_holds_what_the_published_schema_requires(string schema, string place)
    {
        var required = Published()["components"]!["schemas"]![schema]!["required"]!.AsArray().Select(name => name!.GetValue<string>());
        var described = place.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(await DescriptionAsync(), (node, name) => node[name]!);
        Assert.All(required, name => Assert.True(described.AsObject().ContainsKey(name), name));
    }

    [Fact]
    public void Every_code_of_a_failure_is_in_the_published_vocabulary()
    {
        var schemas = Published()["components"]!["schemas"]!;
        var minors = Words(schemas["Imsx_CodeMinorField"]!["properties"]!["imsx_codeMinorFieldValue"]!);
        var majors = Words(schemas["Imsx_StatusInfo"]!["properties"]!["imsx_codeMajor"]!);
        var severities = Words(schemas["Imsx_StatusInfo"]!["properties"]!["imsx_severity"]!);
        for (var status = 400; status < 600; status++)
        {
            var info = Refusal.ForStatus(status, "x").ToStatusInfo();
            Assert.Contains(info.CodeMinor.Fields[0].Value, minors);
            Assert.Contains(info.CodeMajor, majors);
            Assert.Contains(info.Severity, severities);
        }

        Assert.Contains(CodeMinor.InvalidQueryParameter, minors);
        Assert.Contains("unsupported", majors);
    }

    private static JsonNode Published() => JsonNode.Parse(File.ReadAllBytes(Shared.Conformance("openapi", "ob_v3p0_openapi.json")))!;

    private static async Task<JsonNode> DescriptionAsync()
    {
        await using var sandbox = await SandboxCaller.StartAsync();
        using var answer = await sandbox.SendAsync("GET", "/ims/clr/v2p0/discovery");
        return await SandboxCaller.JsonOf(answer);
    }

    private static string Clr(string scope) => scope.Replace("/ob/v3p0/", "/clr/v2p0/", StringComparison.Ordinal);

    private static IEnumerable<string> Operations(JsonNode document, Func<string, string> rename)
        => from path in document["paths"]!.AsObject()
           from method in path.Value!.AsObject()
           let scopes = method.Value!["security"]?[0]?["OAuth2ACG"]?.AsArray().Select(scope => rename(scope!.GetValue<string>())) ?? []
           let parameters = method.Value!["parameters"]?.AsArray().Select(parameter => parameter!["name"]!.GetValue<string>()) ?? []
           select $"{method.Key} {path.Key} {method.Value!["operationId"]} [{string.Join(' ', scopes)}] ({string.Join(' ', parameters)})";

    private static List<string> Words(JsonNode schema) => [.. schema["enum"]!.AsArray().Select(word => word!.GetValue<string>())];
}
