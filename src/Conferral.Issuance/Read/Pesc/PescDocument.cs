// Parses one transcript: no DTD, no entity, no external anything, bounded in size and depth.
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// Reads the XML of one College Transcript. Versions live in the namespace: any minor of major version 1 is read, from PESC itself or
/// from a province's copy. Extensions are passed over; their names mean something else.
/// Bounds: <see cref="IntakeOptions.MaxCredentialBytes"/> per document, <see cref="MaxDepth"/>, <see cref="MaxElements"/>.
/// </summary>
internal static partial class PescDocument
{
    /// <summary>The deepest path of the published schemas has about a dozen levels.</summary>
    public const int MaxDepth = 64;

    /// <summary>A transcript of 200 courses with all their members has some 10,000.</summary>
    public const int MaxElements = 200_000;

    public const string RootName = "CollegeTranscript";
    private const string Extensions = "UserDefinedExtensions";

    /// <summary>The root, or null with what is wrong.</summary>
    public static (PescElement? Root, Finding? Fault) Parse(ReadOnlyMemory<byte> document, string file)
    {
        try
        {
            using var stream = new MemoryStream(document.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                CloseInput = false,
            });
            reader.MoveToContent();
            return JudgeRoot(reader, file) is { } fault ? (null, fault) : Build(reader, file);
        }
        catch (XmlException error)
        {
            // The exception's own message may quote the document.
            var at = new SourceLocation(file, error.LineNumber > 0 ? error.LineNumber : null);
            return (null, ReadRules.Transcript.At(at, document.Span.IndexOf("<!DOCTYPE"u8) >= 0
                ? "The document has a DTD, which can make a reader fetch and expand anything. Export the transcript without <!DOCTYPE."
                : string.Create(CultureInfo.InvariantCulture, $"The document is not well-formed XML at line {error.LineNumber}, position {error.LinePosition}. Export it again.")));
        }
    }

    private static Finding? JudgeRoot(XmlReader reader, string file)
    {
        var at = new SourceLocation(file, 1);
        if (reader.LocalName != RootName) return ReadRules.Transcript.At(at, $"The document's root is {RowValues.Quoted(reader.LocalName)}, not {RootName}. Give College Transcripts only.");
        var urn = Urn().Match(reader.NamespaceURI);
        if (!urn.Success) return ReadRules.TranscriptVersion.At(at, $"The namespace {RowValues.Quoted(reader.NamespaceURI)} is none of PESC's College Transcript (urn:org:pesc:message:{RootName}:v1…). Export the transcript as PESC College Transcript 1.x.");
        return urn.Groups["major"].Value == "1" ? null : ReadRules.TranscriptVersion.At(at, $"The transcript is of version {urn.Groups["version"].Value}; versions 1.0 to 1.8 are read. Export it in one of those.");
    }

    private static (PescElement? Root, Finding? Fault) Build(XmlReader reader, string file)
    {
        var lines = (IXmlLineInfo)reader;
        PescElement? root = null;
        var open = new Stack<PescElement>();
        var count = 0;
        do
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.LocalName == Extensions:
                    reader.Skip();
                    continue;
                case XmlNodeType.Element:
                    if (open.Count == MaxDepth || ++count > MaxElements) return (null, ReadRules.Transcript.At(new SourceLocation(file, lines.LineNumber), $"The document has more than {(open.Count == MaxDepth ? $"{MaxDepth} levels" : $"{MaxElements:N0} elements")}, which no transcript needs. Export it again."));
                    var element = new PescElement(reader.LocalName, open.Count == 0 ? null : open.Peek(), lines.LineNumber);
                    if (open.Count == 0) root = element;
                    else open.Peek().Add(element);
                    if (!reader.IsEmptyElement) open.Push(element);
                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    open.Peek().Append(reader.Value);
                    break;
            }

            reader.Read();
        }
        while (!reader.EOF);

        return (root, null);
    }

    [GeneratedRegex(@"^urn:(org:pesc|ca:[a-z0-9-]+):message:CollegeTranscript:v(?<version>(?<major>\d+)\.[0-9A-Za-z.]+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Urn();
}
