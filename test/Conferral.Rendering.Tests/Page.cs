// A rendered page as tests read it: strict XML, so that anything not well-formed fails at once.
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Conferral.Credentials.Verification;

namespace Conferral.Rendering.Tests;

internal sealed partial class Page
{
    private Page(string html)
    {
        Html = html;
        // Line breaks before tags are the writer's own, for who reads the source.
        var xml = VoidElement().Replace(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace("\n<", "<", StringComparison.Ordinal), "<${element}/>");
        Root = XDocument.Parse(xml, LoadOptions.PreserveWhitespace).Root!;
    }

    public string Html { get; }

    public XElement Root { get; }

    public string Text => string.Join('\n', Root.Element("body")!.DescendantNodes().OfType<XText>().Select(text => text.Value));

    public IEnumerable<XElement> All(string tag) => Root.Descendants(tag);

    public XElement Section(string heading) => All("section").Single(section => section.Elements().First().Value == heading);

    public static Page Of(byte[] credential, VerificationReport? report = null, string? name = null)
        => new(CredentialPage.Render(new CredentialToRender("record.json", credential, report ?? Reports.Valid, DateTimeOffset.UnixEpoch.AddYears(56)) { LearnerName = name })!);

    /// <summary>The facts of a list: label and value.</summary>
    public static IEnumerable<(string Label, string Value)> Facts(XElement within)
        => within.Descendants("dt").Select(term => (term.Value, ((XElement)term.NextNode!).Value));

    [GeneratedRegex("<(?<element>(meta|img)\\b[^>]*)>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex VoidElement();
}

internal static class Reports
{
    public static VerificationReport Valid { get; } = new([Document("", DocumentRole.Outer, Verdict.Valid)], []);

    public static DocumentReport Document(string pointer, DocumentRole role, Verdict verdict, string message = "The signature does not fit.", Check? status = null)
        => new(pointer, role, null, [new Check(CheckId.Proof, verdict, message)], [new ProofReport(pointer + "/proof", "eddsa-rdfc-2022", "did:web:college.example#key", [new Check(CheckId.Signature, verdict, message)])], status);
}
