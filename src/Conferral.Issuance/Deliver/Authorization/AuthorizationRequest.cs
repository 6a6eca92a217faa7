// One request for a person's consent, and the check of what comes back for it.
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Authorization code with PKCE. The verifier and the state are 256 random bits each and are used once.
/// Errors: <see cref="DeliveryException"/> with <see cref="DeliveryCode.NotConnected"/> when consent was refused or the
/// answer is another server's.
/// Spec: RFC 6749 §4.1; RFC 7636 §4; RFC 9207 §2.4.
/// </summary>
internal sealed class AuthorizationRequest(AuthorizationServer server, string clientId, Uri redirectUrl, string scope)
{
    private readonly string _verifier = Random256();
    private readonly string _state = Random256();

    public Uri RedirectUrl => redirectUrl;

    public string Scope => scope;

    /// <summary>What the person opens in a browser.</summary>
    public Uri Address()
    {
        List<(string Name, string Value)> query =
        [
            ("response_type", "code"),
            ("client_id", clientId),
            ("redirect_uri", redirectUrl.AbsoluteUri),
            ("scope", scope),
            ("state", _state),
            ("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier)))),
            ("code_challenge_method", "S256"),
        ];
        // OpenID Connect servers give a refresh token only to who asks for consent anew; others ignore the word.
        if (ScopeSet.Split(scope).Contains(ScopeSet.OfflineAccess)) query.Add(("prompt", "consent"));
        var endpoint = server.AuthorizationEndpoint!;
        var start = endpoint.Query.Length > 1 ? endpoint.AbsoluteUri + "&" : endpoint.GetLeftPart(UriPartial.Path) + "?";
        return new Uri(start + string.Join('&', query.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}")));
    }

    /// <summary>Whether an answer belongs to this request; others are not looked at.</summary>
    public bool IsMine(IReadOnlyDictionary<string, string> answer)
        => answer.TryGetValue("state", out var state) && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(_state));

    /// <summary>The form fields that turn the answer into tokens.</summary>
    public IReadOnlyList<(string Name, string Value)> GrantFor(IReadOnlyDictionary<string, string> answer)
    {
        CheckIssuer(answer);
        if (answer.TryGetValue("error", out var error)) throw Refused(error);
        return answer.TryGetValue("code", out var code)
            ? [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectUrl.AbsoluteUri), ("scope", scope), ("code_verifier", _verifier)]
            : throw new DeliveryException(DeliveryCode.NotConnected, "The platform sent the browser back without a code: tell its administrator.", retryable: false);
    }

    private void CheckIssuer(IReadOnlyDictionary<string, string> answer)
    {
        var named = answer.GetValueOrDefault("iss");
        if (named is null ? server.AnswersWithIssuer : server.Issuer is not null && named != server.Issuer)
            throw new DeliveryException(DeliveryCode.NotConnected, $"The answer came from {(named is null ? "a server that does not name itself" : "another authorization server")}, not from {server.Issuer}; it was thrown away. Try again, and follow only the address printed here.", retryable: false);
    }

    private static DeliveryException Refused(string error) => new(
        DeliveryCode.NotConnected,
        error switch
        {
            "access_denied" => "Consent was refused in the browser; nothing is connected. Run the command again to ask once more.",
            "invalid_scope" => "The platform does not offer the scopes asked for: set Scope to what was agreed.",
            "unauthorized_client" or "unsupported_response_type" => "The platform does not let this client connect accounts: ask its administrator, or register with --register.",
            _ => $"The platform refused ({new string([.. error.Where(c => char.IsAsciiLetterOrDigit(c) || c == '_').Take(60)])}): ask its administrator.",
        },
        retryable: false);

    private static string Random256() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
