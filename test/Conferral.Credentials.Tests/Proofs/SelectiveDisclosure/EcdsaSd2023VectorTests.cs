// The published vectors of ecdsa-sd-2023 at each of their steps, so that a failure names its step.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Proofs.SelectiveDisclosure;
using Conferral.LinkedData;

namespace Conferral.Credentials.Tests.Proofs.SelectiveDisclosure;

public sealed class EcdsaSd2023VectorTests
{
    private static readonly LinkedDataCanonicalizer Canonicalizer = CitizenshipTerms.Canonicalizer;

    public static TheoryData<string> Vectors => ["employ", "prc"];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Base_1_the_canonical_statements(string name)
    {
        var statements = Canonicalizer.Relabel(new JsonLdInput(Unsigned(name)), label => label);
        Assert.Equal(Strings(Published(name, "addBaseDocCanon.json")), statements.Lines.Select(Encoding.UTF8.GetString));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Base_2_the_statements_under_blinded_labels(string name)
        => Assert.Equal(Strings(Published(name, "addBaseDocHMACCanon.json")), Statements(name).Lines.Select(Encoding.UTF8.GetString));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Base_3_the_values_that_mandatory_pointers_choose(string name)
    {
        var shown = JsonDocument.Parse(Selection.Of(Unsigned(name), Mandatory(name))!.ToDocument()).RootElement;
        Assert.All(Published(name, "addPointerValues.json").EnumerateArray(), pair =>
            Assert.True(JsonElement.DeepEquals(pair.GetProperty("value"), At(shown, pair.GetProperty("pointer").GetString()!))));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Base_4_mandatory_and_other_statements_with_their_places(string name)
    {
        var (statements, transform) = (Statements(name), Published(name, "addBaseTransform.json"));
        var mandatory = statements.PlacesOf(Mandatory(name));
        Assert.Equal(Strings(transform.GetProperty("mandatoryPointers")), Mandatory(name));
        Assert.Equal(Entries(transform.GetProperty("mandatory")), mandatory.Select(place => (place, Encoding.UTF8.GetString(statements.Lines[place]))));
        Assert.Equal(Entries(transform.GetProperty("nonMandatory")).Select(entry => entry.Line), EcdsaSd2023.Others(statements.Lines, mandatory).Select(Encoding.UTF8.GetString));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Base_5_the_canonical_configuration_and_both_hashes(string name)
    {
        var (suite, signed) = (Suite(), Published(name, "addSignedSDBase.json"));
        var input = DataIntegrity.ConfigurationInput(suite, signed, signed.GetProperty("proof"));
        Assert.Equal(Text(name, "addProofConfigCanon.txt"), Encoding.UTF8.GetString(suite.Canonicalize(input, CanonicalHash.Sha256)));
        Assert.Equal(Text(name, "addProofConfigCanon.txt"), Encoding.UTF8.GetString(suite.Canonicalize(new JsonLdInput(Published(name, "addProofConfig.json")), CanonicalHash.Sha256)));
        var hashes = Published(name, "addHashData.json");
        Assert.Equal(hashes.GetProperty("proofHash").GetString(), Convert.ToHexStringLower(suite.Hash(input, CanonicalHash.Sha256)));
        Assert.Equal(hashes.GetProperty("mandatoryHash").GetString(), HashOf(Statements(name), Mandatory(name)));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Base_6_the_signatures(string name)
    {
        var (raw, hashes, statements) = (Published(name, "addRawBaseSignatureInfo.json"), Published(name, "addHashData.json"), Statements(name));
        using var baseKey = Key("baseKeyPair");
        using var proofKey = Key("proofKeyPair");
        Assert.Equal(Published("SDKeyMaterial.json").GetProperty("baseKeyPair").GetProperty("publicKeyMultibase").GetString(), baseKey.PublicKeyMultibase);
        Assert.Equal(raw.GetProperty("publicKey").GetString(), proofKey.PublicKeyMultibase);
        Assert.True(Multibase.TryDecode(proofKey.PublicKeyMultibase, out var multikey));
        byte[] signed = [.. Hex(hashes.GetProperty("proofHash")), .. multikey, .. Hex(hashes.GetProperty("mandatoryHash"))];
        Assert.Equal(raw.GetProperty("baseSignature").GetString(), Convert.ToHexStringLower(baseKey.Sign(signed)));
        var others = EcdsaSd2023.Others(statements.Lines, statements.PlacesOf(Mandatory(name)));
        Assert.Equal(Strings(raw.GetProperty("signatures")), others.Select(line => Convert.ToHexStringLower(proofKey.Sign(line))));
        Assert.Equal(Strings(raw.GetProperty("mandatoryPointers")), Mandatory(name));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Base_7_the_whole_base_proof(string name)
    {
        var signed = Published(name, "addSignedSDBase.json").GetProperty("proof");
        using var key = Key("baseKeyPair");
        var options = new ProofOptions(signed.GetProperty("verificationMethod").GetString()!, signed.GetProperty("created").GetDateTimeOffset()) { MandatoryPointers = Mandatory(name) };
        using var proof = JsonDocument.Parse(DataIntegrity.CreateProof(Suite(), key, Unsigned(name), options));
        Assert.True(JsonElement.DeepEquals(signed, proof.RootElement));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Derived_1_the_base_proof_read_again(string name)
    {
        var (value, recovered) = (BaseProofValue.Read(Published(name, "addSignedSDBase.json").GetProperty("proof"))!, Published(name, "derivedRecoveredBaseData.json"));
        Assert.Equal(recovered.GetProperty("baseSignature").GetString(), Convert.ToHexStringLower(value.BaseSignature));
        Assert.Equal(recovered.GetProperty("proofPublicKey").GetString(), Multibase.Encode(value.ProofKey));
        Assert.Equal(recovered.GetProperty("hmacKey").GetString(), Convert.ToHexStringLower(value.HmacKey));
        Assert.Equal(Strings(recovered.GetProperty("signatures")), value.Signatures.Select(Convert.ToHexStringLower));
        Assert.Equal(Strings(recovered.GetProperty("mandatoryPointers")), value.MandatoryPointers);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Derived_2_the_groups_of_statements(string name)
    {
        var (statements, groups, indexes) = (Statements(name), Published(name, "derivedAllGroupData.json").GetProperty("groups"), Published(name, "derivedGroupIndexes.json"));
        Expect("mandatory", Mandatory(name));
        Expect("selective", Selective(name));
        Expect("combined", [.. Mandatory(name), .. Selective(name)]);

        void Expect(string group, string[] pointers)
        {
            var places = statements.PlacesOf(pointers);
            Assert.Equal(indexes.GetProperty(group + "Indexes").Deserialize<int[]>(), places);
            Assert.Equal(Entries(groups.GetProperty(group).GetProperty("matching")), places.Select(place => (place, Encoding.UTF8.GetString(statements.Lines[place]))));
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Derived_3_what_is_disclosed_of_the_proof(string name)
    {
        var value = Derived(name);
        Assert.Equal(Published(name, "derivedAdjMandatoryIndexes.json").GetProperty("adjMandatoryIndexes").Deserialize<int[]>(), value.MandatoryIndexes);
        Assert.Equal(Strings(Published(name, "derivedAdjSignatures.json").GetProperty("filteredSignatures")), value.Signatures.Select(Convert.ToHexStringLower));
        ExpectDisclosed(Published(name, "derivedDisclosureData.json"), value);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Derived_4_the_document_to_show(string name)
    {
        var selection = Selection.Of(Unsigned(name), [.. Mandatory(name), .. Selective(name)])!;
        Assert.True(JsonElement.DeepEquals(Published(name, "derivedUnsignedReveal.json"), JsonDocument.Parse(selection.ToDocument()).RootElement));
        var derived = new CredentialDeriver(Canonicalizer).Derive(Bytes(name, "addSignedSDBase.json"), Selective(name));
        Assert.True(JsonElement.DeepEquals(Published(name, "derivedRevealDocument.json"), JsonDocument.Parse(derived).RootElement));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Verified_1_the_derived_value_read(string name)
        => ExpectDisclosed(Published(name, "verifyDerivedProofValue.json"), DerivedProofValue.Read(Published(name, "derivedRevealDocument.json").GetProperty("proof"))!);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Verified_2_the_statements_shown_and_what_is_signed(string name)
    {
        var (shown, data) = (Published(name, "derivedRevealDocument.json"), Published(name, "verifyCreateVerifyData.json"));
        var (suite, value) = (Suite(), DerivedProofValue.Read(shown.GetProperty("proof"))!);
        var lines = suite.ShownLines(DataIntegrity.DocumentInput(suite, shown, shown.GetProperty("proof")), value)!;
        Assert.Equal(Strings(Published(name, "verifyNQuads.json")), lines.Select(Encoding.UTF8.GetString));
        Assert.Equal(Strings(data.GetProperty("nonMandatory")), EcdsaSd2023.Others(lines, value.MandatoryIndexes).Select(Encoding.UTF8.GetString));
        Assert.Equal(data.GetProperty("mandatoryHash").GetString(), Convert.ToHexStringLower(SHA256.HashData([.. value.MandatoryIndexes.SelectMany(index => lines[index])])));
        Assert.Equal(data.GetProperty("proofHash").GetString(), Convert.ToHexStringLower(suite.Hash(DataIntegrity.ConfigurationInput(suite, shown, shown.GetProperty("proof")), CanonicalHash.Sha256)));
        Assert.Equal(data.GetProperty("publicKey").GetString(), Multibase.Encode(value.ProofKey));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Verified_3_the_derived_document_holds_and_the_base_document_only_for_its_holder(string name)
    {
        using var key = Key("baseKeyPair");
        var (suite, shown, signed) = (Suite(), Published(name, "derivedRevealDocument.json"), Published(name, "addSignedSDBase.json"));
        Assert.True(DataIntegrity.VerifyProof(suite, key.VerificationKey, shown, shown.GetProperty("proof")));
        Assert.False(DataIntegrity.VerifyProof(suite, key.VerificationKey, signed, signed.GetProperty("proof")));
        Assert.Equal(Statements(name).Lines.Count, suite.FitsBase(key.VerificationKey, signed, signed.GetProperty("proof")));
        Assert.Null(suite.FitsBase(key.VerificationKey, shown, shown.GetProperty("proof")));
    }

    private static void ExpectDisclosed(JsonElement expected, DerivedProofValue value)
    {
        Assert.Equal(expected.GetProperty("baseSignature").GetString(), Convert.ToHexStringLower(value.BaseSignature));
        Assert.Equal(expected.GetProperty("publicKey").GetString(), Multibase.Encode(value.ProofKey));
        Assert.Equal(Strings(expected.GetProperty("signatures")), value.Signatures.Select(Convert.ToHexStringLower));
        Assert.Equal(expected.GetProperty("mandatoryIndexes").Deserialize<int[]>(), value.MandatoryIndexes);
        var labels = expected.GetProperty("labelMap") is { ValueKind: JsonValueKind.Object } map ? map.GetProperty("value") : expected.GetProperty("labelMap");
        Assert.Equal(
            labels.EnumerateArray().Select(pair => (pair[0].GetString(), pair[1].GetString())).Order(),
            value.Labels.Select(pair => ((string?)pair.Key, (string?)pair.Value)).Order());
    }

    private static DerivedProofValue Derived(string name)
    {
        var signed = Published(name, "addSignedSDBase.json");
        var value = BaseProofValue.Read(signed.GetProperty("proof"))!;
        var selection = Selection.Of(signed, [.. Mandatory(name), .. Selective(name)])!;
        return new CredentialDeriver(Canonicalizer).DeriveValue(signed, value, Selective(name), selection);
    }

    private static EcdsaSd2023 Suite() => new(Canonicalizer, () => new DisclosureSecrets(HmacKey(), Key("proofKeyPair")));

    private static BlindedStatements Statements(string name) => new(Canonicalizer, Unsigned(name), HmacKey());

    private static string HashOf(BlindedStatements statements, string[] pointers)
        => Convert.ToHexStringLower(SHA256.HashData([.. statements.PlacesOf(pointers).SelectMany(place => statements.Lines[place])]));

    private static byte[] HmacKey() => Hex(Published("SDKeyMaterial.json").GetProperty("hmacKeyString"));

    private static SigningKey Key(string name) => Multikey.DecodeSecret(Published("SDKeyMaterial.json").GetProperty(name).GetProperty("secretKeyMultibase").GetString()!);

    /// <summary>As signed; the file prCredUnsigned.json has another description than the document every later step of "prc" was made of.</summary>
    private static JsonElement Unsigned(string name)
    {
        if (name == "employ") return Tests.Published.Json("w3c", "vc-di-ecdsa", "employmentAuth.json");
        var document = JsonObject.Create(Published(name, "addSignedSDBase.json"))!;
        document.Remove("proof");
        return JsonSerializer.SerializeToElement(document);
    }

    private static string[] Mandatory(string name) => Strings(Tests.Published.Json("w3c", "vc-di-ecdsa", name == "prc" ? "prCredMandatory.json" : "employMandatory.json"));

    private static string[] Selective(string name) => Strings(Tests.Published.Json("w3c", "vc-di-ecdsa", name == "prc" ? "prCredSelective.json" : "employSelective.json"));

    private static JsonElement Published(params string[] path) => Tests.Published.Json(["w3c", "vc-di-ecdsa", "ecdsa-sd-2023", .. path]);

    private static byte[] Bytes(params string[] path) => Tests.Published.Bytes(["w3c", "vc-di-ecdsa", "ecdsa-sd-2023", .. path]);

    private static string Text(params string[] path) => Encoding.UTF8.GetString(Bytes(path));

    private static byte[] Hex(JsonElement text) => Convert.FromHexString(text.GetString()!);

    private static string[] Strings(JsonElement list) => list.Deserialize<string[]>()!;

    private static IEnumerable<(int Place, string Line)> Entries(JsonElement map)
        => map.GetProperty("value").EnumerateArray().Select(entry => (entry[0].GetInt32(), entry[1].GetString()!)).OrderBy(entry => entry.Item1);

    private static JsonElement At(JsonElement value, string pointer)
        => PointerSteps.Of(pointer).Aggregate(value, (at, step) => at.ValueKind == JsonValueKind.Array ? at[int.Parse(step)] : at.GetProperty(step));
}
