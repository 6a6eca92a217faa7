// What is measured: signing and verifying one document, with a key and an issuer of the benchmark's own.
using System.Buffers;
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

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _output;

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

    /// <summary>Signs as `issue` does: into memory that is used again for the thread's next document.</summary>
    public ReadOnlyMemory<byte> Sign(byte[] clr, bool members)
    {
        var output = _output ??= new ArrayBufferWriter<byte>();
        output.ResetWrittenCount();
        _signer.Sign(clr, Key, members ? AllProofs : OuterProof, output);
        return output.WrittenMemory;
    }

    public byte[] SignAll(byte[] clr) => _signer.Sign(clr, Key, AllProofs);

    public byte[] SignOuter(byte[] clr) => _signer.Sign(clr, Key, OuterProof);

    /// <summary>Every proof of the document, and nothing but the proofs: the rules are left out.</summary>
    public void Verify(byte[] signed)
    {
        var report = _verifier.Verify(signed);
        if (report.Verdict is Verdict.Invalid) throw new InvalidOperationException("What was signed does not verify.");
    }

    /// <summary>The quads and blank nodes of a document, its own proof among them where it has one.</summary>
    public (int Quads, int BlankNodes) SizeOf(byte[] document)
    {
        using var json = JsonLdInput.Parse(document);
        var lines = System.Text.Encoding.UTF8.GetString(Canonicalizer.Canonicalize(new JsonLdInput(json.RootElement))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var blanks = lines.SelectMany(line => line.Split(' ')).Where(term => term.StartsWith("_:c14n", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Count();
        return (lines.Length, blanks);
    }

    public void Dispose() => Key.Dispose();
}
