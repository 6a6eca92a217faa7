// Why a document was not signed.
namespace Conferral.Credentials.Proofs;

/// <summary>Stable reasons for a refusal to sign; every one is the document's fault.</summary>
public enum SigningErrorCode
{
    /// <summary>Not one unambiguous JSON object.</summary>
    MalformedDocument,

    /// <summary>The document has no <c>@context</c>, so its words have no meaning that could be signed.</summary>
    NoContext,

    /// <summary>The document has a proof and the options do not ask for another one.</summary>
    AlreadySigned,

    /// <summary>A member without proof names another issuer than the document around it; only that issuer can sign it.</summary>
    MemberOfAnotherIssuer,

    /// <summary>A proof is to build on another one that the document does not hold, or holds twice.</summary>
    PreviousProofMissing,

    /// <summary>The document lacks, or has too much of, what a token must state beside the credential.</summary>
    UnfitForToken,

    /// <summary>The proof asked for cannot be one for selective disclosure.</summary>
    UnfitForDisclosure,
}

/// <summary>The document was not signed. The message says what to do and holds no personal data.</summary>
public sealed class SigningException(SigningErrorCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    public SigningErrorCode Code { get; } = code;
}
