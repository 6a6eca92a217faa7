// The Data Integrity algorithm, once for every cryptosuite: hash configuration and document, sign, verify.
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;

namespace Conferral.Credentials.Proofs;

/// <summary>
/// The two hashes a signature is made over. Shape: raw digests; <see cref="SignedBytes"/> is the configuration's
/// followed by the document's.
/// </summary>
public sealed record ProofHashes(byte[] Configuration, byte[] Document)
{
    public byte[] SignedBytes => [.. Configuration, .. Document];
}

/// <summary>
/// Proofs over one document. Pure functions. Errors: <see cref="LinkedDataException"/> when document or proof has no
/// canonical form. Spec: https://www.w3.org/TR/vc-data-integrity/#add-proof, https://www.w3.org/TR/vc-di-eddsa/#hashing-eddsa-rdfc-2022
/// </summary>
public static class DataIntegrity
{
    public const string ProofType = "DataIntegrityProof";
    public const string AssertionMethod = "assertionMethod";

    /// <summary>
    /// The document as it is hashed: without its proofs, so that every proof of a set covers the same; with those alone
    /// that a proof of a chain names, which must be there; in the context the proof holds, where its suite says so.
    /// </summary>
    public static JsonLdInput DocumentInput(Cryptosuite suite, JsonElement document, JsonElement proof)
    {
        var input = !ProofChain.IsLink(proof) ? new JsonLdInput(document) { WithoutMember = "proof" }
            : new JsonLdInput(ProofChain.DocumentOf(document, proof) ?? throw new ArgumentException("The proof builds on one that the document does not hold.", nameof(proof)));
        return suite.ProofHoldsContext && proof.TryGetProperty(ProofContext.Member, out var context) ? input with { Context = context } : input;
    }

    /// <summary>The proof as it is hashed: without its value, read in the document's context unless its suite says that it holds its own.</summary>
    public static JsonLdInput ConfigurationInput(Cryptosuite suite, JsonElement document, JsonElement proof)
        => new(proof) { WithoutMember = "proofValue", Context = !suite.ProofHoldsContext && document.TryGetProperty(ProofContext.Member, out var context) ? context : null };

    /// <summary>Transformation and hashing. The proof may have its value already or not.</summary>
    public static ProofHashes Hash(Cryptosuite suite, KeyAlgorithm algorithm, JsonElement document, JsonElement proof)
    {
        var hash = HashFor(suite, algorithm);
        return new ProofHashes(suite.Hash(ConfigurationInput(suite, document, proof), hash), suite.Hash(DocumentInput(suite, document, proof), hash));
    }

    /// <summary>
    /// Makes the proof of a document. Shape: a JSON object, UTF-8, ready to be put into the document.
    /// Errors: <see cref="SigningException"/>, <see cref="SigningErrorCode.PreviousProofMissing"/>.
    /// </summary>
    public static byte[] CreateProof(Cryptosuite suite, SigningKey key, JsonElement document, ProofOptions options)
        => CreateProof(suite, key, document, options, new ConfigurationHashes());

    /// <summary>The same for a signer of many documents.</summary>
    /// <param name="withMembers">The document's text, where its members got proofs after <paramref name="document"/> was read.</param>
    internal static byte[] CreateProof(Cryptosuite suite, SigningKey key, JsonElement document, ProofOptions options, ConfigurationHashes configurations, ReadOnlyMemory<byte> withMembers = default)
    {
        var hash = HashFor(suite, key.Algorithm);
        var length = hash.DigestLength();
        Span<byte> signed = stackalloc byte[2 * CanonicalHashExtensions.MaxDigestLength];
        signed = signed[..(2 * length)];
        var input = withMembers.IsEmpty ? new JsonLdInput(document) : JsonLdInput.OfChecked(withMembers);
        if (configurations.TryMake(suite, hash, document, options, signed[..length], out var configuration)) input = input with { WithoutMember = "proof" };
        else (configuration, input) = HashOnItsOwn(suite, hash, document, options, input, signed[..length]);
        suite.Hash(input, hash).CopyTo(signed[length..]);
        Span<byte> value = stackalloc byte[Multibase.MaxLength];
        value = value[..Encoding.ASCII.GetBytes(Multibase.Encode(key.Sign(signed)), value)];
        return [.. configuration.Span[..^1], .. ",\"proofValue\":\""u8, .. value, .. "\"}"u8];
    }

    /// <summary>A configuration like no other, as a link of a chain has it, is read and hashed alone; it may name a part of the document's proofs.</summary>
    private static (ReadOnlyMemory<byte> Configuration, JsonLdInput Document) HashOnItsOwn(
        Cryptosuite suite, CanonicalHash hash, JsonElement document, ProofOptions options, JsonLdInput plain, Span<byte> digest)
    {
        var configuration = options.WriteConfiguration(suite, document);
        using var proof = JsonDocument.Parse(configuration);
        if (ProofChain.IsLink(proof.RootElement) && ProofChain.PreviousOf(ProofChain.ProofsOf(document), proof.RootElement) is null)
            throw new SigningException(SigningErrorCode.PreviousProofMissing, "The document does not hold each proof the new one is to build on exactly once. Name ids of proofs it has.");
        suite.Hash(ConfigurationInput(suite, document, proof.RootElement), hash).CopyTo(digest);
        return (configuration, ProofChain.IsLink(proof.RootElement) ? DocumentInput(suite, document, proof.RootElement) : plain with { WithoutMember = "proof" });
    }

    /// <summary>
    /// True when the proof's value is this key's signature over the document and the proof itself. Says nothing about
    /// whose key it is, what for, or when.
    /// </summary>
    public static bool VerifyProof(Cryptosuite suite, VerificationKey key, JsonElement document, JsonElement proof)
        => proof.TryGetProperty("proofValue", out var value)
            && value.ValueKind == JsonValueKind.String
            && Multibase.TryDecode(value.GetString(), out var signature)
            && (!ProofChain.IsLink(proof) || ProofChain.PreviousOf(ProofChain.ProofsOf(document), proof) is not null)
            && (!suite.ProofHoldsContext || ProofContext.BeginsThatOf(document, proof))
            && key.Verify(Hash(suite, key.Algorithm, document, proof).SignedBytes, signature);

    private static CanonicalHash HashFor(Cryptosuite suite, KeyAlgorithm algorithm)
        => suite.HashFor(algorithm) ?? throw new ArgumentException($"{suite.Name} does not take keys of kind {algorithm}.", nameof(algorithm));
}
