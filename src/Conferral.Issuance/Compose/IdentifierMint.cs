// Makes every id of a composed document: the same facts always give the same id, and no id says anything.
using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Conferral.Issuance.Compose;

/// <summary>
/// Derives stable, opaque ids with HMAC-SHA-256 under a secret of the institution.
/// Shape: ids are <c>urn:uuid:</c> with a version 8 UUID (RFC 9562, 5.8) of 122 derived bits; salts are 32 hex digits.
/// Durability: the secret MUST be kept as long as credentials are amended: another secret gives every learner another id.
/// </summary>
public sealed class IdentifierMint
{
    public const int SecretBytes = 32;

    private readonly byte[] secret;
    private readonly string issuerId;

    /// <summary>Errors: <see cref="ArgumentException"/> when the secret is not <see cref="SecretBytes"/> long or the issuer id is empty.</summary>
    public IdentifierMint(ReadOnlySpan<byte> secret, string issuerId)
    {
        if (secret.Length != SecretBytes) throw new ArgumentException($"The id secret has {secret.Length} bytes; it must have {SecretBytes}.", nameof(secret));
        ArgumentException.ThrowIfNullOrEmpty(issuerId);
        this.secret = secret.ToArray();
        this.issuerId = issuerId;
    }

    /// <summary>The id of a learner's CLR. <paramref name="generation"/>: how often the record was issued anew under another id.</summary>
    public string Clr(string recordKey, int generation = 0) => generation == 0 ? Uuid("clr", recordKey) : Uuid("clr", recordKey, Text(generation));

    /// <summary>
    /// The id of one credential inside a CLR; <paramref name="occurrence"/> tells apart what the export gives twice under one key. Each
    /// <paramref name="generation"/> has its own, because those of a replaced record are revoked with it.
    /// </summary>
    public string Member(string recordKey, string kind, string key, int occurrence, int generation = 0)
        => generation == 0 ? Uuid("member", recordKey, kind, key, Text(occurrence)) : Uuid("member", recordKey, kind, key, Text(occurrence), Text(generation));

    /// <summary>
    /// The id of an achievement: one per key and content, the same for every learner.
    /// Shape: <paramref name="content"/> is the achievement's JSON without ids, so that no two contents share an id.
    /// </summary>
    internal string Achievement(string kind, string key, ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Uuid("achievement", kind, key, Convert.ToHexStringLower(hash));
    }

    /// <summary>The id of one scale of one achievement.</summary>
    public string ResultDescription(string achievementId, string label) => Uuid("result-description", achievementId, label);

    /// <summary>The salt of a learner's identity hashes.</summary>
    public string Salt(string recordKey)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Derive(mac, "salt", [recordKey]);
        return Convert.ToHexStringLower(mac[..16]);
    }

    private string Uuid(string purpose, params ReadOnlySpan<string> parts)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Derive(mac, purpose, parts);
        mac[6] = (byte)((mac[6] & 0x0F) | 0x80);
        mac[8] = (byte)((mac[8] & 0x3F) | 0x80);
        return string.Create(null, stackalloc char[64], $"urn:uuid:{new Guid(mac[..16], bigEndian: true):D}");
    }

    // Each part goes in with its length before it, so that no two lists of parts read the same.
    private void Derive(Span<byte> mac, string purpose, ReadOnlySpan<string> parts)
    {
        var bound = Bound(issuerId) + Bound(purpose);
        foreach (var part in parts) bound += Bound(part);
        byte[]? rented = null;
        var message = bound <= 1024 ? stackalloc byte[1024] : rented = ArrayPool<byte>.Shared.Rent(bound);
        var length = Put(message, 0, issuerId);
        length = Put(message, length, purpose);
        foreach (var part in parts) length = Put(message, length, part);
        HMACSHA256.HashData(secret, message[..length], mac);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented, clearArray: true);
    }

    private static int Bound(string part) => sizeof(int) + Encoding.UTF8.GetMaxByteCount(part.Length);

    private static int Put(Span<byte> message, int at, string part)
    {
        var written = Encoding.UTF8.GetBytes(part, message[(at + sizeof(int))..]);
        BinaryPrimitives.WriteInt32BigEndian(message[at..], written);
        return at + sizeof(int) + written;
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
