// A document must say which kind of credential it is, or no model applies to it.
using System.Text.Json;

namespace Conferral.Credentials.Rules.Vcdm;

/// <summary>Spec: https://www.w3.org/TR/vc-data-model-2.0/#types</summary>
internal static class KnownTypeRule
{
    public static readonly RuleInfo Info = new("VCDM-KNOWN-TYPE", Severity.Error, "the document is an object whose type names a kind of credential we know", "VCDM 2.0, 4.5 Types");

    /// <summary>Whether the document is an object and so can be held against the rules at all.</summary>
    public static bool Check(JsonElement document, FindingSink findings)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            findings.Report(Info, "", "The document is not a JSON object; give one credential, not a list of them.");
            return false;
        }

        if (CredentialClasses.Of(document) == ModelClass.VerifiableCredential)
            findings.Report(Info, "", "The type names none of ClrCredential, AchievementCredential, OpenBadgeCredential and EndorsementCredential; add the one it is.");
        return true;
    }
}
