// The copy of the document's @context that a proof of the JCS suites holds.
using System.Text.Json;

namespace Conferral.Credentials.Proofs;

internal static class ProofContext
{
    public const string Member = "@context";

    /// <summary>
    /// True when the document's contexts begin with those of the proof, or the proof has none: whoever hands a document on
    /// may add contexts, and nothing else. Spec: https://www.w3.org/TR/vc-di-eddsa/#verify-proof-eddsa-jcs-2022 step 4
    /// </summary>
    public static bool BeginsThatOf(JsonElement document, JsonElement proof)
    {
        if (!proof.TryGetProperty(Member, out var context)) return true;
        if (!document.TryGetProperty(Member, out var whole)) return false;
        var (start, all) = (CredentialParts.Items(context), CredentialParts.Items(whole));
        return start.Count <= all.Count && start.Zip(all).All(pair => JsonElement.DeepEquals(pair.First, pair.Second));
    }
}
