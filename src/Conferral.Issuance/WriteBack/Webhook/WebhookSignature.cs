// The signature of a webhook's message, as receivers of many services already check it.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Conferral.Issuance.WriteBack;

/// <summary>
/// HMAC-SHA256 over id, time and body. Shape: <c>v1,</c> and Base64; the signed text is <c>ID.SECONDS.BODY</c>. A secret that begins
/// with <c>whsec_</c> is Base64 after that, any other is taken as UTF-8. Units: seconds since 1970.
/// Spec: Standard Webhooks 1.0.0, "Webhook headers" and "Signature scheme".
/// </summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimeHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const string Base64Secret = "whsec_";

    /// <summary>Shorter keys can be guessed. Units: bytes.</summary>
    public const int LeastKeyBytes = 24;

    /// <summary>Errors: <see cref="FormatException"/> for a secret that is not Base64 where it says so, or too short.</summary>
    public static byte[] Key(string secret)
    {
        var key = secret.StartsWith(Base64Secret, StringComparison.Ordinal) ? Convert.FromBase64String(secret[Base64Secret.Length..]) : Encoding.UTF8.GetBytes(secret);
        return key.Length >= LeastKeyBytes ? key : throw new FormatException($"it has {key.Length} bytes; take {LeastKeyBytes} or more");
    }

    public static string Sign(byte[] key, string id, long seconds, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}.")));
        hmac.AppendData(body);
        return "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
    }
}
