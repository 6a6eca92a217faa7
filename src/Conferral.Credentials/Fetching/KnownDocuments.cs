// Everything at hand to verify with: given by hand, or fetched.
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Status;

namespace Conferral.Credentials.Fetching;

/// <summary>
/// Immutable. <see cref="Problems"/> says, by controller id or list address, why something that was looked for is not
/// here, so that nothing is looked for twice.
/// </summary>
public sealed record KnownDocuments(IReadOnlyList<ControllerDocument> Controllers, IReadOnlyList<StatusDocument> StatusLists)
{
    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();

    /// <summary>As the verifier takes them.</summary>
    public StatusDocuments Statuses => new(StatusLists, Problems);

    internal bool HasController(string id) => Problems.ContainsKey(id) || Controllers.Any(document => document.Id == id);

    internal bool HasStatusList(string url) => Problems.ContainsKey(url) || StatusLists.Any(document => document.Url == url);

    internal KnownDocuments With(IReadOnlyList<Fetched> fetched) => this with
    {
        Controllers = [.. Controllers, .. fetched.Select(one => one.Controller).OfType<ControllerDocument>()],
        StatusLists = [.. StatusLists, .. fetched.Select(one => one.StatusList).OfType<StatusDocument>()],
        Problems = Problems.Concat(fetched.Where(one => one.Problem is not null).Select(one => KeyValuePair.Create(one.Name, one.Problem!))).DistinctBy(pair => pair.Key).ToDictionary(StringComparer.Ordinal),
    };
}

/// <summary>What came of one fetch: exactly one of the three is there. <see cref="Name"/> is the controller's id or the list's address.</summary>
internal sealed record Fetched(string Name, ControllerDocument? Controller, StatusDocument? StatusList, string? Problem);
