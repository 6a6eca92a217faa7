// The three answers a check can have, and how they combine.
namespace Conferral.Credentials.Verification;

/// <summary>What a check came to, from best to worst, so that the greatest of several is their sum.</summary>
public enum Verdict
{
    /// <summary>Checked, and it holds.</summary>
    Valid,

    /// <summary>Something needed for the check is not at hand. Says nothing against the document.</summary>
    CouldNotCheck,

    /// <summary>Checked, and it does not hold.</summary>
    Invalid,
}

/// <summary>One thing that was checked. <see cref="Id"/> is one of <see cref="CheckId"/>; <see cref="Message"/> is a sentence without personal data.</summary>
public sealed record Check(string Id, Verdict Verdict, string Message)
{
    internal static Check Valid(string id, string message) => new(id, Verdict.Valid, message);

    internal static Check Invalid(string id, string message) => new(id, Verdict.Invalid, message);

    internal static Check Unknown(string id, string message) => new(id, Verdict.CouldNotCheck, message);

    internal static Verdict Worst(IEnumerable<Verdict> verdicts) => verdicts.DefaultIfEmpty(Verdict.Valid).Max();
}

/// <summary>The checks by name; stable.</summary>
public static class CheckId
{
    /// <summary>The bytes are one unambiguous JSON object of bearable size.</summary>
    public const string Format = "format";

    /// <summary>The document keeps the rules of its data model.</summary>
    public const string Conformance = "conformance";

    /// <summary>The words of the document are defined by published contexts and nothing else.</summary>
    public const string Contexts = "contexts";

    /// <summary>At least one proof of the document holds.</summary>
    public const string Proof = "proof";

    /// <summary>The document is not used before its time.</summary>
    public const string NotBefore = "not-before";

    /// <summary>The document is not used after its time.</summary>
    public const string Expired = "expired";

    /// <summary>A member is about the learner whose record it is in.</summary>
    public const string Subject = "subject";

    /// <summary>The document is not revoked.</summary>
    public const string Status = "status";

    /// <summary>The document is not suspended, which unlike a revocation can be lifted.</summary>
    public const string Suspension = "suspension";

    /// <summary>Of one proof: its type and cryptosuite are known.</summary>
    public const string Cryptosuite = "cryptosuite";

    /// <summary>Of one proof: it was made to issue a credential.</summary>
    public const string Purpose = "purpose";

    /// <summary>Of one proof: its own dates make sense and it has not run out.</summary>
    public const string ProofDates = "proof-dates";

    /// <summary>Of one proof: the controller of the key lets it sign credentials, and did when the proof was made.</summary>
    public const string Controller = "controller";

    /// <summary>Of one proof: the controller of the key is the issuer.</summary>
    public const string Issuer = "issuer";

    /// <summary>Of one proof of a chain: the proofs it builds on are there and hold.</summary>
    public const string PreviousProof = "previous-proof";

    /// <summary>Of a token: what its claims say about the credential is what the credential says.</summary>
    public const string Claims = "claims";

    /// <summary>Of one proof for selective disclosure: it is one for verifiers, and how much it shows.</summary>
    public const string Disclosure = "disclosure";

    /// <summary>Of one proof: the signature fits document, proof and key.</summary>
    public const string Signature = "signature";
}
