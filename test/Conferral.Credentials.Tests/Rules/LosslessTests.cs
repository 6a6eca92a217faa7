// What the JSON-LD processor says becomes a finding; what it could not check does not.
using Conferral.Credentials.Rules;
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;
using Conferral.LinkedData.Contexts;

namespace Conferral.Credentials.Tests.Rules;

public sealed class LosslessTests
{
    internal const string Lossless = "HOUSE-LOSSLESS";

    private static readonly RuleSet WithJsonLd = new(new RuleTests.FixedClock(RuleTests.Today), new LinkedDataCanonicalizer(ContextStore.BuiltIn).CheckLossless);

    [Fact]
    public void The_samples_can_be_signed_whole()
    {
        Assert.Empty(WithJsonLd.Check(SampleClr.Create().ToElement()));
        Assert.Empty(WithJsonLd.Check(SampleClr.CreateBadge().ToElement()));
        Assert.Empty(WithJsonLd.Check(SampleClr.CreateEndorsement().ToElement()));
    }

    [Theory]
    [InlineData("/extra", "\"x\"")]
    [InlineData(SampleClr.Achievement + "/extra", "\"x\"")]
    [InlineData("/endorsementJwt", "[\"abc.def.ghi\"]")]
    [InlineData("/termsOfUse/0/type", "\"ExampleTerms\"")]
    public void A_member_no_context_defines_is_found_in_its_place(string pointer, string value)
    {
        var document = SampleClr.Create();
        document.Put(pointer, value);
        Assert.Contains(WithJsonLd.Check(document.ToElement()), finding => finding.RuleId == Lossless && finding.Pointer == pointer);
    }

    /// <summary>Signing takes each member as a document of its own, where the contexts around it do not reach.</summary>
    [Theory]
    [InlineData("/@context", "[\"https://www.w3.org/ns/credentials/v2\"]", "/type")]
    [InlineData("/evidence/0/type", "[\"Evidence\", \"Association\"]", "/evidence/0/type")]
    public void A_member_that_leans_on_the_contexts_around_it_is_found(string pointer, string value, string found)
    {
        var document = SampleClr.Create();
        document.Put(SampleClr.Member + pointer, value);
        if (pointer == "/@context") Assert.Contains(WithJsonLd.Check(document.ToElement()), finding => finding.Severity == Severity.Error);
        else Assert.Contains(WithJsonLd.Check(document.ToElement()), finding => finding.RuleId == Lossless && finding.Pointer == SampleClr.Member + found);
    }

    [Fact]
    public void Only_a_member_that_lists_fewer_contexts_than_the_whole_is_walked_again()
    {
        var document = SampleClr.Create();
        var walks = 0;
        Check(document, _ => Count(ref walks));
        Assert.Equal(2, walks); // the whole, and the second member, which lists one context
        document.Put(SampleClr.Member + "/@context/3", "\"https://www.w3.org/ns/credentials/undefined-terms/v2\"");
        document.Put(SampleClr.OtherMember + "/@context", document.At(SampleClr.Member + "/@context").ToJsonString());
        Check(document, _ => Count(ref walks));
        Assert.Equal(3, walks);
    }

    private static Utf16Order Count(ref int walks)
    {
        walks++;
        return Utf16Order.Agrees;
    }

    [Fact]
    public void A_context_nobody_gave_us_is_no_verdict()
    {
        var document = SampleClr.Create();
        document.Put("/@context/4", "\"https://example.org/context\"");
        Assert.Equal("https://example.org/context", Assert.Throws<UnknownContextException>(() => WithJsonLd.Check(document.ToElement())).Url);
    }

    [Fact]
    public void An_undefined_term_is_a_finding_with_its_code_and_place()
    {
        var finding = Assert.Single(Check(SampleClr.Create(), _ => throw new JsonLdException(SafeModeCode.UndefinedTerm, "/extra", "x")));
        Assert.Equal((Lossless, "/extra", Severity.Error), (finding.RuleId, finding.Pointer, finding.Severity));
        Assert.Contains(SafeModeCode.UndefinedTerm, finding.Message);
    }

    [Fact]
    public void The_document_is_checked_without_its_proof()
    {
        var asked = new List<JsonLdInput>();
        Assert.Empty(Check(SampleClr.Create(), input =>
        {
            asked.Add(input);
            return Utf16Order.Agrees;
        }));
        Assert.NotEmpty(asked);
        Assert.All(asked, input => Assert.Equal("proof", input.WithoutMember));
    }

    [Fact]
    public void An_unknown_context_is_no_verdict()
        => Assert.Throws<UnknownContextException>(() => Check(SampleClr.Create(), _ => throw new UnknownContextException("https://example.org/c")));

    [Fact]
    public void A_document_too_alike_in_its_parts_is_a_finding()
    {
        var finding = Assert.Single(Check(SampleClr.Create(), _ => throw new CanonicalizationBoundException(1)));
        Assert.Equal((Lossless, "", Severity.Error), (finding.RuleId, finding.Pointer, finding.Severity));
    }

    [Fact]
    public void A_document_with_errors_is_refused_though_a_context_is_unknown()
    {
        var document = SampleClr.Create();
        document.Drop("/name");
        Assert.Equal("CLR-CREDENTIAL-REQUIRED", Assert.Single(Check(document, _ => throw new UnknownContextException("https://example.org/c"))).RuleId);
    }

    private static IReadOnlyList<Finding> Check(System.Text.Json.Nodes.JsonObject document, Func<JsonLdInput, Utf16Order> checkLossless)
        => new RuleSet(new RuleTests.FixedClock(RuleTests.Today), checkLossless).Check(document.ToElement());
}
