// Published vectors, and a canonicalizer over the contexts that ship with the product.
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;
using Conferral.TestKit;

namespace Conferral.Credentials.Tests;

internal static class Published
{
    /// <summary>Over the term tables of the product, so that the vectors judge those too.</summary>
    public static LinkedDataCanonicalizer Canonicalizer { get; } = new(ContextStore.BuiltIn);

    public static byte[] Bytes(params string[] path) => File.ReadAllBytes(Shared.Conformance(["vectors", .. path]));

    public static string Text(params string[] path) => Encoding.UTF8.GetString(Bytes(path));

    public static JsonElement Json(params string[] path) => JsonDocument.Parse(Bytes(path)).RootElement;

    /// <summary>The key of the W3C vectors of vc-di-eddsa.</summary>
    public static SigningKey W3cKey() => Multikey.DecodeSecret(Json("w3c", "vc-di-eddsa", "keyPair.json").GetProperty("privateKeyMultibase").GetString()!);

    /// <summary>A key of the W3C vectors of vc-di-ecdsa: p256 or p384.</summary>
    public static SigningKey EcdsaKey(string curve) => Multikey.DecodeSecret(Json("w3c", "vc-di-ecdsa", $"{curve}KeyPair.json").GetProperty("secretKeyMultibase").GetString()!);

    /// <summary>The key of the 1EdTech vectors.</summary>
    public static SigningKey OneEdTechKey() => Multikey.DecodeSecret(Json("1edtech", "linked-data-proof", "clr-keypair-and-hashes.json").GetProperty("secretKeyMultibase").GetString()!);
}
