// The kinds of keys that sign or verify credentials.
namespace Conferral.Credentials.Keys;

/// <summary>A signature algorithm with its curve, named as the specifications name the key.</summary>
public enum KeyAlgorithm
{
    Ed25519,
}
