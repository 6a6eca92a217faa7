// did:key: a DID that is its own public key.
namespace Conferral.Credentials.Keys;

/// <summary>Shape: <c>did:key:z6Mk…</c>; its one verification method is <c>did:key:z6Mk…#z6Mk…</c>. Spec: https://w3c-ccg.github.io/did-key-spec/</summary>
public static class DidKey
{
    private const string Prefix = "did:key:";

    public static string Did(VerificationKey key) => Prefix + key.PublicKeyMultibase;

    public static string VerificationMethod(VerificationKey key) => $"{Did(key)}#{key.PublicKeyMultibase}";

    public static bool IsDidKey(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>
    /// The key in a did:key, given with or without the fragment of its verification method.
    /// Errors: <see cref="KeyException"/> when it holds no key we know, or a fragment that is not that key.
    /// </summary>
    public static VerificationKey KeyOf(string didUrl)
    {
        if (!IsDidKey(didUrl)) throw new ArgumentException("Not a did:key.", nameof(didUrl));
        var parts = didUrl[Prefix.Length..].Split('#', 2);
        if (parts.Length == 2 && parts[1] != parts[0])
            throw new KeyException(KeyErrorCode.Malformed, $"{didUrl} names a key that the DID does not hold: the part after # must repeat the key.");
        return Multikey.DecodePublic(parts[0]);
    }
}
