// Where and how the authorization server of a platform is spoken to.
using System.Text.Json;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// One authorization server, as its documents or the settings describe it; null and empty where nothing is said.
/// Every address is one that secrets may travel to.
/// Spec: RFC 8414 §2; CLR 2.0 §7.1 (components.securitySchemes); RFC 9207 §3.
/// </summary>
internal sealed record AuthorizationServer
{
    private static readonly string[] FlowNames = ["clientCredentials", "authorizationCode"];

    public string? Issuer { get; init; }

    public Uri? TokenEndpoint { get; init; }

    public Uri? AuthorizationEndpoint { get; init; }

    public Uri? RegistrationEndpoint { get; init; }

    public Uri? RevocationEndpoint { get; init; }

    public IReadOnlyList<string> AuthMethods { get; init; } = [];

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyList<string> CodeChallengeMethods { get; init; } = [];

    /// <summary>Every authorization answer carries <c>iss</c>; one without it comes from somebody else.</summary>
    public bool AnswersWithIssuer { get; init; }

    /// <summary>What the settings say; it comes before anything discovered.</summary>
    public static AuthorizationServer FromSettings(AuthorizationProfile profile) => new()
    {
        Issuer = profile.Issuer?.OriginalString,
        TokenEndpoint = profile.TokenUrl,
        AuthorizationEndpoint = profile.AuthorizationUrl,
        RegistrationEndpoint = profile.RegistrationUrl,
        RevocationEndpoint = profile.RevocationUrl,
    };

    /// <summary>RFC 8414 and OpenID Connect metadata; addresses are read by <paramref name="resolve"/>, which gives null for unsafe ones.</summary>
    public static AuthorizationServer FromMetadata(JsonElement? metadata, Func<string?, Uri?> resolve) => new()
    {
        Issuer = metadata.Text("issuer"),
        TokenEndpoint = resolve(metadata.Text("token_endpoint")),
        AuthorizationEndpoint = resolve(metadata.Text("authorization_endpoint")),
        RegistrationEndpoint = resolve(metadata.Text("registration_endpoint")),
        RevocationEndpoint = resolve(metadata.Text("revocation_endpoint")),
        AuthMethods = metadata.Texts("token_endpoint_auth_methods_supported"),
        Scopes = metadata.Texts("scopes_supported"),
        CodeChallengeMethods = metadata.Texts("code_challenge_methods_supported"),
        AnswersWithIssuer = metadata.IsTrue("authorization_response_iss_parameter_supported"),
    };

    /// <summary>The OpenAPI-shaped service description; flat spellings seen in the wild are read too.</summary>
    public static AuthorizationServer FromServiceDescription(JsonElement? description, Func<string?, Uri?> resolve)
    {
        var schemes = description.Member("components").Member("securitySchemes") is { ValueKind: JsonValueKind.Object } found ? [.. found.EnumerateObject().Select(scheme => (JsonElement?)scheme.Value)] : (List<JsonElement?>)[];
        var flows = FlowNames.SelectMany(name => schemes.Select(scheme => scheme.Member("flows").Member(name))).Where(flow => flow is not null).ToList();
        var scopes = flows.Select(flow => flow.Member("scopes")).Where(listed => listed is { ValueKind: JsonValueKind.Object }).SelectMany(listed => listed!.Value.EnumerateObject().Select(scope => scope.Name)).Distinct().ToList();
        return new AuthorizationServer
        {
            TokenEndpoint = resolve(First("tokenUrl") ?? description.Text("tokenUrl") ?? description.Text("token_endpoint")),
            AuthorizationEndpoint = resolve(First("authorizationUrl") ?? description.Text("authorizationUrl")),
            RegistrationEndpoint = resolve(schemes.Select(scheme => scheme.Text("x-imssf-registrationUrl")).FirstOrDefault(url => url is not null) ?? description.Text("registrationUrl")),
            RevocationEndpoint = resolve(description.Text("revocationUrl")),
            // The standard offers offline_access at every service, and lists it at none.
            Scopes = scopes.Count > 0 ? [.. scopes, ScopeSet.OfflineAccess] : [],
        };

        string? First(string name) => flows.Select(flow => flow.Text(name)).FirstOrDefault(url => url is not null);
    }

    /// <summary>
    /// What this one leaves open, <paramref name="later"/> answers; nothing where the two name different token endpoints,
    /// because then they are two servers.
    /// </summary>
    public AuthorizationServer CompletedBy(AuthorizationServer later)
    {
        if (TokenEndpoint is not null && later.TokenEndpoint is not null && TokenEndpoint != later.TokenEndpoint) return this;
        return new AuthorizationServer
        {
            Issuer = Issuer ?? later.Issuer,
            TokenEndpoint = TokenEndpoint ?? later.TokenEndpoint,
            AuthorizationEndpoint = AuthorizationEndpoint ?? later.AuthorizationEndpoint,
            RegistrationEndpoint = RegistrationEndpoint ?? later.RegistrationEndpoint,
            RevocationEndpoint = RevocationEndpoint ?? later.RevocationEndpoint,
            AuthMethods = AuthMethods.Count > 0 ? AuthMethods : later.AuthMethods,
            Scopes = [.. Scopes.Union(later.Scopes)],
            CodeChallengeMethods = CodeChallengeMethods.Count > 0 ? CodeChallengeMethods : later.CodeChallengeMethods,
            AnswersWithIssuer = AnswersWithIssuer || later.AnswersWithIssuer,
        };
    }
}
