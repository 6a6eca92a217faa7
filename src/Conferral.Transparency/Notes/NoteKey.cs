// The public key of a note's signer, as a line of text.
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Conferral.Credentials.Keys;

namespace Conferral.Transparency.Notes;

/// <summary>What a signature in a note means.</summary>
public enum NoteKeyKind : byte
{
    /// <summary>Ed25519 over the note's text: a log's own signature.</summary>
    Ed25519 = 1,

    /// <summary>A witness's Ed25519 over a time and the text: it has seen this tree grow consistently.</summary>
    Cosignature = 4,
}

/// <summary>
/// A signer's name and key. Shape: the text (vkey) is <c>name+id+base64(kind, key)</c>, the id being eight hex digits.
/// Spec: https://c2sp.org/signed-note, https://c2sp.org/tlog-cosignature
/// </summary>
public sealed class NoteKey : IEquatable<NoteKey>
{
    private const int IdLength = sizeof(uint);

    private NoteKey(string name, NoteKeyKind kind, VerificationKey key)
    {
        Name = name;
        Kind = kind;
        Key = key;
        Id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)kind, .. key.PublicKey]));
    }

    public string Name { get; }

    public NoteKeyKind Kind { get; }

    /// <summary>The first four bytes of a hash over name, kind and key; tells keys apart and proves nothing.</summary>
    public uint Id { get; }

    public VerificationKey Key { get; }

    /// <summary>Errors: <see cref="TransparencyException"/> for a name with spaces or a plus, or a key that is not Ed25519.</summary>
    public static NoteKey Of(string name, VerificationKey key, NoteKeyKind kind = NoteKeyKind.Ed25519)
    {
        if (!IsName(name)) throw new TransparencyException($"'{name}' cannot be a signer's name: it must have neither spaces nor a plus sign. Write it like a web address without https://.");
        if (key.Algorithm != KeyAlgorithm.Ed25519) throw new TransparencyException($"A log is signed with an Ed25519 key; this one is {key.Algorithm}.");
        return new NoteKey(name, kind, key);
    }

    /// <summary>Reads a vkey. Errors: <see cref="TransparencyException"/>.</summary>
    public static NoteKey Parse(string text)
    {
        var parts = text.Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || !TryDecode(parts[2], out var bytes)) throw NotAKey(text);
        if (bytes.Length != 1 + VerificationKey.Ed25519Length || bytes[0] is not ((byte)NoteKeyKind.Ed25519 or (byte)NoteKeyKind.Cosignature))
            throw new TransparencyException($"The key of {parts[0]} is of a kind that this version does not verify; it knows Ed25519 keys of logs and of witnesses.");
        var key = new NoteKey(parts[0], (NoteKeyKind)bytes[0], KeyOf(parts[0], bytes.AsSpan(1)));
        return key.ToString() == text ? key : throw NotAKey(text);
    }

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([(byte)Kind, .. Key.PublicKey])}");

    public bool Equals(NoteKey? other) => other is not null && Name == other.Name && Kind == other.Kind && Key.Equals(other.Key);

    public override bool Equals(object? obj) => Equals(obj as NoteKey);

    public override int GetHashCode() => (int)Id;

    internal static bool IsName(string name) => name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+');

    /// <summary>Splits a signature line's base64 into key id and signature. Only the one canonical base64 is taken.</summary>
    internal static bool TrySplit(string base64, out uint id, out byte[] signature)
    {
        (id, signature) = (0, []);
        if (!TryDecode(base64, out var bytes) || bytes.Length <= IdLength) return false;
        id = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        signature = bytes[IdLength..];
        return true;
    }

    internal static string Join(uint id, ReadOnlySpan<byte> signature)
    {
        var bytes = new byte[IdLength + signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, id);
        signature.CopyTo(bytes.AsSpan(IdLength));
        return Convert.ToBase64String(bytes);
    }

    private static bool TryDecode(string base64, out byte[] bytes)
    {
        bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var written)) return false;
        bytes = bytes[..written];
        return Convert.ToBase64String(bytes) == base64;
    }

    private static VerificationKey KeyOf(string name, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return VerificationKey.FromEd25519(bytes);
        }
        catch (KeyException e)
        {
            throw new TransparencyException($"The key of {name} is no Ed25519 key. Take the line again from where it was published.", e);
        }
    }

    private static TransparencyException NotAKey(string text)
        => new($"'{text}' is not a log's or witness's key. It is one line, name+id+key, as `conferral log` prints it; take it again from where it was published.");
}
