// The short reason in an error body, freed of personal data and of the credential's contents.
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Conferral.Issuance.Deliver;

/// <summary>
/// Reads why a platform refused. Shape: Imsx_StatusInfo in both spellings, problem+json, OAuth errors and the common
/// <c>{error}</c>, <c>{message}</c>, <c>{detail}</c>, <c>{errors}</c> forms; else the first line of plain text.
/// Bounds: at most <see cref="MaxLength"/> characters; nothing quoted from the learner's own data.
/// </summary>
internal static partial class AnswerText
{
    public const int MaxLength = 300;

    /// <summary>Error bodies longer than this are read no further; what matters stands at the beginning.</summary>
    private const int MaxParsedBytes = 256 * 1024;

    private static readonly string[] DescriptionNames = ["imsx_description", "title", "error_description", "message", "detail", "reason", "msg"];
    private static readonly string[] NestedNames = ["imsx_error_details", "imsx_errorDetails", "error", "errors", "detail", "details", "statusInfo"];

    /// <summary>The reason, or null where the body gives none.</summary>
    public static string? Describe(PlatformAnswer answer, ReadOnlyMemory<byte> sent, AnswerProfile profile)
    {
        if (IsWebPage(answer)) return "a web page, not an API's answer";
        if (answer.Body.IsEmpty || answer.Body.Length > MaxParsedBytes) return null;
        try
        {
            using var document = answer.ParseBody();
            return Describe(document.RootElement, sent, profile);
        }
        catch (JsonException)
        {
            var line = Encoding.UTF8.GetString(answer.Body.Span[..Math.Min(answer.Body.Length, 1000)]).AsSpan().Trim();
            return Clean(line[..(line.IndexOfAny('\r', '\n') is var end && end < 0 ? line.Length : end)].ToString(), sent);
        }
    }

    public static string? Describe(JsonElement root, ReadOnlyMemory<byte> sent, AnswerProfile profile)
    {
        var parts = new[] { AnswerPointer.Text(root, profile.CodePointers), AnswerPointer.Text(root, profile.MessagePointers) }.OfType<string>().ToList();
        if (parts.Count == 0) Collect(root, parts, depth: 0);
        return parts.Count == 0 ? null : Clean(string.Join(": ", parts.Distinct()), sent);
    }

    /// <summary>Whether the body says "busy" or "too many" whatever its status says.</summary>
    public static bool SaysBusy(JsonElement root)
    {
        var parts = new List<string>();
        CollectMinor(root, parts);
        return parts.Contains("server_busy");
    }

    /// <summary>Whether the body carries the standard's word for failure.</summary>
    public static bool SaysFailure(JsonElement root)
        => root.ValueKind == JsonValueKind.Object
        && ((Member(root, "imsx_codeMajor") ?? Member(root, "imsx_CodeMajor")) is { ValueKind: JsonValueKind.String } major
            ? major.ValueEquals("failure") || major.ValueEquals("unsupported")
            : Member(root, "success") is { ValueKind: JsonValueKind.False });

