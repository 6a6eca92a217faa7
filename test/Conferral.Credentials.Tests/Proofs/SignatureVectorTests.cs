// The published signature vectors of every suite at each of their steps, so that a failure names its step.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.LinkedData;

namespace Conferral.Credentials.Tests.Proofs;

public sealed class SignatureVectorTests
{
    private static readonly EddsaRdfc2022 EddsaRdfc = new(Published.Canonicalizer);
    private static readonly EcdsaRdfc2019 EcdsaRdfc = new(Published.Canonicalizer);
    private static readonly EddsaJcs2022 EddsaJcs = new();
    private static readonly EcdsaJcs2019 EcdsaJcs = new();

    /// <summary>What a publisher states about one signed document.</summary>
    private sealed record Vector(
        Cryptosuite Suite, SigningKey Key, JsonElement Unsigned, JsonElement Signed,
        string CanonicalDocument, string DocumentHash, string CanonicalConfiguration, string ConfigurationHash,
        string SignedHashes, string Signature, string ProofValue)
    {
        public CanonicalHash Hash => Suite.HashFor(Key.Algorithm)!.Value;

        public JsonElement Proof => Signed.GetProperty("proof") is { ValueKind: JsonValueKind.Array } proofs ? proofs[0] : Signed.GetProperty("proof");
    }

    public static TheoryData<string> WithKnownContexts =>
    [
        "clr", "ob", "eddsa-rdfc-2022", "eddsa-jcs-2022", "Ed25519Signature2020",
        "ecdsa-rdfc-2019-p256", "ecdsa-rdfc-2019-p384", "ecdsa-jcs-2019-p256", "ecdsa-jcs-2019-p384",
    ];

    /// <summary>The documents in folders "employ" use a citizenship context that is not among the published files here.</summary>
    public static TheoryData<string> All
        => [.. WithKnownContexts, "eddsa-rdfc-2022/employ", "ecdsa-rdfc-2019-p256/employ", "ecdsa-rdfc-2019-p384/employ"];

    [Theory]
    [MemberData(nameof(WithKnownContexts))]
    public void Step_1_the_canonical_document(string name)
    {
        var vector = Load(name);
        foreach (var document in new[] { vector.Unsigned, vector.Signed })
        {
            var input = DataIntegrity.DocumentInput(vector.Suite, document, vector.Proof);
            Assert.Equal(vector.CanonicalDocument, Encoding.UTF8.GetString(vector.Suite.Canonicalize(input, vector.Hash)));
        }
    }

    [Theory]
    [MemberData(nameof(WithKnownContexts))]
    public void Step_2_the_canonical_configuration(string name)
    {
        var vector = Load(name);
        var input = DataIntegrity.ConfigurationInput(vector.Suite, vector.Signed, vector.Proof);
        Assert.Equal(vector.CanonicalConfiguration, Encoding.UTF8.GetString(vector.Suite.Canonicalize(input, vector.Hash)));
    }

