// Verifies a signed credential with everything embedded in it, offline.
using System.Globalization;
using System.Text.Json;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Rules;
using Conferral.Credentials.Status;
using Conferral.LinkedData;

namespace Conferral.Credentials.Verification;

/// <summary>
/// Judges a CLR or a single credential: the outer document, every member and every endorsement, each as a stand-alone
/// document. Never throws for what the bytes hold; safe for concurrent use; touches no network: credential status is
/// judged by the <paramref name="statuses"/> at hand. With <paramref name="rules"/> the document is also held against its data model; leave
/// them out only where something else does that, because a signature covers meanings and not words: <c>criteria</c>
/// written <c>Criteria</c> keeps its signature and is found by the rules alone.
/// Spec: CLR 2.0 section 7 (Verification and Validation), https://www.w3.org/TR/vc-data-integrity/#verify-proof-sets-and-chains
/// </summary>
public sealed class CredentialVerifier(LinkedDataCanonicalizer canonicalizer, VerificationMethodResolver resolver, TimeProvider clock, RuleSet? rules = null, StatusDocuments? statuses = null)
{
    /// <summary>Larger documents are refused unread: the largest records are a few MiB, and reading takes a multiple of a document's size in memory. Units: bytes.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>More proofs than this on one document are refused, because each costs a canonicalization; real sets have one to three.</summary>
    public const int MaxProofs = 16;

    /// <summary>The house's own rules go beyond the standards, mostly against documents that read in two ways: breaking one is no proof of a fault, but no clean bill either.</summary>
    private const string HouseRulePrefix = "HOUSE-";

    private readonly ProofChecker _proofs = new(new Cryptosuites(canonicalizer), resolver, clock);
    private StatusChecker? _statuses;

    private StatusChecker Statuses => LazyInitializer.EnsureInitialized(ref _statuses, () => new StatusChecker(statuses ?? StatusDocuments.None, list => JudgeAlone(list, "").Checks, clock));

    public VerificationReport Verify(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
            return Unread(Check.Invalid(CheckId.Format, $"The document has {utf8.Length} bytes; more than {MaxBytes} are not read."));
        if (utf8.Span.StartsWith("eyJ"u8))
            return Unread(Check.Unknown(CheckId.Format, "The document is a JSON Web Token; credentials secured that way are not among those this version checks."));
        try
        {
            using var json = StrictJson.ParseObject(utf8);
            return Verify(json.RootElement);
        }
        catch (StrictJsonException refusal)
        {
            return Unread(Check.Invalid(CheckId.Format, refusal.Message));
        }
    }

    private static VerificationReport Unread(Check format) => new([new DocumentReport("", DocumentRole.Outer, null, [format], [], null)], []);

    private VerificationReport Verify(JsonElement root)
    {
        var findings = new List<Finding>();
        var documents = CredentialTree.Of(root).Select(Judge).ToList();
        if (rules is not null) documents[0] = documents[0] with { Checks = [Conformance(root, findings), .. documents[0].Checks] };
        return new VerificationReport(documents, findings);
    }

    private Check Conformance(JsonElement root, List<Finding> findings)
    {
        try
        {
            findings.AddRange(rules!.Check(root));
        }
        catch (UnknownContextException refusal)
        {
            return Check.Unknown(CheckId.Conformance, refusal.Message);
        }

        var errors = findings.Where(finding => finding.Severity == Severity.Error).ToList();
        var ofTheHouse = errors.Count(finding => finding.RuleId.StartsWith(HouseRulePrefix, StringComparison.Ordinal));
        if (errors.Count > ofTheHouse)
            return Check.Invalid(CheckId.Conformance, $"The document breaks rules of its data model in {errors.Count - ofTheHouse} places; the findings name them.");
        return ofTheHouse > 0
            ? Check.Unknown(CheckId.Conformance, $"The document keeps the rules of its data model, but in {ofTheHouse} places it is not certain how it is to be read; the findings name them.")
            : Check.Valid(CheckId.Conformance, "The document keeps the rules of its data model.");
    }

    private DocumentReport Judge(FoundCredential found)
    {
        var document = found.Document;
        if (document.ValueKind != JsonValueKind.Object || CredentialParts.IsEnveloped(document))
            return new DocumentReport(found.Pointer, found.Role, CredentialParts.Text(document, "id"), [Check.Unknown(CheckId.Format, "The credential is a reference or is secured by an envelope; such are not among those this version checks.")], [], null);
        var (proofs, checks) = JudgeAlone(document, found.Pointer);
        if (found.RecordSubject is { } subject) checks.Add(SubjectBinding.Judge(document, subject));
        return new DocumentReport(found.Pointer, found.Role, CredentialParts.Text(document, "id"), checks, proofs, Statuses.Judge(document));
    }

    /// <summary>What a credential, a status list among them, says for itself: proofs, words and time.</summary>
    private (IReadOnlyList<ProofReport> Proofs, List<Check> Checks) JudgeAlone(JsonElement document, string pointer)
    {
        var (proofs, proofCheck) = JudgeProofs(document, pointer);
        return (proofs, [proofCheck, ContextCheck.Judge(document), .. DateChecks.Judge(document, clock.GetUtcNow())]);
    }

    /// <summary>One good proof suffices; each is reported.</summary>
    private (IReadOnlyList<ProofReport> Reports, Check Check) JudgeProofs(JsonElement document, string pointer)
    {
        if (!document.TryGetProperty("proof", out var value) || CredentialParts.Items(value) is not { Count: > 0 } proofs)
            return ([], Check.Invalid(CheckId.Proof, "The document has no proof, so nobody stands behind it."));
        if (proofs.Count > MaxProofs)
            return ([], Check.Invalid(CheckId.Proof, $"The document has {proofs.Count} proofs; more than {MaxProofs} are not checked."));
        var isSet = value.ValueKind == JsonValueKind.Array;
        var reports = proofs.Select((proof, index) => _proofs.Judge(document, proof, isSet ? string.Create(CultureInfo.InvariantCulture, $"{pointer}/proof/{index}") : pointer + "/proof")).ToList();
        return (reports, reports.Min(report => report.Verdict) switch
        {
            Verdict.Valid => Check.Valid(CheckId.Proof, $"{reports.Count(report => report.Verdict == Verdict.Valid)} of {reports.Count} proofs hold."),
            Verdict.CouldNotCheck => Check.Unknown(CheckId.Proof, "No proof could be checked to the end."),
            _ => Check.Invalid(CheckId.Proof, "No proof holds."),
        });
    }
}
