// The cryptosuite ecdsa-sd-2023: the issuer signs statement by statement, and the holder shows some of them.
using System.Security.Cryptography;
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs.SelectiveDisclosure;

/// <summary>
/// Makes base proofs, which are for the holder alone, and verifies what holders derive from them. The issuer's key signs
/// the mandatory statements as one, together with a key made for this proof, which signs each other statement.
/// Two base proofs of one document differ, because their <paramref name="newSecrets"/> do.
/// Errors: <see cref="LinkedDataException"/>, <see cref="DisclosureException"/>.
/// Spec: https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-sd-2023
/// </summary>
public sealed class EcdsaSd2023(LinkedDataCanonicalizer canonicalizer, Func<DisclosureSecrets>? newSecrets = null) : RdfcCryptosuite(canonicalizer)
{
    public const string SuiteName = "ecdsa-sd-2023";

    private readonly LinkedDataCanonicalizer _canonicalizer = canonicalizer;
    private readonly Func<DisclosureSecrets> _newSecrets = newSecrets ?? DisclosureSecrets.Generate;

    public override string Name => SuiteName;

    public override bool DisclosesSelectively => true;

    /// <summary>P-256 alone: the lengths of keys and signatures are fixed in the proof's form.</summary>
    public override CanonicalHash? HashFor(KeyAlgorithm algorithm) => algorithm == KeyAlgorithm.P256 ? CanonicalHash.Sha256 : null;

    /// <summary>Spec: #create-base-proof-ecdsa-sd-2023 (transformation, hashing and serialization of 3.6.1 to 3.6.5)</summary>
    internal override string MakeValue(SigningKey key, JsonElement document, JsonElement proof, ProofOptions options, byte[] configurationHash)
    {
        if (ProofChain.IsLink(proof)) throw new SigningException(SigningErrorCode.UnfitForDisclosure, "A proof of ecdsa-sd-2023 cannot build on other proofs. Sign without previousProof.");
        var pointers = options.MandatoryPointers ?? MandatoryPointers.For(document);
        using var secrets = _newSecrets();
        var statements = new BlindedStatements(_canonicalizer, document, secrets.HmacKey);
        var mandatory = statements.PlacesOf(pointers);
        var proofKey = MultikeyBytes(secrets.ProofKey.VerificationKey);
        var signature = key.Sign(SignedBytes(configurationHash, proofKey, mandatory.Select(place => statements.Lines[place])));
        var signatures = Others(statements.Lines, mandatory).Select(line => secrets.ProofKey.Sign(line)).ToList();
        return new BaseProofValue(signature, proofKey, [.. secrets.HmacKey], signatures, [.. pointers]).Write();
    }

    /// <summary>True for a derived proof alone: a base proof is no verifier's to see. Spec: #verify-derived-proof-ecdsa-sd-2023</summary>
    internal override bool Fits(VerificationKey key, JsonElement document, JsonElement proof, RecordHashes? record = null)
    {
        if (ProofChain.IsLink(proof) || DerivedProofValue.Read(proof) is not { } value) return false;
        var input = DataIntegrity.DocumentInput(this, document, proof);
        return ShownLines(input, value) is { } lines
            && IsAscending(value.MandatoryIndexes, lines.Count)
            && HoldsTogether(key, document, proof, new Parts(value.BaseSignature, value.ProofKey, value.Signatures), lines, value.MandatoryIndexes);
    }

    /// <summary>How many statements the document makes, when the base proof was made by this key over exactly these; null otherwise. It is what a holder wants to know.</summary>
    internal int? FitsBase(VerificationKey key, JsonElement document, JsonElement proof)
    {
        if (ProofChain.IsLink(proof) || BaseProofValue.Read(proof) is not { } value) return null;
        try
        {
            var statements = new BlindedStatements(_canonicalizer, document, value.HmacKey);
            var holds = HoldsTogether(key, document, proof, new Parts(value.BaseSignature, value.ProofKey, value.Signatures), statements.Lines, statements.PlacesOf(value.MandatoryPointers));
            return holds ? statements.Lines.Count : null;
        }
        catch (DisclosureException)
        {
            return null; // its mandatory pointers do not lead into this document
        }
    }

    /// <summary>The statements that are not at these places, which are ascending.</summary>
    internal static IEnumerable<byte[]> Others(IReadOnlyList<byte[]> lines, IReadOnlyList<int> places)
    {
        var next = 0;
        for (var place = 0; place < lines.Count; place++)
        {
            if (next < places.Count && places[next] == place) next++;
            else yield return lines[place];
        }
    }

    private sealed record Parts(byte[] BaseSignature, byte[] ProofKey, IReadOnlyList<byte[]> Signatures);

    /// <summary>
    /// The statements under their blinded labels, or null where the labels do not fit the document. Two nodes under one
    /// label would let a holder show one thing twice, so each must have its own.
    /// </summary>
    internal IReadOnlyList<byte[]>? ShownLines(JsonLdInput input, DerivedProofValue value)
    {
        if (value.Labels.Values.Distinct(StringComparer.Ordinal).Count() != value.Labels.Count) return null;
        var isUnknown = false;
        var shown = _canonicalizer.Relabel(input, label =>
        {
            if (value.Labels.TryGetValue(label, out var blinded)) return blinded;
            isUnknown = true;
            return label;
        });
        return isUnknown ? null : shown.Lines;
    }

    private bool HoldsTogether(VerificationKey key, JsonElement document, JsonElement proof, Parts parts, IReadOnlyList<byte[]> lines, IReadOnlyList<int> mandatory)
    {
        if (lines.Count != mandatory.Count + parts.Signatures.Count || ReadKey(parts.ProofKey) is not { } proofKey) return false;
        var configurationHash = Hash(DataIntegrity.ConfigurationInput(this, document, proof), CanonicalHash.Sha256);
        return key.Verify(SignedBytes(configurationHash, parts.ProofKey, mandatory.Select(place => lines[place])), parts.BaseSignature)
            && Others(lines, mandatory).Zip(parts.Signatures).All(pair => proofKey.Verify(pair.First, pair.Second));
    }

    /// <summary>Spec: #serializesigndata</summary>
    private static byte[] SignedBytes(byte[] configurationHash, byte[] proofKey, IEnumerable<byte[]> mandatoryLines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in mandatoryLines) hash.AppendData(line);
        return [.. configurationHash, .. proofKey, .. hash.GetHashAndReset()];
    }

    private static bool IsAscending(IReadOnlyList<int> indexes, int end)
    {
        var last = -1;
        foreach (var index in indexes)
        {
            if (index <= last || index >= end) return false;
            last = index;
        }

        return true;
    }

    private static byte[] MultikeyBytes(VerificationKey key) => Multibase.TryDecode(key.PublicKeyMultibase, out var bytes) ? bytes : throw new InvalidOperationException("A key's own multibase text is well-formed.");

    private static VerificationKey? ReadKey(byte[] multikey)
    {
        try
        {
            return VerificationKey.FromMultibase(Multibase.Encode(multikey)) is { Algorithm: KeyAlgorithm.P256 } key ? key : null;
        }
        catch (KeyException)
        {
            return null; // no key, so no signature fits
        }
    }
}
