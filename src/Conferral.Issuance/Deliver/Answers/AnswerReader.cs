// Turns one HTTP answer to one sent credential into a verdict. The table is docs/delivery.md.
using System.Text.Json;
using Conferral.Issuance.Sign;

namespace Conferral.Issuance.Deliver;

/// <summary>Reads answers; never throws for what a platform says. Spec: CLR 2.0 §7.2 upsertCredential.</summary>
internal static class AnswerReader
{
    private const int MaxHostIdLength = 512;

    private static readonly string[] HostIdHeaders = ["clrCredentialId", "X-Clr-Credential-Id", "X-Credential-Id", "Credential-Id"];

    public static Verdict Read(PlatformAnswer answer, SignedClr sent, DateTimeOffset now)
    {
        var verdict = answer.Status switch
        {
            304 => new Verdict(VerdictKind.Accepted, Detail: "The platform already has it."),
            200 or 201 or 202 or 204 => ReadAccepted(answer, sent),
            >= 300 and < 400 => ReadRedirect(answer),
            _ => ReadRefusal(answer, sent.Utf8Json),
        };
        return verdict with { HttpStatus = answer.Status, RetryAfter = PauseHeaders.RetryAfter(answer, now) };
    }

    /// <summary>One entry of a batch answer, judged by the same table.</summary>
    public static Verdict ReadItem(int status, JsonElement item, SignedClr sent, Uri requestUrl)
    {
        var verdict = status switch
        {
            200 or 201 or 202 or 204 or 304 => new Verdict(VerdictKind.Accepted)
            {
                HostId = HostIdIn(item, sent),
                ResourceUrl = Text(item, "location") is { } location ? Locate(location, requestUrl).Url : null,
            },
            _ => Judge(status, AnswerText.SaysBusy(StatusInfoOf(item)), AnswerText.Describe(item, sent.Utf8Json)),
        };
        return verdict with { HttpStatus = status };
    }

    /// <summary>The meaning of an error status. The platform's words are kept only where one document was sent whose contents can be taken out of them.</summary>
    public static Verdict ReadRefusal(PlatformAnswer answer, ReadOnlyMemory<byte>? sent)
    {
        var busy = answer.Status is >= 400 and < 500 && answer.Header("Retry-After") is not null;
        using (var body = Parse(answer)) busy |= body is not null && AnswerText.SaysBusy(body.RootElement);
        return Judge(answer.Status, busy, sent is { } document ? AnswerText.Describe(answer, document) : null);
    }

    private static Verdict Judge(int status, bool busy, string? reason)
    {
        var said = reason is null ? $"The platform answered {status}." : $"The platform answered {status}: {reason}";
        return status switch
        {
            429 => new(VerdictKind.TryAgain, DeliveryCode.RateLimited, said),
            401 => new(VerdictKind.Closed, DeliveryCode.Unauthorized, $"{said} A fresh token did not help: check that TokenUrl belongs to this platform and that its administrator enabled the client.") { Final = true },
            403 => new(VerdictKind.Closed, DeliveryCode.Forbidden, $"{said} The token does not allow storing credentials: ask for the scope …/credential.upsert and check Scope."),
            404 or 405 or 410 or 501 => new(VerdictKind.Closed, DeliveryCode.WrongAddress, $"{said} No CLR API takes credentials at this address: check BaseUrl, CredentialsPath and TrailingSlash."),
            406 or 415 => new(VerdictKind.Closed, DeliveryCode.ContentTypeRefused, $"{said} The platform does not take this content type: set ContentType (application/json or application/vc+ld+json)."),
            407 => new(VerdictKind.Closed, DeliveryCode.Unreachable, $"{said} A proxy between here and the platform asks for a sign-in: allow the platform's host in it.") { Final = true },
            408 or 425 or 421 => new(VerdictKind.TryAgain, DeliveryCode.PlatformError, said),
            503 => new(VerdictKind.TryAgain, DeliveryCode.PlatformError, said),
            >= 500 => new(VerdictKind.Lost, DeliveryCode.PlatformError, said),
            >= 400 when busy => new(VerdictKind.TryAgain, DeliveryCode.RateLimited, said),
            409 => new(VerdictKind.Refused, DeliveryCode.Conflict, said),
            413 => new(VerdictKind.Refused, DeliveryCode.TooLarge, said),
            >= 400 => new(VerdictKind.Refused, DeliveryCode.Refused, said),
            _ => new(VerdictKind.Lost, DeliveryCode.Unreadable, said),
        };
    }

