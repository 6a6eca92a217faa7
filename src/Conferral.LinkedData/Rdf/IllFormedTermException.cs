// The refusal of a term that N-Quads cannot write.
namespace Conferral.LinkedData.Rdf;

/// <summary>
/// The document holds an IRI or a language tag with characters none may have, so it has no canonical form and
/// cannot be signed; written as it stands it could end its own term and add statements.
/// </summary>
public sealed class IllFormedTermException(string term)
    : LinkedDataException($"The document holds the term {term}, which has a character that no IRI or language tag may contain. Percent-encode the IRI or correct the tag.")
{
    /// <summary>The term as it would have been spelled.</summary>
    public string Term { get; } = term;
}
