// Keys in Multikey and JSON Web Key form, against the published pairs.
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.TestKit;

namespace Conferral.Credentials.Tests.Keys;

public sealed class MultikeyTests
{
    [Fact]
    public void The_w3c_key_pair_is_read_and_written_back()
    {
        using var pair = Published("w3c", "vc-di-eddsa", "keyPair.json");
        var (publicKey, secretKey) = (Text(pair, "publicKeyMultibase"), Text(pair, "privateKeyMultibase"));
        using var key = Multikey.DecodeSecret(secretKey);
        Assert.Equal(publicKey, key.PublicKeyMultibase);
        Assert.Equal(secretKey, Multikey.EncodeSecret(key));
        Assert.Equal(key.VerificationKey, VerificationKey.FromMultibase(publicKey));
    }

    [Theory]
    [InlineData("p256KeyPair.json", KeyAlgorithm.P256)]
    [InlineData("p384KeyPair.json", KeyAlgorithm.P384)]
    public void The_w3c_ecdsa_key_pairs_are_read_and_written_back(string file, KeyAlgorithm algorithm)
    {
        using var pair = Published("w3c", "vc-di-ecdsa", file);
        using var key = Multikey.DecodeSecret(Text(pair, "secretKeyMultibase"));
        Assert.Equal(algorithm, key.Algorithm);
        Assert.Equal(Text(pair, "publicKeyMultibase"), key.PublicKeyMultibase);
        Assert.Equal(Text(pair, "secretKeyMultibase"), Multikey.EncodeSecret(key));
        Assert.Equal(key.VerificationKey, VerificationKey.FromMultibase(Text(pair, "publicKeyMultibase")));
        Assert.Equal(key.VerificationKey, DidKey.KeyOf(DidKey.VerificationMethod(key.VerificationKey)));
    }

    [Fact]
    public void The_older_secret_form_with_the_public_key_appended_is_read()
    {
        using var pair = Published("1edtech", "linked-data-proof", "clr-keypair-and-hashes.json");
        using var key = Multikey.DecodeSecret(Text(pair, "secretKeyMultibase"));
        Assert.Equal(Text(pair, "publicKeyMultibase"), key.PublicKeyMultibase);
        Assert.Equal(Text(pair, "publicKeyHex"), Convert.ToHexStringLower(key.VerificationKey.PublicKey));
    }

    [Fact]
    public void A_secret_whose_appended_public_key_is_anothers_is_refused()
    {
        using var other = SigningKey.Generate();
        var mixed = Multibase.Encode([0x80, 0x26, .. new byte[32], .. other.VerificationKey.PublicKey]);
        Assert.Equal(KeyErrorCode.Malformed, Assert.Throws<KeyException>(() => Multikey.DecodeSecret(mixed)).Code);
    }

    [Theory]
    [InlineData("", KeyErrorCode.Malformed)]
    [InlineData("z", KeyErrorCode.Malformed)]
    [InlineData("6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", KeyErrorCode.Malformed)]
    [InlineData("z0OIl", KeyErrorCode.Malformed)]
    [InlineData("z6Mk\u03c9\u03c9", KeyErrorCode.Malformed)]
    [InlineData("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ", KeyErrorCode.UnsupportedAlgorithm)]
    [InlineData("zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKV", KeyErrorCode.UnsupportedAlgorithm)]
    public void What_is_not_a_key_is_refused_with_its_code(string multibase, KeyErrorCode code)
        => Assert.Equal(code, Assert.Throws<KeyException>(() => VerificationKey.FromMultibase(multibase)).Code);

