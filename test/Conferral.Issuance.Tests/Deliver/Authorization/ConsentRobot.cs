// A person with a browser, in a test: follows redirects, fills in every form, and lands where the platform sends it.
using System.Net;
using System.Text.RegularExpressions;

namespace Conferral.Issuance.Tests.Deliver;

internal static partial class ConsentRobot
{
    private const int MostSteps = 15;

    [GeneratedRegex("<form[^>]*action=\"(?<action>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();

    [GeneratedRegex("<input(?<attributes>[^>]*)>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Input();

    [GeneratedRegex("\\b(?<name>name|value|type)=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AttributeOf();

    /// <summary>Opens <paramref name="address"/> and goes on to the last page; the address it lands on is the answer.</summary>
    public static async Task<Uri> OpenAsync(Uri address, string decision = "allow")
    {
        var landed = await DecideAsync(address, decision);
        using var http = NewBrowser();
        using var page = await http.GetAsync(landed);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("You can close this window", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        return landed;
    }

    /// <summary>The address the platform sends the browser back to, not yet opened.</summary>
    public static async Task<Uri> DecideAsync(Uri address, string decision = "allow")
    {
        using var http = NewBrowser();
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        for (var step = 0; step < MostSteps; step++)
        {
            var here = request.RequestUri!;
            using var answer = await http.SendAsync(request);
            request.Dispose();
            if (answer.Headers.Location is { } location)
            {
                var next = new Uri(here, location);
                if (next.AbsolutePath == "/callback") return next;
                request = new HttpRequestMessage(HttpMethod.Get, next);
                continue;
            }

            var html = await answer.Content.ReadAsStringAsync();
            if (Form().Match(html) is not { Success: true } form) throw new InvalidOperationException($"{here} is no page to go on from: {(int)answer.StatusCode} {html}");
            request = new HttpRequestMessage(HttpMethod.Post, new Uri(here, WebUtility.HtmlDecode(form.Groups["action"].Value)))
            {
                Content = new FormUrlEncodedContent([.. Fields(html), new("decision", decision)]),
            };
        }

        throw new InvalidOperationException($"{address} led nowhere in {MostSteps} steps.");
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(string html)
    {
        foreach (Match input in Input().Matches(html))
        {
            var attributes = AttributeOf().Matches(input.Groups["attributes"].Value).ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value));
            if (attributes.TryGetValue("name", out var name)) yield return new(name, attributes.GetValueOrDefault("value") ?? "registrar");
        }
    }

    private static HttpClient NewBrowser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
}
