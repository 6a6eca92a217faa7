// The Data Integrity algorithm, once for every cryptosuite: hash configuration and document, sign, verify.
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.LinkedData;

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
    internal static byte[] CreateProof(Cryptosuite suite, SigningKey key, JsonElement document, ProofOptions options, ConfigurationHashes configurations)
    {
        var hash = HashFor(suite, key.Algorithm);
        var configuration = options.WriteConfiguration(suite, document);
        using var proof = JsonDocument.Parse(configuration);
        if (ProofChain.IsLink(proof.RootElement) && ProofChain.PreviousOf(ProofChain.ProofsOf(document), proof.RootElement) is null)
            throw new SigningException(SigningErrorCode.PreviousProofMissing, "The document does not hold each proof the new one is to build on exactly once. Name ids of proofs it has.");
        var proofValue = suite.MakeValue(key, document, proof.RootElement, options, configurations.Hash(suite, hash, document, configuration, options));
        return [.. configuration.Span[..^1], .. ",\"proofValue\":\""u8, .. Encoding.ASCII.GetBytes(proofValue), .. "\"}"u8];
    }

    /// <summary>
    /// True when the proof's value is this key's signature over the document and the proof itself. Says nothing about
    /// whose key it is, what for, or when.
    /// </summary>
    public static bool VerifyProof(Cryptosuite suite, VerificationKey key, JsonElement document, JsonElement proof)
        => suite.Fits(key, document, proof);

    internal static CanonicalHash HashFor(Cryptosuite suite, KeyAlgorithm algorithm)
        => suite.HashFor(algorithm) ?? throw new ArgumentException($"{suite.Name} does not take keys of kind {algorithm}.", nameof(algorithm));
}
