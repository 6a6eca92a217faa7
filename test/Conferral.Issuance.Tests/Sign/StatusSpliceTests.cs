// The promised place gets into the draft, every other byte stays, and the whole still keeps the rules.
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Rules;
using Conferral.Credentials.Status;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Sign;
using Conferral.Issuance.Tests.Compose;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.Sign;

public sealed class StatusSpliceTests
{
    private static readonly LinkedDataCanonicalizer Canonicalizer = new(ContextStore.BuiltIn);

    private static StatusPlace Place(string purposes = "revocation", bool inMembers = true, StatusListKind kind = StatusListKind.Bitstring) => new(
        new StatusListRow(3, new StatusForm { Kind = kind, Url = "https://college.example/status", Purposes = purposes, InMembers = inMembers, Entries = BitstringStatusList.MinimumEntries }),
        94567);

    [Theory]
    [InlineData("revocation", true, StatusListKind.Bitstring)]
    [InlineData("revocation suspension", true, StatusListKind.Bitstring)]
    [InlineData("suspension", false, StatusListKind.Bitstring)]
    [InlineData("revocation", true, StatusListKind.RevocationList)]
    public void A_composed_record_with_its_place_keeps_every_rule_and_every_other_byte(string purposes, bool inMembers, StatusListKind kind)
    {
        var draft = SampleLearner.Compose(SampleLearner.Learner());
        var place = Place(purposes, inMembers, kind);
        var spliced = StatusSplice.Apply(draft.Utf8Json, place);
        using var document = JsonDocument.Parse(spliced);
        Assert.Empty(new RuleSet(new FakeTimeProvider(SampleLearner.Now), Canonicalizer.CheckLossless).Check(document.RootElement));
        Assert.Equal(place.IdInRecord, document.RootElement.GetProperty("credentialStatus").GetProperty("id").GetString());
        var members = document.RootElement.GetProperty("credentialSubject").GetProperty("verifiableCredential").EnumerateArray().ToList();
        Assert.NotEmpty(members);
        Assert.All(members, member => Assert.Equal(inMembers, member.TryGetProperty("credentialStatus", out _)));

        var text = Encoding.UTF8.GetString(spliced.Span);
        foreach (var entry in (byte[]?[])[place.EntryOfRecord, place.EntryOfMembers])
        {
            if (entry is not null) text = text.Replace($",\"credentialStatus\":{Encoding.UTF8.GetString(entry)}", "", StringComparison.Ordinal);
        }

        Assert.Equal(Encoding.UTF8.GetString(draft.Utf8Json.Span), text);
    }

    [Fact]
    public void Two_purposes_stand_one_in_the_record_and_one_in_its_members()
    {
        using var document = Spliced("""{"id":"a","credentialSubject":{"verifiableCredential":[{"id":"m"}]}}""", Place("revocation suspension"));
        Assert.Equal("revocation", document.RootElement.GetProperty("credentialStatus").GetProperty("statusPurpose").GetString());
        var member = document.RootElement.GetProperty("credentialSubject").GetProperty("verifiableCredential")[0].GetProperty("credentialStatus");
        Assert.Equal(("suspension", "94567", "https://college.example/status/suspension-3.json"), (member.GetProperty("statusPurpose").GetString(), member.GetProperty("statusListIndex").GetString(), member.GetProperty("statusListCredential").GetString()));
    }

    [Theory]
    [InlineData("""{"credentialSubject":{"verifiableCredential":[{"id":"m","proof":{}}]},"id":"a"}""")]
    [InlineData("""{"credentialSubject":{"verifiableCredential":[{"id":"m","credentialStatus":{"type":"Theirs"}}]},"id":"a"}""")]
    [InlineData("""{"credentialSubject":{"verifiableCredential":["urn:m", {"type":["EnvelopedVerifiableCredential"],"id":"data:x"}, {}, 7]},"id":"a"}""")]
    [InlineData("""{"credentialSubject":[{"verifiableCredential":[{"id":"m"}]}],"id":"a"}""")]
    [InlineData("""{"credentialSubject":{"other":{"verifiableCredential":[{"id":"m"}]}},"id":"a" }""")]
    public void What_carries_a_proof_or_a_status_or_is_no_member_is_left_alone(string draft)
    {
        using var document = Spliced(draft, Place());
        using var before = JsonDocument.Parse(draft);
        Assert.Equal(before.RootElement.GetProperty("credentialSubject").GetRawText(), document.RootElement.GetProperty("credentialSubject").GetRawText());
        Assert.True(document.RootElement.TryGetProperty("credentialStatus", out _));
    }

    [Fact]
    public void A_draft_with_a_status_of_its_own_keeps_it()
    {
        const string draft = """{"id":"a","credentialStatus":{"type":"Theirs"},"credentialSubject":{"credentialStatus":1}}""";
        Assert.True(StatusSplice.HasStatus(Encoding.UTF8.GetBytes(draft)));
        Assert.False(StatusSplice.HasStatus("""{"id":"a","credentialSubject":{"credentialStatus":1}}"""u8.ToArray()));
        using var document = Spliced(draft, Place());
        Assert.Equal("Theirs", document.RootElement.GetProperty("credentialStatus").GetProperty("type").GetString());
    }

    [Fact]
    public void A_single_member_without_brackets_gets_its_entry()
    {
        using var document = Spliced("""{"id":"a","credentialSubject":{"verifiableCredential":{"id":"m"},"name":"x"}}""", Place());
        Assert.True(document.RootElement.GetProperty("credentialSubject").GetProperty("verifiableCredential").TryGetProperty("credentialStatus", out _));
    }

    private static JsonDocument Spliced(string draft, StatusPlace place) => JsonDocument.Parse(StatusSplice.Apply(Encoding.UTF8.GetBytes(draft), place));
}
