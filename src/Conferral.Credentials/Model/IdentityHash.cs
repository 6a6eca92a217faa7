// The hash that lets somebody who knows an identity recognise it, and nobody else read it.
using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Conferral.Credentials.Model;

/// <summary>Identity hashes. Spec: Open Badges 3.0, IdentityHash derived type.</summary>
public static class IdentityHash
{
    private const string Sha256Prefix = "sha256$";

    /// <summary>
    /// The SHA-256 identity hash of a value followed directly by its salt.
    /// Shape: <c>sha256$</c> and 64 lower-case hex digits; both are taken as UTF-8, exactly as given: no trimming, no change of case.
    /// </summary>
    public static string Sha256(string value, string salt)
    {
        var length = Encoding.UTF8.GetMaxByteCount(value.Length + salt.Length);
        byte[]? rented = null;
        var input = length <= 512 ? stackalloc byte[512] : rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var written = Encoding.UTF8.GetBytes(value, input);
            written += Encoding.UTF8.GetBytes(salt, input[written..]);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(input[..written], hash);
            return Sha256Prefix + Convert.ToHexStringLower(hash);
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }
}
