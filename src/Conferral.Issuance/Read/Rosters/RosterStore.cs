// A OneRoster 1.1 or 1.2 CSV export as tables of a bundle; what it lacks stands beside it.
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// Learners, courses, terms and course results of a roster. OneRoster has no awards, credits or averages: they come from our own
/// awards.csv, gpa.csv and course_results.csv in the same folder, or from what the mapping names for them. Only tables the
/// mapping says nothing about are made.
/// Errors: <see cref="IntakeException"/> for another version or format, and where there are no awards.
/// </summary>
internal sealed class RosterStore : TableStore
{
    private static readonly string[] Known =
    [
        "manifest", "users", "orgs", "academicSessions", "courses", "classes", "enrollments", "demographics", "roles", "userProfiles", "categories",
        "lineItems", "results", "lineItemScoreScales", "scoreScales", "lineItemLearningObjectiveIds", "resultLearningObjectiveIds", "resultScoreScales",
        "resources", "classResources", "courseResources", "userResources",
    ];

    private readonly InputFiles files;
    private readonly RosterFiles roster;
    private readonly RosterIndex index;
    private readonly bool hasFinals;
    private readonly Dictionary<Feed, RosterTable> made = [];

    private RosterStore(InputFiles files, RosterFiles roster, FinalGradeRule? finalGrade)
    {
        (this.files, this.roster, hasFinals) = (files, roster, finalGrade is not null);
        if (hasFinals && (roster.NameOf("results") is null || roster.NameOf("lineItems") is null))
        {
            throw new IntakeException(IntakeCodes.MissingFile, $"The mapping has a rule for final grades, and the {files.Description} has no results.csv with lineItems.csv. Export both, or take finalGrade: out.");
        }

        index = new RosterIndex(roster, RosterVersion.Is12(roster), finalGrade);
    }

    public override string Description => files.Description;

    public override IEnumerable<string> Names => [];

    public override IEnumerable<string> Claims => Known.Select(roster.NameOf).OfType<string>();

    public override IReadOnlyDictionary<string, byte[]> OtherParts => roster.Hashes;

    public override bool ListsEverybody => true;

    public override IReadOnlyList<(string File, string Remark)> Remarks =>
    [
        (roster.NameOf("users")!, $"It is read as OneRoster {(index.Is12 ? "1.2" : "1.1")}; awards come from beside it."),
        .. hasFinals || roster.NameOf("results") is not { } results ? Array.Empty<(string, string)>() : [(results, "It is not read: nothing in OneRoster marks a final grade. Name the line items that are final under oneRoster: finalGrade: in the mapping.")],
    ];

    /// <summary>The roster in a folder or zip, or null where it is none, or has a bundle's own learners.csv.</summary>
    public static RosterStore? Find(InputFiles files, IntakeMapping mapping, IntakeOptions options)
    {
        var export = new RosterFiles(files, options);
        if (files.Has(BundleLayout.Learners.File.FileName) || mapping.Feeds.ContainsKey(BundleLayout.Learners.File.Name) || !RosterVersion.IsRoster(export)) return null;
        var found = new RosterStore(files, export, mapping.FinalGrade);
        if (!files.Has(BundleLayout.Awards.File.FileName) && !mapping.Feeds.ContainsKey(BundleLayout.Awards.File.Name))
        {
            throw new IntakeException(
                IntakeCodes.Roster,
                $"The {files.Description} is a OneRoster export. OneRoster has no column for an award, its date, a major, honours, credits or an average, so there is nothing to confer. "
                + "Put an awards.csv beside it (docs/intake.md; its learner_key is the sourcedId of users.csv), or name a file, a sheet or a query for awards in the mapping.");
        }

        return found;
    }

    public override Feed? Find(BundleFile file, Feed feed)
    {
        // Our own course_results.csv and terms.csv say more than a roster can; courses.csv is OneRoster's.
        if (feed.Place is not null || (file != BundleLayout.Courses.File && files.Has(file.FileName))) return null;
        if (RosterTable.For(file, hasFinals) is not { } table || roster.NameOf(table.Source) is not { } name) return null;
        var found = feed with { SourceFile = name };
        made[found] = table;
        return found;
    }

    public override TableRecords Open(BundleFile file, Feed feed, bool first)
    {
        var table = made[feed];
        var rows = new RosterRows(roster.Open(feed.SourceFile, first, table.Needed));
        try
        {
            RosterFiles.Require(rows, feed.SourceFile, table.Needed);
            return new RosterRecords(rows, table, index);
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    public override void Dispose()
    {
    }
}
