// Selective disclosure: a document to derive from, or the bytes of a proof value put into a good one.
using System.Text;
using System.Text.Json.Nodes;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs.SelectiveDisclosure;
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;
using Conferral.LinkedData.Contexts;

namespace Conferral.Fuzz;

internal static class DisclosureTarget
{
    private static readonly CredentialDeriver Deriver = new(new LinkedDataCanonicalizer(ContextStore.BuiltIn, new CanonicalizationOptions { MaxWork = 20_000 }));
    private static readonly byte[] Base = Read("base.json");
    private static readonly byte[] Derived = Read("derived.json");

    public static readonly FuzzTarget Disclosure = new("disclosure", bytes => bytes is [(byte)'{', ..] ? OfDocument(bytes) : OfProofValue(bytes))
    {
        IsJson = true,
        Words = ["\\ud800", "\"proof\"", "\"proofValue\"", "\"u2V0A\"", "\"u2V0B\"", "\"credentialSubject\"", "\"achievement\"", "\"id\"", "\u0080", "\u0085", "/", "~2"],
    };

    private static string OfDocument(byte[] document)
    {
        var derived = FuzzTarget.Outcome<DisclosureException>(() => FuzzTarget.Outcome<LinkedDataException>(() =>
            CredentialTargets.Judge(Deriver.Derive(document, ["/credentialSubject/achievement/name", "/credentialSubject/result/0"]))));
        return $"{derived} / {CredentialTargets.Judge(document)}";
    }

    private static string OfProofValue(byte[] bytes) => $"{OfDocument(With(Base, bytes))} / {CredentialTargets.Judge(With(Derived, bytes))}";

    private static byte[] With(byte[] document, byte[] proofValue)
    {
        var node = JsonNode.Parse(document)!;
        var proof = node["proof"] is JsonArray set ? set[0]! : node["proof"]!;
        proof["proofValue"] = Multibase.EncodeBase64Url(proofValue);
        return Encoding.UTF8.GetBytes(node.ToJsonString());
    }

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "corpus", "disclosure", name));
}
