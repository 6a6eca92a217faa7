// The signature algorithms of tokens, by their registered names.
using Conferral.Credentials.Keys;

namespace Conferral.Credentials.Jwt;

/// <summary>Spec: https://www.rfc-editor.org/rfc/rfc7518#section-3.1, https://www.rfc-editor.org/rfc/rfc8037#section-3.1</summary>
internal static class TokenAlgorithm
{
    public const string Rs256 = "RS256";
    public const string Es256 = "ES256";
    public const string Es384 = "ES384";
    public const string EdDsa = "EdDSA";

    /// <summary>What a token signed with such a key states as <c>alg</c>.</summary>
    public static string Of(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.Ed25519 => EdDsa,
        KeyAlgorithm.P256 => Es256,
        KeyAlgorithm.P384 => Es384,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "No token is signed with such a key."),
    };

    public static bool IsKnown(string name) => name is Rs256 or Es256 or Es384 or EdDsa;

    /// <summary>Algorithms that prove nothing to anybody: none at all, or a secret that whoever checks would have to share.</summary>
    public static bool ProvesNothing(string name)
        => string.Equals(name, "none", StringComparison.OrdinalIgnoreCase) || name.StartsWith("HS", StringComparison.OrdinalIgnoreCase);
}
