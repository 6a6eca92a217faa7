// A whole page in one file: head, style, and nothing that is loaded or run.
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Conferral.Rendering.Html;

/// <summary>
/// A self-contained page. Its policy forbids scripts and every request, so that not even a fault in escaping could load or run
/// anything; its one style sheet is admitted by hash.
/// </summary>
public static class HtmlPage
{
    /// <summary>Longer texts are cut in the line at the foot of a printed page. Units: characters.</summary>
    private const int MaxFootLength = 90;

    private static readonly string Style = ReadStyle();

    /// <summary><paramref name="foot"/> stands at the foot of every printed page, before the page's number.</summary>
    public static string Write(string title, string foot, HtmlWriter body)
    {
        var style = Style + $"\n@page {{ @bottom-left {{ content: {CssText(foot)}; }} }}\n";
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        var html = new HtmlWriter();
        html.Markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", $"default-src 'none'; img-src data:; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"));
        html.Markup("\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n");
        html.Element("title", title);
        html.Markup("\n<style>").Markup(style).Markup("</style>\n</head>\n<body>").Append(body).Markup("\n</body>\n</html>\n");
        return html.ToString();
    }

    // Every character but letters and digits is written by its number: nothing can end the string or the style sheet.
    private static string CssText(string text)
    {
        var css = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes().Take(MaxFootLength))
        {
            if (Rune.IsLetterOrDigit(rune) && rune.Value < 0x80) css.Append(rune);
            else css.Append('\\').Append((Rune.IsControl(rune) ? 0x20 : rune.Value).ToString("x6", CultureInfo.InvariantCulture));
        }

        return css.Append('"').ToString();
    }

    private static string ReadStyle()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
