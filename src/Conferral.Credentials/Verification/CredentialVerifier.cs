// Verifies a signed credential with everything embedded in it, offline.
using System.Globalization;
using System.Text.Json;
using Conferral.Credentials.Baking;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Jwt;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Rules;
using Conferral.Credentials.Status;
using Conferral.LinkedData;

namespace Conferral.Credentials.Verification;

/// <summary>
/// Judges a CLR or a single credential: the outer document, every member and every endorsement, each as a stand-alone
/// document. It may come as JSON with embedded proofs, as a compact JWS, or baked as either into a PNG or SVG image.
/// Never throws for what the bytes hold; safe for concurrent use; touches no network: credential status is
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

    private readonly TokenChecker _tokens = new(resolver, clock);

    public VerificationReport Verify(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
            return Unread(Check.Invalid(CheckId.Format, $"The document has {utf8.Length} bytes; more than {MaxBytes} are not read."));
        try
        {
            return BakedImage.IsImage(utf8.Span) ? VerifyText(BakedImage.Extract(utf8)) : VerifyText(utf8);
        }
        catch (Exception refusal) when (refusal is StrictJsonException or MalformedTokenException or BakingException { Code: not BakingErrorCode.NothingBaked })
        {
            return Unread(Check.Invalid(CheckId.Format, refusal.Message));
        }
        catch (BakingException refusal)
        {
            return Unread(Check.Unknown(CheckId.Format, refusal.Message));
        }
    }

    /// <summary>A token in a file may end with a line break, which is not of the token.</summary>
    private VerificationReport VerifyText(ReadOnlyMemory<byte> text)
    {
        if (!CompactToken.Begins(text.Span))
        {
            using var json = StrictJson.ParseObject(text);
            return Verify(json.RootElement, envelope: null);
        }

        using var token = CompactToken.Read(text.TrimEnd("\r\n"u8));
        using var credential = TokenCredential.Read(token, out var form);
        return Verify(credential.RootElement, _tokens.Judge(token, credential.RootElement, form));
    }

    private static VerificationReport Unread(Check format) => new([new DocumentReport("", DocumentRole.Outer, null, [format], [], null)], []);

    private VerificationReport Verify(JsonElement root, ProofReport? envelope)
    {
        var findings = new List<Finding>();
        var documents = CredentialTree.Of(root).Select((found, index) => Judge(found, index == 0 ? envelope : null)).ToList();
        if (rules is not null) documents[0] = documents[0] with { Checks = [Conformance(root, findings), .. documents[0].Checks] };
        return new VerificationReport(documents, findings);
    }

    private Check Conformance(JsonElement root, List<Finding> findings)
    {
        if (CredentialParts.IsVersionOne(root))
            return Check.Unknown(CheckId.Conformance, "The credential is of VC 1.1, and the rules this version holds documents against are those of VC 2.0.");
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

    /// <summary>The document a token holds is secured by it, and proofs inside it are not needed.</summary>
    private DocumentReport Judge(FoundCredential found, ProofReport? envelope)
    {
        var document = found.Document;
        if (document.ValueKind != JsonValueKind.Object || CredentialParts.IsEnveloped(document))
            return new DocumentReport(found.Pointer, found.Role, CredentialParts.Text(document, "id"), [Check.Unknown(CheckId.Format, "The credential is a reference or is secured by an envelope; such are not among those this version checks.")], [], null);
        var (proofs, checks) = envelope is null ? JudgeAlone(document, found.Pointer) : JudgeEnveloped(document, envelope);
        if (found.RecordSubject is { } subject) checks.Add(SubjectBinding.Judge(document, subject));
        return new DocumentReport(found.Pointer, found.Role, CredentialParts.Text(document, "id"), checks, proofs, Statuses.Judge(document));
    }

    /// <summary>What a credential, a status list among them, says for itself: proofs, words and time.</summary>
    private (IReadOnlyList<ProofReport> Proofs, List<Check> Checks) JudgeAlone(JsonElement document, string pointer)
    {
        var (proofs, proofCheck) = JudgeProofs(document, pointer);
        return (proofs, Together(document, proofCheck));
    }

    /// <summary>The same of a credential whose proof is the token around it.</summary>
    private (IReadOnlyList<ProofReport> Proofs, List<Check> Checks) JudgeEnveloped(JsonElement document, ProofReport envelope)
        => ([envelope], Together(document, OfSet([envelope])));

    private List<Check> Together(JsonElement document, Check proofCheck)
        => [proofCheck, ContextCheck.Judge(document), .. DateChecks.Judge(document, clock.GetUtcNow())];

    /// <summary>One good proof suffices; each is reported.</summary>
    private (IReadOnlyList<ProofReport> Reports, Check Check) JudgeProofs(JsonElement document, string pointer)
    {
        if (!document.TryGetProperty("proof", out var value) || CredentialParts.Items(value) is not { Count: > 0 } proofs)
            return ([], Check.Invalid(CheckId.Proof, "The document has no proof, so nobody stands behind it."));
        if (proofs.Count > MaxProofs)
            return ([], Check.Invalid(CheckId.Proof, $"The document has {proofs.Count} proofs; more than {MaxProofs} are not checked."));
        var isSet = value.ValueKind == JsonValueKind.Array;
        var reports = _proofs.Judge(document, proofs, index => isSet ? string.Create(CultureInfo.InvariantCulture, $"{pointer}/proof/{index}") : pointer + "/proof");
        return (reports, OfSet(reports));
    }

    private static Check OfSet(IReadOnlyList<ProofReport> reports) => reports.Min(report => report.Verdict) switch
    {
        Verdict.Valid => Check.Valid(CheckId.Proof, $"{reports.Count(report => report.Verdict == Verdict.Valid)} of {reports.Count} proofs hold."),
        Verdict.CouldNotCheck => Check.Unknown(CheckId.Proof, "No proof could be checked to the end."),
        _ => Check.Invalid(CheckId.Proof, "No proof holds."),
    };
}
