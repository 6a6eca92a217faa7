// Why parts of a document could not be shown.
namespace Conferral.Credentials.Proofs.SelectiveDisclosure;

/// <summary>Stable reasons why a selection or a proof for selective disclosure is refused.</summary>
public enum DisclosureErrorCode
{
    /// <summary>Not one unambiguous JSON object.</summary>
    MalformedDocument,

    /// <summary>A pointer is not a JSON pointer.</summary>
    MalformedPointer,

    /// <summary>A pointer leads to nothing in the document.</summary>
    NothingThere,

    /// <summary>Nothing was chosen, and the issuer requires nothing.</summary>
    NothingSelected,

    /// <summary>What was chosen is a part of something that was signed as a whole: a list in order, a JSON literal.</summary>
    Indivisible,

    /// <summary>The document has no base proof of ecdsa-sd-2023, so nobody but its issuer can leave out parts of it.</summary>
    NoBaseProof,

    /// <summary>The document was derived already; what it left out is not in it.</summary>
    AlreadyDerived,

    /// <summary>The base proof is not well-formed, or is not that of this document.</summary>
    BadBaseProof,
}

/// <summary>A document cannot be shown in part as asked. The message says what to do and holds nothing of the document but pointers.</summary>
public sealed class DisclosureException(DisclosureErrorCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    public DisclosureErrorCode Code { get; } = code;
}
