// Keys for awards of formats that have none.
using System.Globalization;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// An award's key is its type and title; where a learner has two of those, each has its conferral date too. So the key, and the
/// id of the member made of it, outlives a corrected date, a new major and a new order of the records.
/// </summary>
internal static class AwardKeys
{
    /// <summary>The awards with keys, in order of conferral and key; awards equal in type, title and date are reported.</summary>
    public static IReadOnlyList<Award> Assign(IReadOnlyList<Award> awards, DocumentValues values)
    {
        var keyed = new List<Award>(awards.Count);
        foreach (var alike in awards.GroupBy(award => $"{award.AchievementType}: {award.Title}", StringComparer.Ordinal))
        {
            var several = alike.Skip(1).Any();
            keyed.AddRange(alike.Select(award => award with { AwardKey = several ? string.Create(CultureInfo.InvariantCulture, $"{alike.Key} ({award.ConferredOn:yyyy-MM-dd})") : alike.Key }));
        }

        foreach (var twice in keyed.GroupBy(award => award.AwardKey, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
        {
            values.Report(ReadRules.DuplicateKey, twice.Last().Source, $"The learner has the same award of {twice.First().ConferredOn:yyyy-MM-dd} twice, the first time in {Place(twice.First().Source, twice.Last().Source)}. Keep one, with all its majors and honours.");
        }

        return [.. keyed.OrderBy(award => award.ConferredOn).ThenBy(award => award.AwardKey, StringComparer.Ordinal)];
    }

    private static string Place(SourceLocation source, SourceLocation from) => source.File != from.File ? source.ToString() : source.Row is { } row ? string.Create(CultureInfo.InvariantCulture, $"row {row}") : source.File;
}
