// Entry and list, signed for real: what each pair comes to, and every error of the specification.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Status;
using Conferral.Credentials.Verification;
using Conferral.LinkedData;
using Microsoft.Extensions.Time.Testing;
using static Conferral.Credentials.Tests.Status.StatusSamples;

namespace Conferral.Credentials.Tests.Status;

public sealed class BitstringStatusCheckTests
{
    [Theory]
    [InlineData("revocation", "7", CheckId.Status, Verdict.Invalid, "is revoked")]
    [InlineData("revocation", "8", CheckId.Status, Verdict.Valid, "not revoked")]
    [InlineData("suspension", "7", CheckId.Suspension, Verdict.Invalid, "suspended for now")]
    [InlineData("suspension", "8", CheckId.Suspension, Verdict.Valid, "not suspended")]
    [InlineData("refresh", "7", CheckId.Status, Verdict.Valid, "a newer version")]
    [InlineData("refresh", "8", CheckId.Status, Verdict.Valid, "no newer version")]
    [InlineData("ourOwn", "7", CheckId.Status, Verdict.CouldNotCheck, "not among those this version knows")]
    [InlineData("ourOwn", "8", CheckId.Status, Verdict.Valid, "not set")]
    public void A_status_means_what_its_purpose_says(string purpose, string index, string checkId, Verdict verdict, string words)
    {
        var check = Status(Entry(purpose, index), List(purpose));
        Assert.Equal((checkId, verdict), (check.Id, check.Verdict));
        Assert.Contains(words, check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_status_of_several_bits_has_a_message_for_each_value()
    {
        var entry = Entry("message", "6");
        entry["statusSize"] = 2;
        entry["statusMessage"] = new JsonArray([.. Enumerable.Range(0, 4).Select(value => new JsonObject { ["status"] = $"0x{value:x}", ["message"] = $"meaning {value}\u0007" })]);
        var check = Status(entry, List("message", 2 * BitstringStatusList.MinimumEntries)); // bits 12 and 13 are 1 and 0
        Assert.Equal(Verdict.Valid, check.Verdict);
        Assert.Contains("is 2. Its message: meaning 2.", check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_may_be_for_several_purposes()
    {
        var list = List();
        list["credentialSubject"]!["statusPurpose"] = new JsonArray("suspension", "revocation");
        Assert.Equal(Verdict.Invalid, Status(Entry(), list).Verdict);
    }

    [Fact]
    public void A_list_of_another_issuer_counts_and_is_said_to_be_his()
    {
        var list = List();
        list["issuer"] = Stranger;
        var check = StatusOf(Credential(Entry()), At(ListUrl, Sign(Bytes(list), Stranger)));
        Assert.Equal(Verdict.Invalid, check.Verdict);
        Assert.Contains(Stranger, check.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string?> SpoiltEntries => new()
    {
        { StatusListError.MalformedValue, "statusPurpose", null },
        { StatusListError.MalformedValue, "statusPurpose", "\"\"" },
        { StatusListError.MalformedValue, "statusListIndex", null },
        { StatusListError.MalformedValue, "statusListIndex", "7" },
        { StatusListError.MalformedValue, "statusListIndex", "\"-7\"" },
        { StatusListError.MalformedValue, "statusListIndex", "\"0x7\"" },
        { StatusListError.MalformedValue, "statusListIndex", "\"\u0667\"" },
        { StatusListError.Range, "statusListIndex", "\"131072\"" },
        { StatusListError.Range, "statusListIndex", "\"99999999999999999999999999\"" },
        { StatusListError.MalformedValue, "statusListCredential", null },
        { StatusListError.MalformedValue, "statusListCredential", "\"status/1\"" },
        { StatusListError.Retrieval, "statusListCredential", "\"https://college.example/status/2\"" },
        { StatusListError.MalformedValue, "id", $"\"{ListUrl}\"" },
        { StatusListError.MalformedValue, "statusSize", "0" },
        { StatusListError.MalformedValue, "statusSize", "\"1\"" },
        { StatusListError.MalformedValue, "statusSize", "1.5" },
        { StatusListError.MalformedValue, "statusSize", "17" },
        { StatusListError.MalformedValue, "statusSize", "2" }, // without messages
        { StatusListError.MalformedValue, "statusMessage", """[{"status":"0x0","message":"a"}]""" },
        { StatusListError.MalformedValue, "statusMessage", """[{"status":"0x0","message":"a"},{"status":"0x0","message":"b"}]""" },
        { StatusListError.MalformedValue, "statusMessage", """[{"status":"0x0","message":"a"},{"status":"1","message":"b"}]""" },
        { StatusListError.MalformedValue, "statusMessage", """[{"status":"0x0","message":"a"},{"status":"0x2","message":"b"}]""" },
        { StatusListError.Verification, "statusPurpose", "\"suspension\"" },
    };

    [Theory]
    [MemberData(nameof(SpoiltEntries))]
    public void A_spoilt_entry_is_not_checked_and_the_error_is_named(string code, string member, string? value)
    {
        var entry = Entry();
        Set(entry, member, value);
        AssertError(code, Status(entry, List()));
    }

    public static TheoryData<string, string, string?> SpoiltLists => new()
    {
        { StatusListError.Verification, "id", "\"https://college.example/status/9\"" },
        { StatusListError.Verification, "validUntil", "\"2026-05-31T00:00:00Z\"" },
        { StatusListError.Verification, "validFrom", "\"2026-06-02T00:00:00Z\"" },
        { StatusListError.Verification, "issuer", "\"did:web:nobody.example\"" },
        { StatusListError.Verification, "subject/statusPurpose", "\"message\"" },
        { StatusListError.MalformedValue, "subject/statusPurpose", null },
        { StatusListError.MalformedValue, "subject/statusPurpose", "[]" },
        { StatusListError.MalformedValue, "subject/statusPurpose", "[\"revocation\",1]" },
        { StatusListError.MalformedValue, "subject/type", "\"StatusList2021\"" },
        { StatusListError.MalformedValue, "subject/encodedList", null },
        { StatusListError.MalformedValue, "subject/encodedList", "\"uAAAA\"" },
        { StatusListError.MalformedValue, "subject/ttl", "\"300000\"" },
        { StatusListError.MalformedValue, "subject/ttl", "-1" },
        { StatusListError.MalformedValue, "type", "\"VerifiableCredential\"" },
        { StatusListError.MalformedValue, "credentialSubject", "[]" },
    };

    [Theory]
    [MemberData(nameof(SpoiltLists))]
    public void A_spoilt_list_says_nothing_and_the_error_is_named(string code, string member, string? value)
    {
        var list = List();
        if (member.StartsWith("subject/", StringComparison.Ordinal)) Set((JsonObject)list["credentialSubject"]!, member["subject/".Length..], value);
        else Set(list, member, value);
        AssertError(code, StatusOf(Credential(Entry()), At(ListUrl, SignedIfItCanBe(list))));
    }

    [Fact]
    public void A_list_that_is_too_short_for_the_size_of_its_statuses_is_named()
    {
        var entry = Entry();
        entry["statusSize"] = 2;
        entry["statusMessage"] = new JsonArray([.. Enumerable.Range(0, 4).Select(value => new JsonObject { ["status"] = $"0x{value}", ["message"] = "m" })]);
        AssertError(StatusListError.ListLength, Status(entry, List()));
        Assert.Equal(Verdict.Valid, Status(entry, List(entries: 2 * BitstringStatusList.MinimumEntries)).Verdict);
    }

    [Fact]
    public void A_list_without_proof_or_altered_or_no_json_is_named()
    {
        AssertError(StatusListError.Verification, StatusOf(Credential(Entry()), At(ListUrl, Bytes(List()))));
        var altered = (JsonObject)JsonNode.Parse(Sign(Bytes(List())))!;
        altered["credentialSubject"]!["encodedList"] = BitstringStatusList.Create().Encode();
        AssertError(StatusListError.Verification, StatusOf(Credential(Entry()), At(ListUrl, Bytes(altered))));
        AssertError(StatusListError.MalformedValue, StatusOf(Credential(Entry()), At(ListUrl, "<html>"u8.ToArray())));
        AssertError(StatusListError.Retrieval, StatusOf(Credential(Entry())));
    }

    [Fact]
    public void A_copy_older_than_the_list_allows_is_not_used()
    {
        var list = List();
        list["credentialSubject"]!["ttl"] = 60_000;
        var signed = Sign(Bytes(list));
        Assert.Equal(Verdict.Invalid, StatusOf(Credential(Entry()), At(ListUrl, signed, TimeSpan.FromSeconds(60))).Verdict);
        AssertError(StatusListError.Retrieval, StatusOf(Credential(Entry()), At(ListUrl, signed, TimeSpan.FromSeconds(61))));
    }

    [Fact]
    public void Of_several_statuses_the_worst_counts_and_all_that_are_as_bad_are_said()
    {
        var list = At(ListUrl, Sign(Bytes(List())));
        var elsewhere = Entry();
        elsewhere["statusListCredential"] = "https://college.example/status/2";
        Assert.Equal(Verdict.Invalid, StatusOf(Credential(Entry(), elsewhere), list).Verdict);
        AssertError(StatusListError.Retrieval, StatusOf(Credential(Entry(index: "8"), elsewhere), list));
        Assert.Equal("The credential is not revoked. The credential is not revoked.", StatusOf(Credential(Entry(index: "8"), Entry(index: "9")), list).Message);
        Assert.Equal(Verdict.CouldNotCheck, StatusOf(Credential([.. Enumerable.Repeat(Entry(), StatusChecker.MaxEntries + 1)]), list).Verdict);
        Assert.Equal(Verdict.CouldNotCheck, StatusOf(Credential(new JsonObject { ["type"] = "StatusList2021Entry" }), list).Verdict);
        Assert.Equal(Verdict.CouldNotCheck, StatusOf(Credential(JsonValue.Create("revoked")), list).Verdict);
    }

    [Fact]
    public void A_revoked_document_is_invalid_and_one_whose_list_is_out_of_reach_is_not()
    {
        var signed = Sign(Samples.Achievement(1, node => node["credentialStatus"] = Entry()));
        var revoked = Verifier(At(ListUrl, Sign(Bytes(List())))).Verify(signed);
        Assert.Equal((Verdict.Invalid, Verdict.Invalid), (revoked.Verdict, revoked.Outer.Status!.Verdict));
        Assert.All(revoked.Outer.Checks, check => Assert.Equal(Verdict.Valid, check.Verdict));
        var unknown = Verifier().Verify(signed);
        Assert.Equal((Verdict.Valid, Verdict.CouldNotCheck), (unknown.Verdict, unknown.Outer.Status!.Verdict));
    }

    [Fact]
    public void A_revoked_member_spoils_the_whole_and_is_the_one_named()
    {
        var member = Samples.Achievement(1, node => node["credentialStatus"] = Entry());
        var report = Verifier(At(ListUrl, Sign(Bytes(List())))).Verify(Sign(Samples.ClrOf([member, Samples.Achievement(2)])));
        Assert.Equal(Verdict.Invalid, report.Verdict);
        Assert.Equal([Verdict.Valid, Verdict.Invalid, Verdict.Valid], report.Documents.Select(document => document.Verdict));
    }

    /// <summary>The published entries write the index as a number, which the specification does not allow; the list itself is good.</summary>
    [Fact]
    public void The_published_list_revokes_index_23()
    {
        const string issuer = "https://1edtech.edu/issuers/565049";
        using var key = Published.OneEdTechKey();
        var list = new StatusDocument("https://example.com/credentials/status/3", Published.Bytes("1edtech", "validator-ob30", "bit-string-list", "testlist"), Now);
        var verifier = new CredentialVerifier(Published.Canonicalizer, new VerificationMethodResolver([ControllerDocument.ForIssuer(issuer, [VerificationMethod.Multikey(issuer, key.VerificationKey)])]), new FakeTimeProvider(Now), null, new StatusDocuments([list, list with { Url = "https://raw.githubusercontent.com/1EdTech/digital-credentials-public-validator/refs/heads/main/inspector-vc/src/test/resources/ob30/bit-string-list/testlist" }]));
        foreach (var file in new[] { "credential-status-revoked.json", "credential-status-revoked-blank-nodes.json" })
        {
            var credential = (JsonObject)JsonNode.Parse(Published.Bytes("1edtech", "validator-ob30", "bit-string-list", file))!;
            Assert.Equal((Verdict.Valid, Verdict.CouldNotCheck), (verifier.Verify(Bytes(credential)).Verdict, verifier.Verify(Bytes(credential)).Outer.Status!.Verdict));
            AssertError(StatusListError.MalformedValue, verifier.Verify(Bytes(credential)).Outer.Status!);
            credential["credentialStatus"]!["statusListIndex"] = "23";
            AssertError(StatusListError.Verification, verifier.Verify(Bytes(credential)).Outer.Status!); // its id is not its address
            credential["credentialStatus"]!["statusListCredential"] = list.Url;
            Assert.Equal(Verdict.Invalid, verifier.Verify(Bytes(credential)).Outer.Status!.Verdict);
            credential["credentialStatus"]!["statusListIndex"] = "24";
            Assert.Equal(Verdict.Valid, verifier.Verify(Bytes(credential)).Outer.Status!.Verdict);
        }
    }

    private static Check Status(JsonObject entry, JsonObject list) => StatusOf(Credential(entry), At(ListUrl, Sign(Bytes(list))));

    private static Check StatusOf(JsonElement credential, params StatusDocument[] documents)
        => Verifier(documents).Verify(Encoding.UTF8.GetBytes(credential.GetRawText())).Outer.Status!;

    /// <summary>What has no canonical form cannot be signed; it is refused before its proof is looked at.</summary>
    private static byte[] SignedIfItCanBe(JsonObject list)
    {
        try
        {
            return Sign(Bytes(list));
        }
        catch (Exception refusal) when (refusal is SigningException or LinkedDataException)
        {
            return Bytes(list);
        }
    }

    private static void Set(JsonObject node, string member, string? value)
    {
        if (value is null) node.Remove(member);
        else node[member] = JsonNode.Parse(value);
    }

    private static void AssertError(string code, Check check)
    {
        Assert.Equal(Verdict.CouldNotCheck, check.Verdict);
        Assert.Contains($"({code})", check.Message, StringComparison.Ordinal);
    }
}
