// Turns one HTTP answer to one sent credential into a verdict. The table is docs/delivery.md.
using System.Runtime.InteropServices;
using System.Text.Json;
using Conferral.Issuance.Sign;

namespace Conferral.Issuance.Deliver;

/// <summary>Reads answers; never throws for what a platform says. Spec: CLR 2.0 §7.2 upsertCredential.</summary>
internal static class AnswerReader
{
    public static Verdict Read(PlatformAnswer answer, SignedClr sent, AnswerProfile profile, DateTimeOffset now)
    {
        var verdict = profile.Accepted.Contains(answer.Status) ? ReadAccepted(answer, sent, profile)
            : answer.Status is >= 300 and < 400 ? ReadRedirect(answer)
            : Judge(answer.Status, SaysBusy(answer), AnswerText.Describe(answer, sent.Utf8Json, profile));
        return verdict with { HttpStatus = answer.Status, RetryAfter = PauseHeaders.RetryAfter(answer, now) };
    }

    /// <summary>One entry of a batch answer, judged by the same table.</summary>
    public static Verdict ReadItem(int status, JsonElement item, SignedClr sent, AnswerProfile profile, Uri requestUrl)
    {
        if (!profile.Accepted.Contains(status))
            return Judge(status, AnswerText.SaysBusy(StatusInfoOf(item)), AnswerText.Describe(item, sent.Utf8Json, profile)) with { HttpStatus = status };
        var (url, remark) = HostReference.Locate(AnswerPointer.Text(item, ["/location", "/Location", "/headers/Location", "/headers/location"]), requestUrl);
        var verdict = new Verdict(VerdictKind.Accepted, Detail: Join(StatusRemark(status), remark)) { HttpStatus = status, ResourceUrl = url, HostId = HostReference.IdIn(item, sent, profile) };
        var copy = AnswerPointer.Find(item, "/credential") ?? AnswerPointer.Find(item, "/body") ?? item;
        return Compare(verdict, EchoComparison.Compare(sent.Utf8Json, copy), copy, profile);
    }

    /// <summary>The meaning of an error status alone: the platform's words are left out, because no one document is known whose contents could be taken out of them.</summary>
    public static Verdict ReadRefusal(PlatformAnswer answer) => Judge(answer.Status, SaysBusy(answer), null);

    private static Verdict Judge(int status, bool busy, string? reason)
    {
        var meaning = StatusMeaning.Of(status, busy);
        var said = reason is null ? $"The platform answered {status}." : $"The platform answered {status}: {reason}";
        return new Verdict(meaning.Kind, meaning.Code, meaning.Advice.Length == 0 ? said : $"{said} {meaning.Advice}") { Final = meaning.Final };
    }

    private static bool SaysBusy(PlatformAnswer answer)
    {
        if (answer.Header("Retry-After") is not null) return true;
        using var body = Parse(answer);
        return body is not null && AnswerText.SaysBusy(body.RootElement);
    }

    private static string? StatusRemark(int status) => status switch
    {
        202 => "Accepted for processing; the platform has not said that it is stored.",
        304 or 409 => "The platform already has it.",
        _ => null,
    };

    private static Verdict ReadAccepted(PlatformAnswer answer, SignedClr sent, AnswerProfile profile)
    {
        var (url, located) = HostReference.Locate(answer.Header("Location"), answer.RequestUrl);
        var remark = Join(StatusRemark(answer.Status), located);
        var verdict = new Verdict(VerdictKind.Accepted) { ResourceUrl = url, HostId = HostReference.IdIn(answer, profile) };
        if (AnswerText.IsWebPage(answer)) return new Verdict(VerdictKind.Closed, DeliveryCode.WebPage, "The address answers a web page, not the CLR API: check baseUrl and credentialsPath, and whether a sign-in page stands before them.");
        if (answer.Body.Span.Trim(" \t\r\n"u8).IsEmpty) return verdict with { Detail = remark };
        if (answer.Overlong) return verdict with { Detail = Join("The answer is far longer than the credential and was not compared.", remark) };
        return ReadBody(answer, sent, profile, verdict with { Detail = remark });
    }

    private static Verdict ReadBody(PlatformAnswer answer, SignedClr sent, AnswerProfile profile, Verdict verdict)
    {
        if (answer.Body.Span.SequenceEqual(sent.Utf8Json.Span)) return verdict;
        using var document = Parse(answer);
        if (document is null)
        {
            return answer.MediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
                ? verdict with { Detail = Join("The platform answered in plain text, not with the credential.", verdict.Detail) }
                : new Verdict(VerdictKind.Lost, DeliveryCode.Unreadable, $"The platform answered {answer.Status} with something that is not JSON: whether it stored the credential is not known.");
        }

        var root = document.RootElement;
        if (AnswerText.SaysFailure(root))
            return Judge(AnswerText.SaysBusy(root) ? 429 : 400, busy: false, Join(AnswerText.Describe(root, sent.Utf8Json, profile), $"(under status {answer.Status})"));
        verdict = verdict with { HostId = HostReference.IdIn(root, sent, profile) ?? verdict.HostId };
        return Compare(verdict, EchoComparison.Compare(sent.Utf8Json, root), root, profile);
    }

    /// <summary>What it means that the platform's copy is, or is not, what was sent.</summary>
    private static Verdict Compare(Verdict verdict, Echo echo, JsonElement copy, AnswerProfile profile)
    {
        var (meaning, remark) = echo switch
        {
            Echo.ReSigned => (profile.ReSigned, "The platform signed it again: its copy carries another proof."),
            Echo.Different => (profile.Differing, "The platform's copy differs from what was sent."),
            Echo.AnotherId => (CopyMeaning.Doubt, "The platform answered with another credential than the one that was sent."),
            _ => (CopyMeaning.Note, null),
        };
        if (remark is null) return verdict;
        verdict = verdict with { Detail = Join(remark, verdict.Detail) };
        if (meaning != CopyMeaning.Note) verdict = verdict with { HostDocument = JsonMarshal.GetRawUtf8Value(copy).ToArray() };
        return meaning == CopyMeaning.Doubt ? verdict with { Kind = VerdictKind.Doubtful, Code = DeliveryCode.CopyDiffers } : verdict;
    }

    private static Verdict ReadRedirect(PlatformAnswer answer)
    {
        if (HostReference.Target(answer.Header("Location"), answer.RequestUrl) is not { } target)
            return new Verdict(VerdictKind.Closed, DeliveryCode.Redirected, $"The platform answered {answer.Status} without saying where to: check baseUrl and credentialsPath.");
        var sameOrigin = HostReference.SameOrigin(target, answer.RequestUrl);
        var onlySlash = sameOrigin && target.AbsolutePath.TrimEnd('/') == answer.RequestUrl.AbsolutePath.TrimEnd('/') && target != answer.RequestUrl;
        return new Verdict(VerdictKind.Closed, DeliveryCode.Redirected, $"The platform redirects to {target.GetLeftPart(UriPartial.Path)}, which is not followed: if that is the CLR API, set baseUrl, credentialsPath or trailingSlash accordingly.")
        {
            MovedTo = onlySlash || (sameOrigin && answer.Status is 307 or 308) ? target : null,
        };
    }

    private static JsonElement StatusInfoOf(JsonElement item) => AnswerPointer.Find(item, "/statusInfo") ?? item;

    private static string? Join(string? first, string? second)
        => first is null ? second : second is null ? first : $"{first} {second}";

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
