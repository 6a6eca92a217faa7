// Nothing may fall out of a signature: safe-mode JSON-LD must find every member defined, in the whole and in each credential in it.
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;

namespace Conferral.Credentials.Rules.House;

/// <summary>Asks the JSON-LD processor; the proof itself is signed in another way and is passed over. Spec: https://www.w3.org/TR/vc-data-integrity/#securing-data-losslessly</summary>
internal sealed class LosslessRule(Func<JsonLdInput, Utf16Order> checkLossless)
{
    public static readonly RuleInfo Info = new("HOUSE-LOSSLESS", Severity.Error, "every member means something under the contexts, so all of it is signed", "VC Data Integrity 1.0, Securing Data Losslessly");

    /// <summary>Errors: lets <see cref="UnknownContextException"/> through unless the document is already refused for another error.</summary>
    public void Check(JsonElement document, FindingSink findings)
    {
        Check(document, "", findings);
        if (findings.HasErrors) return;
        var members = CredentialParts.MembersOf(document);
        for (var index = 0; index < members.Count; index++)
        {
            if (!StandsAloneLikeWithin(members[index], document)) Check(members[index], Pointer(document, index), findings);
        }
    }

    private void Check(JsonElement credential, string pointer, FindingSink findings)
    {
        try
        {
            var order = checkLossless(new JsonLdInput(credential) { WithoutMember = "proof" });
            if (order == Utf16Order.Differs && pointer.Length == 0) TextOrderRule.Report(credential, findings);
        }
        catch (JsonLdException refusal)
        {
            var where = pointer.Length == 0 ? "the document cannot be signed whole" : "the credential, which is signed alone too, cannot be signed whole";
            findings.Report(Info, pointer + refusal.Pointer, $"JSON-LD refuses this place ({refusal.Code}), so {where}; remove the member, or add the context that defines it.");
        }
        catch (CanonicalizationBoundException refusal)
        {
            findings.Report(Info, pointer, $"{refusal.Message} Give them ids.");
        }
        catch (UnknownContextException) when (findings.HasErrors)
        {
            // The verdict stands on the other errors; the unknown context would change nothing.
        }
    }

    /// <summary>
    /// Whether a credential that is lossless within a CLR must be so alone, and need not be walked again. It must when it lists all
    /// the CLR's contexts but those of the CLR standard, and names nothing that only these define: its own list is applied last
    /// either way, and the scopes of the classes around it end before it, so nothing else reaches in.
    /// </summary>
    private static bool StandsAloneLikeWithin(JsonElement member, JsonElement document)
        => member.ValueKind == JsonValueKind.Object
            && member.TryGetProperty("@context", out var own) && own.ValueKind == JsonValueKind.Array
            && document.TryGetProperty("@context", out var outer) && outer.ValueKind == JsonValueKind.Array
            && own.EnumerateArray().All(IsUrl)
            && outer.EnumerateArray().All(context => IsUrl(context) && (Contexts.IsClr(context) || TypeSet.Contains(own, Utf8Text.Of(context))))
            && !MayNameClrTerms(JsonMarshal.GetRawUtf8Value(member));

    private static bool IsUrl(JsonElement context) => context.ValueKind == JsonValueKind.String;

    /// <summary>What the CLR contexts define for all places; an escape may hide a name, so it counts as one.</summary>
    private static bool MayNameClrTerms(ReadOnlySpan<byte> json)
        => json.IndexOf("\"ClrCredential"u8) >= 0 || json.IndexOf("\"ClrSubject"u8) >= 0 || json.IndexOf("\"Association"u8) >= 0 || json.IndexOf("\\u"u8) >= 0;

    private static string Pointer(JsonElement document, int index)
        => CredentialParts.SubjectOf(document)!.Value.GetProperty("verifiableCredential").ValueKind == JsonValueKind.Array
            ? string.Create(CultureInfo.InvariantCulture, $"/credentialSubject/verifiableCredential/{index}")
            : "/credentialSubject/verifiableCredential";
}
