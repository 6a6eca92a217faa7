// Documents that try to be more than text on a page.
using System.Text;
using System.Xml.Linq;
using Conferral.Rendering.Html;

namespace Conferral.Rendering.Tests;

public sealed class HostileContentTests
{
    private static readonly string[] OurTags =
    [
        "html", "head", "meta", "title", "style", "body", "main", "header", "footer", "section", "article", "div", "p", "span", "bdi", "strong", "code", "time", "a", "img", "ul", "li", "dl", "dt", "dd",
        "h1", "h2", "h3", "h4", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary",
    ];

    private static readonly string[] OurAttributes = ["class", "lang", "dir", "href", "rel", "src", "alt", "scope", "datetime", "charset", "http-equiv", "content", "name"];

    public static TheoryData<string> Attacks =>
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg/onload=alert(1)>",
        "' onmouseover='alert(1)",
        "</style><script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        "--><!--<script>",
        "<![CDATA[<script>]]>",
        "&lt;script&gt;&#60;b&#62;",
        "javascript:alert(1)",
        " java\nscript:alert(1)",
        "JaVaScRiPt:alert(document.domain)",
        "data:text/html,<script>alert(1)</script>",
        "data:image/svg+xml;base64,PHN2Zz4=\" onload=\"alert(1)",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "https://evil.example/\" onfocus=\"alert(1)",
        "\"; } body { background: url(https://evil.example/) } .x { content: \"",
        "\\\"; } @import 'https://evil.example/a.css'; /*",
        "\u202eevil\u202d\u2066\u2067",
        "\0\u0001\u001b[2J\u0085\ufffe",
        "\ud800 alone \udc00",
        "{{constructor.constructor('alert(1)')()}}",
        "a\r\nContent-Type: text/html",
    ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Whatever_stands_in_every_text_of_a_record_stays_text(string attack)
    {
        foreach (var document in new[] { Records.WithEveryText(_ => attack), Records.WithEveryText(text => text + attack), Records.WithEveryText(text => attack + text) })
        {
            var page = Page.Of(document, Attack(attack));
            Assert.All(page.Root.DescendantsAndSelf(), element => Assert.Contains(element.Name.LocalName, OurTags));
            Assert.All(page.Root.DescendantsAndSelf().Attributes(), attribute => Assert.Contains(attribute.Name.LocalName, OurAttributes));
            Assert.All(page.All("a"), link => Assert.Matches("^(https?|mailto):", link.Attribute("href")!.Value));
            Assert.All(page.All("img"), picture => Assert.Matches("^data:image/(png|jpeg|gif|webp|svg\\+xml);base64,[A-Za-z0-9+/=]*$", picture.Attribute("src")!.Value));
            Assert.Single(page.All("style"));
            Assert.DoesNotContain("@import", page.All("style").Single().Value, StringComparison.Ordinal);
            Assert.DoesNotContain("url(", page.All("style").Single().Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_page_forbids_scripts_and_requests_and_admits_its_one_style_sheet_by_hash()
    {
        var page = Page.Of(Records.Graduate());
        var policy = page.All("meta").Single(meta => meta.Attribute("http-equiv")?.Value == "Content-Security-Policy").Attribute("content")!.Value;
        var style = page.Html[(page.Html.IndexOf("<style>", StringComparison.Ordinal) + 7)..page.Html.IndexOf("</style>", StringComparison.Ordinal)];
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Equal($"default-src 'none'; img-src data:; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'", policy);
    }

    [Theory]
    [InlineData("https://college.example/a", true)]
    [InlineData("mailto:registrar@college.example", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("https://college.example/ a", false)]
    [InlineData("\tjavascript:alert(1)", false)]
    [InlineData("//college.example", false)]
    [InlineData("relative", false)]
    [InlineData("did:web:college.example", false)]
    [InlineData(null, false)]
    public void Only_addresses_of_the_web_and_of_mailboxes_become_links(string? address, bool followed) => Assert.Equal(followed, WebAddress.MayBeFollowed(address));

    [Fact]
    public void A_picture_elsewhere_is_not_loaded_and_its_address_is_told()
    {
        var page = Page.Of(Records.Changed(record => record["issuer"]!["image"] = System.Text.Json.Nodes.JsonNode.Parse("""{"id":"https://college.example/seal.png","type":"Image"}""")));
        Assert.Empty(page.All("img"));
        Assert.Contains("https://college.example/seal.png", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_in_the_document_is_shown()
    {
        var page = Page.Of(Records.Changed(record => record["issuer"]!["image"] = System.Text.Json.Nodes.JsonNode.Parse("""{"id":"data:image/png;base64,iVBORw0KGgo=","type":"Image"}""")));
        Assert.Equal("data:image/png;base64,iVBORw0KGgo=", page.All("img").Single().Attribute("src")!.Value);
    }

    [Fact]
    public void Arabic_words_keep_their_language_and_direction_and_long_names_break()
    {
        var page = Page.Of(Records.Changed(record =>
        {
            record["name"] = System.Text.Json.Nodes.JsonNode.Parse("""{"@value":"سجل المتعلم","@language":"ar","@direction":"rtl"}""");
            record["credentialSubject"]!["identifier"]![1]!["identityHash"] = new string('m', 400);
            record["credentialSubject"]!["verifiableCredential"]![4]!["credentialSubject"]!["achievement"]!["inLanguage"] = "fa";
        }));
        var title = page.All("h1").Single();
        Assert.Equal(("سجل المتعلم", "ar", "rtl"), (title.Value, title.Attribute("lang")!.Value, title.Attribute("dir")!.Value));
        Assert.Equal("fa", page.Section("Courses").Descendants("span").First(span => span.Value == "The Silk Road").Attribute("lang")!.Value);
        Assert.Contains("overflow-wrap: anywhere", page.Html, StringComparison.Ordinal);
    }

    private static Credentials.Verification.VerificationReport Attack(string attack)
        => new([Reports.Document("", Credentials.Verification.DocumentRole.Outer, Credentials.Verification.Verdict.Invalid, attack)], []);
}
