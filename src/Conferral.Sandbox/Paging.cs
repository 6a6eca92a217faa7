// limit, offset and since, and the headers that lead through the pages.
using System.Globalization;
using Conferral.Credentials.Proofs;
using Microsoft.AspNetCore.Http;

namespace Conferral.Sandbox;

internal sealed record PageRequest(int Limit, int Offset, DateTimeOffset? Since, string? SinceText);

/// <summary>Spec: CLR 2.0 service model, paging of getCredentials.</summary>
internal sealed class Paging(Func<string> baseUrl, int defaultLimit, int maxLimit)
{
    /// <summary>Null where a parameter is malformed or repeated. A limit beyond the platform's is lowered to it.</summary>
    public PageRequest? Read(IQueryCollection query)
    {
        if (query["limit"].Count > 1 || query["offset"].Count > 1 || query["since"].Count > 1) return null;
        if (!TryNumber(query["limit"], defaultLimit, out var limit) || limit == 0) return null;
        if (!TryNumber(query["offset"], 0, out var offset)) return null;
        if (query["since"].ToString() is not { Length: > 0 } text) return query.ContainsKey("since") ? null : new(Math.Min(limit, maxLimit), offset, null, null);
        // the service writes it without a zone; that is UTC, and a zone is honoured
        return XsdDateTime.TryRead(text, out var since) ? new(Math.Min(limit, maxLimit), offset, since, text) : null;
    }

    public void WriteHeaders(HttpResponse response, PageRequest page, int total)
    {
        response.Headers["X-Total-Count"] = total.ToString(CultureInfo.InvariantCulture);
        var last = total == 0 ? 0 : (total - 1) / page.Limit * page.Limit;
        List<string> links = [Link(page, 0, "first"), Link(page, last, "last")];
        if (page.Offset + (long)page.Limit < total) links.Add(Link(page, page.Offset + page.Limit, "next"));
        if (page.Offset > 0) links.Add(Link(page, Math.Max(0, Math.Min(page.Offset, total) - page.Limit), "prev"));
        response.Headers.Link = string.Join(", ", links);
    }

    private string Link(PageRequest page, int offset, string relation)
    {
        var since = page.SinceText is null ? "" : $"&since={Uri.EscapeDataString(page.SinceText)}";
        return string.Create(CultureInfo.InvariantCulture, $"<{baseUrl()}{ClrPath.Credentials}?limit={page.Limit}&offset={offset}{since}>; rel=\"{relation}\"");
    }

    private static bool TryNumber(string? text, int absent, out int number)
    {
        number = absent;
        return text is null || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
