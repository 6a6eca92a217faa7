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

    /// <summary>For what was read strictly and then got proofs: only the bound on depth is still to be said.</summary>
    private static readonly JsonDocumentOptions AsStrictAlready = new() { MaxDepth = JsonLdInput.MaxDepth };

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
        Span<byte> configuration = stackalloc byte[ConfigurationHashes.MaxLength];
        if (suite.DisclosesSelectively || !configurations.TryMake(suite, hash, document, options, signed[..length], configuration, out var written))
            return CreateSingularProof(suite, key, document, options, hash, withMembers);
        var input = withMembers.IsEmpty ? new JsonLdInput(document) : JsonLdInput.OfChecked(withMembers);
        suite.Hash(input with { WithoutMember = "proof" }, hash).CopyTo(signed[length..]);
        Span<byte> value = stackalloc byte[Multibase.MaxLength];
        return WithValue(default, configuration[..written], value[..Multibase.Encode(key.Sign(signed), value)], default);
    }

    /// <summary>A proof whose configuration is like no other's, as a link of a chain has it.</summary>
    private static byte[] CreateSingularProof(Cryptosuite suite, SigningKey key, JsonElement document, ProofOptions options, CanonicalHash hash, ReadOnlyMemory<byte> withMembers)
    {
        using var read = withMembers.IsEmpty ? null : JsonDocument.Parse(withMembers, AsStrictAlready);
        if (read is not null) document = read.RootElement;
        var configuration = options.WriteConfiguration(suite, document);
        using var proof = JsonDocument.Parse(configuration);
        if (ProofChain.IsLink(proof.RootElement) && ProofChain.PreviousOf(ProofChain.ProofsOf(document), proof.RootElement) is null)
            throw new SigningException(SigningErrorCode.PreviousProofMissing, "The document does not hold each proof the new one is to build on exactly once. Name ids of proofs it has.");
        var configurationHash = suite.Hash(ConfigurationInput(suite, document, proof.RootElement), hash);
        return WithValue(default, configuration.Span, Encoding.ASCII.GetBytes(suite.MakeValue(key, document, proof.RootElement, options, configurationHash)), default);
    }

    /// <summary>The configuration with the proof's value as its last member, between some text before and after.</summary>
    internal static byte[] WithValue(ReadOnlySpan<byte> before, ReadOnlySpan<byte> configuration, ReadOnlySpan<byte> value, ReadOnlySpan<byte> after)
    {
        var start = ",\"proofValue\":\""u8;
        var proof = new byte[before.Length + configuration.Length + start.Length + value.Length + 1 + after.Length];
        before.CopyTo(proof);
        var rest = proof.AsSpan(before.Length);
        configuration[..^1].CopyTo(rest);
        start.CopyTo(rest[(configuration.Length - 1)..]);
        value.CopyTo(rest[(configuration.Length - 1 + start.Length)..]);
        rest = rest[(configuration.Length - 1 + start.Length + value.Length)..];
        "\"}"u8.CopyTo(rest);
        after.CopyTo(rest[2..]);
        return proof;
    }

    /// <summary>
    /// True when the proof's value is this key's signature over the document and the proof itself. Says nothing about
    /// whose key it is, what for, or when.
    /// </summary>
    public static bool VerifyProof(Cryptosuite suite, VerificationKey key, JsonElement document, JsonElement proof)
        => suite.Fits(key, document, proof);

    /// <summary>Whether a signature is the key's over document and proof.</summary>
    internal static bool Fits(Cryptosuite suite, VerificationKey key, JsonElement document, JsonElement proof, ReadOnlySpan<byte> signature, RecordHashes? record)
    {
        var hash = HashFor(suite, key.Algorithm);
        var length = hash.DigestLength();
        Span<byte> signed = stackalloc byte[2 * CanonicalHashExtensions.MaxDigestLength];
        signed = signed[..(2 * length)];
        if (record is null || !record.Configurations.TryHash(suite, hash, document, proof, signed[..length])) suite.Hash(ConfigurationInput(suite, document, proof), hash).CopyTo(signed);
        var isPlain = suite is RdfcCryptosuite && hash == CanonicalHash.Sha256 && !ProofChain.IsLink(proof);
        if (!isPlain || record is null || !record.TryHash(document, signed[length..])) suite.Hash(DocumentInput(suite, document, proof), hash).CopyTo(signed[length..]);
        return key.Verify(signed, signature);
    }

    internal static CanonicalHash HashFor(Cryptosuite suite, KeyAlgorithm algorithm)
        => suite.HashFor(algorithm) ?? throw new ArgumentException($"{suite.Name} does not take keys of kind {algorithm}.", nameof(algorithm));
}
