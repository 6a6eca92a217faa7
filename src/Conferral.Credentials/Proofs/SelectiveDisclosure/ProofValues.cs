// The two values a proof of ecdsa-sd-2023 can have: the base proof for the holder, and the derived proof for a verifier.
using System.Formats.Cbor;
using System.Globalization;
using System.Text.Json;
using Conferral.Credentials.Keys;

namespace Conferral.Credentials.Proofs.SelectiveDisclosure;

/// <summary>
/// What issuer and holder know. Shape: signature 64 bytes, Multikey of the proof's own key 35 bytes, HMAC key 32 bytes,
/// a signature of 64 bytes for each statement that is not mandatory, JSON pointers.
/// Spec: https://www.w3.org/TR/vc-di-ecdsa/#serializebaseproofvalue
/// </summary>
internal sealed record BaseProofValue(byte[] BaseSignature, byte[] ProofKey, byte[] HmacKey, IReadOnlyList<byte[]> Signatures, IReadOnlyList<string> MandatoryPointers)
{
    private static readonly byte[] Header = [0xD9, 0x5D, 0x00];

    public static bool IsValueOf(JsonElement proof) => SdCbor.HasHeader(proof, Header);

    public string Write() => SdCbor.Write(Header, cbor =>
    {
        cbor.WriteByteString(BaseSignature);
        cbor.WriteByteString(ProofKey);
        cbor.WriteByteString(HmacKey);
        SdCbor.WriteArray(cbor, Signatures, cbor.WriteByteString);
        SdCbor.WriteArray(cbor, MandatoryPointers, cbor.WriteTextString);
    });

    /// <summary>Null where the proof's value is not well-formed.</summary>
    public static BaseProofValue? Read(JsonElement proof) => SdCbor.Read(proof, Header, cbor => new BaseProofValue(
        SdCbor.ReadBytes(cbor, SdCbor.SignatureLength), SdCbor.ReadBytes(cbor, SdCbor.PublicKeyLength), SdCbor.ReadBytes(cbor, DisclosureSecrets.HmacKeyLength),
        SdCbor.ReadArray(cbor, () => SdCbor.ReadBytes(cbor, SdCbor.SignatureLength)), SdCbor.ReadArray(cbor, cbor.ReadTextString)));
}

/// <summary>
/// What a verifier gets. Shape: as above without the HMAC key; the blinded label of each canonical one (<c>c14n0</c>…),
/// and the places of the mandatory statements among those shown, ascending.
/// Spec: https://www.w3.org/TR/vc-di-ecdsa/#serializederivedproofvalue
/// </summary>
internal sealed record DerivedProofValue(byte[] BaseSignature, byte[] ProofKey, IReadOnlyList<byte[]> Signatures, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<int> MandatoryIndexes)
{
    private const string CanonicalPrefix = "c14n";
    private static readonly byte[] Header = [0xD9, 0x5D, 0x01];

    public static bool IsValueOf(JsonElement proof) => SdCbor.HasHeader(proof, Header);

    public string Write() => SdCbor.Write(Header, cbor =>
    {
        cbor.WriteByteString(BaseSignature);
        cbor.WriteByteString(ProofKey);
        SdCbor.WriteArray(cbor, Signatures, cbor.WriteByteString);
        cbor.WriteStartMap(Labels.Count);
        foreach (var (number, label) in Labels.Select(pair => (int.Parse(pair.Key.AsSpan(CanonicalPrefix.Length), CultureInfo.InvariantCulture), pair.Value)).Order())
        {
            cbor.WriteInt32(number);
            cbor.WriteByteString(Multibase.TryDecodeBase64Url(label, out var bytes) ? bytes : throw new ArgumentException("A blinded label is multibase text."));
        }

        cbor.WriteEndMap();
        SdCbor.WriteArray(cbor, MandatoryIndexes, cbor.WriteInt32);
    });

    /// <summary>Null where the proof's value is not well-formed.</summary>
    public static DerivedProofValue? Read(JsonElement proof) => SdCbor.Read(proof, Header, cbor => new DerivedProofValue(
        SdCbor.ReadBytes(cbor, SdCbor.SignatureLength), SdCbor.ReadBytes(cbor, SdCbor.PublicKeyLength),
        SdCbor.ReadArray(cbor, () => SdCbor.ReadBytes(cbor, SdCbor.SignatureLength)), ReadLabels(cbor), SdCbor.ReadArray(cbor, cbor.ReadInt32)));

    private static Dictionary<string, string> ReadLabels(CborReader cbor)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        cbor.ReadStartMap();
        while (cbor.PeekState() != CborReaderState.EndMap)
        {
            labels.Add(string.Create(CultureInfo.InvariantCulture, $"{CanonicalPrefix}{cbor.ReadUInt32()}"), Multibase.EncodeBase64Url(cbor.ReadByteString()));
        }

        cbor.ReadEndMap();
        return labels;
    }
}
