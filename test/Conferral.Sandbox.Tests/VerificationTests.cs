// What the strict sandbox takes and what it refuses: data model, every proof, every issuer.
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Sandbox.Tests;

public sealed class VerificationTests
{
    [Fact]
    public async Task A_record_signed_by_a_did_key_is_stored_as_it_was_signed()
    {
        using var key = SignedClr.Key(1);
        await using var sandbox = await SandboxCaller.StartStrictAsync(new());
        var signed = SignedClr.ByDidKey(key);
        using var answer = await sandbox.PostAsync(await sandbox.TokenAsync(), signed);
        Assert.Equal("", await ReasonOf(answer));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(signed, Assert.Single(sandbox.Platform.Credentials).Utf8Json.ToArray());
    }

    [Fact]
    public async Task A_record_of_a_trusted_issuer_is_stored_and_of_an_unknown_one_refused_with_a_sentence()
    {
        using var key = SignedClr.Key(1);
        await using var trusting = await SandboxCaller.StartStrictAsync(new() { TrustedControllers = [SignedClr.Controller(key)] });
        await using var strange = await SandboxCaller.StartStrictAsync(new());
        using var stored = await trusting.PostAsync(await trusting.TokenAsync(), SignedClr.Sign(key));
        using var refused = await strange.PostAsync(await strange.TokenAsync(), SignedClr.Sign(key));
        Assert.Equal(HttpStatusCode.Created, stored.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains($"The controller document of {SignedClr.WebIssuer} is not at hand", await ReasonOf(refused), StringComparison.Ordinal);
        Assert.Empty(strange.Platform.Credentials);
    }

    [Fact]
    public async Task A_key_the_issuer_does_not_publish_is_refused()
    {
        using var key = SignedClr.Key(1);
        using var other = SignedClr.Key(2);
        await using var sandbox = await SandboxCaller.StartStrictAsync(new() { TrustedControllers = [SignedClr.Controller(key)] });
        await RefusedAsync(sandbox, SignedClr.Sign(other), "does not hold the verification method");
    }

    /// <summary>Name, a text of the signed document, what takes its place, and a part of the reason.</summary>
    public static TheoryData<string, string, string, string> Tampered => new()
    {
        { "the name of the record", "\"Transcript\"", "\"Transcripd\"", "The signature does not fit" },
        { "the name of the first course", "\"name\": \"Algebra\",\n      \"description\"", "\"name\": \"Algebrb\",\n      \"description\"", "At /credentialSubject/verifiableCredential/0: The signature does not fit" },
        { "the last member", "urn:course:Botany", "urn:course:Botanx", "At /credentialSubject/verifiableCredential/1: The signature does not fit" },
        { "a term nobody signed", "\"name\": \"Transcript\",", "\"name\": \"Transcript\", \"remark\": \"x\",", "remark" },
        { "a name that looks like one of the standard", "\"name\": \"Transcript\",", "\"name\": \"Transcript\", \"learnerOf\": [],", "learnerOf" },
        { "a missing name", "\"name\": \"Transcript\",", "", "ClrCredential has no `name`" },
        { "the suite", "\"cryptosuite\":\"eddsa-rdfc-2022\"", "\"cryptosuite\":\"eddsa-rdfc-2033\"", "eddsa-rdfc-2033 is not among those" },
        { "the purpose", "\"proofPurpose\":\"assertionMethod\"", "\"proofPurpose\":\"authentication\"", "proofPurpose" },
    };

    [Theory]
    [MemberData(nameof(Tampered))]
    public async Task A_changed_document_is_refused_and_told_why(string name, string part, string replacement, string reason)
    {
        using var key = SignedClr.Key(1);
        await using var sandbox = await SandboxCaller.StartStrictAsync(new());
        var signed = Encoding.UTF8.GetString(SignedClr.ByDidKey(key));
        Assert.True(signed.Contains(part, StringComparison.Ordinal), $"{name}: the signed document does not hold {part}");
        var changed = signed.Replace(part, replacement, StringComparison.Ordinal);
        await RefusedAsync(sandbox, Encoding.UTF8.GetBytes(changed), reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("credentialSubject/verifiableCredential/0")]
    [InlineData("credentialSubject/verifiableCredential/1")]
    public async Task A_document_or_member_without_a_proof_is_refused(string place)
    {
        using var key = SignedClr.Key(1);
        await using var sandbox = await SandboxCaller.StartStrictAsync(new());
        var document = JsonNode.Parse(SignedClr.ByDidKey(key))!;
        var credential = place.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(document, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!);
        Assert.True(credential.AsObject().Remove("proof"));
        await RefusedAsync(sandbox, Encoding.UTF8.GetBytes(document.ToJsonString()), "has no proof");
    }

    [Fact]
    public async Task A_document_with_words_of_its_own_is_refused()
    {
        using var key = SignedClr.Key(1);
        await using var sandbox = await SandboxCaller.StartStrictAsync(new());
        var signed = SignedClr.ByDidKey(key, beforeSigning: text => text.Replace("context-3.0.3.json\"\n  ],\n  \"id\": \"urn:uuid:1\",", "context-3.0.3.json\", { \"remark\": \"urn:remark\" }\n  ],\n  \"remark\": \"x\", \"id\": \"urn:uuid:1\",", StringComparison.Ordinal));
        Assert.Contains("urn:remark", Encoding.UTF8.GetString(signed), StringComparison.Ordinal);
        await RefusedAsync(sandbox, signed, "defines words of its own");
    }

    [Fact]
    public async Task A_member_about_somebody_else_is_refused()
    {
        using var key = SignedClr.Key(1);
        await using var sandbox = await SandboxCaller.StartStrictAsync(new());
        var signed = SignedClr.ByDidKey(key, beforeSigning: text =>
        {
            var last = text.LastIndexOf("urn:uuid:learner", StringComparison.Ordinal);
            return text.Insert(last + "urn:uuid:learner".Length, ":other");
        });
        await RefusedAsync(sandbox, signed, "somebody else");
    }

    [Theory]
    [InlineData("\"validFrom\": \"2026-06-01T00:00:00Z\"", "\"validFrom\": \"2026-06-01T00:00:00Z\", \"validUntil\": \"2026-06-02T00:00:00Z\"")]
    [InlineData("\"validFrom\": \"2026-06-01T00:00:00Z\"", "\"validFrom\": \"2027-06-01T00:00:00Z\"")]
    public async Task A_credential_outside_its_time_may_be_stored(string part, string replacement)
    {
        using var key = SignedClr.Key(1);
        await using var sandbox = await SandboxCaller.StartStrictAsync(new(), new FakeTimeProvider(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        using var answer = await sandbox.PostAsync(await sandbox.TokenAsync(), SignedClr.ByDidKey(key, beforeSigning: text => text.Replace(part, replacement, StringComparison.Ordinal)));
        Assert.Equal("", await ReasonOf(answer));
    }

    [Theory]
    [InlineData("did:web:guild.example", "Well taught.", "")]
    [InlineData("did:key", "Well taught.", "")]
    [InlineData("did:key", "Badly taught.", "endorsement/0: The signature does not fit")]
    public async Task An_endorsement_is_verified_but_its_author_need_not_be_known(string endorser, string comment, string reason)
    {
        using var key = SignedClr.Key(1);
        using var guild = SignedClr.Key(3);
        var endorsement = SignedClr.Endorsement(guild, endorser == "did:key" ? DidKey.Did(guild.VerificationKey) : endorser).Replace("Well taught.", comment, StringComparison.Ordinal);
        var signed = SignedClr.ByDidKey(key, beforeSigning: text => text.Replace("\"description\": \"One course.\"", $"\"description\": \"One course.\", \"endorsement\": [{endorsement}]", StringComparison.Ordinal));
        await using var sandbox = await SandboxCaller.StartStrictAsync(new());
        using var answer = await sandbox.PostAsync(await sandbox.TokenAsync(), signed);
        var told = await ReasonOf(answer);
        Assert.True(reason.Length == 0 ? told.Length == 0 : told.Contains(reason, StringComparison.Ordinal), told);
    }

    [Fact]
    public async Task In_a_batch_each_credential_is_judged_by_itself()
    {
        using var key = SignedClr.Key(1);
        await using var sandbox = await SandboxCaller.StartStrictAsync(new());
        var documents = Enumerable.Range(1, 3).Select(number => Encoding.UTF8.GetString(SignedClr.ByDidKey(key, $"urn:uuid:{number}"))).ToArray();
        documents[1] = documents[1].Replace("Transcript", "Transcripd", StringComparison.Ordinal);
        using var answer = await sandbox.PostAsync(await sandbox.TokenAsync(), SampleClr.Array(documents));
        Assert.Equal(HttpStatusCode.MultiStatus, answer.StatusCode);
        Assert.Equal([201, 400, 201], (await SandboxCaller.JsonOf(answer))["results"]!.AsArray().Select(result => result!["status"]!.GetValue<int>()));
    }

    [Fact]
    public async Task The_published_signed_CLR_is_stored()
    {
        var signed = await File.ReadAllBytesAsync(Shared.Conformance("vectors", "1edtech", "linked-data-proof", "clr-signed.json"), TestContext.Current.CancellationToken);
        var keys = JsonNode.Parse(await File.ReadAllBytesAsync(Shared.Conformance("vectors", "1edtech", "linked-data-proof", "clr-keypair-and-hashes.json"), TestContext.Current.CancellationToken))!;
        var key = VerificationKey.FromMultibase(keys["publicKeyMultibase"]!.GetValue<string>());
        const string Issuer = "https://example.edu/issuers/565049";
        var controller = ControllerDocument.ForIssuer(Issuer, [VerificationMethod.Multikey(Issuer, key)]).ToJson();
        await using var sandbox = await SandboxCaller.StartStrictAsync(new() { TrustedControllers = [controller] });
        using var answer = await sandbox.PostAsync(await sandbox.TokenAsync(), signed);
        Assert.Equal("", await ReasonOf(answer));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task A_trusted_controller_that_cannot_be_read_stops_the_start()
        => await Assert.ThrowsAsync<ControllerDocumentException>(() => SandboxPlatform.StartAsync(new() { TrustedControllers = ["{}"u8.ToArray()] }));

    private static async Task RefusedAsync(SandboxCaller sandbox, byte[] document, string reason)
    {
        using var answer = await sandbox.PostAsync(await sandbox.TokenAsync(), document);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var told = await ReasonOf(answer);
        Assert.True(told.Contains(reason, StringComparison.Ordinal), told);
        Assert.Empty(sandbox.Platform.Credentials);
    }

    private static async Task<string> ReasonOf(HttpResponseMessage answer)
    {
        if (answer.IsSuccessStatusCode) return "";
        Assert.Equal("invalid_data", await SandboxCaller.CodeMinorOf(answer));
        return (await SandboxCaller.JsonOf(answer))["imsx_description"]!.GetValue<string>();
    }
}
