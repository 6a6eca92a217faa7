// The two hash functions RDFC-1.0 may use, as plain functions over spans.
using System.Buffers;
using System.Security.Cryptography;

namespace Conferral.LinkedData.Canonicalization;

/// <summary>Computes a <see cref="CanonicalHash"/>.</summary>
public static class CanonicalHashExtensions
{
    /// <summary>Length of the longest digest of any <see cref="CanonicalHash"/>. Units: bytes.</summary>
    public const int MaxDigestLength = SHA384.HashSizeInBytes;

    /// <summary>Units: bytes.</summary>
    public static int DigestLength(this CanonicalHash hash) => hash switch
    {
        CanonicalHash.Sha256 => SHA256.HashSizeInBytes,
        CanonicalHash.Sha384 => SHA384.HashSizeInBytes,
        _ => throw new ArgumentOutOfRangeException(nameof(hash), hash, "Not a hash RDFC-1.0 knows."),
    };

    /// <summary>Hashes <paramref name="data"/> into the first <see cref="DigestLength"/> bytes of <paramref name="digest"/>.</summary>
    public static void HashData(this CanonicalHash hash, ReadOnlySpan<byte> data, Span<byte> digest)
    {
        if (hash == CanonicalHash.Sha256) SHA256.HashData(data, digest);
        else SHA384.HashData(data, digest);
    }

    /// <summary>Appends the lower-case hexadecimal form, in which hashes enter other hashes.</summary>
    internal static void WriteHex(this ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> digest)
    {
        Convert.TryToHexStringLower(digest, buffer.GetSpan(digest.Length * 2), out var written);
        buffer.Advance(written);
    }
}
