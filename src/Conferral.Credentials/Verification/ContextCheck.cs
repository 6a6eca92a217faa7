// Whether a credential's words mean what everybody takes them to mean.
using System.Runtime.InteropServices;
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Verification;

/// <summary>
/// A signature covers meanings, not words: a document that brings its own definitions can keep its meaning, and its
/// signature, while its plain JSON reads differently. So the words of a credential must come from published contexts
/// alone, the base context of Verifiable Credentials first, whose terms the others cannot redefine.
/// Spec: https://www.w3.org/TR/vc-data-integrity/#context-injection, https://www.w3.org/TR/vc-data-model-2.0/#contexts
/// </summary>
internal static class ContextCheck
{
    public static Check Judge(JsonElement document)
    {
        if (!document.TryGetProperty("@context", out var context))
            return Check.Invalid(CheckId.Contexts, "The credential has no @context.");
        var first = context.ValueKind == JsonValueKind.Array && context.GetArrayLength() > 0 ? context[0] : context;
        if (first.ValueKind != JsonValueKind.String || !(first.ValueEquals("https://www.w3.org/ns/credentials/v2"u8) || first.ValueEquals("https://www.w3.org/2018/credentials/v1"u8)))
            return Check.Invalid(CheckId.Contexts, "The credential's first context is not that of Verifiable Credentials.");
        if (context.ValueKind == JsonValueKind.Array && context.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            return Check.Unknown(CheckId.Contexts, "The credential defines words of its own in its @context, so what a reader sees may not be what was signed.");
        return document.EnumerateObject().Any(member => member.NameEquals("proof"u8)
            ? CredentialParts.Items(member.Value).Any(proof => ProofRedefines(document, proof))
            : Redefines(member))
            ? Check.Unknown(CheckId.Contexts, "A part of the credential has an @context of its own, so what a reader sees may not be what was signed.")
            : Check.Valid(CheckId.Contexts, "The credential's words are those of published contexts.");
    }

    /// <summary>A proof may repeat the contexts its document begins with, as the JCS suites ask.</summary>
    private static bool ProofRedefines(JsonElement document, JsonElement proof)
        => proof.ValueKind == JsonValueKind.Object
            && (!ProofContext.BeginsThatOf(document, proof)
                || proof.EnumerateObject().Any(member => !member.NameEquals("@context"u8) && Redefines(member)));

    /// <summary>True when there is an <c>@context</c> inside, not counting embedded credentials, which are judged on their own.</summary>
    private static bool Redefines(in JsonProperty member)
        => member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
            && MayHoldContext(JsonMarshal.GetRawUtf8Value(member.Value))
            && HoldsContext(member.Value, isCredential: member.NameEquals("verifiableCredential"u8) || member.NameEquals("endorsement"u8));

    /// <summary>The text of most parts tells that there is none, faster than a walk through them. An escape may hide the name.</summary>
    private static bool MayHoldContext(ReadOnlySpan<byte> text) => text.IndexOf("@context"u8) >= 0 || text.IndexOf("\\u"u8) >= 0;

    private static bool HoldsContext(JsonElement value, bool isCredential)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                if (HoldsContext(item, isCredential)) return true;
            }
        }

        if (isCredential || value.ValueKind != JsonValueKind.Object) return false;
        foreach (var member in value.EnumerateObject())
        {
            if (member.NameEquals("@context"u8) || Redefines(member)) return true;
        }

        return false;
    }
}
