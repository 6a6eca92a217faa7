// The published signature vectors at each of their steps, so that a failure names its step.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.LinkedData;

namespace Conferral.Credentials.Tests.Proofs;

public sealed class SignatureVectorTests
{
    /// <summary>What a publisher states about one signed document.</summary>
    private sealed record Vector(
        string CanonicalDocument, string DocumentHash, string CanonicalConfiguration, string ConfigurationHash,
        string SignedHashes, string Signature, string ProofValue, SigningKey Key, JsonElement Unsigned, JsonElement Signed);

    public static TheoryData<string> WithKnownContexts => ["clr", "ob", "alumni"];

    public static TheoryData<string> All => ["clr", "ob", "alumni", "employment"];

    [Theory]
    [MemberData(nameof(WithKnownContexts))]
    public void Step_1_the_canonical_document(string name)
    {
        var vector = Load(name);
        var suite = new EddsaRdfc2022(Published.Canonicalizer);
        Assert.Equal(vector.CanonicalDocument, Encoding.UTF8.GetString(suite.Canonicalize(DataIntegrity.DocumentInput(vector.Unsigned), CanonicalHash.Sha256)));
        Assert.Equal(vector.CanonicalDocument, Encoding.UTF8.GetString(suite.Canonicalize(DataIntegrity.DocumentInput(vector.Signed), CanonicalHash.Sha256)));
    }

    [Theory]
    [MemberData(nameof(WithKnownContexts))]
    public void Step_2_the_canonical_configuration(string name)
    {
        var vector = Load(name);
        var input = DataIntegrity.ConfigurationInput(vector.Signed, ProofOf(vector.Signed));
        Assert.Equal(vector.CanonicalConfiguration, Encoding.UTF8.GetString(new EddsaRdfc2022(Published.Canonicalizer).Canonicalize(input, CanonicalHash.Sha256)));
    }

    [Theory]
    [MemberData(nameof(WithKnownContexts))]
    public void Step_3_the_hashes_and_their_order(string name)
    {
        var vector = Load(name);
        var hashes = DataIntegrity.Hash(new EddsaRdfc2022(Published.Canonicalizer), KeyAlgorithm.Ed25519, vector.Unsigned, ProofOf(vector.Signed));
        Assert.Equal(vector.DocumentHash, Convert.ToHexStringLower(hashes.Document));
        Assert.Equal(vector.ConfigurationHash, Convert.ToHexStringLower(hashes.Configuration));
        Assert.Equal(vector.SignedHashes, Convert.ToHexStringLower(hashes.SignedBytes));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Step_4_the_signature_over_the_published_canonical_forms(string name)
    {
        var vector = Load(name);
        var hashes = new ProofHashes(SHA256.HashData(Encoding.UTF8.GetBytes(vector.CanonicalConfiguration)), SHA256.HashData(Encoding.UTF8.GetBytes(vector.CanonicalDocument)));
        Assert.Equal(vector.SignedHashes, Convert.ToHexStringLower(hashes.SignedBytes));
        var signature = vector.Key.Sign(hashes.SignedBytes);
        Assert.Equal(vector.Signature, Convert.ToHexStringLower(signature));
        Assert.Equal(vector.ProofValue, Multibase.Encode(signature));
        Assert.Equal(vector.ProofValue, ProofOf(vector.Signed).GetProperty("proofValue").GetString());
    }

    [Theory]
    [MemberData(nameof(WithKnownContexts))]
    public void Step_5_the_whole_proof_is_made_and_verified(string name)
    {
        var vector = Load(name);
        var suite = new EddsaRdfc2022(Published.Canonicalizer);
        var published = ProofOf(vector.Signed);
        var options = new ProofOptions(published.GetProperty("verificationMethod").GetString()!, published.GetProperty("created").GetDateTimeOffset());
        using var proof = JsonDocument.Parse(DataIntegrity.CreateProof(suite, vector.Key, vector.Unsigned, options));
        Assert.True(JsonElement.DeepEquals(published, proof.RootElement));
        Assert.True(DataIntegrity.VerifyProof(suite, vector.Key.VerificationKey, vector.Signed, published));
    }

    private static Vector Load(string name) => name switch
    {
        "clr" or "ob" => OneEdTech(name),
        "alumni" => W3c("unsigned.json"),
        _ => W3c("employmentAuth.json", "employ"),
    };

    private static Vector OneEdTech(string name)
    {
        var hashes = Published.Json("1edtech", "linked-data-proof", $"{name}-keypair-and-hashes.json");
        string Stated(string member) => hashes.GetProperty(member).GetString()!;
        return new Vector(
            Published.Text("1edtech", "test-vectors", $"{name}v{(name == "clr" ? 2 : 3)}p0", "document-canon.txt"), Stated("documentHash"),
            Published.Text("1edtech", "test-vectors", $"{name}v{(name == "clr" ? 2 : 3)}p0", "proof-canon.txt"), Stated("proofHash"),
            Stated("dataToSign"), Stated("signatureHex"), Stated("proofValue"), Published.OneEdTechKey(),
            Published.Json("1edtech", "linked-data-proof", $"{name}-unsigned.json"), Published.Json("1edtech", "linked-data-proof", $"{name}-signed.json"));
    }

    private static Vector W3c(string unsigned, params string[] folder)
    {
        string Stated(string file) => Published.Text(["w3c", "vc-di-eddsa", "eddsa-rdfc-2022", .. folder, $"{file}DataInt.txt"]);
        return new Vector(
            Stated("canonDoc"), Stated("docHash"), Stated("proofCanon"), Stated("proofHash"),
            Stated("combinedHash"), Stated("sigHex"), Stated("sigBTC58"), Published.W3cKey(),
            Published.Json("w3c", "vc-di-eddsa", unsigned), Published.Json(["w3c", "vc-di-eddsa", "eddsa-rdfc-2022", .. folder, "signedDataInt.json"]));
    }

    private static JsonElement ProofOf(JsonElement signed)
        => signed.GetProperty("proof") is { ValueKind: JsonValueKind.Array } proofs ? proofs[0] : signed.GetProperty("proof");
}
