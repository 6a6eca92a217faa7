// One document on its way to be signed from a file: what is needed of it before the signer looks.
using System.Text.Json;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.LinkedData;
using Conferral.LinkedData.Canonicalization;

namespace Conferral.Cli.Commands;

/// <summary>A document read from <see cref="Path"/>; whether it can be signed is the signer's to say.</summary>
internal sealed record Unsigned(string Path, byte[] Utf8)
{
    /// <summary>The most proofs it can get: one per embedded credential and its own.</summary>
    public int ProofCount => Look(root => 1 + CredentialParts.MembersOf(root).Count, 1);

    /// <summary>The issuer's id, # and the key's multibase form, or null when no issuer is named.</summary>
    public string? DefaultVerificationMethod(SigningKey key)
        => Look(CredentialParts.IssuerIdOf, null) is { } issuerId ? VerificationMethod.IdOf(issuerId, key.VerificationKey) : null;

    /// <summary>Why it is no JSON object; null where it is one.</summary>
    public string? Fault
    {
        get
        {
            try
            {
                StrictJson.ParseObject(Utf8).Dispose();
                return null;
            }
            catch (StrictJsonException refusal)
            {
                return refusal.Message;
            }
        }
    }

    /// <summary>Whether libraries that sort by UTF-16 would sign the document otherwise.</summary>
    public Utf16Order OrderBy(LinkedDataCanonicalizer canonicalizer)
        => Look(root => canonicalizer.OrderOf(new JsonLdInput(root) { WithoutMember = "proof" }), Utf16Order.Agrees);

    private T Look<T>(Func<JsonElement, T> read, T otherwise)
    {
        try
        {
            using var document = StrictJson.ParseObject(Utf8);
            return read(document.RootElement);
        }
        catch (StrictJsonException)
        {
            return otherwise; // the signer refuses it with the place
        }
    }
}
