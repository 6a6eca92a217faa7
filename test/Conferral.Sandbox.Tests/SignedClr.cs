// A learner's record with two members, signed the way an issuer signs it.
using System.Text;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;

namespace Conferral.Sandbox.Tests;

internal static class SignedClr
{
    public const string WebIssuer = "did:web:college.example";

    private static readonly DateTimeOffset Created = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly CredentialSigner Signer = new(new LinkedDataCanonicalizer(ContextStore.BuiltIn));

    /// <summary>The same key in every run.</summary>
    public static SigningKey Key(byte seed) => SigningKey.FromSeed(Enumerable.Repeat(seed, SigningKey.SeedLength).ToArray());

    public static byte[] Controller(SigningKey key, string issuer = WebIssuer)
        => ControllerDocument.ForIssuer(issuer, [VerificationMethod.Multikey(issuer, key.VerificationKey)]).ToJson();

    public static byte[] ByDidKey(SigningKey key, string id = "urn:uuid:1", Func<string, string>? beforeSigning = null)
        => Sign(key, DidKey.Did(key.VerificationKey), id, beforeSigning);

    public static byte[] Sign(SigningKey key, string issuer = WebIssuer, string id = "urn:uuid:1", Func<string, string>? beforeSigning = null)
    {
        var text = Unsigned(issuer, id);
        var document = Encoding.UTF8.GetBytes(beforeSigning?.Invoke(text) ?? text);
        return Signer.Sign(document, key, new SigningOptions(VerificationMethod.IdOf(issuer, key.VerificationKey), Created));
    }

    /// <summary>An endorsement, signed by itself, ready to stand in <c>endorsement</c> of an achievement.</summary>
    public static string Endorsement(SigningKey key, string issuer) => Encoding.UTF8.GetString(Signer.Sign(
        Encoding.UTF8.GetBytes($$"""
            {
              "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
              "id": "urn:uuid:endorsement",
              "type": ["VerifiableCredential", "EndorsementCredential"],
              "name": "Endorsement",
              "issuer": { "id": "{{issuer}}", "type": ["Profile"], "name": "Example Guild" },
              "validFrom": "2026-05-01T00:00:00Z",
              "credentialSubject": { "id": "urn:course:Algebra", "type": ["EndorsementSubject"], "endorsementComment": "Well taught." }
            }
            """),
        key,
        new SigningOptions(VerificationMethod.IdOf(issuer, key.VerificationKey), Created)));

    public static string Unsigned(string issuer, string id) => $$"""
        {
          "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
          ],
          "id": "{{id}}",
          "type": ["VerifiableCredential", "ClrCredential"],
          "name": "Transcript",
          "issuer": { "id": "{{issuer}}", "type": ["Profile"], "name": "Example College" },
          "validFrom": "2026-06-01T00:00:00Z",
          "credentialSubject": {
            "id": "urn:uuid:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": [{{Member(issuer, id, "Algebra")}}, {{Member(issuer, id, "Botany")}}]
          }
        }
        """;

    private static string Member(string issuer, string id, string course) => $$"""
        {
          "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
          "id": "{{id}}:{{course}}",
          "type": ["VerifiableCredential", "AchievementCredential"],
          "name": "{{course}}",
          "issuer": { "id": "{{issuer}}", "type": ["Profile"], "name": "Example College" },
          "validFrom": "2026-06-01T00:00:00Z",
          "credentialSubject": {
            "id": "urn:uuid:learner",
            "type": ["AchievementSubject"],
            "achievement": {
              "id": "urn:course:{{course}}",
              "type": ["Achievement"],
              "name": "{{course}}",
              "description": "One course.",
              "criteria": { "narrative": "Pass the examination." }
            }
          }
        }
        """;
}
