// Nothing may fall out of the signature: safe-mode JSON-LD must find every member defined.
using System.Text.Json;
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
        try
        {
            if (checkLossless(new JsonLdInput(document) { WithoutMember = "proof" }) == Utf16Order.Differs) TextOrderRule.Report(document, findings);
        }
        catch (JsonLdException refusal)
        {
            findings.Report(Info, refusal.Pointer, $"JSON-LD refuses this place ({refusal.Code}), so the document cannot be signed whole; remove the member, or add the context that defines it.");
        }
        catch (CanonicalizationBoundException refusal)
        {
            findings.Report(Info, "", $"{refusal.Message} Give them ids.");
        }
        catch (UnknownContextException) when (findings.HasErrors)
        {
            // The verdict stands on the other errors; the unknown context would change nothing.
        }
    }
}
