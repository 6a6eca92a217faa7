// Signing keeps the document's bytes, signs members on their own, and refuses what it should not sign.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using CsCheck;

namespace Conferral.Credentials.Tests.Proofs;

public sealed class CredentialSignerTests
{
    private const string Method = Samples.Issuer + "#key";
    private static readonly DateTimeOffset Created = new(2026, 5, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly SigningOptions Options = new(Method, Created);

    [Theory]
    [InlineData("clr")]
    [InlineData("ob")]
    public void The_published_signed_document_is_reproduced(string name)
    {
        using var key = Published.OneEdTechKey();
        var signed = JsonNode.Parse(Published.Bytes("1edtech", "linked-data-proof", $"{name}-signed.json"))!;
        if (signed["proof"] is JsonObject alone) signed["proof"] = new JsonArray(alone.DeepClone()); // the badge's is published without brackets
        var proof = signed["proof"]![0]!;
        var options = new SigningOptions(proof["verificationMethod"]!.GetValue<string>(), proof["created"]!.GetValue<DateTimeOffset>());
        var ours = Sign(Published.Bytes("1edtech", "linked-data-proof", $"{name}-unsigned.json"), key, options);
        Assert.True(JsonNode.DeepEquals(signed, JsonNode.Parse(ours)));
    }

    [Fact]
    public void Every_member_is_signed_as_a_document_of_its_own_and_the_whole_last()
    {
        using var key = SigningKey.Generate();
        var signed = Parse(Sign(Samples.Clr(members: 3), key, Options));
        var suite = new EddsaRdfc2022(Published.Canonicalizer);
        var members = signed.GetProperty("credentialSubject").GetProperty("verifiableCredential").EnumerateArray().ToList();
        string?[] created = [.. members.Append(signed).Select(document =>
        {
            var alone = Parse(Encoding.UTF8.GetBytes(document.GetRawText()));
            var proof = Assert.Single(alone.GetProperty("proof").EnumerateArray());
            Assert.False(proof.TryGetProperty("@context", out _));
            Assert.True(DataIntegrity.VerifyProof(suite, key.VerificationKey, alone, proof));
            return proof.GetProperty("created").GetString();
        })];
        Assert.Equal(["2026-05-30T11:59:59.999997Z", "2026-05-30T11:59:59.999998Z", "2026-05-30T11:59:59.999999Z", "2026-05-30T12:00:00Z"], created);
    }

    [Fact]
    public void A_proof_with_an_id_covers_the_members_proofs_too()
    {
        using var key = SigningKey.Generate();
        var signed = Parse(Sign(Samples.Clr(members: 2), key, Options with { ProofId = "urn:uuid:7f4b7c0e-4e3f-4b43-8d2c-1b6a0c6f9a10" }));
        var proof = Assert.Single(signed.GetProperty("proof").EnumerateArray());
        Assert.True(DataIntegrity.VerifyProof(new EddsaRdfc2022(Published.Canonicalizer), key.VerificationKey, signed, proof));
    }

    [Fact]
    public void The_documents_own_bytes_are_kept_in_their_order()
        => Gen.Select(Gen.Int[0, 4], Gen.Bool, Gen.String).Sample((members, indented, name) =>
        {
            using var key = SigningKey.FromSeed(new byte[32]);
            var unsigned = Samples.Clr(members, indented, name);
            var rest = Sign(unsigned, key, Options).AsSpan();
            for (var at = 0; at < unsigned.Length;)
            {
                if (rest.StartsWith(",\"proof\":["u8) && !unsigned.AsSpan(at).StartsWith(",\"proof\":["u8)) rest = rest[(rest.IndexOf("}]"u8) + 2)..];
                Assert.Equal(unsigned[at++], rest[0]);
                rest = rest[1..];
            }

            Assert.True(rest.IsEmpty);
        }, iter: 100);

    [Fact]
    public void Signing_twice_gives_the_same_bytes_from_any_number_of_threads()
    {
        using var key = SigningKey.Generate();
        var unsigned = Samples.Clr(members: 4);
        var signer = new CredentialSigner(Published.Canonicalizer);
        var first = signer.Sign(unsigned, key, Options);
        Parallel.For(0, 32, _ => Assert.Equal(first, signer.Sign(unsigned, key, Options)));
    }

    /// <summary>Asking for a further proof where there is none is signing one by one, which the usual way must not differ from.</summary>
    [Fact]
    public void Read_once_for_all_or_one_by_one_the_proofs_are_the_same()
        => Gen.Select(Gen.Int[0, 4], Gen.Bool, Gen.String, Gen.Bool, Gen.Int[0, 3]).Sample((members, indented, name, withForeign, more) =>
        {
            using var key = SigningKey.FromSeed(new byte[32]);
            using var other = SigningKey.FromSeed(Enumerable.Repeat((byte)7, 32).ToArray());
            var unsigned = withForeign ? Samples.ClrOf([.. Enumerable.Range(0, more).Select(number => Samples.Achievement(number)), Sign(Samples.Achievement(7), other, Options), Samples.Achievement(8)]) : Samples.Clr(members, indented, name);
            foreach (var options in (SigningOptions[])[Options, Options with { SignMembers = false }])
                Assert.Equal(Sign(unsigned, key, options with { AddToProofSet = true }), Sign(unsigned, key, options));
        }, iter: 60);

    [Fact]
    public void A_member_that_has_a_proof_keeps_it()
    {
        using var key = SigningKey.Generate();
        using var other = SigningKey.Generate();
        var member = Sign(Samples.Achievement(7), other, Options);
        var signed = Parse(Sign(Samples.ClrOf([member, Samples.Achievement(8)]), key, Options));
        var members = signed.GetProperty("credentialSubject").GetProperty("verifiableCredential");
        Assert.Equal(Encoding.UTF8.GetString(member), members[0].GetRawText());
        Assert.True(members[1].TryGetProperty("proof", out _));
    }

    [Fact]
    public void A_further_proof_is_added_to_the_set_and_both_verify()
    {
        using var one = SigningKey.Generate();
        using var two = SigningKey.Generate();
        var once = Sign(Samples.Achievement(1), one, Options);
        Assert.Equal(SigningErrorCode.AlreadySigned, CodeOf(() => Sign(once, two, Options)));
        var twice = Parse(Sign(once, two, Options with { AddToProofSet = true }));
        var single = Parse(Sign(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(once).Replace("\"proof\":[{", "\"proof\":{", StringComparison.Ordinal).Replace("}]}", "}}", StringComparison.Ordinal)), two, Options with { AddToProofSet = true }));
        var suite = new EddsaRdfc2022(Published.Canonicalizer);
        foreach (var document in new[] { twice, single })
        {
            Assert.Equal(2, document.GetProperty("proof").GetArrayLength());
            Assert.True(DataIntegrity.VerifyProof(suite, one.VerificationKey, document, document.GetProperty("proof")[0]));
            Assert.True(DataIntegrity.VerifyProof(suite, two.VerificationKey, document, document.GetProperty("proof")[1]));
        }
    }

