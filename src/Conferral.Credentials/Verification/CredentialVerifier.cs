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

    private readonly ProofChecker _proofs = new(new Cryptosuites(canonicalizer), resolver, clock);
    private readonly TokenChecker _tokens = new(resolver, clock);
    private readonly ConformanceCheck? _conformance = rules is null ? null : new ConformanceCheck(rules);
    private readonly ConfigurationHashes _configurations = new();
    private StatusChecker? _statuses;

    private StatusChecker Statuses => LazyInitializer.EnsureInitialized(ref _statuses, () => new StatusChecker(statuses ?? StatusDocuments.None, list => JudgeAlone(list, null).Checks, clock));

    public VerificationReport Verify(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
            return Unread(Check.Invalid(CheckId.Format, $"The document has {utf8.Length} bytes; more than {MaxBytes} are not read."));
        try
        {
            using var tree = CredentialTree.Read(BakedImage.IsImage(utf8.Span) ? BakedImage.Extract(utf8) : utf8);
            return Verify(tree);
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

    private static VerificationReport Unread(Check format) => new([new DocumentReport("", DocumentRole.Outer, null, [format], [], null)], []);

    private VerificationReport Verify(CredentialTree tree)
    {
        var findings = new List<Finding>();
        using var record = new RecordHashes(canonicalizer, tree.Outer.Document, tree.Credentials.Where(found => found is { Role: DocumentRole.Member, Problem: null }).Select(found => found.Document), _configurations);
        var outer = Judge(tree.Outer, isDerived: false, record);
        var isDerived = outer.Proofs.Any(proof => proof.Disclosure is { IsBase: false });
        if (_conformance is not null)
            outer = outer with { Checks = [_conformance.Judge(tree.Outer.Document, new HowItCame(tree.Outer.Envelope is not null, isDerived), findings), .. outer.Checks] };
        return new VerificationReport([outer, .. tree.Credentials.Skip(1).Select(found => Judge(found, isDerived, record))], findings);
    }

    /// <summary>Each as the document it is. Of one that a holder shows in part, only the document around it vouches for what is there.</summary>
    private DocumentReport Judge(FoundCredential found, bool isDerived, RecordHashes record)
    {
        var document = found.Document;
        var id = CredentialParts.Text(document, "id");
        if (found.Problem is { } problem) return new DocumentReport(found.Pointer, found.Role, id, [problem], [], null);
        var (proofs, checks) = JudgeAlone(found, record);
        if (isDerived && found.Envelope is null && !document.TryGetProperty("proof", out _))
            checks[0] = Check.Unknown(CheckId.Proof, "The credential is shown in part, without a proof of its own; only the document around it vouches for what is shown. Ask the holder for the whole of it.");
        if (found.Binding is { } binding) checks.Add(binding.Judge(document));
        return new DocumentReport(found.Pointer, found.Role, id, checks, proofs, Statuses.Judge(document));
    }

    /// <summary>What a credential, a status list among them, says for itself: proof, words and time. The document a token holds is secured by it, and proofs inside it are not needed.</summary>
    private (IReadOnlyList<ProofReport> Proofs, List<Check> Checks) JudgeAlone(FoundCredential found, RecordHashes? record)
    {
        var (proofs, proofCheck) = found.Envelope is { } envelope ? OfToken(_tokens.Judge(envelope, found.Document, found.Pointer)) : JudgeProofs(found.Document, found.Pointer, record);
        return (proofs, [proofCheck, ContextCheck.Judge(found.Document), .. DateChecks.Judge(found.Document, clock.GetUtcNow())]);
    }

    private static (IReadOnlyList<ProofReport> Reports, Check Check) OfToken(ProofReport token) => ([token], OfSet([token]));

    /// <summary>One good proof suffices; each is reported.</summary>
    private (IReadOnlyList<ProofReport> Reports, Check Check) JudgeProofs(JsonElement document, string pointer, RecordHashes? record)
    {
        if (!document.TryGetProperty("proof", out var value) || CredentialParts.Items(value) is not { Count: > 0 } proofs)
            return ([], Check.Invalid(CheckId.Proof, "The document has no proof, so nobody stands behind it."));
        if (proofs.Count > MaxProofs)
            return ([], Check.Invalid(CheckId.Proof, $"The document has {proofs.Count} proofs; more than {MaxProofs} are not checked."));
        var isSet = value.ValueKind == JsonValueKind.Array;
        var reports = _proofs.Judge(document, proofs, index => isSet ? string.Create(CultureInfo.InvariantCulture, $"{pointer}/proof/{index}") : pointer + "/proof", record);
        return (reports, OfSet(reports));
    }

    private static readonly Check OneHolds = Check.Valid(CheckId.Proof, "1 of 1 proofs hold.");

    private static Check OfSet(IReadOnlyList<ProofReport> reports) => reports.Min(report => report.Verdict) switch
    {
        Verdict.Valid when reports.Count == 1 => OneHolds,
        Verdict.Valid => Check.Valid(CheckId.Proof, $"{reports.Count(report => report.Verdict == Verdict.Valid)} of {reports.Count} proofs hold."),
        Verdict.CouldNotCheck => Check.Unknown(CheckId.Proof, "No proof could be checked to the end."),
        _ => Check.Invalid(CheckId.Proof, "No proof holds."),
    };
}