    public static bool IsWebPage(PlatformAnswer answer)
        => answer.MediaType.Contains("html", StringComparison.OrdinalIgnoreCase)
        || answer.Body.Span.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'<', ..];

    /// <summary>The <c>error</c> member of an OAuth refusal when it is one of the plain codes, else null.</summary>
    public static string? OAuthError(PlatformAnswer answer)
    {
        try
        {
            using var document = answer.ParseBody();
            return Member(document.RootElement, "error") is { ValueKind: JsonValueKind.String } error && error.GetString() is { } code && PlainCode().IsMatch(code) ? code : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Collect(JsonElement element, List<string> parts, int depth)
    {
        if (depth > 4 || parts.Count >= 6) return;
        if (element.ValueKind == JsonValueKind.String)
        {
            if (element.GetString() is { Length: > 0 } text) parts.Add(text);
            return;
        }

        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray().Take(3)) Collect(item, parts, depth + 1);
            return;
        }

        if (element.ValueKind != JsonValueKind.Object) return;
        CollectMinor(element, parts);
        if (Member(element, "code") is { ValueKind: JsonValueKind.String } code) parts.Add(code.GetString()!);
        foreach (var name in DescriptionNames)
        {
            if (Member(element, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value) parts.Add(value);
        }

        foreach (var name in NestedNames)
        {
            if (Member(element, name) is { } nested && (nested.ValueKind != JsonValueKind.String || name == "error")) Collect(nested, parts, depth + 1);
        }
    }

    /// <summary>The values of imsx_codeMinor, in either spelling.</summary>
    private static void CollectMinor(JsonElement element, List<string> parts)
    {
        if ((Member(element, "imsx_codeMinor") ?? Member(element, "imsx_CodeMinor")) is not { ValueKind: JsonValueKind.Object } minor) return;
        if (Member(minor, "imsx_codeMinorField") is not { ValueKind: JsonValueKind.Array } fields) return;
        foreach (var field in fields.EnumerateArray().Take(3))
        {
            if (Member(field, "imsx_codeMinorFieldValue") is { ValueKind: JsonValueKind.String } value) parts.Add(value.GetString()!);
        }
    }

    /// <summary>One line, cut, without addresses, ids, quoted values and whatever the sent document says of the learner.</summary>
    private static string? Clean(string text, ReadOnlyMemory<byte> sent)
    {
        if (text.Length > 4 * MaxLength) text = text[..(4 * MaxLength)];
        foreach (var word in LearnerWords(sent)) text = text.Replace(word, "…", StringComparison.OrdinalIgnoreCase);
        text = Quoted().Replace(text, quote => MemberPath().IsMatch(quote.Groups["inner"].Value) ? quote.Value : "…");
        text = EmailAddress().Replace(text, "…");
        text = Identifier().Replace(text, "…");
        text = LongNumber().Replace(text, "…");
        text = Unprintable().Replace(text, " ").Trim();
        if (text.Length == 0) return null;
        return text.Length <= MaxLength ? text : text[..(MaxLength - 1)] + "…";
    }

    /// <summary>The texts directly under credentialSubject, and under its identifiers: name, e-mail, ids; longest first.</summary>
    private static List<string> LearnerWords(ReadOnlyMemory<byte> sent)
    {
        var words = new List<string>();
        if (sent.IsEmpty) return words;
        using var document = JsonDocument.Parse(sent);
        if (Member(document.RootElement, "credentialSubject") is { ValueKind: JsonValueKind.Object } subject)
        {
            foreach (var member in subject.EnumerateObject())
            {
                if (member.NameEquals("type")) continue;
                if (member.Value.ValueKind == JsonValueKind.String) AddWords(member.Value.GetString()!, words);
                else if (member.NameEquals("identifier")) AddIdentifiers(member.Value, words);
            }
        }

        words.Sort((a, b) => b.Length.CompareTo(a.Length));
        return words;
    }

    private static void AddIdentifiers(JsonElement identifiers, List<string> words)
    {
        if (identifiers.ValueKind != JsonValueKind.Array) return;
        foreach (var identifier in identifiers.EnumerateArray())
        {
            if (Member(identifier, "identityHash") is { ValueKind: JsonValueKind.String } value) AddWords(value.GetString()!, words);
        }
    }

    private static void AddWords(string value, List<string> words)
    {
        words.Add(value);
        words.AddRange(value.Split([' ', ',', '-'], StringSplitOptions.RemoveEmptyEntries));
        words.RemoveAll(word => word.Length < 2);
    }

    private static JsonElement? Member(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    [GeneratedRegex("^[a-z_]{3,40}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainCode();

    [GeneratedRegex(@"(?<!\w)(?<mark>['""])(?<inner>[^'""]{1,200})\k<mark>(?!\w)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    /// <summary>A member's name or a path of them, as opposed to a value.</summary>
    [GeneratedRegex(@"^[$@/a-z][\w$@.\[\]/]{0,100}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MemberPath();

    [GeneratedRegex(@"[^\s""'<>:,;]+@[^\s""'<>:,;]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EmailAddress();

    [GeneratedRegex(@"\b(did|urn|https?):[^\s""'<>]+", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\d{5,}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"[\p{C}\s]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unprintable();
}
