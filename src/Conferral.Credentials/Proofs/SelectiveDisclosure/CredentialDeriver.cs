// The holder's step: from a credential with a base proof to one that shows only what the holder chose.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.LinkedData;

namespace Conferral.Credentials.Proofs.SelectiveDisclosure;

/// <summary>
/// Derives documents for verifiers. What the issuer made mandatory is always in them; other proofs of the document are
/// not, because they cover what is left out. Needs no key. Safe for concurrent use.
/// Errors: <see cref="DisclosureException"/>, <see cref="LinkedDataException"/>.
/// Spec: https://www.w3.org/TR/vc-di-ecdsa/#add-derived-proof-ecdsa-sd-2023
/// </summary>
public sealed class CredentialDeriver(LinkedDataCanonicalizer canonicalizer)
{
    /// <summary>Derives. Shape: UTF-8 JSON in and out; <paramref name="reveal"/> are JSON pointers into the document.</summary>
    public byte[] Derive(ReadOnlyMemory<byte> signedUtf8, IReadOnlyList<string> reveal)
    {
        using var json = Parse(signedUtf8);
        var document = json.RootElement;
        var proof = BaseProofOf(document);
        var value = BaseProofValue.Read(proof) ?? throw BadBaseProof(null);
        _ = OfBase(() => Selection.Of(document, value.MandatoryPointers)); // a fault in these is not the holder's
        if (Selection.Of(document, [.. value.MandatoryPointers, .. reveal]) is not { } selection)
            throw new DisclosureException(DisclosureErrorCode.NothingSelected, "Nothing was chosen, and the issuer requires nothing. Name what to show.");
        var derived = DeriveValue(document, value, reveal, selection);
        return WithProof(selection, proof, derived.Write());
    }

    /// <summary>Spec: #createdisclosuredata</summary>
    internal DerivedProofValue DeriveValue(JsonElement document, BaseProofValue value, IReadOnlyList<string> reveal, Selection selection)
    {
        var statements = new BlindedStatements(canonicalizer, document, value.HmacKey);
        var mandatory = OfBase(() => statements.PlacesOf(value.MandatoryPointers));
        if (statements.Lines.Count != mandatory.Length + value.Signatures.Count) throw BadBaseProof(null);
        var selective = statements.PlacesOf(reveal);
        var shown = statements.PlacesOf([.. value.MandatoryPointers, .. reveal]);
        var isMandatory = mandatory.ToHashSet();
        var signed = Enumerable.Range(0, statements.Lines.Count).Where(place => !isMandatory.Contains(place)).ToList();
        var isSelected = selective.ToHashSet();
        return new DerivedProofValue(
            value.BaseSignature,
            value.ProofKey,
            [.. signed.Zip(value.Signatures).Where(pair => isSelected.Contains(pair.First)).Select(pair => pair.Second)],
            statements.LabelsOf(selection),
            [.. Enumerable.Range(0, shown.Length).Where(index => isMandatory.Contains(shown[index]))]);
    }

    private static T OfBase<T>(Func<T> look)
    {
        try
        {
            return look();
        }
        catch (DisclosureException refusal)
        {
            throw BadBaseProof(refusal);
        }
    }

    private static JsonElement BaseProofOf(JsonElement document)
    {
        var proofs = ProofChain.ProofsOf(document).Where(proof => CredentialParts.Text(proof, "cryptosuite") == EcdsaSd2023.SuiteName).ToList();
        if (proofs.Exists(BaseProofValue.IsValueOf)) return proofs.Find(BaseProofValue.IsValueOf);
        throw proofs.Exists(DerivedProofValue.IsValueOf)
            ? new DisclosureException(DisclosureErrorCode.AlreadyDerived, "The document was derived already, and what it leaves out cannot be chosen from it. Derive from the credential as the issuer gave it.")
            : new DisclosureException(DisclosureErrorCode.NoBaseProof, $"The document has no {EcdsaSd2023.SuiteName} base proof, so parts of it cannot be shown alone. Ask the issuer for one, or show the whole credential.");
    }

    private static byte[] WithProof(Selection selection, JsonElement baseProof, string proofValue)
    {
        var proof = JsonObject.Create(baseProof)!;
        proof["proofValue"] = proofValue;
        var document = selection.ToDocument();
        return [.. document.AsSpan()[..^1], .. ",\"proof\":"u8, .. Encoding.UTF8.GetBytes(proof.ToJsonString(Readable)), (byte)'}'];
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return StrictJson.ParseObject(utf8);
        }
        catch (StrictJsonException refusal)
        {
            throw new DisclosureException(DisclosureErrorCode.MalformedDocument, refusal.Message, refusal);
        }
    }

    private static DisclosureException BadBaseProof(Exception? inner)
        => new(DisclosureErrorCode.BadBaseProof, "The base proof is not well-formed or not that of this document: document or proof was changed. Take both again as the issuer gave them.", inner);
}
