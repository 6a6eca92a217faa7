// Signed documents in every form they may arrive in, and what belongs to them: keys, issuer documents, status lists.
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials.Baking;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Rules;
using Conferral.Credentials.Status;
using Conferral.Credentials.Verification;
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;
using Conferral.LinkedData.Contexts;

namespace Conferral.Fuzz;

internal static class CredentialTargets
{
    private static readonly LinkedDataCanonicalizer Canonicalizer = new(ContextStore.BuiltIn, new CanonicalizationOptions { MaxWork = 20_000 });
    private static readonly CredentialVerifier Verifier = new(Canonicalizer, new VerificationMethodResolver([]), TimeProvider.System, new RuleSet(TimeProvider.System, Canonicalizer.CheckLossless));
    private static readonly byte[] Credential = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "corpus", "verify", "badge.json"));

    /// <summary>Never throws for what the bytes hold.</summary>
    public static readonly FuzzTarget Verify = new("verify", Judge)
    {
        IsJson = true,
        Words = ["\"proof\"", "\\ud800", "\"proofValue\"", "\"verifiableCredential\"", "\"credentialStatus\"", "\"previousProof\"", "\"type\"", "\"EnvelopedVerifiableCredential\"", "\"endorsement\"", "\"ClrCredential\"", "\"issuer\"", "\"validFrom\"", "\"eddsa-jcs-2022\"", "\"z\""],
    };

    /// <summary>Header, payload and signature as plain lines, so that mutations reach what base64 would hide.</summary>
    public static readonly FuzzTarget Token = new("token", lines => Judge(ToToken(lines)))
    {
        Words = ["\"alg\"", "\\ud800", "\"kid\"", "\"jwk\"", "\"EdDSA\"", "\"none\"", "\"vc\"", "\"iss\"", "\"nbf\"", "\"crit\"", "\n", "{", "}"],
    };

    public static readonly FuzzTarget Image = new("image", bytes => FuzzTarget.Outcome<BakingException>(() => ReadImage(bytes)))
    {
        Words = ["iTXt", "IHDR", "IEND", "openbadgecredential", "clrcredential", "<svg", "xmlns:openbadges=\"https://purl.imsglobal.org/ob/v3p0\"", "<openbadges:credential", "verify=\"", "<![CDATA[", "]]>", "<!DOCTYPE svg [<!ENTITY a \"b\">]>", "&a;"],
    };

    public static readonly FuzzTarget Key = new("key", utf8 => FuzzTarget.Outcome<KeyException>(() => ReadKey(Encoding.UTF8.GetString(utf8)))) { Words = ["z6Mk", "zDn", "z82", "did:key:", "#", "1111"] };

    public static readonly FuzzTarget Controller = new("controller", utf8 => FuzzTarget.Outcome<ControllerDocumentException>(() => ReadController(utf8)))
    {
        IsJson = true,
        Words = ["\"publicKeyJwk\"", "\\ud800", "\"publicKeyMultibase\"", "\"assertionMethod\"", "\"revoked\"", "\"expires\"", "\"crv\"", "\"P-256\""],
    };

    public static readonly FuzzTarget StatusList = new("status-list", utf8 => FuzzTarget.Outcome<StatusDocumentException>(() => ReadStatusList(utf8)))
    {
        IsJson = true,
        Words = ["\"encodedList\"", "\\ud800", "\"uH4sI\"", "\"statusPurpose\"", "\"ttl\"", "\"validUntil\""],
    };

    internal static string Judge(byte[] bytes)
    {
        var report = Verifier.Verify(bytes);
        var worst = report.Documents.SelectMany(document => document.Checks.Concat(document.Proofs.SelectMany(proof => proof.Checks))).Where(check => check.Verdict != Verdict.Valid);
        return $"{report.Verdict} {string.Join(' ', worst.Select(check => check.Id).Concat(report.Findings.Select(finding => finding.RuleId)).Distinct().Take(4))}";
    }

    private static byte[] ToToken(byte[] lines)
    {
        var parts = lines.AsSpan().Count((byte)'\n') >= 2 ? Encoding.Latin1.GetString(lines).Split('\n', 3) : [Encoding.Latin1.GetString(lines), "{}", ""];
        return Encoding.ASCII.GetBytes(string.Join('.', parts.Select(part => Base64Url.EncodeToString(Encoding.Latin1.GetBytes(part)))));
    }

    private static string ReadImage(byte[] bytes)
    {
        var baked = BakedImage.Bake(bytes, Credential);
        FuzzTarget.Require(BakedImage.Extract(baked).AsSpan().SequenceEqual(Credential), "What is baked into an image is read from it.");
        return $"a credential of {Math.Min(BakedImage.Extract(bytes).Length, 9)} bytes";
    }

    private static string ReadKey(string text)
    {
        if (Multibase.TryDecode(text, out var bytes)) FuzzTarget.Require(Multibase.Encode(bytes) == text, "Multibase text is the one text of its bytes.");
        if (DidKey.IsDidKey(text)) return $"{DidKey.KeyOf(text).Algorithm} of a DID";
        var key = Multikey.DecodePublic(text);
        FuzzTarget.Require(Multikey.Encode(key) == text, "A public key has one Multikey.");
        return $"{key.Algorithm}";
    }

    private static string ReadController(byte[] utf8)
    {
        var document = ControllerDocument.Parse(utf8);
        foreach (var method in document.VerificationMethods) new VerificationMethodResolver([document]).Resolve(method.Id);
        return $"{Math.Min(document.VerificationMethods.Count, 3)} methods";
    }

    /// <summary>The list is asked about a credential that names it.</summary>
    private static string ReadStatusList(byte[] utf8)
    {
        var list = StatusDocument.GivenByHand(utf8, DateTimeOffset.UnixEpoch);
        var credential = JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["@context"] = new JsonArray("https://www.w3.org/ns/credentials/v2"),
            ["type"] = new JsonArray("VerifiableCredential"),
            ["credentialStatus"] = new JsonObject { ["type"] = "BitstringStatusListEntry", ["statusListCredential"] = list.Url, ["statusListIndex"] = "7", ["statusPurpose"] = "revocation" },
        });
        var report = new CredentialVerifier(Canonicalizer, new VerificationMethodResolver([]), TimeProvider.System, statuses: new StatusDocuments([list])).Verify(credential);
        return string.Join(' ', (report.Outer.Status?.Message ?? "no status").Split(' ').Where(word => word.All(char.IsAsciiLetter)).Take(8));
    }
}
