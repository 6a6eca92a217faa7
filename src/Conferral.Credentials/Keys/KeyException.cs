// Why a key could not be read, made or kept.
namespace Conferral.Credentials.Keys;

/// <summary>What is wrong with a key; stable, for exit codes and logs.</summary>
public enum KeyErrorCode
{
    /// <summary>The text or file is not a key of the expected form.</summary>
    Malformed,

    /// <summary>A key, but of a kind this version does not sign or verify with.</summary>
    UnsupportedAlgorithm,

    /// <summary>The passphrase does not open the key file.</summary>
    WrongPassphrase,

    /// <summary>The key file is not encrypted and the caller did not allow that.</summary>
    NotEncrypted,

    /// <summary>A file of that name exists; key files are never overwritten.</summary>
    AlreadyExists,

    /// <summary>A signature did not verify right after it was made; it was thrown away.</summary>
    WrongSignature,
}

/// <summary>A key cannot be used. The message says what to do next and never holds key material.</summary>
public sealed class KeyException(KeyErrorCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    public KeyErrorCode Code { get; } = code;
}
