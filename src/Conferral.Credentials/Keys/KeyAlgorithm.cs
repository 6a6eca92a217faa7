// The kinds of keys that sign or verify credentials.
namespace Conferral.Credentials.Keys;

/// <summary>A signature algorithm with its curve, named as the specifications name the key.</summary>
public enum KeyAlgorithm
{
    Ed25519,

    /// <summary>ECDSA over P-256 with SHA-256.</summary>
    P256,

    /// <summary>ECDSA over P-384 with SHA-384.</summary>
    P384,
}
