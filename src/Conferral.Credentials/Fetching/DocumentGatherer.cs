// Fetches what a document needs before it is verified.
using System.Text.Json;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Status;

namespace Conferral.Credentials.Fetching;

/// <summary>
/// First the controllers and status lists a document names, then the controllers of those lists. What cannot be had is
/// kept as a problem and never an exception. Bounds: <see cref="FetchLimits.MaxFetchesPerDocument"/>; what is beyond it
/// stays as if nothing had been fetched.
/// Spec: https://www.w3.org/TR/cid-1.0/#retrieve-verification-method (the document states the id it was asked for)
/// </summary>
internal sealed class DocumentGatherer(SafeFetcher fetcher, TimeProvider clock)
{
    private const int AtOnce = 4;

    public async Task<KnownDocuments> GatherAsync(ReadOnlyMemory<byte> document, KnownDocuments known, CancellationToken token)
    {
        var left = fetcher.Limits.MaxFetchesPerDocument;
        var needs = VerificationNeeds.Of(document);
        (known, left) = await FetchAsync(needs, known, left, token);
        var ofLists = known.StatusLists.Where(list => needs.StatusLists.Contains(list.Url)).SelectMany(list => VerificationNeeds.Of(list.Utf8).Controllers);
        (known, _) = await FetchAsync(new VerificationNeeds([.. ofLists.Distinct()], []), known, left, token);
        return known;
    }

    private async Task<(KnownDocuments Known, int Left)> FetchAsync(VerificationNeeds needs, KnownDocuments known, int left, CancellationToken token)
    {
        var controllers = needs.Controllers.Where(id => VerificationNeeds.AddressOf(id) is not null && !known.HasController(id));
        var lists = needs.StatusLists.Where(url => !known.HasStatusList(url));
        var wanted = controllers.Select(id => (Name: id, IsList: false)).Concat(lists.Select(url => (Name: url, IsList: true))).Take(left).ToList();
        var fetched = new Fetched[wanted.Count];
        await Parallel.ForAsync(0, wanted.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = token }, async (i, stop) =>
            fetched[i] = await FetchAsync(wanted[i].Name, wanted[i].IsList, stop));
        return (known.With(fetched), left - wanted.Count);
    }

    private async Task<Fetched> FetchAsync(string name, bool isList, CancellationToken token)
    {
        try
        {
            if (isList) return new Fetched(name, null, new StatusDocument(name, await fetcher.GetAsync(name, token), clock.GetUtcNow()), null);
            var document = ReadController(name, await fetcher.GetAsync(VerificationNeeds.AddressOf(name)!, token));
            return document.Id == name
                ? new Fetched(name, document, null, null)
                : new Fetched(name, null, null, "The document published there is that of another controller: its id is not the one asked for.");
        }
        catch (Exception refusal) when (refusal is FetchException or ControllerDocumentException)
        {
            return new Fetched(name, null, null, refusal.Message);
        }
    }

    /// <summary>A controller document, or keys without one.</summary>
    private static ControllerDocument ReadController(string name, byte[] utf8)
    {
        try
        {
            using var json = StrictJson.ParseObject(utf8);
            return PublishedKeys.Are(json.RootElement) ? PublishedKeys.Read(name, json.RootElement) : ControllerDocument.Parse(utf8);
        }
        catch (StrictJsonException refusal)
        {
            throw ControllerDocumentException.Because(name, refusal.Message.TrimEnd('.'), refusal);
        }
    }
}
