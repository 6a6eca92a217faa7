// The documents of published signature vectors reproduce their canonical N-Quads byte for byte.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conferral.LinkedData.Contexts;
using Conferral.TestKit;

namespace Conferral.LinkedData.Tests.JsonLd;

public sealed class SignatureDocumentTests
{
    [Theory]
    [InlineData("clr", "clrv2p0", false)]
    [InlineData("ob", "obv3p0", false)]
    [InlineData("clr", "clrv2p0", true)]
    [InlineData("ob", "obv3p0", true)]
    public void The_1EdTech_documents_reproduce(string name, string vector, bool byTermTable)
    {
        var canonicalizer = new LinkedDataCanonicalizer(byTermTable ? ContextStore.BuiltIn : PublishedContexts.Store());
        using var document = Read("1edtech", "linked-data-proof", $"{name}-unsigned.json");
        Assert.Equal(Text("1edtech", "test-vectors", vector, "document-canon.txt"), Canonical(canonicalizer, document));
        using var proof = Read("1edtech", "linked-data-proof", $"{name}-proof-config.json");
        Assert.Equal(Text("1edtech", "test-vectors", vector, "proof-canon.txt"), Canonical(canonicalizer, proof, document));
    }

    [Theory]
    [InlineData("vc-di-eddsa", "eddsa-rdfc-2022", "DataInt", CanonicalHash.Sha256)]
    [InlineData("vc-di-ecdsa", "ecdsa-rdfc-2019-p256", "ECDSAP256", CanonicalHash.Sha256)]
    [InlineData("vc-di-ecdsa", "ecdsa-rdfc-2019-p384", "ECDSAP384", CanonicalHash.Sha384)]
    public void The_W3C_documents_reproduce(string suite, string vector, string ending, CanonicalHash hash)
    {
        var canonicalizer = new LinkedDataCanonicalizer(PublishedContexts.Store());
        using var document = Read("w3c", suite, "unsigned.json");
        Assert.Equal(Text("w3c", suite, vector, $"canonDoc{ending}.txt"), Canonical(canonicalizer, document, hash: hash));
        using var proof = Read("w3c", suite, vector, $"proofConfig{ending}.json");
        Assert.Equal(Text("w3c", suite, vector, $"proofCanon{ending}.txt"), Canonical(canonicalizer, proof, document, hash));
    }

    /// <summary>No known revision of a context changes what these credentials say.</summary>
    [Theory]
    [InlineData("clr", "clrv2p0")]
    [InlineData("ob", "obv3p0")]
    public void Every_known_revision_gives_the_same_quads(string name, string vector)
    {
        using var document = Read("1edtech", "linked-data-proof", $"{name}-unsigned.json");
        foreach (var revision in ContextStore.Revisions.Where(revision => !revision.IsCurrent))
        {
            var canonicalizer = new LinkedDataCanonicalizer(ContextStore.BuiltIn.WithRevision(revision));
            Assert.Equal(Text("1edtech", "test-vectors", vector, "document-canon.txt"), Canonical(canonicalizer, document));
        }
    }

    [Fact]
    public void A_signed_document_without_its_proof_is_the_unsigned_one()
    {
        var canonicalizer = new LinkedDataCanonicalizer(ContextStore.BuiltIn);
        using var signed = Read("1edtech", "linked-data-proof", "clr-signed.json");
        var input = new JsonLdInput(signed.RootElement) { WithoutMember = "proof" };
        Assert.Equal(Text("1edtech", "test-vectors", "clrv2p0", "document-canon.txt"), Encoding.UTF8.GetString(canonicalizer.Canonicalize(input)));
        Assert.Equal(SHA256.HashData(canonicalizer.Canonicalize(input)), canonicalizer.Hash(input));
    }

    private static string Canonical(LinkedDataCanonicalizer canonicalizer, JsonDocument document, JsonDocument? contextOf = null, CanonicalHash hash = CanonicalHash.Sha256)
    {
        var input = new JsonLdInput(document.RootElement) { Context = contextOf?.RootElement.GetProperty("@context") };
        return Encoding.UTF8.GetString(canonicalizer.Canonicalize(input, hash));
    }

    private static JsonDocument Read(params string[] path) => JsonLdInput.Parse(File.ReadAllBytes(Shared.Conformance(["vectors", .. path])));

    private static string Text(params string[] path) => File.ReadAllText(Shared.Conformance(["vectors", .. path]));
}