    [Theory]
    [InlineData(KeyAlgorithm.P256, 33, 2, 5)] // x = 5 lies on the curve
    [InlineData(KeyAlgorithm.P256, 33, 2, 1, true)]
    [InlineData(KeyAlgorithm.P256, 33, 4, 5, true)]
    [InlineData(KeyAlgorithm.P256, 32, 2, 5, true)]
    [InlineData(KeyAlgorithm.P256, 65, 4, 5, true)]
    [InlineData(KeyAlgorithm.P384, 1, 0, 0, true)]
    public void Only_a_compressed_point_of_the_curve_is_a_public_key(KeyAlgorithm algorithm, int length, byte first, byte last, bool refused = false)
    {
        var point = new byte[length];
        (point[^1], point[0]) = (last, first);
        if (refused) Assert.Equal(KeyErrorCode.Malformed, Assert.Throws<KeyException>(() => VerificationKey.FromCompressedPoint(algorithm, point)).Code);
        else Assert.Equal(point, VerificationKey.FromCompressedPoint(algorithm, point).PublicKey);
    }

    [Theory]
    [InlineData(KeyAlgorithm.P256, 32, 0)]
    [InlineData(KeyAlgorithm.P256, 32, 0xFF)]
    [InlineData(KeyAlgorithm.P256, 31, 1)]
    [InlineData(KeyAlgorithm.P384, 49, 1)]
    public void Only_a_number_below_the_order_of_the_curve_is_a_secret_key(KeyAlgorithm algorithm, int length, byte fill)
        => Assert.Equal(KeyErrorCode.Malformed, Assert.Throws<KeyException>(() => SigningKey.FromScalar(algorithm, [.. Enumerable.Repeat(fill, length)])).Code);

    [Fact]
    public void An_overlong_key_is_refused_undecoded()
        => Assert.False(Multibase.TryDecode("z" + new string('2', Multibase.MaxLength), out _));

    [Fact]
    public void A_json_web_key_of_rfc_8037_is_read()
    {
        var key = VerificationKey.FromJwk(Json("""{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"""));
        Assert.Equal("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", Convert.ToHexStringLower(key.PublicKey));
    }

    /// <summary>RFC 7517, appendix A.1.</summary>
    [Fact]
    public void A_json_web_key_of_rfc_7517_is_read()
    {
        var key = VerificationKey.FromJwk(Json("""{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}"""));
        Assert.Equal((KeyAlgorithm.P256, "0330a0424cd21c2944838a2d75c92b37e76ea20d9f00893a3b4eee8a3c0aafec3e"), (key.Algorithm, Convert.ToHexStringLower(key.PublicKey)));
    }

    [Theory]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"}""", KeyErrorCode.Malformed)]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"}""", KeyErrorCode.Malformed)]
    [InlineData("""{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}""", KeyErrorCode.UnsupportedAlgorithm)]
    [InlineData("""{"kty":"OKP","crv":"P-256","x":"AA","y":"AA"}""", KeyErrorCode.UnsupportedAlgorithm)]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}""", KeyErrorCode.Malformed)]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg"}""", KeyErrorCode.Malformed)]
    [InlineData("""{"kty":"OKP","crv":"Ed25519"}""", KeyErrorCode.Malformed)]
    [InlineData("""{"kty":"RSA","n":"AQAB","e":"AQAB"}""", KeyErrorCode.UnsupportedAlgorithm)]
    [InlineData("[]", KeyErrorCode.Malformed)]
    public void A_json_web_key_that_cannot_verify_is_refused_with_its_code(string jwk, KeyErrorCode code)
        => Assert.Equal(code, Assert.Throws<KeyException>(() => VerificationKey.FromJwk(Json(jwk))).Code);

    [Fact]
    public void A_did_key_holds_its_own_key()
    {
        using var key = SigningKey.Generate();
        Assert.Equal(key.VerificationKey, DidKey.KeyOf(DidKey.Did(key.VerificationKey)));
        Assert.Equal(key.VerificationKey, DidKey.KeyOf(DidKey.VerificationMethod(key.VerificationKey)));
        Assert.Throws<KeyException>(() => DidKey.KeyOf(DidKey.Did(key.VerificationKey) + "#other"));
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static JsonDocument Published(params string[] path) => JsonDocument.Parse(File.ReadAllBytes(Shared.Conformance(["vectors", .. path])));

    private static string Text(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString()!;
}
