// A credential in an SVG image: an element of its own, first in the picture.
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Conferral.Credentials.Baking;

/// <summary>
/// Shape: <c>&lt;openbadges:credential&gt;</c> or <c>&lt;clr:credential&gt;</c>, with JSON as CDATA or a compact JWS as the
/// attribute <c>verify</c>. A document type declaration, which many drawing programs write, is passed over unread: no
/// entity is expanded and nothing is fetched.
/// </summary>
internal static class SvgBaking
{
    private const string Element = "credential", TokenAttribute = "verify";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static bool LooksLikeXml(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        return bytes.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
    }

    /// <summary>Reads on to the end, since a second credential may come last; keeps nothing of the picture in memory.</summary>
    public static byte[] Extract(ReadOnlyMemory<byte> svg)
    {
        string? found = null;
        using var reader = Open(svg);
        try
        {
            if (reader.MoveToContent() != XmlNodeType.Element || reader.NamespaceURI != Svg.NamespaceName || reader.LocalName != "svg") throw NotSvg();
            while (!reader.EOF)
            {
                if (!IsCredential(reader)) reader.Read();
                else if (found is null) found = Content(reader);
                else throw Ambiguous("more than one credential");
            }
        }
        catch (XmlException refusal)
        {
            throw Unreadable(refusal);
        }

        return found is not null
            ? Encoding.UTF8.GetBytes(found)
            : throw new BakingException(BakingErrorCode.NothingBaked, "No credential is baked into this SVG image. Ask its issuer for the baked one; copies made by other programs often lose it.");
    }

    public static byte[] Bake(ReadOnlyMemory<byte> svg, BakedKind kind, ReadOnlySpan<byte> credential, bool isToken)
    {
        var document = Load(svg);
        document.Descendants().Where(element => BakedKind.All.Any(baked => element.Name == (XNamespace)baked.SvgNamespace + Element)).ToList().ForEach(element => element.Remove());
        XNamespace own = kind.SvgNamespace;
        var text = Encoding.UTF8.GetString(credential);
        document.Root!.AddFirst(new XElement(
            own + Element,
            new XAttribute(XNamespace.Xmlns + kind.SvgPrefix, own),
            isToken ? new XAttribute(TokenAttribute, text) : new XCData(text)));
        return Write(document);
    }

    private static bool IsCredential(XmlReader reader)
        => reader.NodeType == XmlNodeType.Element && reader.LocalName == Element && BakedKind.All.Any(kind => kind.SvgNamespace == reader.NamespaceURI);

    /// <summary>The text or the token of the element the reader stands on; the reader is behind the element afterwards.</summary>
    private static string Content(XmlReader reader)
    {
        var token = reader.GetAttribute(TokenAttribute)?.Trim() ?? "";
        var text = reader.ReadElementContentAsString().Trim();
        if (token.Length > 0 == text.Length > 0) throw Ambiguous("a credential that is neither JSON alone nor a token alone");
        return token.Length > 0 ? token : text;
    }

    private static XmlReader Open(ReadOnlyMemory<byte> svg)
        => XmlReader.Create(new MemoryStream(svg.ToArray(), writable: false), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CloseInput = true });

    private static XDocument Load(ReadOnlyMemory<byte> svg)
    {
        try
        {
            using var reader = Open(svg);
            var document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
            return document.Root!.Name == Svg + "svg" ? document : throw NotSvg();
        }
        catch (XmlException refusal)
        {
            throw Unreadable(refusal);
        }
    }

    private static byte[] Write(XDocument document)
    {
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineHandling = NewLineHandling.None, Indent = false };
        using var buffer = new MemoryStream();
        try
        {
            using var writer = XmlWriter.Create(buffer, settings);
            document.Save(writer);
        }
        catch (ArgumentException refusal)
        {
            throw new BakingException(BakingErrorCode.NotACredential, "A text of the credential holds a character that XML cannot carry. Bake it into a PNG image, or as a token.", refusal);
        }

        return buffer.ToArray();
    }

    private static BakingException NotSvg() => new(BakingErrorCode.NotAnImage, "The file is XML but not an SVG image.");

    private static BakingException Unreadable(XmlException refusal)
        => new(BakingErrorCode.NotAnImage, $"The SVG image cannot be read: {refusal.Message} Export it again as plain SVG.", refusal);

    private static BakingException Ambiguous(string what) => new(BakingErrorCode.Ambiguous, $"The image holds {what}, so readers may show different things. Ask for a new image.");
}
