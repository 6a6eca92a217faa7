// The issuer's key on disk: an encrypted PKCS #8 PEM file that openssl reads too.
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;

namespace Conferral.Credentials.Keys;

/// <summary>
/// Keeps one <see cref="SigningKey"/> in a file. Shape: PEM <c>ENCRYPTED PRIVATE KEY</c>, PBES2 with
/// PBKDF2-HMAC-SHA-256 and AES-256-CBC.
/// Errors: <see cref="KeyException"/> for the file's content, <see cref="IOException"/> and
/// <see cref="UnauthorizedAccessException"/> for the file itself.
/// </summary>
public static class KeyFile
{
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";
    private const string PlainLabel = "PRIVATE KEY";
    private const int MaxBytes = 64 * 1024; // a key is a few hundred bytes; anything larger is another file

    /// <summary>
    /// Writes the key to a new file that only its owner may read (0600).
    /// Durability: an existing file MUST NOT be touched; when this returns the file is on disk.
    /// Errors: <see cref="KeyErrorCode.AlreadyExists"/>.
    /// </summary>
    public static void Create(string path, SigningKey key, ReadOnlySpan<char> passphrase)
    {
        if (passphrase.IsEmpty) throw new ArgumentException("A key file needs a passphrase.", nameof(passphrase));
        if (File.Exists(path)) throw Exists(path, null); // spares the costly derivation; CreateNew is what guarantees it
        var pem = Encoding.ASCII.GetBytes(PemEncoding.WriteString(EncryptedLabel, Pkcs8.Encrypt(key, passphrase)) + "\n");
        using var file = CreateNew(path);
        file.Write(pem);
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Opens a key file. Errors: <see cref="KeyErrorCode.WrongPassphrase"/>; <see cref="KeyErrorCode.NotEncrypted"/> for a
    /// plain PKCS #8 file unless <paramref name="allowUnencrypted"/>.
    /// </summary>
    public static SigningKey Open(string path, ReadOnlySpan<char> passphrase, bool allowUnencrypted = false)
        => Open(path, passphrase, allowUnencrypted, Pkcs8.Read);

    /// <summary>The same for whatever <paramref name="read"/> makes of the key.</summary>
    internal static T Open<T>(string path, ReadOnlySpan<char> passphrase, bool allowUnencrypted, Func<Pkcs8PrivateKeyInfo, T> read)
    {
        if (new FileInfo(path).Length > MaxBytes) throw NotAKey(path);
        var text = File.ReadAllText(path, Encoding.ASCII);
        if (!PemEncoding.TryFind(text, out var pem)) throw NotAKey(path);
        var der = new byte[pem.DecodedDataLength];
        if (!Convert.TryFromBase64Chars(text.AsSpan()[pem.Base64Data], der, out _)) throw NotAKey(path);
        try
        {
            var label = text.AsSpan()[pem.Label];
            if (label.SequenceEqual(EncryptedLabel)) return read(Pkcs8.Decrypt(der, passphrase));
            if (!label.SequenceEqual(PlainLabel)) throw NotAKey(path);
            if (!allowUnencrypted)
                throw new KeyException(KeyErrorCode.NotEncrypted, $"The key file {path} is not encrypted. Encrypt it (openssl pkcs8 -topk8 -v2 aes-256-cbc), or allow unencrypted keys for this run.");
            return read(Pkcs8.Decode(der));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private static FileStream CreateNew(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException refusal) when (File.Exists(path))
        {
            throw Exists(path, refusal);
        }
    }

    private static KeyException Exists(string path, Exception? inner)
        => new(KeyErrorCode.AlreadyExists, $"The file {path} exists and a key file is never overwritten. Choose another name, or move the old key to a safe place first.", inner);

    private static KeyException NotAKey(string path)
        => new(KeyErrorCode.Malformed, $"The file {path} does not hold a PKCS #8 key in PEM form.");
}
