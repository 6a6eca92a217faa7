// What an answer's headers say of the platform's limits and of what is left of them.
using System.Globalization;

namespace Conferral.Issuance.Deliver;

/// <summary>So many requests are left until <see cref="Reset"/> has passed.</summary>
internal readonly record struct RateRemainder(long Left, TimeSpan Reset);

/// <summary>
/// Shape: <c>RateLimit-Policy</c> and <c>RateLimit</c> as structured fields (one item per policy), their older forms
/// <c>limit=, remaining=, reset=</c>, and the three-header families <c>RateLimit-</c>, <c>X-RateLimit-</c> and <c>X-Rate-Limit-</c>.
/// What cannot be read says nothing. Spec: draft-ietf-httpapi-ratelimit-headers; RFC 9651 for the lists.
/// </summary>
internal sealed record RateStatement(IReadOnlyList<RequestLimit> Limits, IReadOnlyList<RateRemainder> Remainders)
{
    /// <summary>Reset is a number of seconds on some platforms, a Unix time on others, and in milliseconds on a few.</summary>
    private const long FirstEpochLike = 1_000_000_000, FirstEpochMillisecondsLike = 1_000_000_000_000;

    /// <summary>Far beyond any pause a run would wait, and within what a TimeSpan holds.</summary>
    private const long MostSeconds = 366L * 24 * 3600;

    private static readonly string[] Families = ["RateLimit-", "X-RateLimit-", "X-Rate-Limit-"];

    public static RateStatement Read(PlatformAnswer answer, DateTimeOffset now)
    {
        var limits = new List<RequestLimit>();
        var remainders = new List<RateRemainder>();
        foreach (var item in Items(answer, "RateLimit-Policy").Concat(Items(answer, "RateLimit-Limit")))
            if (LimitOf(item) is { } limit) limits.Add(limit);
        foreach (var item in Items(answer, "RateLimit"))
            if (Remainder(item.Number("r"), item.Number("t"), now) is { } left) remainders.Add(left);
        if (Remainder(Old(answer, "remaining"), Old(answer, "reset"), now) is { } dictionary) remainders.Add(dictionary);
        foreach (var family in Families)
            if (Remainder(Whole(answer.Header(family + "Remaining")), Whole(answer.Header(family + "Reset")), now) is { } left) remainders.Add(left);
        return new RateStatement(limits, remainders);
    }

    private static RequestLimit? LimitOf(Item item)
        => (item.Number("q") ?? Whole(item.Value)) is { } requests and > 0 && item.Number("w") is { } seconds and > 0 && !item.Parameters.ContainsKey("pk")
            ? new RequestLimit((int)Math.Min(requests, int.MaxValue), TimeSpan.FromSeconds(Math.Min(seconds, MostSeconds)))
            : null;

    private static RateRemainder? Remainder(long? left, long? reset, DateTimeOffset now)
    {
        if (left is not { } requests || reset is not { } at) return null;
        var seconds = at >= FirstEpochMillisecondsLike ? (at / 1000) - now.ToUnixTimeSeconds() : at >= FirstEpochLike ? at - now.ToUnixTimeSeconds() : at;
        return new RateRemainder(requests, TimeSpan.FromSeconds(Math.Clamp(seconds, 0, MostSeconds)));
    }

    /// <summary>A member of the older form <c>RateLimit: limit=100, remaining=50, reset=5</c>.</summary>
    private static long? Old(PlatformAnswer answer, string name)
        => Items(answer, "RateLimit").Select(item => item.Value.StartsWith(name + "=", StringComparison.Ordinal) ? Whole(item.Value[(name.Length + 1)..]) : null).FirstOrDefault(found => found is not null);

    private static IEnumerable<Item> Items(PlatformAnswer answer, string header)
        => answer.Headers.NonValidated.TryGetValues(header, out var values) ? values.SelectMany(value => Split(value, ',')).Select(Item.Read) : [];

    /// <summary>Cuts at a separator that stands outside of quotes.</summary>
    private static List<string> Split(string text, char separator)
    {
        var (parts, from, quoted) = (new List<string>(), 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            if (text[i] != separator || quoted) continue;
            parts.Add(text[from..i].Trim());
            from = i + 1;
        }

        parts.Add(text[from..].Trim());
        return parts;
    }

    private static long? Whole(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>One member of a structured list: its value as written, and its parameters.</summary>
    private sealed record Item(string Value, IReadOnlyDictionary<string, string> Parameters)
    {
        public static Item Read(string text)
        {
            var parts = Split(text, ';');
            var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var part in parts.Skip(1))
            {
                var equals = part.IndexOf('=', StringComparison.Ordinal);
                parameters[equals < 0 ? part : part[..equals].Trim()] = equals < 0 ? "" : part[(equals + 1)..].Trim();
            }

            return new Item(parts[0], parameters);
        }

        public long? Number(string name) => Parameters.TryGetValue(name, out var text) ? Whole(text) : null;
    }
}