    [Theory]
    [InlineData("[]", SigningErrorCode.MalformedDocument)]
    [InlineData("{\"a\":1,\"a\":2}", SigningErrorCode.MalformedDocument)]
    [InlineData("{\"@context\":[],\"name\":\"\\ud800\"}", SigningErrorCode.MalformedDocument)]
    [InlineData("\uFEFF{}", SigningErrorCode.MalformedDocument)]
    [InlineData("{}", SigningErrorCode.NoContext)]
    [InlineData("{\"@context\":[],\"credentialSubject\":{\"verifiableCredential\":[{\"id\":\"x:a\"}]}}", SigningErrorCode.NoContext)]
    [InlineData("{\"@context\":[],\"issuer\":\"x:a\",\"credentialSubject\":{\"verifiableCredential\":[{\"@context\":[],\"issuer\":{\"id\":\"x:b\"}}]}}", SigningErrorCode.MemberOfAnotherIssuer)]
    public void What_must_not_be_signed_is_refused_with_its_code(string document, SigningErrorCode code)
    {
        using var key = SigningKey.Generate();
        Assert.Equal(code, CodeOf(() => Sign(Encoding.UTF8.GetBytes(document), key, Options)));
    }

    private static byte[] Sign(byte[] unsigned, SigningKey key, SigningOptions options) => new CredentialSigner(Published.Canonicalizer).Sign(unsigned, key, options);

    private static SigningErrorCode CodeOf(Func<object> act) => Assert.Throws<SigningException>(act).Code;

    private static JsonElement Parse(byte[] utf8) => StrictJson.ParseObject(utf8).RootElement;
}
