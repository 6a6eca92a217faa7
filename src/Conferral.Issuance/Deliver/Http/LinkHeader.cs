// Reads Link headers. Spec: RFC 8288 §3.
namespace Conferral.Issuance.Deliver;

internal static class LinkHeader
{
    /// <summary>The links of one header value; reading ends at the first thing that is no link.</summary>
    public static IEnumerable<(string Target, string Parameters)> Parse(string value)
    {
        var at = 0;
        while (at < value.Length)
        {
            var open = value.IndexOf('<', at);
            var close = open < 0 ? -1 : value.IndexOf('>', open);
            if (close < 0) yield break;
            var end = EndOfParameters(value, close + 1);
            yield return (value[(open + 1)..close], value[(close + 1)..end]);
            at = end + 1;
        }
    }

    public static bool HasRelation(string parameters, string relation)
    {
        foreach (var parameter in parameters.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !parameter[..equals].TrimEnd().Equals("rel", StringComparison.OrdinalIgnoreCase)) continue;
            return parameter[(equals + 1)..].Trim(' ', '"').Split(' ').Contains(relation, StringComparer.OrdinalIgnoreCase);
        }

        return false;
    }

    /// <summary>The comma after the parameters, not counting those within quotes.</summary>
    private static int EndOfParameters(string value, int from)
    {
        var quoted = false;
        for (var i = from; i < value.Length; i++)
        {
            if (value[i] == '"') quoted = !quoted;
            else if (value[i] == ',' && !quoted) return i;
        }

        return value.Length;
    }
}
