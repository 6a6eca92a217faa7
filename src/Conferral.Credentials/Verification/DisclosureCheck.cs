// What is special about proofs for selective disclosure: whether one is for a verifier, and how much it shows.
using System.Globalization;
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs.SelectiveDisclosure;

namespace Conferral.Credentials.Verification;

/// <summary>
/// How much of what the issuer signed a document shows. Units: statements, the single facts a document states.
/// A base proof (<see cref="IsBase"/>) is over all of it, and everything else its holder may choose from. How many
/// statements were left out, nobody can tell. <see cref="Outline"/> names the members of the document and of its subject.
/// </summary>
public sealed record Disclosure(bool IsBase, int RequiredByIssuer, int ChosenByHolder, IReadOnlyList<string> Outline);

internal static class DisclosureCheck
{
    /// <summary>The signature's check and that of the disclosure, which is there where the signature holds.</summary>
    public static (IReadOnlyList<Check> Checks, Disclosure? Disclosure) Judge(EcdsaSd2023 suite, VerificationKey key, JsonElement document, JsonElement proof)
    {
        if (BaseProofValue.Read(proof) is { } whole) return JudgeBase(suite, key, document, proof, whole);
        if (DerivedProofValue.Read(proof) is not { } shown)
            return ([Check.Invalid(CheckId.Signature, "The proof's value is not one of this cryptosuite.")], null);
        if (!suite.Fits(key, document, proof))
            return ([Check.Invalid(CheckId.Signature, "The signatures do not fit what is shown: document or proof was changed, or another key made them.")], null);
        var disclosure = new Disclosure(IsBase: false, shown.MandatoryIndexes.Count, shown.Signatures.Count, OutlineOf(document));
        return ([
            Check.Valid(CheckId.Signature, "The signatures fit what is shown and its proof."),
            Check.Valid(CheckId.Disclosure, $"The document shows a part of what the issuer signed: {disclosure.RequiredByIssuer} statements the issuer requires and {disclosure.ChosenByHolder} the holder chose."),
        ], disclosure);
    }

    private static (IReadOnlyList<Check> Checks, Disclosure? Disclosure) JudgeBase(EcdsaSd2023 suite, VerificationKey key, JsonElement document, JsonElement proof, BaseProofValue value)
    {
        var forHolder = Check.Unknown(CheckId.Disclosure, "The proof is a base proof, which is for the holder alone: whoever has it can show any part of the document. Ask the holder for a document derived from it (conferral derive).");
        return suite.FitsBase(key, document, proof) is { } statements
            ? ([Check.Valid(CheckId.Signature, "The signatures fit the whole document and its proof."), forHolder], new Disclosure(IsBase: true, statements - value.Signatures.Count, value.Signatures.Count, OutlineOf(document)))
            : ([Check.Invalid(CheckId.Signature, "The signatures do not fit: document or proof was changed after signing, or another key made them."), forHolder], null);
    }

    private static List<string> OutlineOf(JsonElement document)
    {
        var outline = new List<string>();
        foreach (var member in document.EnumerateObject().Where(member => member.Name is not ("@context" or "proof")))
        {
            if (member is { Name: "credentialSubject", Value.ValueKind: JsonValueKind.Object }) outline.AddRange(member.Value.EnumerateObject().Select(part => $"{member.Name}/{Named(part)}"));
            else outline.Add(Named(member));
        }

        return outline;
    }

    private static string Named(JsonProperty member)
        => member.Value.ValueKind == JsonValueKind.Array && member.Name != "type" ? string.Create(CultureInfo.InvariantCulture, $"{PlainText.Of(member.Name)} ({member.Value.GetArrayLength()})") : PlainText.Of(member.Name);
}