    [Theory]
    [MemberData(nameof(WithKnownContexts))]
    public void Step_3_the_hashes_and_their_order(string name)
    {
        var vector = Load(name);
        var hashes = DataIntegrity.Hash(vector.Suite, vector.Key.Algorithm, vector.Unsigned, vector.Proof);
        Assert.Equal(vector.DocumentHash, Convert.ToHexStringLower(hashes.Document));
        Assert.Equal(vector.ConfigurationHash, Convert.ToHexStringLower(hashes.Configuration));
        Assert.Equal(vector.SignedHashes, Convert.ToHexStringLower(hashes.SignedBytes));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Step_4_the_signature_over_the_published_canonical_forms(string name)
    {
        var vector = Load(name);
        var hashes = new ProofHashes(Digest(vector.CanonicalConfiguration), Digest(vector.CanonicalDocument));
        Assert.Equal(vector.ConfigurationHash, Convert.ToHexStringLower(hashes.Configuration));
        Assert.Equal(vector.DocumentHash, Convert.ToHexStringLower(hashes.Document));
        Assert.Equal(vector.SignedHashes, Convert.ToHexStringLower(hashes.SignedBytes));
        var signature = vector.Key.Sign(hashes.SignedBytes);
        Assert.Equal(vector.Signature, Convert.ToHexStringLower(signature));
        Assert.True(vector.Key.VerificationKey.Verify(hashes.SignedBytes, signature));
        Assert.Equal(vector.ProofValue, Multibase.Encode(signature));
        Assert.Equal(vector.ProofValue, vector.Proof.GetProperty("proofValue").GetString());

        byte[] Digest(string text) => vector.Hash == CanonicalHash.Sha256 ? SHA256.HashData(Encoding.UTF8.GetBytes(text)) : SHA384.HashData(Encoding.UTF8.GetBytes(text));
    }

    [Theory]
    [MemberData(nameof(WithKnownContexts))]
    public void Step_5_the_whole_proof_is_made_and_verified(string name)
    {
        var vector = Load(name);
        Assert.True(DataIntegrity.VerifyProof(vector.Suite, vector.Key.VerificationKey, vector.Signed, vector.Proof));
        var found = new Cryptosuites(Published.Canonicalizer).Find(vector.Proof.GetProperty("type").GetString()!, vector.Proof.TryGetProperty("cryptosuite", out var stated) ? stated.GetString() : null);
        Assert.Equal(vector.Suite.GetType(), found?.GetType());
        if (!vector.Suite.MakesProofs) return;
        var options = new ProofOptions(vector.Proof.GetProperty("verificationMethod").GetString()!, vector.Proof.GetProperty("created").GetDateTimeOffset());
        using var proof = JsonDocument.Parse(DataIntegrity.CreateProof(vector.Suite, vector.Key, vector.Unsigned, options));
        Assert.True(JsonElement.DeepEquals(vector.Proof, proof.RootElement));
    }

    private static Vector Load(string name) => name.Split('/')[0] switch
    {
        "clr" or "ob" => OneEdTech(name),
        "eddsa-rdfc-2022" => W3c(EddsaRdfc, Published.W3cKey(), "vc-di-eddsa", name, "DataInt"),
        "eddsa-jcs-2022" => W3c(EddsaJcs, Published.W3cKey(), "vc-di-eddsa", name, "JCS"),
        "Ed25519Signature2020" => W3c(new Ed25519Signature2020(Published.Canonicalizer), Published.W3cKey(), "vc-di-eddsa", name, "EdSig"),
        "ecdsa-rdfc-2019-p256" => W3c(EcdsaRdfc, Published.EcdsaKey("p256"), "vc-di-ecdsa", name, "ECDSAP256"),
        "ecdsa-rdfc-2019-p384" => W3c(EcdsaRdfc, Published.EcdsaKey("p384"), "vc-di-ecdsa", name, "ECDSAP384"),
        "ecdsa-jcs-2019-p256" => W3c(EcdsaJcs, Published.EcdsaKey("p256"), "vc-di-ecdsa", name, "JCSECDSAP256"),
        "ecdsa-jcs-2019-p384" => W3c(EcdsaJcs, Published.EcdsaKey("p384"), "vc-di-ecdsa", name, "JCSECDSAP384"),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such vector."),
    };

    private static Vector OneEdTech(string name)
    {
        var hashes = Published.Json("1edtech", "linked-data-proof", $"{name}-keypair-and-hashes.json");
        string Stated(string member) => hashes.GetProperty(member).GetString()!;
        return new Vector(
            EddsaRdfc, Published.OneEdTechKey(),
            Published.Json("1edtech", "linked-data-proof", $"{name}-unsigned.json"), Published.Json("1edtech", "linked-data-proof", $"{name}-signed.json"),
            Published.Text("1edtech", "test-vectors", $"{name}v{(name == "clr" ? 2 : 3)}p0", "document-canon.txt"), Stated("documentHash"),
            Published.Text("1edtech", "test-vectors", $"{name}v{(name == "clr" ? 2 : 3)}p0", "proof-canon.txt"), Stated("proofHash"),
            Stated("dataToSign"), Stated("signatureHex"), Stated("proofValue"));
    }

    private static Vector W3c(Cryptosuite suite, SigningKey key, string specification, string name, string mark)
    {
        string Stated(string file) => Published.Text(["w3c", specification, .. name.Split('/'), $"{file}{mark}.txt"]);
        var signed = Published.Json(["w3c", specification, .. name.Split('/'), $"signed{mark}.json"]);
        return new Vector(
            suite, key, Unsigned(specification, name, signed), signed,
            Stated("canonDoc"), Stated("docHash"), Stated("proofCanon"), Stated("proofHash"),
            Stated("combinedHash"), Stated("sigHex"), Stated("sigBTC58"));
    }

    /// <summary>As published; only that of Ed25519Signature2020 is not, because it names one more context.</summary>
    private static JsonElement Unsigned(string specification, string name, JsonElement signed)
    {
        if (name != Ed25519Signature2020.SuiteName)
            return Published.Json("w3c", specification, name.EndsWith("/employ", StringComparison.Ordinal) ? "employmentAuth.json" : "unsigned.json");
        var document = JsonObject.Create(signed)!;
        document.Remove("proof");
        return JsonSerializer.SerializeToElement(document);
    }
}
