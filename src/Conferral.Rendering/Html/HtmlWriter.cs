// Writes HTML in which whatever came from a document is text and never markup.
using System.Text;

namespace Conferral.Rendering.Html;

/// <summary>
/// Builds a fragment of HTML. Tags and attribute names are the program's own; every text and attribute value is escaped, and
/// characters no page may hold (controls, halves of surrogate pairs) become U+FFFD.
/// </summary>
public sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();

    /// <summary>Opens an element that ends where the answer is disposed.</summary>
    public OpenElement In(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(tag, attributes);
        return new OpenElement(this, tag);
    }

    /// <summary>A whole element with text alone.</summary>
    public HtmlWriter Element(string tag, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(tag, attributes);
        return Text(text).End(tag);
    }

    /// <summary>An element that holds nothing and has no end tag.</summary>
    public HtmlWriter Void(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(tag, attributes);
        return this;
    }

    public HtmlWriter Text(string? text)
    {
        if (text is not null) Escape(text);
        return this;
    }

    /// <summary>Somebody's words in their own language and direction, kept from turning those around them.</summary>
    public HtmlWriter Words(string tag, Words words, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(tag, [.. attributes, ("lang", words.WritableLanguage), ("dir", words.Direction is "ltr" or "rtl" ? words.Direction : "auto")]);
        return Text(words.Text).End(tag);
    }

    /// <summary>A link where the address is one a person may safely follow, else its text alone.</summary>
    public HtmlWriter Link(string? address, string text)
    {
        if (!WebAddress.MayBeFollowed(address)) return Element("bdi", text);
        return Element("a", text, ("href", address), ("rel", "noopener noreferrer nofollow"), ("dir", "auto"));
    }

    /// <summary>Takes over what another writer made, unchanged.</summary>
    public HtmlWriter Append(HtmlWriter fragment)
    {
        _html.Append(fragment._html);
        return this;
    }

    /// <summary>The program's own markup, never anybody's words.</summary>
    internal HtmlWriter Markup(string markup)
    {
        _html.Append(markup);
        return this;
    }

    public override string ToString() => _html.ToString();

    private HtmlWriter End(string tag)
    {
        _html.Append("</").Append(tag).Append('>');
        return this;
    }

    private void Start(string tag, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _html.Append(IsBlock(tag) ? "\n<" : "<").Append(tag);
        foreach (var (name, value) in attributes)
        {
            if (value is null) continue;
            _html.Append(' ').Append(name).Append("=\"");
            Escape(value);
            _html.Append('"');
        }

        _html.Append('>');
    }

    private static bool IsBlock(string tag) => tag is "section" or "article" or "header" or "footer" or "main" or "table" or "tr" or "ul" or "li" or "dl" or "div" or "details" or "h1" or "h2" or "h3" or "h4" or "h5" or "p";

    private void Escape(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (char.IsHighSurrogate(character) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                _html.Append(character).Append(text[++at]);
                continue;
            }

            _ = character switch
            {
                '&' => _html.Append("&amp;"),
                '<' => _html.Append("&lt;"),
                '>' => _html.Append("&gt;"),
                '"' => _html.Append("&quot;"),
                '\'' => _html.Append("&#39;"),
                '\t' or '\n' or '\r' => _html.Append(character),
                < ' ' or (>= '\u007f' and <= '\u009f') or (>= '\ud800' and <= '\udfff') or '\ufffe' or '\uffff' => _html.Append('\ufffd'),
                _ => _html.Append(character),
            };
        }
    }

    /// <summary>Ends its element when disposed.</summary>
    public readonly struct OpenElement(HtmlWriter html, string tag) : IDisposable
    {
        public void Dispose() => html.End(tag);
    }
}
