// What verification found: per document, per proof, in sentences.
namespace Conferral.Credentials.Verification;

/// <summary>Why a document was looked at.</summary>
public enum DocumentRole
{
    /// <summary>The document that was handed in.</summary>
    Outer,

    /// <summary>A credential embedded in a learner's record.</summary>
    Member,

    /// <summary>Somebody's endorsement of a credential, achievement or profile.</summary>
    Endorsement,
}

/// <summary>One proof. Shape: <see cref="Pointer"/> is a JSON pointer into the document that was handed in.</summary>
public sealed record ProofReport(string Pointer, string? Cryptosuite, string? VerificationMethod, IReadOnlyList<Check> Checks)
{
    public Verdict Verdict => Check.Worst(Checks.Select(check => check.Verdict));

    /// <summary>For a proof of selective disclosure whose signatures hold: how much it shows.</summary>
    public Disclosure? Disclosure { get; init; }
}

/// <summary>
/// One credential, judged as the stand-alone document it is. <see cref="Pointer"/> is empty for the outer one.
/// <see cref="Status"/> is null where the credential names no status. It counts in <see cref="Verdict"/> where it is
/// Invalid (revoked, or under <see cref="CheckId.Suspension"/> suspended), and not where it could not be checked,
/// because a document can be genuine and its status list out of reach.
/// </summary>
public sealed record DocumentReport(string Pointer, DocumentRole Role, string? Id, IReadOnlyList<Check> Checks, IReadOnlyList<ProofReport> Proofs, Check? Status)
{
    public Verdict Verdict => Status is { Verdict: Verdict.Invalid } ? Verdict.Invalid : Check.Worst(Checks.Select(check => check.Verdict));
}

/// <summary>
/// The whole answer: the outer document first, then every embedded one in the order of the text, and what the rules
/// of the data models found. <see cref="Verdict"/> is the worst of all documents.
/// </summary>
public sealed record VerificationReport(IReadOnlyList<DocumentReport> Documents, IReadOnlyList<Finding> Findings)
{
    public Verdict Verdict => Check.Worst(Documents.Select(document => document.Verdict));

    public DocumentReport Outer => Documents[0];

    /// <summary>The same, without asking whether the credentials' time has begun or run out: whether they are what was signed does not depend on the day.</summary>
    public VerificationReport TimeAside() => this with
    {
        Documents = [.. Documents.Select(document => document with { Checks = [.. document.Checks.Where(check => check.Id is not (CheckId.NotBefore or CheckId.Expired))] })],
    };

    /// <summary>What came of looking for a newer version of the document, in a sentence; null where none was looked for.</summary>
    public string? Refresh { get; init; }
}
