// The script form of faults: one line each, short enough for a command line, exact enough for a test.
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Conferral.Sandbox;

internal static partial class FaultScript
{
    private const string Settings = "'rate 60/1m [seconds|date|silent] [no-headers]', 'latency 50ms', 'no-batch [status]', 'batch-results keyed|ordered|…', 'no-upsert [status]', 'token-requests 10', 'token-life 30s', 'refuse <credential id> [status]'";
    private const string Rules = "'[post|read|token|discovery|any] every 5|first 3|on 2,7|for 30s: 503 [retry-after 2s|retry-at 2s]|drop-before|drop-after|drop-midway|cut|html|empty|slow 3s|slow-after 3s|later|drift|same-id|other-body|location foreign|…'";

    public static SandboxFaults Parse(IEnumerable<string> lines)
    {
        var faults = SandboxFaults.None;
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            try
            {
                faults = Apply(faults, line);
            }
            catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException or OverflowException or InvalidOperationException)
            {
                throw new FormatException($"The fault '{line}' is not understood; write one of {Settings}, or a rule {Rules}.", e);
            }
        }

        return faults;
    }

    public static IReadOnlyList<string> Format(SandboxFaults faults)
    {
        List<string> lines = [];
        if (faults.RateLimit is { } rate)
            lines.Add($"rate {rate.Requests}/{Duration(rate.Window)}{Word(rate.RetryAfter)}{(rate.Headers ? "" : " no-headers")}");
        if (faults.Latency > TimeSpan.Zero) lines.Add($"latency {Duration(faults.Latency)}");
        if (faults.BatchRefusal is { } status) lines.Add($"no-batch {status}");
        if (faults.BatchForm is { } form) lines.Add($"batch-results {Word(form)}");
        if (faults.NoUpsert) lines.Add("no-upsert");
        if (faults.KnownIdRefusal is { } refusal) lines.Add($"no-upsert {refusal}");
        if (faults.TokenRequests is { } requests) lines.Add($"token-requests {requests}");
        if (faults.TokenLifetime is { } life) lines.Add($"token-life {Duration(life)}");
        lines.AddRange(faults.Refusals.Select(refusal => $"refuse {refusal.Key} {refusal.Value}"));
        lines.AddRange(faults.Rules.Select(Describe));
        return lines;
    }

    public static string Describe(FaultRule rule) => $"{Word(rule.Target)} {Describe(rule.When)}: {Describe(rule.Then)}";

    private static SandboxFaults Apply(SandboxFaults faults, string line)
    {
        if (RuleLine().Match(line) is { Success: true } rule)
            return faults with { Rules = [.. faults.Rules, ParseRule(rule)] };

        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["rate", var limit, .. var rest] => faults with { RateLimit = ParseRate(limit, rest) },
            ["latency", var span] => faults with { Latency = ParseDuration(span) },
            ["batch-results", var form] => faults with { BatchForm = Enum.GetValues<BatchForm>().Single(known => Word(known) == form) },
            ["no-upsert"] => faults with { NoUpsert = true },
            ["no-upsert", var status] => faults with { KnownIdRefusal = ParseStatus(status) },
            ["no-batch"] => faults with { BatchRefusal = 400 },
            ["no-batch", var status] => faults with { BatchRefusal = ParseStatus(status) },
            ["token-requests", var count] => faults with { TokenRequests = ParseCount(count) },
            ["token-life", var span] => faults with { TokenLifetime = ParseDuration(span) },
            ["refuse", var id] => faults with { Refusals = With(faults.Refusals, id, 400) },
            ["refuse", var id, var status] => faults with { Refusals = With(faults.Refusals, id, ParseStatus(status)) },
            _ => throw new FormatException("unknown form"),
        };
    }

    private static FaultRule ParseRule(Match match)
    {
        var target = match.Groups["target"] is { Success: true, Value: var word } ? ParseTarget(word) : FaultTarget.Post;
        FaultTrigger when = (match.Groups["when"].Value, match.Groups["much"].Value) switch
        {
            ("every", var n) => new FaultTrigger.Every(ParseCount(n)),
            ("first", var n) => new FaultTrigger.First(ParseCount(n)),
            ("on", var list) => new FaultTrigger.On([.. list.Split(',').Select(ParseCount)]),
            (_, var span) => new FaultTrigger.During(ParseDuration(span)),
        };
        return new(target, when, ParseAction(match.Groups["what"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static FaultAction ParseAction(string[] words) => words switch
    {
        ["drop-before"] => FaultAction.DropBefore,
        ["drop-after"] => FaultAction.DropAfter,
        ["drop-midway"] => FaultAction.DropMidway,
        ["cut"] => FaultAction.Cut,
        ["html"] => FaultAction.Html,
        ["empty"] => FaultAction.Empty,
        ["later"] => FaultAction.Later,
        ["drift"] => FaultAction.Drift,
        ["same-id"] => FaultAction.SameId,
        ["other-body"] => FaultAction.OtherBody,
        ["location", var name] => FaultAction.Location(name),
        ["slow-after", var span] => FaultAction.SlowAfter(ParseDuration(span)),
        ["slow", var span] => FaultAction.Slow(ParseDuration(span)),
        [var status] => FaultAction.Answer(ParseStatus(status)),
        [var status, "retry-after", var span] => FaultAction.Answer(ParseStatus(status), RetryAfterForm.Seconds, ParseDuration(span)),
        [var status, "retry-at", var span] => FaultAction.Answer(ParseStatus(status), RetryAfterForm.HttpDate, ParseDuration(span)),
        _ => throw new FormatException("unknown effect"),
    };

    private static RateLimitFault ParseRate(string limit, string[] words)
    {
        var parts = limit.Split('/');
        if (parts.Length != 2) throw new FormatException("a rate is requests/window");
        var rate = new RateLimitFault(ParseCount(parts[0]), ParseDuration(parts[1]));
        foreach (var word in words)
        {
            rate = word switch
            {
                "seconds" => rate with { RetryAfter = RetryAfterForm.Seconds },
                "date" => rate with { RetryAfter = RetryAfterForm.HttpDate },
                "silent" => rate with { RetryAfter = RetryAfterForm.None },
                "no-headers" => rate with { Headers = false },
                _ => throw new FormatException("unknown word"),
            };
        }

        return rate;
    }

    private static FaultTarget ParseTarget(string word) => Enum.GetValues<FaultTarget>().Single(target => Word(target) == word);

    private static int ParseCount(string text)
    {
        var count = int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        ArgumentOutOfRangeException.ThrowIfZero(count);
        return count;
    }

    private static int ParseStatus(string text)
    {
        var status = ParseCount(text);
        return status is >= 400 and <= 599 ? status : throw new FormatException("a refusal's status is 400 to 599");
    }

    private static TimeSpan ParseDuration(string text)
    {
        var match = DurationText().Match(text);
        if (!match.Success) throw new FormatException("a duration is a whole number and ms, s, m or h");
        var number = ParseCount(match.Groups["number"].Value);
        return match.Groups["unit"].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            _ => TimeSpan.FromHours(number),
        };
    }

    private static string Describe(FaultTrigger trigger) => trigger switch
    {
        FaultTrigger.Every every => $"every {every.N}",
        FaultTrigger.First first => $"first {first.N}",
        FaultTrigger.On on => $"on {string.Join(',', on.Numbers)}",
        FaultTrigger.During during => $"for {Duration(during.Span)}",
        _ => throw new ArgumentOutOfRangeException(nameof(trigger)),
    };

    private static string Describe(FaultAction action) => action.Kind switch
    {
        FaultKind.Status when action.RetryAfter == RetryAfterForm.Seconds => $"{action.Status} retry-after {Duration(action.Delay)}",
        FaultKind.Status when action.RetryAfter == RetryAfterForm.HttpDate => $"{action.Status} retry-at {Duration(action.Delay)}",
        FaultKind.Status => $"{action.Status}",
        FaultKind.DropBefore => "drop-before",
        FaultKind.DropAfter => "drop-after",
        FaultKind.DropMidway => "drop-midway",
        FaultKind.Cut => "cut",
        FaultKind.Html => "html",
        FaultKind.Empty => "empty",
        FaultKind.Slow => $"slow {Duration(action.Delay)}",
        FaultKind.SlowAfter => $"slow-after {Duration(action.Delay)}",
        FaultKind.Later => "later",
        FaultKind.Drift => "drift",
        FaultKind.SameId => "same-id",
        FaultKind.OtherBody => "other-body",
        FaultKind.Location => $"location {action.Hostile}",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    private static string Word(FaultTarget target) => target.ToString().ToLowerInvariant();

    private static string Word(BatchForm form) => JsonNamingPolicy.KebabCaseLower.ConvertName(form.ToString());

    private static string Word(RetryAfterForm form) => form switch
    {
        RetryAfterForm.None => " silent",
        RetryAfterForm.HttpDate => " date",
        _ => "",
    };

    private static string Duration(TimeSpan span)
        => span.Ticks % TimeSpan.TicksPerSecond == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:F0}s")
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:F0}ms");

    private static Dictionary<string, int> With(IReadOnlyDictionary<string, int> refusals, string id, int status)
        => new(refusals) { [id] = status };

    [GeneratedRegex(@"^((?<target>post|read|token|discovery|any) +)?(?<when>every|first|on|for) +(?<much>[0-9a-z,]+) *: *(?<what>.+)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RuleLine();

    [GeneratedRegex(@"^(?<number>[0-9]+)(?<unit>ms|s|m|h)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DurationText();
}
