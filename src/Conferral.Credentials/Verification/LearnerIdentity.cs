// One identity of a learner, plain or hashed, and whether two are the same.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Verification;

internal enum IdentityComparison
{
    Same,
    Different,
    Unknown,
}

/// <summary>An <c>IdentityObject</c>. Shape of a hash: <c>sha256$</c> + hexadecimal of SHA-256(value + salt). Spec: Open Badges 3.0, class IdentityObject.</summary>
internal sealed record LearnerIdentity(string Type, bool Hashed, string Value, string Salt)
{
    private const string Sha256Mark = "sha256$";

    /// <summary>The identities of a subject that single a person out; a name does not.</summary>
    public static IReadOnlyList<LearnerIdentity> Of(JsonElement subject)
        => [.. WrittenIn(subject).Select(Read).OfType<LearnerIdentity>()];

    /// <summary>The same as they are written.</summary>
    public static IReadOnlyList<JsonElement> WrittenIn(JsonElement subject)
        => subject.TryGetProperty("identifier", out var identifiers) ? [.. CredentialParts.Items(identifiers).Where(item => Read(item) is { Type: not "name" })] : [];

    public IdentityComparison CompareWith(LearnerIdentity other) => (Hashed, other.Hashed) switch
    {
        (false, false) => SameIf(Value == other.Value),
        (true, true) when Salt == other.Salt => SameIf(string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase)),
        (true, true) => IdentityComparison.Unknown,
        (true, false) => CompareHash(this, other.Value),
        (false, true) => CompareHash(other, Value),
    };

    private static IdentityComparison CompareHash(LearnerIdentity hashed, string plain)
    {
        if (!hashed.Value.StartsWith(Sha256Mark, StringComparison.OrdinalIgnoreCase)) return IdentityComparison.Unknown;
        var digest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(plain + hashed.Salt)));
        return SameIf(string.Equals(digest, hashed.Value[Sha256Mark.Length..], StringComparison.OrdinalIgnoreCase));
    }

    private static IdentityComparison SameIf(bool same) => same ? IdentityComparison.Same : IdentityComparison.Different;

    private static LearnerIdentity? Read(JsonElement item)
    {
        if (CredentialParts.Text(item, "identityType") is not { } type || CredentialParts.Text(item, "identityHash") is not { } value) return null;
        var hashed = item.TryGetProperty("hashed", out var flag) && flag.ValueKind == JsonValueKind.True;
        return new LearnerIdentity(type, hashed, value, CredentialParts.Text(item, "salt") ?? "");
    }
}
