// Credentials into pictures and out of them, and pictures made to mislead.
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Conferral.Credentials.Baking;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Jwt;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Verification;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Credentials.Tests.Baking;

public sealed class BakedImageTests : IDisposable
{
    private const string Svg = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>A &amp; B</title><path d="M0,0"/></svg>""";
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly SigningKey _key = SigningKey.FromSeed(new byte[32]);

    private string Method => VerificationMethod.IdOf(Samples.Issuer, _key.VerificationKey);

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void What_is_baked_comes_out_byte_for_byte_and_verifies(bool svg, bool token)
    {
        foreach (var unsigned in (byte[][])[Samples.Achievement(1), Samples.Clr(1), Samples.Achievement(2, node => node["name"] = "Ends ]]> & <begins> ü")])
        {
            var credential = Sign(unsigned, token);
            var image = BakedImage.Bake(svg ? Encoding.UTF8.GetBytes(Svg) : Png(), credential);
            Assert.Equal(credential, BakedImage.Extract(image));
            Assert.Equal(Verdict.Valid, Verify(image).Outer.Verdict);
        }
    }

    [Fact]
    public void Baking_again_replaces_whatever_was_there()
    {
        foreach (var picture in (byte[][])[Png(), Encoding.UTF8.GetBytes(Svg)])
        {
            var credential = Sign(Samples.Achievement(1), token: false);
            var record = Sign(Samples.Clr(1), token: false);
            Assert.Equal(BakedImage.Bake(picture, credential), BakedImage.Bake(BakedImage.Bake(picture, record), credential));
        }
    }

    [Fact]
    public void The_png_keeps_its_chunks_and_gets_one_more_before_the_last()
    {
        var credential = Sign(Samples.Clr(1), token: false);
        var png = Png();
        var baked = BakedImage.Bake(png, credential);
        Assert.Equal(png[..^12], baked[..(png.Length - 12)]);
        Assert.Equal(png[^12..], baked[^12..]);
        Assert.Equal([.. Number(credential.Length + 18), .. "iTXtclrcredential\0\0\0\0\0"u8, .. credential], baked[(png.Length - 12)..^16]);
        Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));
    }

    [Fact]
    public void The_svg_keeps_its_picture_and_gets_one_element_in_front()
    {
        var token = Sign(Samples.Achievement(1), token: true);
        var root = XDocument.Parse(Encoding.UTF8.GetString(BakedImage.Bake(Encoding.UTF8.GetBytes(Svg), token))).Root!;
        var first = root.Elements().First();
        Assert.Equal(((XNamespace)"https://purl.imsglobal.org/ob/v3p0") + "credential", first.Name);
        Assert.Equal((Encoding.ASCII.GetString(token), ""), (first.Attribute("verify")?.Value, first.Value));
        first.Remove();
        root.Attributes().Where(attribute => attribute.IsNamespaceDeclaration && attribute.Name.LocalName != "xmlns").Remove();
        Assert.Equal(Svg, root.ToString(SaveOptions.DisableFormatting).Replace(" />", "/>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""<svg xmlns="http://www.w3.org/2000/svg"/>""", BakingErrorCode.NothingBaked)]
    [InlineData("""<svg xmlns="http://www.w3.org/2000/svg"><credential>{}</credential></svg>""", BakingErrorCode.NothingBaked)]
    [InlineData("""<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0"><o:credential>{}</o:credential><g><o:credential>{}</o:credential></g></svg>""", BakingErrorCode.Ambiguous)]
    [InlineData("""<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0" xmlns:c="https://purl.imsglobal.org/clr/v2p0"><o:credential>{}</o:credential><c:credential>{}</c:credential></svg>""", BakingErrorCode.Ambiguous)]
    [InlineData("""<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0"><o:credential verify="eyJ">{}</o:credential></svg>""", BakingErrorCode.Ambiguous)]
    [InlineData("""<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0"><o:credential/></svg>""", BakingErrorCode.Ambiguous)]
    [InlineData("""<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0"><o:credential><o:x>{}</o:x></o:credential></svg>""", BakingErrorCode.NotAnImage)]
    [InlineData("""<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>""", BakingErrorCode.NotAnImage)]
    [InlineData("""<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0"><o:credential>&a;</o:credential></svg>""", BakingErrorCode.NotAnImage)]
    [InlineData("<svg", BakingErrorCode.NotAnImage)]
    [InlineData("<html/>", BakingErrorCode.NotAnImage)]
    [InlineData("GIF89a", BakingErrorCode.NotAnImage)]
    public void An_svg_without_one_plain_credential_is_refused(string svg, BakingErrorCode code)
        => Assert.Equal(code, Assert.Throws<BakingException>(() => BakedImage.Extract(Encoding.UTF8.GetBytes(svg))).Code);

    [Fact]
    public void A_png_without_one_plain_credential_is_refused()
    {
        Refused(BakingErrorCode.NothingBaked, Png());
        Refused(BakingErrorCode.NothingBaked, Png("openbadges\0\0\0\0\0{}"));
        Refused(BakingErrorCode.Ambiguous, Png("openbadgecredential\0\0\0\0\0{}", "clrcredential\0\0\0\0\0{}"));
        Refused(BakingErrorCode.Ambiguous, Png("clrcredential\0\u0001\0\0\0{}"));
        Refused(BakingErrorCode.Ambiguous, Png("clrcredential\0\0"));
        Refused(BakingErrorCode.Ambiguous, Png("clrcredential\0"));
        Refused(BakingErrorCode.NotAnImage, [.. Png(), 0]);
        Assert.Equal("{}"u8.ToArray(), BakedImage.Extract(Png("clrcredential\0\0\0en\0Nachweis\0{}")));
    }

    [Fact]
    public void A_cut_or_altered_png_is_refused_wherever_it_is_cut_or_altered()
    {
        var image = BakedImage.Bake(Png(), Sign(Samples.Achievement(1), token: false));
        for (var length = 8; length < image.Length; length++) Refused(BakingErrorCode.NotAnImage, image[..length]);
        Gen.Select(Gen.Int[8, image.Length - 1], Gen.Int[0, 7]).Sample((at, bit) =>
        {
            var altered = image.ToArray();
            altered[at] ^= (byte)(1 << bit);
            Refused(BakingErrorCode.NotAnImage, altered);
        }, iter: 2000);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("eyJ.eyJ.eyJ")]
    [InlineData("{\"type\":[\"VerifiableCredential\"],\"proof\":{}}")]
    public void What_is_no_signed_credential_is_not_baked(string credential)
        => Assert.Equal(BakingErrorCode.NotACredential, Assert.Throws<BakingException>(() => BakedImage.Bake(Png(), Encoding.UTF8.GetBytes(credential))).Code);

    [Fact]
    public void A_character_that_xml_cannot_carry_is_refused_for_svg_alone()
    {
        var credential = Sign(Samples.Achievement(1, node => node["name"] = "x"), token: false);
        var odd = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(credential).Replace("\"name\":\"x\"", "\"name\":\"\uFFFE\"", StringComparison.Ordinal));
        Assert.Equal(BakingErrorCode.NotACredential, Assert.Throws<BakingException>(() => BakedImage.Bake(Encoding.UTF8.GetBytes(Svg), odd)).Code);
        Assert.Equal(odd, BakedImage.Extract(BakedImage.Bake(Png(), odd)));
    }

    [Fact]
    public void The_verifier_says_what_is_wrong_with_an_image()
    {
        Assert.Equal((CheckId.Format, Verdict.CouldNotCheck), Only(Verify(Png())));
        Assert.Equal((CheckId.Format, Verdict.Invalid), Only(Verify(Png()[..^3])));
        Assert.Equal((CheckId.Format, Verdict.Invalid), Only(Verify(Png("clrcredential\0\0\0\0\0[]"))));
        static (string, Verdict) Only(VerificationReport report) => (Assert.Single(report.Outer.Checks).Id, report.Verdict);
    }

    private static void Refused(BakingErrorCode code, byte[] image) => Assert.Equal(code, Assert.Throws<BakingException>(() => BakedImage.Extract(image)).Code);

    private byte[] Sign(byte[] unsigned, bool token)
    {
        var signed = new CredentialSigner(Published.Canonicalizer).Sign(unsigned, _key, new SigningOptions(Method, Now));
        return token ? JwtSigner.Sign(signed, _key, Method) : signed;
    }

    private VerificationReport Verify(byte[] image)
    {
        var resolver = new VerificationMethodResolver([ControllerDocument.ForIssuer(Samples.Issuer, [VerificationMethod.Multikey(Samples.Issuer, _key.VerificationKey)])]);
        return new CredentialVerifier(Published.Canonicalizer, resolver, new FakeTimeProvider(Now)).Verify(image);
    }

    /// <summary>A picture of one black point, with these texts as iTXt chunks.</summary>
    private static byte[] Png(params string[] texts)
    {
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write([0, 0]);
        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n',
            .. Chunk("IHDR", [.. Number(1), .. Number(1), 8, 0, 0, 0, 0]),
            .. Chunk("IDAT", pixels.ToArray()),
            .. texts.SelectMany(text => Chunk("iTXt", Encoding.UTF8.GetBytes(text))),
            .. Chunk("IEND", []),
        ];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. Number(data.Length), .. body, .. Number((int)Crc32.Of(body))];
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
