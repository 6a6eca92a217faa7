// A compact JWS taken apart: header, payload, signature, and the bytes the signature is over.
using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Jwt;

/// <summary>
/// Read so that everybody who reads the same bytes reads the same token: base64url without padding, white space or stray
/// bits, and JSON without doubled names. Says nothing about the signature. Bounds: <see cref="MaxHeaderBytes"/>; the
/// caller bounds the whole.
/// Spec: https://www.rfc-editor.org/rfc/rfc7515#section-7.1
/// </summary>
internal sealed class CompactToken : IDisposable
{
    /// <summary>A header names an algorithm and a key; an RSA key of 8192 bits takes 1400 bytes. Units: bytes, encoded.</summary>
    public const int MaxHeaderBytes = 16 * 1024;

    private static readonly SearchValues<byte> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    private readonly JsonDocument _header;
    private readonly JsonDocument _payload;

    private CompactToken(JsonDocument header, JsonDocument payload, ReadOnlyMemory<byte> signedBytes, byte[] signature)
    {
        _header = header;
        _payload = payload;
        SignedBytes = signedBytes;
        Signature = signature;
    }

    public JsonElement Header => _header.RootElement;

    public JsonElement Payload => _payload.RootElement;

    /// <summary>Header and payload as they came, with the dot between.</summary>
    public ReadOnlyMemory<byte> SignedBytes { get; }

    public byte[] Signature { get; }

    /// <summary>Every token begins like this, because its header is a JSON object.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) => bytes.StartsWith("eyJ"u8);

    /// <summary>Takes a token apart. Errors: <see cref="MalformedTokenException"/>.</summary>
    public static CompactToken Read(ReadOnlyMemory<byte> ascii)
    {
        var first = ascii.Span.IndexOf((byte)'.');
        var last = ascii.Span.LastIndexOf((byte)'.');
        if (first < 0 || last == first || ascii.Span[(first + 1)..last].Contains((byte)'.'))
            throw new MalformedTokenException("The token has not three parts with dots between. Take it again, whole.");
        if (first > MaxHeaderBytes)
            throw new MalformedTokenException($"The token's header has {first} bytes; more than {MaxHeaderBytes} are not read.");
        var signature = Decode(ascii.Span[(last + 1)..], "signature");
        var header = Parse(ascii.Span[..first], "header");
        try
        {
            return new CompactToken(header, Parse(ascii.Span[(first + 1)..last], "payload"), ascii[..last], signature);
        }
        catch (MalformedTokenException)
        {
            header.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _header.Dispose();
        _payload.Dispose();
    }

    private static JsonDocument Parse(ReadOnlySpan<byte> part, string name)
    {
        try
        {
            return StrictJson.ParseObject(Decode(part, name));
        }
        catch (StrictJsonException refusal)
        {
            throw new MalformedTokenException($"The token's {name} cannot be read. {refusal.Message}", refusal);
        }
    }

    /// <summary>The decoder refuses stray bits in the last character, but would pass over white space and padding.</summary>
    private static byte[] Decode(ReadOnlySpan<byte> part, string name)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        if (!part.ContainsAnyExcept(Alphabet) && Base64Url.DecodeFromUtf8(part, bytes, out _, out var written) == OperationStatus.Done) return bytes[..written];
        throw new MalformedTokenException($"The token's {name} is not base64url without padding. Take the token again, whole.");
    }
}
