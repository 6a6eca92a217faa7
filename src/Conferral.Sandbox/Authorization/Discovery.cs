// What the sandbox says of itself: the service description of the CLR API and the OAuth server metadata.
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

/// <summary>Spec: RFC 8414 §2.</summary>
internal sealed record AuthorizationServerMetadata
{
    [JsonPropertyName("issuer")]
    public required string Issuer { get; init; }

    [JsonPropertyName("token_endpoint")]
    public required string TokenEndpoint { get; init; }

    [JsonPropertyName("authorization_endpoint")]
    public required string AuthorizationEndpoint { get; init; }

    [JsonPropertyName("registration_endpoint")]
    public required string RegistrationEndpoint { get; init; }

    [JsonPropertyName("revocation_endpoint")]
    public required string RevocationEndpoint { get; init; }

    [JsonPropertyName("scopes_supported")]
    public required IReadOnlyList<string> Scopes { get; init; }

    [JsonPropertyName("grant_types_supported")]
    public IReadOnlyList<string> GrantTypes { get; } = GrantType.All;

    [JsonPropertyName("response_types_supported")]
    public IReadOnlyList<string> ResponseTypes { get; } = ["code"];

    [JsonPropertyName("token_endpoint_auth_methods_supported")]
    public IReadOnlyList<string> AuthMethods { get; } = ["client_secret_basic", "client_secret_post", "private_key_jwt"];

    [JsonPropertyName("token_endpoint_auth_signing_alg_values_supported")]
    public IReadOnlyList<string> AssertionAlgorithms { get; } = ClientAssertionCheck.Algorithms;

    [JsonPropertyName("code_challenge_methods_supported")]
    public IReadOnlyList<string> CodeChallengeMethods { get; } = ["S256"];

    [JsonPropertyName("authorization_response_iss_parameter_supported")]
    public bool AnswersWithIssuer { get; } = true;
}

internal sealed class Discovery(Func<string> baseUrl, BatchLimits? batch)
{
    private const string Cacheable = "public, max-age=300";

    public async Task DescribeServiceAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = Cacheable;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Describe(baseUrl())), context.RequestAborted);
    }

    public Task DescribeServerAsync(HttpContext context)
    {
        var url = baseUrl();
        context.Response.Headers.CacheControl = Cacheable;
        var metadata = new AuthorizationServerMetadata
        {
            Issuer = url,
            TokenEndpoint = url + ClrPath.Token,
            AuthorizationEndpoint = url + ClrPath.Authorize,
            RegistrationEndpoint = url + ClrPath.Register,
            RevocationEndpoint = url + ClrPath.Revoke,
            Scopes = [.. ClrScope.All, ClrScope.OfflineAccess],
        };
        return context.Response.WriteAsJsonAsync(metadata, SandboxJson.Readable.AuthorizationServerMetadata, cancellationToken: context.RequestAborted);
    }

    /// <summary>A profiled OpenAPI 3.0 document; every value put in is a URL, a scope or a number, so none needs escaping.</summary>
    private string Describe(string url) => $$"""
        {
          "openapi": "3.0.1",
          "info": {
            "title": "Conferral sandbox",
            "description": "A strict receiving platform for CLR 2.0, for trying things out. Nothing is kept after it stops.",
            "version": "2.0",
            "termsOfService": "{{url}}{{ClrPath.Terms}}",
            "x-imssf-privacyPolicyUrl": "{{url}}{{ClrPath.Privacy}}"{{BatchExtension()}}
          },
          "servers": [{ "url": "{{url}}{{ClrPath.Base}}" }],
          "paths": {
            "/discovery": {
              "get": { "operationId": "getServiceDescription", "responses": { "200": { "description": "this document" }, {{Errors}} } }
            },
            "/credentials": {
              "get": {
                "operationId": "getCredentials",
                "security": [{ "OAuth2ACG": ["{{ClrScope.CredentialReadonly}}"] }],
                "parameters": [
                  { "name": "limit", "in": "query", "schema": { "type": "integer", "minimum": 1 } },
                  { "name": "offset", "in": "query", "schema": { "type": "integer", "minimum": 0 } },
                  { "name": "since", "in": "query", "schema": { "type": "string", "format": "date-time" } }
                ],
                "responses": { "200": { "description": "one page of the token owner's credentials" }, {{Errors}} }
              },
              "post": {
                "operationId": "upsertCredential",
                "security": [{ "OAuth2ACG": ["{{ClrScope.CredentialUpsert}}"] }],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": { "schema": { "type": "object" } },
                    "application/vc+ld+json": { "schema": { "type": "object" } }
                  }
                },
                "responses": { "200": { "description": "replaced" }, "201": { "description": "created" }, {{Errors}} }
              }
            },
            "/profile": {
              "get": {
                "operationId": "getProfile",
                "security": [{ "OAuth2ACG": ["{{ClrScope.ProfileReadonly}}"] }],
                "responses": { "200": { "description": "the token owner's profile" }, {{Errors}} }
              },
              "put": {
                "operationId": "putProfile",
                "security": [{ "OAuth2ACG": ["{{ClrScope.ProfileUpdate}}"] }],
                "requestBody": { "required": true, "content": { "application/json": { "schema": { "type": "object" } } } },
                "responses": { "200": { "description": "replaced" }, {{Errors}} }
              }
            }
          },
          "components": {
            "responses": {
              "Failure": { "description": "what went wrong", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Imsx_StatusInfo" } } } }
            },
            "schemas": {
              "Imsx_StatusInfo": {
                "type": "object",
                "required": ["imsx_codeMajor", "imsx_severity"],
                "properties": {
                  "imsx_codeMajor": { "type": "string" },
                  "imsx_severity": { "type": "string" },
                  "imsx_description": { "type": "string" },
                  "imsx_codeMinor": { "type": "object" }
                }
              }
            },
            "securitySchemes": {
              "OAuth2ACG": {
                "type": "oauth2",
                "description": "Tokens come by client credentials, or by the consent of whoever sits before the browser.",
                "x-imssf-registrationUrl": "{{url}}{{ClrPath.Register}}",
                "flows": {
                  "authorizationCode": {
                    "authorizationUrl": "{{url}}{{ClrPath.Authorize}}",
                    "tokenUrl": "{{url}}{{ClrPath.Token}}",
                    "refreshUrl": "{{url}}{{ClrPath.Token}}",
                    "scopes": {{Scopes}}
                  },
                  "clientCredentials": {
                    "tokenUrl": "{{url}}{{ClrPath.Token}}",
                    "scopes": {{Scopes}}
                  }
                }
              }
            }
          }
        }
        """;

    private string BatchExtension() => batch is null ? "" : $$"""
        ,
            "x-conferral-batch": { "path": "{{ClrPath.Credentials}}", "maxItems": {{batch.MaxItems}}, "maxBytes": {{batch.MaxBytes}} }
        """;

    private const string Errors = "\"default\": { \"$ref\": \"#/components/responses/Failure\" }";

    private const string Scopes = $$"""
        {
                      "{{ClrScope.CredentialReadonly}}": "Read the credentials you stored.",
                      "{{ClrScope.CredentialUpsert}}": "Store or replace credentials.",
                      "{{ClrScope.ProfileReadonly}}": "Read your profile.",
                      "{{ClrScope.ProfileUpdate}}": "Replace your profile."
                    }
        """;
}
