// The verdict on a page, in sentences.
using Conferral.Credentials.Verification;

namespace Conferral.Rendering.Tests;

public sealed class VerdictTests
{
    private const string Member = "/credentialSubject/verifiableCredential/";

    [Fact]
    public void A_genuine_record_says_who_signed_and_counts_what_is_in_it()
    {
        var panel = Panel(Of(Verdict.Valid, Verdict.Valid, Verdict.Valid));
        Assert.Equal(
            """
            <section class="verdict valid">
            <h2>Genuine: signed by did:web:registrar.college.example, and unchanged since.</h2>
            <ul>
            <li>The record as a whole: valid.</li>
            <li>Valid: 2 of 2 embedded credentials.</li>
            <li>It names no status list, so it cannot be revoked that way.</li></ul>
            <p class="remark">Checked 1 January 2026 at 00:00 UTC. Whether that issuer is the institution you mean, its id tells you: compare it with the institution’s own web address.</p></section>
            """.ReplaceLineEndings("\n"),
            panel);
    }

    [Theory]
    [InlineData(Verdict.Invalid, Verdict.Invalid, "Do not rely on this record: it does not verify.", "verdict invalid")]
    [InlineData(Verdict.Valid, Verdict.Invalid, "Do not rely on all of this record: a part of it does not verify.", "verdict invalid")]
    [InlineData(Verdict.CouldNotCheck, Verdict.CouldNotCheck, "Not known to be genuine: it could not be checked to the end.", "verdict unknown")]
    [InlineData(Verdict.Valid, Verdict.CouldNotCheck, "Not known to be genuine: it could not be checked to the end.", "verdict unknown")]
    public void The_headline_is_the_worst_of_all(Verdict outer, Verdict member, string headline, string style)
    {
        var panel = Panel(Of(outer, member, Verdict.Valid));
        Assert.Contains($"<section class=\"{style}\">\n<h2>{headline}</h2>", panel, StringComparison.Ordinal);
        Assert.Contains("The signature does not fit.", panel, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_verify_is_counted_named_and_marked_where_it_stands()
    {
        var page = Page.Of(Records.Graduate(), Of(Verdict.Valid, Verdict.Valid, Verdict.Valid, Verdict.Valid, Verdict.Invalid, Verdict.CouldNotCheck));
        Assert.Contains("Valid: 3 of 5 embedded credentials; 1 not valid; 1 could not be checked.", page.Text, StringComparison.Ordinal);
        Assert.Contains("The Silk Road: The signature does not fit.", page.All("ul").Single(list => list.Attribute("class")?.Value == "reasons").Value, StringComparison.Ordinal);
        var marks = page.Section("Courses").Descendants("strong").Select(mark => (mark.Parent!.Elements("span").First().Value, mark.Value));
        Assert.Equal([("Calculus I", "not valid"), ("The Silk Road", "could not be checked")], marks);
    }

    [Theory]
    [InlineData(CheckId.Status, "Do not rely on this record: its issuer has revoked it.")]
    [InlineData(CheckId.Suspension, "Do not rely on this record for now: it is suspended.")]
    public void A_revoked_or_suspended_record_says_so_first(string check, string headline)
    {
        var status = new Check(check, Verdict.Invalid, "The credential is withdrawn.");
        var panel = Panel(new VerificationReport([Reports.Document("", DocumentRole.Outer, Verdict.Valid, status: status)], []));
        Assert.Contains($"<h2>{headline}</h2>", panel, StringComparison.Ordinal);
        Assert.Contains("<li>The credential is withdrawn.</li>", panel, StringComparison.Ordinal);
    }

    [Fact]
    public void A_status_out_of_reach_is_told_and_does_not_make_a_genuine_record_doubtful()
    {
        var panel = Panel(new VerificationReport([Reports.Document("", DocumentRole.Outer, Verdict.Valid, status: new Check(CheckId.Status, Verdict.CouldNotCheck, "The list is not at hand."))], []));
        Assert.Contains("verdict valid", panel, StringComparison.Ordinal);
        Assert.Contains("Whether it has been revoked could not be checked. The list is not at hand.", panel, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_bad_members_give_eight_reasons_and_a_count()
    {
        var members = Enumerable.Range(0, 100).Select(index => Reports.Document($"{Member}{index}", DocumentRole.Member, Verdict.Invalid, $"Reason {index}."));
        var panel = Panel(new VerificationReport([Reports.Document("", DocumentRole.Outer, Verdict.Valid), .. members], []));
        Assert.Contains("Reason 7.", panel, StringComparison.Ordinal);
        Assert.DoesNotContain("Reason 8.", panel, StringComparison.Ordinal);
        Assert.Contains("And 92 more; `conferral verify` lists them all.", panel, StringComparison.Ordinal);
    }

    private static VerificationReport Of(Verdict outer, params Verdict[] members)
        => new([Reports.Document("", DocumentRole.Outer, outer), .. members.Select((verdict, index) => Reports.Document($"{Member}{index}", DocumentRole.Member, verdict))], []);

    private static string Panel(VerificationReport report)
    {
        var html = Page.Of(Records.Graduate(), report).Html;
        var start = html.IndexOf("<section class=\"verdict", StringComparison.Ordinal);
        return html[start..(html.IndexOf("</section>", start, StringComparison.Ordinal) + "</section>".Length)];
    }
}
