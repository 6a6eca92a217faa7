// The forms of text: what passes, what does not.
using System.Text;
using Conferral.Credentials.Rules;
using Conferral.Credentials.Rules.House;
using Conferral.Credentials.Rules.OpenBadges;
using Conferral.Credentials.Rules.Vcdm;

namespace Conferral.Credentials.Tests.Rules;

public sealed class ValueFormTests
{
    [Theory]
    [InlineData("2026-06-12T00:00:00Z", "2026-06-12T00:00:00Z")]
    [InlineData("2026-06-12T00:30:00+02:00", "2026-06-11T22:30:00Z")]
    [InlineData("2024-02-29T23:59:59.5-14:00", "2024-03-01T13:59:59.5Z")]
    [InlineData("2026-06-12T00:00:00.123456789Z", "2026-06-12T00:00:00.1234567Z")]
    public void A_date_time_with_a_zone_is_read(string text, string utc)
    {
        Assert.True(ZonedDateTime.TryParse(Encoding.UTF8.GetBytes(text), out var moment));
        Assert.Equal(DateTimeOffset.Parse(utc), moment);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-06-12")]
    [InlineData("2026-06-12T00:00:00")]
    [InlineData("2026-06-12T00:00Z")]
    [InlineData("2026-06-12 00:00:00Z")]
    [InlineData("2026-06-12T00:00:00z")]
    [InlineData("2026-06-12T24:00:00Z")]
    [InlineData("2026-06-12T00:60:00Z")]
    [InlineData("2026-06-12T00:00:60Z")]
    [InlineData("2026-06-12T00:00:00.Z")]
    [InlineData("2026-06-12T00:00:00+0200")]
    [InlineData("2026-06-12T00:00:00+14:01")]
    [InlineData("2026-06-12T00:00:00+02:60")]
    [InlineData("2026-06-31T00:00:00Z")]
    [InlineData("2025-02-29T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("2026-06-12T+1:00:00Z")]
    [InlineData("2026-06-12T00:00:00ZZ")]
    public void Another_date_time_is_not(string text) => Assert.False(Holds(ZonedDateTime.Form, text));

    [Theory]
    [InlineData("urn:uuid:6f0c1c5e-0000-4000-8000-000000000001")]
    [InlineData("https://college.example")]
    [InlineData("HTTPS://college.example/a?b=c#d")]
    [InlineData("did:web:college.example")]
    [InlineData("data:image/png;base64,iVBORw0KGgo=")]
    [InlineData("mailto:registrar@college.example")]
    [InlineData("https://høgskole.example/")]
    public void An_absolute_uri_passes(string text) => Assert.True(Holds(AbsoluteUri.Form, text));

    [Theory]
    [InlineData("")]
    [InlineData("id")]
    [InlineData("/id")]
    [InlineData(":id")]
    [InlineData("urn:")]
    [InlineData("1rn:x")]
    [InlineData("ht tp://x")]
    [InlineData("https:college.example")]
    [InlineData("https://")]
    [InlineData("http:///path")]
    [InlineData("urn:a b")]
    [InlineData("urn:a<b")]
    [InlineData("urn:a\\b")]
    public void Another_text_is_no_uri(string text) => Assert.False(Holds(AbsoluteUri.Form, text));

    [Theory]
    [InlineData("en", true)]
    [InlineData("gsw", true)]
    [InlineData("pt-BR", true)]
    [InlineData("es-419", true)]
    [InlineData("zh-Hant", true)]
    [InlineData("zh-Hant-TW", true)]
    [InlineData("", false)]
    [InlineData("e", false)]
    [InlineData("EN", false)]
    [InlineData("english", false)]
    [InlineData("en-", false)]
    [InlineData("en-us", false)]
    [InlineData("en-US-", false)]
    [InlineData("en--US", false)]
    [InlineData("zh-Hant-", false)]
    [InlineData("zh-TW-Hant", false)]
    [InlineData("zh-Hant-TW-x", false)]
    [InlineData("en-US\n", false)]
    public void A_language_tag_is_judged(string text, bool holds) => Assert.Equal(holds, Holds(LanguageTag.Form, text));

    [Theory]
    [InlineData("a.b.c", true)]
    [InlineData("a-_9..c", true)]
    [InlineData("a.b", false)]
    [InlineData("a.b.", false)]
    [InlineData(".b.c", false)]
    [InlineData("a.b.c.d", false)]
    [InlineData("a=.b.c", false)]
    public void A_compact_jws_is_judged(string text, bool holds) => Assert.Equal(holds, Holds(CompactJws.Form, text));

    private static bool Holds(ValueForm form, string text) => form.Holds(Encoding.UTF8.GetBytes(text));
}
