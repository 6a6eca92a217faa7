// Asks an authorization server for tokens, and gives them back.
namespace Conferral.Issuance.Deliver;

/// <summary>
/// One client at one authorization server.
/// Errors: a network fault or a failing server is a retryable <see cref="DeliveryException"/>; a refusal of a token request
/// is a value, because what it means depends on the grant.
/// Spec: RFC 6749 §3.2, §5; RFC 7009 §2.
/// </summary>
internal sealed class TokenEndpoint(AuthorizationServer server, ClientAuthentication client, PlatformHttp http, TimeProvider time)
{
    /// <summary>A token answer is a few kilobytes at most.</summary>
    private const int MaxAnswerBytes = 256 * 1024;

    public AuthorizationServer Server => server;

    public string ClientId => client.ClientId;

    /// <summary>Either tokens or the refusal. <paramref name="grant"/> holds the form fields of the grant.</summary>
    public async Task<(TokenAnswer? Granted, TokenRefusal? Refused)> RequestAsync(IReadOnlyList<(string Name, string Value)> grant, CancellationToken cancellationToken)
    {
        var endpoint = server.TokenEndpoint!;
        var answer = await PostAsync(endpoint, grant, cancellationToken);
        if (answer.Status != 200) return (null, new TokenRefusal(endpoint, answer.Status, AnswerText.OAuthError(answer)));
        return TokenAnswer.Read(answer) is { } tokens
            ? (tokens, null)
            : throw new DeliveryException(DeliveryCode.TokenRefused, $"{endpoint.GetLeftPart(UriPartial.Path)} answered 200 without a Bearer token: is it the token endpoint? Check TokenUrl.", retryable: false);
    }

    /// <summary>Takes a token out of use. False where the server offers no revocation or refuses it.</summary>
    public async Task<bool> RevokeAsync(string token, string kind, CancellationToken cancellationToken)
    {
        if (server.RevocationEndpoint is not { } endpoint) return false;
        var answer = await PostAsync(endpoint, [("token", token), ("token_type_hint", kind)], cancellationToken);
        return answer.Status is >= 200 and < 300;
    }

    private async Task<PlatformAnswer> PostAsync(Uri endpoint, IReadOnlyList<(string Name, string Value)> fields, CancellationToken cancellationToken)
    {
        var form = fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).ToList();
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Headers.Accept.ParseAdd("application/json");
        client.Prove(request, form, server);
        request.Content = new FormUrlEncodedContent(form);
        var answer = await SendAsync(request, cancellationToken);
        return answer.Status is 429 or 408 or >= 500
            ? throw new DeliveryException(DeliveryCode.PlatformError, $"The token endpoint {endpoint.GetLeftPart(UriPartial.Path)} answered {answer.Status}.", retryable: true) { RetryAfter = PauseHeaders.RetryAfter(answer, time.GetUtcNow()) }
            : answer;
    }

    /// <summary>A lost token answer loses nothing: no credential was on its way.</summary>
    private async Task<PlatformAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, MaxAnswerBytes, cancellationToken);
        }
        catch (DeliveryException fault) when (fault.MayHaveArrived)
        {
            throw new DeliveryException(fault.Code, $"No access token: {fault.Message}", retryable: true, fault);
        }
    }
}
