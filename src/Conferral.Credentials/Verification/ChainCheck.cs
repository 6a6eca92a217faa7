// Whether the proofs hold that a proof of a chain builds on.
using System.Text.Json;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Verification;

/// <summary>
/// A proof of a chain says nothing good of a document when a proof below it is bad. Whose key made those is not asked
/// here: an issuer may build on what a registry or a notary signed.
/// Spec: https://www.w3.org/TR/vc-data-integrity/#verify-proof-sets-and-chains
/// </summary>
internal static class ChainCheck
{
    /// <summary>Walks down from one proof. Bounds: visits each proof of the document once.</summary>
    public static Check Judge(IReadOnlyList<JsonElement> proofs, IReadOnlyList<ProofReport> reports, int link)
    {
        var below = new HashSet<int>();
        var open = new Stack<int>([link]);
        while (open.TryPop(out var place))
        {
            if (!ProofChain.IsLink(proofs[place])) continue;
            if (ProofChain.PreviousOf(proofs, proofs[place]) is not { } previous)
                return Check.Invalid(CheckId.PreviousProof, "The proof builds on another one that the document does not hold, or holds twice.");
            foreach (var next in previous.Where(below.Add)) open.Push(next);
        }

        if (below.Contains(link)) return Check.Invalid(CheckId.PreviousProof, "The proof builds on itself.");
        return Check.Worst(below.SelectMany(place => reports[place].Checks).Where(check => check.Id != CheckId.Issuer).Select(check => check.Verdict)) switch
        {
            Verdict.Valid => Check.Valid(CheckId.PreviousProof, "The proofs it builds on hold."),
            Verdict.CouldNotCheck => Check.Unknown(CheckId.PreviousProof, "A proof it builds on could not be checked to the end."),
            _ => Check.Invalid(CheckId.PreviousProof, "A proof it builds on does not hold."),
        };
    }
}
