// Verifies with the network: fetches what a document needs, judges it, and looks for a newer version.
using Conferral.Credentials.Verification;

namespace Conferral.Credentials.Fetching;

/// <summary>
/// Fetching comes first and is asynchronous, judging comes after and is the same <see cref="CredentialVerifier"/> as
/// without a network, made by <paramref name="verifierWith"/>. Documents fetched for one credential serve the next.
/// Not safe for concurrent use. Spec: CLR 2.0 section 7 (proof, then refresh, then status)
/// </summary>
public sealed class OnlineVerifier(SafeFetcher fetcher, TimeProvider clock, KnownDocuments given, Func<KnownDocuments, CredentialVerifier> verifierWith)
{
    private readonly DocumentGatherer _gatherer = new(fetcher, clock);
    private KnownDocuments _known = given;
    private CredentialVerifier _verifier = verifierWith(given);

    /// <summary>What was given and fetched so far, with the reasons for what could not be.</summary>
    public KnownDocuments Known => _known;

    public async Task<VerificationReport> VerifyAsync(ReadOnlyMemory<byte> utf8, CancellationToken token)
    {
        var report = await JudgeAsync(utf8, token);
        if (CredentialRefresh.Of(utf8, report) is not { } refresh) return report;
        try
        {
            var newer = await fetcher.GetAsync(refresh.Url, token);
            var newerReport = await JudgeAsync(newer, token);
            return refresh.Refusal(newer, newerReport) is { } refusal
                ? report with { Refresh = $"The issuer's newer version of the credential was not used: {refusal} The credential was judged as it stands." }
                : newerReport with { Refresh = "The issuer's newest version of the credential was fetched, and it is what was judged." };
        }
        catch (FetchException failure)
        {
            return report with { Refresh = $"The issuer's newest version of the credential could not be fetched, so the credential was judged as it stands: {failure.Message}" };
        }
    }

    private async Task<VerificationReport> JudgeAsync(ReadOnlyMemory<byte> utf8, CancellationToken token)
    {
        var known = await _gatherer.GatherAsync(utf8, _known, token);
        if (known.Controllers.Count + known.StatusLists.Count + known.Problems.Count != _known.Controllers.Count + _known.StatusLists.Count + _known.Problems.Count)
            (_known, _verifier) = (known, verifierWith(known));
        return _verifier.Verify(utf8);
    }
}
