// Registers Conferral as a client of a platform.
using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Errors: <see cref="DeliveryException"/> with <see cref="DeliveryCode.ProfileInvalid"/> when the settings lack what the
/// platform asks for, and with <see cref="DeliveryCode.TokenRefused"/> when it refuses.
/// Spec: RFC 7591 §3; CLR 2.0 §5.1.
/// </summary>
internal sealed class ClientRegistration(PlatformProfile profile, PlatformHttp http)
{
    /// <summary>Names the software, whatever its version. Spec: RFC 7591 §2 software_id.</summary>
    public const string SoftwareId = "conferral";

    private const int MaxAnswerBytes = 256 * 1024;

    public async Task<StoredClient> RegisterAsync(AuthorizationServer server, Uri? redirectUrl, string scope, CancellationToken cancellationToken)
    {
        var problems = profile.Authorization.Registration.Problems();
        if (problems.Count > 0) throw new DeliveryException(DeliveryCode.ProfileInvalid, string.Join(" ", problems), retryable: false);
        var endpoint = server.RegistrationEndpoint ?? throw new DeliveryException(DeliveryCode.NoTokenEndpoint, $"{profile.BaseUrl} names no registration endpoint in its discovery documents: ask its administrator for a client id, or set RegistrationUrl.", retryable: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Headers.Accept.ParseAdd("application/json");
        request.Content = new ByteArrayContent(Metadata(server, redirectUrl, scope));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var answer = await http.SendAsync(request, MaxAnswerBytes, cancellationToken);
        if (answer.Status is not (200 or 201)) throw Refused(endpoint, answer);
        return Read(answer, redirectUrl) ?? throw new DeliveryException(DeliveryCode.TokenRefused, $"{endpoint} answered {answer.Status} without a client id: is it the registration endpoint? Check RegistrationUrl.", retryable: false);
    }

    private TokenAuthentication Method(AuthorizationServer server)
        => profile.Authorization.TokenAuth ?? (server.AuthMethods.Contains("client_secret_post") && !server.AuthMethods.Contains("client_secret_basic") ? TokenAuthentication.Post : TokenAuthentication.Basic);

    private byte[] Metadata(AuthorizationServer server, Uri? redirectUrl, string scope)
    {
        var about = profile.Authorization.Registration;
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("client_name", about.ClientName);
        json.WriteString("client_uri", about.ClientUri!.AbsoluteUri);
        json.WriteString("logo_uri", about.LogoUri!.AbsoluteUri);
        json.WriteString("tos_uri", about.TermsUri!.AbsoluteUri);
        json.WriteString("policy_uri", about.PolicyUri!.AbsoluteUri);
        json.WriteString("software_id", SoftwareId);
        json.WriteString("software_version", PlatformHttp.Version);
        json.WriteString("application_type", "native");
        json.WriteString("token_endpoint_auth_method", NameOf(Method(server)));
        WriteList(json, "redirect_uris", redirectUrl is null ? [] : [redirectUrl.AbsoluteUri]);
        WriteList(json, "grant_types", redirectUrl is null ? ["client_credentials"] : ["authorization_code", "refresh_token"]);
        WriteList(json, "response_types", redirectUrl is null ? [] : ["code"]);
        if (about.Contacts.Count > 0) WriteList(json, "contacts", about.Contacts);
        json.WriteString("scope", scope);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>The platform's word on how the client proves itself comes before ours.</summary>
    private StoredClient? Read(PlatformAnswer answer, Uri? redirectUrl)
    {
        try
        {
            using var document = answer.ParseBody();
            JsonElement? root = document.RootElement;
            if (root.Text("client_id") is not { Length: > 0 } id) return null;
            var method = root.Text("token_endpoint_auth_method") is { } said ? MethodNamed(said) : profile.Authorization.TokenAuth ?? TokenAuthentication.Basic;
            DateTimeOffset? ends = root.Positive("client_secret_expires_at") is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
            return new StoredClient(id, root.Text("client_secret"), method, redirectUrl, ends);
        }
        catch (JsonException)
        {
            // Not a registration, whatever it is: the caller says so.
            return null;
        }
    }

    private static string NameOf(TokenAuthentication method) => method switch
    {
        TokenAuthentication.Post => "client_secret_post",
        TokenAuthentication.PrivateKeyJwt => throw new DeliveryException(DeliveryCode.ProfileInvalid, "A client with a private key is not registered by itself: give the platform's administrator the public key, and set ClientId.", retryable: false),
        TokenAuthentication.None => "none",
        _ => "client_secret_basic",
    };

    private static TokenAuthentication MethodNamed(string name) => name switch
    {
        "client_secret_post" => TokenAuthentication.Post,
        "none" => TokenAuthentication.None,
        _ => TokenAuthentication.Basic,
    };

    private static DeliveryException Refused(Uri endpoint, PlatformAnswer answer)
    {
        var error = AnswerText.OAuthError(answer);
        var advice = error switch
        {
            "invalid_redirect_uri" => "it does not take an address on 127.0.0.1: ask its administrator for a client id",
            "invalid_client_metadata" => "check authorization.registration and Scope",
            _ when answer.Status is 401 or 403 => "it registers only clients its administrator lets in: ask for a client id",
            _ => "ask its administrator for a client id",
        };
        return new DeliveryException(DeliveryCode.TokenRefused, $"The registration endpoint {endpoint.GetLeftPart(UriPartial.Path)} refused ({answer.Status}{(error is null ? "" : ", " + error)}): {advice}.", retryable: answer.Status is 429 or >= 500);
    }
}
