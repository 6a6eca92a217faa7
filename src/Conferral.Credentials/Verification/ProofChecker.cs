// Judges one proof: what it says, whose key it names, and whether the signature fits.
using System.Collections.Concurrent;
using System.Text.Json;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Proofs.SelectiveDisclosure;
using Conferral.LinkedData;

namespace Conferral.Credentials.Verification;

/// <summary>Spec: https://www.w3.org/TR/vc-data-integrity/#verify-proof, CLR 2.0 section 7 for the binding to the issuer.</summary>
internal sealed class ProofChecker(Cryptosuites suites, VerificationMethodResolver resolver, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Cryptosuite, Check> _known = [];

    /// <summary>Judges the proofs of a document, each on its own and then those of a chain by the ones they build on.</summary>
    public IReadOnlyList<ProofReport> Judge(JsonElement document, IReadOnlyList<JsonElement> proofs, Func<int, string> pointer, RecordHashes? record)
    {
        if (proofs.Count == 1 && !ProofChain.IsLink(proofs[0])) return [Judge(document, proofs[0], pointer(0), record)];
        var alone = proofs.Select((proof, index) => Judge(document, proof, pointer(index), record)).ToList();
        return [.. alone.Select((report, index) => ProofChain.IsLink(proofs[index]) ? report with { Checks = [.. report.Checks, ChainCheck.Judge(proofs, alone, index)] } : report)];
    }

    /// <summary>Every check that can be made, so that the report tells all that is wrong and not only the first.</summary>
    private ProofReport Judge(JsonElement document, JsonElement proof, string pointer, RecordHashes? record)
    {
        var suiteName = CredentialParts.Text(proof, "cryptosuite");
        var methodUrl = CredentialParts.Text(proof, "verificationMethod");
        var (suite, suiteCheck) = FindSuite(proof, suiteName);
        var checks = new List<Check> { suiteCheck, Purpose(proof), Dates(proof, out var created) };
        Disclosure? disclosure = null;
        if (methodUrl is null)
        {
            checks.Add(Check.Invalid(CheckId.Controller, "The proof does not name its verification method."));
        }
        else
        {
            var resolved = resolver.Resolve(methodUrl);
            checks.Add(Controller(resolved, created));
            checks.Add(Issuer(document, resolved));
            if (suite is not null && resolved.Method is { Key: { } key })
            {
                (var signature, disclosure) = Signature(suite, key, document, proof, record);
                checks.AddRange(signature);
            }
        }

        return new ProofReport(pointer, suite?.Name ?? suiteName, methodUrl, checks) { Disclosure = disclosure };
    }

    private (Cryptosuite? Suite, Check Check) FindSuite(JsonElement proof, string? name)
    {
        if (CredentialParts.Text(proof, "type") is not { } type)
            return (null, Check.Invalid(CheckId.Cryptosuite, "The proof is not an object with a type."));
        if (suites.Find(type, name) is { } suite)
            return (suite, _known.GetOrAdd(suite, static known => Check.Valid(CheckId.Cryptosuite, $"The cryptosuite {known.Name} is known.")));
        if (type != DataIntegrity.ProofType)
            return (null, Check.Unknown(CheckId.Cryptosuite, $"Proofs of type {type} are not among those this version checks."));
        return name is null
            ? (null, Check.Invalid(CheckId.Cryptosuite, "The proof does not name its cryptosuite."))
            : (null, Check.Unknown(CheckId.Cryptosuite, $"The cryptosuite {name} is not among those this version checks."));
    }

    private static Check Purpose(JsonElement proof)
        => CredentialParts.Text(proof, "proofPurpose") == DataIntegrity.AssertionMethod
            ? Check.Valid(CheckId.Purpose, "The proof was made to issue a credential.")
            : Check.Invalid(CheckId.Purpose, "The proof was not made to issue a credential: its proofPurpose is not assertionMethod.");

    private Check Dates(JsonElement proof, out DateTimeOffset? created)
    {
        created = null;
        if (proof.ValueKind != JsonValueKind.Object) return Check.Invalid(CheckId.ProofDates, "The proof is not an object.");
        if (proof.TryGetProperty("created", out _))
        {
            if (!XsdDateTime.TryRead(CredentialParts.Text(proof, "created"), out var instant))
                return Check.Invalid(CheckId.ProofDates, "The proof's created is not a date and time.");
            created = instant;
        }

        if (!proof.TryGetProperty("expires", out _)) return Check.Valid(CheckId.ProofDates, "The proof's dates are in order.");
        if (!XsdDateTime.TryRead(CredentialParts.Text(proof, "expires"), out var expires))
            return Check.Invalid(CheckId.ProofDates, "The proof's expires is not a date and time.");
        return clock.GetUtcNow() < expires
            ? Check.Valid(CheckId.ProofDates, "The proof's dates are in order.")
            : Check.Invalid(CheckId.ProofDates, $"The proof ran out at {XsdDateTime.Write(expires)}.");
    }

    internal static Check Controller(ResolvedMethod resolved, DateTimeOffset? created)
    {
        if (resolved is not { Method: { } method, Controller: { } controller })
            return new Check(CheckId.Controller, resolved.Outcome == Resolution.CouldNotCheck ? Verdict.CouldNotCheck : Verdict.Invalid, resolved.Problem!);
        if (!controller.IsAssertionMethod(method.Id))
            return Check.Invalid(CheckId.Controller, $"{controller.Id} does not list {method.Id} under assertionMethod, so that key may not sign credentials.");
        if (MadeFrom(method.Revoked)) return Check.Invalid(CheckId.Controller, $"The key {method.Id} was revoked at {XsdDateTime.Write(method.Revoked!.Value)} and the proof is not known to be older.");
        if (MadeFrom(method.Expires)) return Check.Invalid(CheckId.Controller, $"The key {method.Id} was out of use from {XsdDateTime.Write(method.Expires!.Value)} and the proof is not known to be older.");
        return Check.Valid(CheckId.Controller, $"{controller.Id} lets the key sign credentials.");

        bool MadeFrom(DateTimeOffset? end) => end is { } instant && (created is null || created >= instant);
    }

    internal static Check Issuer(JsonElement document, ResolvedMethod resolved)
    {
        if (CredentialParts.IssuerIdOf(document) is not { } issuer)
            return Check.Invalid(CheckId.Issuer, "The credential does not name its issuer.");
        if (resolved.Controller is null)
            return Check.Unknown(CheckId.Issuer, "Whether the key is the issuer's was not checked, because the key was not found.");
        return resolved.Controller.Id == issuer
            ? Check.Valid(CheckId.Issuer, $"The key belongs to the issuer {issuer}.")
            : Check.Invalid(CheckId.Issuer, $"The key belongs to {resolved.Controller.Id}, but the credential names {issuer} as its issuer.");
    }

    private static (IReadOnlyList<Check> Checks, Disclosure? Disclosure) Signature(Cryptosuite suite, VerificationKey key, JsonElement document, JsonElement proof, RecordHashes? record)
    {
        if (suite.HashFor(key.Algorithm) is null)
            return ([Check.Invalid(CheckId.Signature, $"The cryptosuite {suite.Name} does not take keys of kind {key.Algorithm}.")], null);
        try
        {
            if (suite is EcdsaSd2023 selective) return DisclosureCheck.Judge(selective, key, document, proof);
            return ([suite.Fits(key, document, proof, record)
                ? Check.Valid(CheckId.Signature, "The signature fits the document and its proof.")
                : Check.Invalid(CheckId.Signature, "The signature does not fit: document or proof was changed after signing, or another key made it.")], null);
        }
        catch (LinkedDataException refusal) when (refusal is UnknownContextException or CanonicalizationBoundException)
        {
            return ([Check.Unknown(CheckId.Signature, refusal.Message)], null);
        }
        catch (LinkedDataException refusal)
        {
            return ([Check.Invalid(CheckId.Signature, $"The document cannot have been signed as it stands: {refusal.Message}")], null);
        }
    }
}
