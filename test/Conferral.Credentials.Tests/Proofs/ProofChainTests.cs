// Proof sets and proof chains: the published documents step by step, and what is no chain.
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Tests.Proofs;

public sealed class ProofChainTests
{
    private static readonly EddsaRdfc2022 Suite = new(Published.Canonicalizer);

    [Theory]
    [InlineData("signedProofSet1", 1)]
    [InlineData("signedProofSet2", 2)]
    [InlineData("signedProofChain1", 3)]
    [InlineData("signedProofChain2", 4)]
    public void Every_proof_of_the_published_document_verifies(string name, int count)
    {
        var document = Json(name);
        var proofs = ProofChain.ProofsOf(document);
        Assert.Equal(count, proofs.Count);
        Assert.All(proofs, proof => Assert.True(DataIntegrity.VerifyProof(Suite, KeyOf(proof), document, proof)));
    }

    [Theory]
    [InlineData("signedProofChain1", 2, "proofChainTempDoc1")]
    [InlineData("signedProofChain2", 2, "proofChainTempDoc1")]
    [InlineData("signedProofChain2", 3, "proofChainTempDoc2")]
    public void A_link_secures_the_published_intermediate_document(string name, int link, string intermediate)
    {
        var document = Json(name);
        Assert.True(JsonElement.DeepEquals(Json(intermediate), ProofChain.DocumentOf(document, document.GetProperty("proof")[link])!.Value));
    }

    /// <summary>From the unsigned document to the last link, each step as published.</summary>
    [Theory]
    [InlineData("unsigned", "signedProofSet1", 1)]
    [InlineData("signedProofSet1", "signedProofSet2", 2)]
    [InlineData("signedProofSet2", "signedProofChain1", 3)]
    [InlineData("signedProofChain1", "signedProofChain2", 4)]
    public void The_next_published_document_is_made_of_the_one_before(string before, string after, int keyPair)
    {
        var expected = JsonNode.Parse(Published.Bytes("w3c", "vc-di-eddsa", "proof-set-chain", after + ".json"))!;
        if (expected["proof"] is JsonObject alone) expected["proof"] = new JsonArray(alone.DeepClone());
        var proof = expected["proof"]!.AsArray()[^1]!;
        using var key = Key(keyPair);
        var options = new SigningOptions(proof["verificationMethod"]!.GetValue<string>(), proof["created"]!.GetValue<DateTimeOffset>())
        {
            AddToProofSet = true,
            ProofId = proof["id"]?.GetValue<string>(),
            PreviousProof = proof["previousProof"] switch { null => [], JsonArray list => [.. list.Select(id => id!.GetValue<string>())], var id => [id.GetValue<string>()] },
        };
        var made = new CredentialSigner(Published.Canonicalizer).Sign(Published.Bytes("w3c", "vc-di-eddsa", "proof-set-chain", before + ".json"), key, options);
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(made)));
    }

    [Theory]
    [InlineData("urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544")]
    [InlineData("urn:uuid:8cc9022b-6b14-4cf3-8571-74972c5feb54")]
    public void Taking_a_proof_away_or_changing_it_breaks_the_link_above(string id)
    {
        var removed = Changed(proof => null);
        Assert.False(DataIntegrity.VerifyProof(Suite, KeyOf(Link(removed)), removed, Link(removed)));
        var changed = Changed(proof => { proof["created"] = "2023-02-24T23:36:39Z"; return proof; });
        Assert.False(DataIntegrity.VerifyProof(Suite, KeyOf(Link(changed)), changed, Link(changed)));
        var renamed = Changed(proof => { proof["id"] = "urn:uuid:00000000-0000-4000-8000-000000000000"; return proof; });
        Assert.False(DataIntegrity.VerifyProof(Suite, KeyOf(Link(renamed)), renamed, Link(renamed)));

        JsonElement Changed(Func<JsonObject, JsonObject?> change)
        {
            var document = JsonObject.Create(Json("signedProofChain1"))!;
            var proofs = document["proof"]!.AsArray();
            document["proof"] = new JsonArray([.. proofs.Select(proof => proof!["id"]!.GetValue<string>() == id ? change((JsonObject)proof.DeepClone()) : proof.DeepClone()).Where(proof => proof is not null)]);
            return JsonSerializer.SerializeToElement(document);
        }

        static JsonElement Link(JsonElement document) => ProofChain.ProofsOf(document)[^1];
    }

    [Theory]
    [InlineData("\"urn:a\"", "0")]
    [InlineData("\"urn:b\"", "")]
    [InlineData("[\"urn:c\",\"urn:a\"]", "0 3")]
    [InlineData("[\"urn:a\",\"urn:a\"]", "0")]
    [InlineData("\"urn:x\"", "")]
    [InlineData("[\"urn:a\",\"urn:x\"]", "")]
    [InlineData("[]", "")]
    [InlineData("[7,\"urn:a\"]", "")]
    [InlineData("{}", "")]
    [InlineData("null", "")]
    public void A_link_names_each_proof_by_an_id_that_only_it_has(string previous, string places)
    {
        var proofs = Parse("""[{"id":"urn:a"},{"id":"urn:b"},{"id":"urn:b"},{"id":"urn:c"},{},7]""").EnumerateArray().ToList();
        var found = ProofChain.PreviousOf(proofs, Parse($$"""{"previousProof":{{previous}}}"""));
        Assert.Equal(places, found is null ? "" : string.Join(' ', found));
    }

    [Fact]
    public void A_proof_that_is_to_build_on_a_missing_one_is_not_made()
    {
        using var key = SigningKey.Generate();
        var options = new SigningOptions("did:example:key#1", DateTimeOffset.UnixEpoch) { PreviousProof = ["urn:uuid:missing"] };
        var refusal = Assert.Throws<SigningException>(() => new CredentialSigner(Published.Canonicalizer).Sign(Samples.Achievement(1), key, options));
        Assert.Equal(SigningErrorCode.PreviousProofMissing, refusal.Code);
    }

    private static JsonElement Json(string name) => Published.Json("w3c", "vc-di-eddsa", "proof-set-chain", name + ".json");

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;

    private static SigningKey Key(int number)
        => Multikey.DecodeSecret(Json("multiKeyPairs").GetProperty($"keyPair{number}").GetProperty("privateKeyMultibase").GetString()!);

    private static VerificationKey KeyOf(JsonElement proof) => DidKey.KeyOf(proof.GetProperty("verificationMethod").GetString()!);
}