    private static Verdict ReadAccepted(PlatformAnswer answer, SignedClr sent)
    {
        var (url, remark) = answer.Header("Location") is { Length: > 0 } location ? Locate(location, answer.RequestUrl) : (null, null);
        var verdict = new Verdict(VerdictKind.Accepted) { ResourceUrl = url, HostId = HostIdHeaders.Select(answer.Header).Select(CleanId).FirstOrDefault(id => id is not null) };
        if (answer.Status == 202) remark = Join("Accepted for processing; the platform has not said that it is stored.", remark);
        if (AnswerText.IsWebPage(answer)) return new Verdict(VerdictKind.Closed, DeliveryCode.WebPage, "The address answers a web page, not the CLR API: check BaseUrl and CredentialsPath, and whether a sign-in page stands before them.");
        if (answer.Body.Span.Trim(" \t\r\n"u8).IsEmpty) return verdict with { Detail = remark };
        if (answer.Overlong) return verdict with { Detail = Join("The answer is far longer than the credential and was not compared.", remark) };
        return ReadBody(answer, sent, verdict, remark);
    }

    private static Verdict ReadBody(PlatformAnswer answer, SignedClr sent, Verdict verdict, string? remark)
    {
        if (answer.Body.Span.SequenceEqual(sent.Utf8Json.Span)) return verdict with { Detail = remark };
        using var document = Parse(answer);
        if (document is null)
        {
            return answer.MediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
                ? verdict with { Detail = Join("The platform answered in plain text, not with the credential.", remark) }
                : new Verdict(VerdictKind.Lost, DeliveryCode.Unreadable, $"The platform answered {answer.Status} with something that is not JSON: whether it stored the credential is not known.");
        }

        var root = document.RootElement;
        if (AnswerText.SaysFailure(root))
            return Judge(AnswerText.SaysBusy(root) ? 429 : 400, busy: false, Join(AnswerText.Describe(root, sent.Utf8Json), $"(under status {answer.Status})"));
        var comparison = EchoComparison.Compare(sent.Utf8Json, root) switch
        {
            Echo.ReSigned => "The platform signed it again: its copy carries another proof.",
            Echo.Different => "The platform's copy differs from what was sent.",
            _ => null,
        };
        return verdict with { HostId = HostIdIn(root, sent) ?? verdict.HostId, Detail = Join(comparison, remark) };
    }

    private static Verdict ReadRedirect(PlatformAnswer answer)
    {
        if (Target(answer.Header("Location"), answer.RequestUrl) is not { } target)
            return new Verdict(VerdictKind.Closed, DeliveryCode.Redirected, $"The platform answered {answer.Status} without saying where to: check BaseUrl and CredentialsPath.");
        var sameOrigin = SameOrigin(target, answer.RequestUrl);
        var onlySlash = sameOrigin && target.AbsolutePath.TrimEnd('/') == answer.RequestUrl.AbsolutePath.TrimEnd('/') && target != answer.RequestUrl;
        return new Verdict(VerdictKind.Closed, DeliveryCode.Redirected, $"The platform redirects to {target.GetLeftPart(UriPartial.Path)}, which is not followed: if that is the CLR API, set BaseUrl, CredentialsPath or TrailingSlash accordingly.")
        {
            MovedTo = onlySlash || (sameOrigin && answer.Status is 307 or 308) ? target : null,
        };
    }

    /// <summary>The Location made absolute; a foreign one is kept as text and never visited.</summary>
    private static (string? Url, string? Remark) Locate(string location, Uri requestUrl)
    {
        if (Target(location, requestUrl) is { } target)
            return (target.AbsoluteUri, SameOrigin(target, requestUrl) ? null : "The Location is on another host; it was not visited.");
        var text = CleanId(location.Length > 200 ? location[..200] : location) ?? "unprintable";
        return (null, $"The Location is no web address and was not visited: {text}");
    }

    private static Uri? Target(string? location, Uri requestUrl)
        => location is { Length: > 0 and <= 4096 } && Uri.TryCreate(requestUrl, location, out var target)
        && (target.Scheme == Uri.UriSchemeHttps || target.Scheme == Uri.UriSchemeHttp) && target.UserInfo.Length == 0 ? target : null;

    private static bool SameOrigin(Uri a, Uri b) => Uri.Compare(a, b, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static string? HostIdIn(JsonElement root, SignedClr sent)
    {
        foreach (var name in (string[])["clrCredentialId", "credentialId", "hostId", "id"])
        {
            if (CleanId(Text(root, name)) is { } id && id != sent.Id.CredentialId) return id;
        }

        return null;
    }

    private static JsonElement StatusInfoOf(JsonElement item)
        => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("statusInfo", out var info) ? info : item;

    private static string? CleanId(string? id)
        => id is { Length: > 0 and <= MaxHostIdLength } && !id.Any(char.IsControl) ? id : null;

    private static string? Join(string? first, string? second)
        => first is null ? second : second is null ? first : $"{first} {second}";

    private static string? Text(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static JsonDocument? Parse(PlatformAnswer answer)
    {
        try
        {
            return answer.Body.IsEmpty ? null : answer.ParseBody();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
