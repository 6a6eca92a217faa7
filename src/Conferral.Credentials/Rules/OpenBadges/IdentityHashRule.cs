// A hashed identifier is written as algorithm, dollar sign and hexadecimal digest.
using System.Text.Json;

namespace Conferral.Credentials.Rules.OpenBadges;

/// <summary>Spec: OB 3.0, derived type IdentityHash.</summary>
internal sealed class IdentityHashRule() : CredentialRule(Rule, ModelClass.IdentityObject)
{
    private const int Md5Digits = 32;
    private const int Sha256Digits = 64;

    private static readonly RuleInfo Rule = new("OB-IDENTITY-HASH", Severity.Error, "a hashed identity is sha256$ or md5$ and the digest in hexadecimal", "OB 3.0, derived type IdentityHash");

    public override bool Applies(DocumentNode node) => node.TryGet("hashed"u8, out var hashed) && hashed.ValueKind == JsonValueKind.True;

    public override void Check(DocumentNode node, FindingSink findings)
    {
        if (!node.TryGet("identityHash"u8, out var hash) || hash.ValueKind != JsonValueKind.String) return;
        var text = Utf8Text.Of(hash);
        if (!IsDigest(text, "sha256$"u8, Sha256Digits) && !IsDigest(text, "md5$"u8, Md5Digits))
            findings.Report(Info, node, "identityHash", "`hashed` is true, but `identityHash` is no sha256$ or md5$ with its hexadecimal digest; hash the identifier followed by the salt.");
    }

    private static bool IsDigest(ReadOnlySpan<byte> text, ReadOnlySpan<byte> algorithm, int digits)
    {
        if (text.Length != algorithm.Length + digits || !text.StartsWith(algorithm)) return false;
        foreach (var digit in text[algorithm.Length..])
        {
            if (!char.IsAsciiHexDigit((char)digit)) return false;
        }

        return true;
    }
}
