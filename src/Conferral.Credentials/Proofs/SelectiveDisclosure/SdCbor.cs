// The common form of both proof values: multibase text of a header and a CBOR array of five.
using System.Formats.Cbor;
using System.Text.Json;
using Conferral.Credentials.Keys;

namespace Conferral.Credentials.Proofs.SelectiveDisclosure;

/// <summary>Reads strictly: no tags inside, no name twice, nothing left over. Spec: https://www.w3.org/TR/vc-di-ecdsa/#selective-disclosure-functions</summary>
internal static class SdCbor
{
    /// <summary>Units: bytes.</summary>
    public const int SignatureLength = 64, PublicKeyLength = 35;

    private const int Parts = 5;

    public static bool HasHeader(JsonElement proof, ReadOnlySpan<byte> header)
        => Multibase.TryDecodeBase64Url(CredentialParts.Text(proof, "proofValue"), out var bytes) && bytes.AsSpan().StartsWith(header);

    public static string Write(ReadOnlySpan<byte> header, Action<CborWriter> parts)
    {
        var cbor = new CborWriter(CborConformanceMode.Canonical);
        cbor.WriteStartArray(Parts);
        parts(cbor);
        cbor.WriteEndArray();
        return Multibase.EncodeBase64Url([.. header, .. cbor.Encode()]);
    }

    public static T? Read<T>(JsonElement proof, ReadOnlySpan<byte> header, Func<CborReader, T> parts)
        where T : class
    {
        if (!Multibase.TryDecodeBase64Url(CredentialParts.Text(proof, "proofValue"), out var bytes) || !bytes.AsSpan().StartsWith(header)) return null;
        try
        {
            var cbor = new CborReader(bytes.AsMemory(header.Length), CborConformanceMode.Strict);
            if (cbor.ReadStartArray() != Parts) return null;
            var value = parts(cbor);
            cbor.ReadEndArray();
            return cbor.BytesRemaining == 0 ? value : null;
        }
        catch (Exception refusal) when (refusal is CborContentException or InvalidOperationException or OverflowException)
        {
            return null; // another kind of value stands where one is read; whoever asked says what that means
        }
    }

    public static byte[] ReadBytes(CborReader cbor, int length)
        => cbor.ReadByteString() is { } bytes && bytes.Length == length ? bytes : throw new CborContentException($"A part of the proof does not have {length} bytes.");

    public static void WriteArray<T>(CborWriter cbor, IReadOnlyList<T> items, Action<T> write)
    {
        cbor.WriteStartArray(items.Count);
        foreach (var item in items) write(item);
        cbor.WriteEndArray();
    }

    public static List<T> ReadArray<T>(CborReader cbor, Func<T> read)
    {
        var items = new List<T>();
        cbor.ReadStartArray();
        while (cbor.PeekState() != CborReaderState.EndArray) items.Add(read());
        cbor.ReadEndArray();
        return items;
    }
}
