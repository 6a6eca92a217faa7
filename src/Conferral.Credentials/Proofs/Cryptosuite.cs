// A cryptosuite: the short description that turns the one Data Integrity algorithm into a concrete one.
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs;

/// <summary>
/// What differs between the suites: name, keys, hash and canonical form. Everything else is in <see cref="DataIntegrity"/>.
/// Implementations are immutable and safe for concurrent use.
/// Spec: https://www.w3.org/TR/vc-data-integrity/#cryptographic-suites
/// </summary>
public abstract class Cryptosuite
{
    /// <summary>The value of a proof's <c>cryptosuite</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The value of a proof's <c>type</c>.</summary>
    public virtual string ProofType => DataIntegrity.ProofType;

    /// <summary>False for what is verified in old documents and never written.</summary>
    public virtual bool MakesProofs => true;

    /// <summary>
    /// Whether a proof holds a copy of the document's <c>@context</c>, which is then hashed in place of the document's:
    /// contexts added behind it later are not covered by the proof.
    /// </summary>
    public virtual bool ProofHoldsContext => false;

    /// <summary>Whether the proof is over single statements, so that a holder can show some of them. Its base proof is for the holder alone.</summary>
    public virtual bool DisclosesSelectively => false;

    /// <summary>The hash this suite uses with keys of that kind, inside canonicalization and over its results; null when it does not take such keys.</summary>
    public abstract CanonicalHash? HashFor(KeyAlgorithm algorithm);

    /// <summary>The bytes that are hashed for a document or a proof configuration. Errors: <see cref="LinkedDataException"/>.</summary>
    public abstract byte[] Canonicalize(JsonLdInput input, CanonicalHash hash);

    /// <summary>The hash of those bytes, computed without keeping them.</summary>
    public abstract byte[] Hash(JsonLdInput input, CanonicalHash hash);

    /// <summary>The value of a proof: a signature over the hashes of configuration and document, in multibase. Errors: <see cref="LinkedDataException"/>.</summary>
    internal virtual string MakeValue(SigningKey key, JsonElement document, JsonElement proof, ProofOptions options, byte[] configurationHash)
    {
        var documentHash = Hash(DataIntegrity.DocumentInput(this, document, proof), DataIntegrity.HashFor(this, key.Algorithm));
        return Multibase.Encode(key.Sign(new ProofHashes(configurationHash, documentHash).SignedBytes));
    }

    /// <summary>Whether the proof's value is this key's over document and proof; <paramref name="record"/> may know the hash of the document. Errors: <see cref="LinkedDataException"/>.</summary>
    internal virtual bool Fits(VerificationKey key, JsonElement document, JsonElement proof, RecordHashes? record = null)
        => Multibase.TryDecode(CredentialParts.Text(proof, "proofValue"), out var signature)
            && (!ProofChain.IsLink(proof) || ProofChain.PreviousOf(ProofChain.ProofsOf(document), proof) is not null)
            && (!ProofHoldsContext || ProofContext.BeginsThatOf(document, proof))
            && DataIntegrity.Fits(this, key, document, proof, signature, record);

    private protected static CanonicalHash? HashForEddsa(KeyAlgorithm algorithm) => algorithm == KeyAlgorithm.Ed25519 ? CanonicalHash.Sha256 : null;

    private protected static CanonicalHash? HashForEcdsa(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.P256 => CanonicalHash.Sha256,
        KeyAlgorithm.P384 => CanonicalHash.Sha384,
        _ => null,
    };
}
