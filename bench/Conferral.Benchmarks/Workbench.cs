// What is measured: signing and verifying one document, with a key and an issuer of the benchmark's own.
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Verification;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;

namespace Conferral.Benchmarks;

internal sealed class Workbench : IDisposable
{
    private const string Method = SampleDocuments.Issuer + "#key";
    private static readonly DateTimeOffset Created = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SigningOptions AllProofs = new(Method, Created);
    private static readonly SigningOptions OuterProof = AllProofs with { SignMembers = false };

    private readonly CredentialSigner _signer;
    private readonly CredentialVerifier _verifier;

    public Workbench()
    {
        Key = SigningKey.FromSeed(new byte[SigningKey.SeedLength]);
        _signer = new CredentialSigner(Canonicalizer);
        var issuer = ControllerDocument.ForIssuer(SampleDocuments.Issuer, [VerificationMethod.Multikey(SampleDocuments.Issuer, Key.VerificationKey) with { Id = Method }]);
        _verifier = new CredentialVerifier(Canonicalizer, new VerificationMethodResolver([issuer]), TimeProvider.System);
    }

    public SigningKey Key { get; }

    public LinkedDataCanonicalizer Canonicalizer { get; } = new(ContextStore.BuiltIn);

    public byte[] SignAll(byte[] clr) => _signer.Sign(clr, Key, AllProofs);

    public byte[] SignOuter(byte[] clr) => _signer.Sign(clr, Key, OuterProof);

    /// <summary>Every proof of the document, and nothing but the proofs: the rules are left out.</summary>
    public void Verify(byte[] signed)
    {
        var report = _verifier.Verify(signed);
        if (report.Verdict is Verdict.Invalid) throw new InvalidOperationException("What was signed does not verify.");
    }

    public void Dispose() => Key.Dispose();
}
