// One signature of a note: making it, and what it says when it holds.
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Conferral.Credentials.Keys;

namespace Conferral.Transparency.Notes;

/// <summary>A signature line. Shape: em dash, space, name, space, base64 of key id and signature.</summary>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes)
{
    internal const string LineStart = "\u2014 ";

    private const int TimeLength = sizeof(ulong);

    /// <summary>A log's signature over the text.</summary>
    public static NoteSignature Sign(string text, NoteKey name, SigningKey key)
    {
        Require(name, key, NoteKeyKind.Ed25519);
        return new NoteSignature(name.Name, name.Id, key.Sign(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>A witness's signature over the text at a time. Units: whole seconds.</summary>
    public static NoteSignature Cosign(string text, NoteKey name, SigningKey key, DateTimeOffset at)
    {
        Require(name, key, NoteKeyKind.Cosignature);
        var bytes = new byte[TimeLength + 64];
        BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeSeconds());
        key.Sign(Cosigned(text, at.ToUnixTimeSeconds())).CopyTo(bytes.AsSpan(TimeLength));
        return new NoteSignature(name.Name, name.Id, bytes);
    }

    public override string ToString() => $"{LineStart}{Name} {NoteKey.Join(KeyId, Bytes.Span)}";

    internal bool IsBy(NoteKey key) => Name == key.Name && KeyId == key.Id;

    /// <summary>What the signature says under this key; null when it does not hold.</summary>
    internal VerifiedSignature? Check(string text, NoteKey key)
    {
        if (key.Kind == NoteKeyKind.Ed25519) return key.Key.Verify(Encoding.UTF8.GetBytes(text), Bytes.Span) ? new VerifiedSignature(key, null) : null;
        if (Bytes.Length <= TimeLength) return null;
        var time = BinaryPrimitives.ReadInt64BigEndian(Bytes.Span);
        if (time < 0 || time > DateTimeOffset.MaxValue.ToUnixTimeSeconds()) return null;
        return key.Key.Verify(Cosigned(text, time), Bytes.Span[TimeLength..]) ? new VerifiedSignature(key, DateTimeOffset.FromUnixTimeSeconds(time)) : null;
    }

    private static byte[] Cosigned(string text, long time) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n{text}"));

    private static void Require(NoteKey name, SigningKey key, NoteKeyKind kind)
    {
        if (name.Kind != kind || !name.Key.Equals(key.VerificationKey)) throw new ArgumentException($"The name {name.Name} is of another key, or of another kind of signature.", nameof(name));
    }
}

/// <summary>A signature that holds: whose it is, and when a witness made it.</summary>
public sealed record VerifiedSignature(NoteKey Key, DateTimeOffset? At);
