// Signs what the platform took with the platform's own key, as hosts do that publish records themselves.
using System.Text.Json;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;

namespace Conferral.Sandbox;

/// <summary>A new key each time the sandbox starts. The issuer's proof of the record goes, those of its members stay.</summary>
internal sealed class HostSigner(TimeProvider clock) : IDisposable
{
    private readonly CredentialSigner _signer = new(new LinkedDataCanonicalizer(ContextStore.BuiltIn));
    private readonly SigningKey _key = SigningKey.Generate();

    /// <summary>Errors: <see cref="SigningException"/> and <see cref="LinkedDataException"/> for a document nobody could sign.</summary>
    public byte[] SignAnew(ReadOnlyMemory<byte> utf8Json)
    {
        var issuer = DidKey.Did(_key.VerificationKey);
        return _signer.Sign(WithoutProof(utf8Json), _key, new SigningOptions(VerificationMethod.IdOf(issuer, _key.VerificationKey), clock.GetUtcNow()) { SignMembers = false });
    }

    public void Dispose() => _key.Dispose();

    private static byte[] WithoutProof(ReadOnlyMemory<byte> utf8Json)
    {
        using var document = JsonDocument.Parse(utf8Json);
        using var kept = new MemoryStream();
        using (var writer = new Utf8JsonWriter(kept))
        {
            writer.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject().Where(member => !member.NameEquals("proof"))) member.WriteTo(writer);
            writer.WriteEndObject();
        }

        return kept.ToArray();
    }
}
