// The documents that are measured: unsigned CLRs of the invented college, composed by the product itself.
using System.Text.Json.Nodes;
using Conferral.Credentials.Model;
using Conferral.Issuance.Compose;
using Conferral.Issuance.Read;
using Conferral.Samples;

namespace Conferral.Benchmarks;

/// <summary>Makes unsigned documents. Shape: equal arguments give equal bytes.</summary>
internal static class SampleDocuments
{
    public const string Issuer = "did:web:college.example";

    private const int SourceLearners = 64;
    private const int Competencies = 12;
    private const int Activities = 2;

    /// <summary>As long as a catalogue's text about a course commonly is.</summary>
    private const string Syllabus = " Students read primary and secondary sources, work on weekly problem sets in groups of four, present one topic of their own choice and hand in a paper of twelve pages. Prerequisite: the introductory course of the subject or the consent of the instructor. Offered every other year.";

    private static readonly DateTimeOffset Noon = new(2027, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ComposeOptions Options = new()
    {
        Issuer = new Profile { Id = Issuer, Name = "Example College", Url = "https://college.example/" },
    };

    /// <summary>CLRs of one degree and that many courses each, with competencies and activities, every one of another graduate.</summary>
    /// <param name="count">How many.</param>
    /// <param name="courses">Courses in each.</param>
    /// <param name="sharedCatalogue">False gives every graduate courses of their own, as no institution has them.</param>
    /// <param name="first">Number of the first graduate: others give other learners.</param>
    public static List<byte[]> Records(int count, int courses, bool sharedCatalogue = true, int first = 0)
        => Clrs(first, count, (graduate, index, pools) => WithCourses(graduate, index, pools.Courses, courses, sharedCatalogue ? 0 : (index + 1) * FarCampus) with
        {
            CompetencyResults = [.. Enumerable.Range(0, Competencies).Select(i => InYear(pools.Competencies[(i + index) % pools.Competencies.Count], i, index))],
            Activities = [.. Enumerable.Range(0, Activities).Select(i => pools.Activities[(i + index) % pools.Activities.Count])],
        });

    /// <summary>CLRs of that many members: one degree and courses.</summary>
    public static List<byte[]> OfMembers(int count, int members)
        => Clrs(0, count, (graduate, index, pools) => WithCourses(graduate, index, pools.Courses, members - 1, 0));

    /// <summary>No document reaches a campus of this number through its courses alone.</summary>
    private const int FarCampus = 1000;

    private sealed record Pools(List<CourseResult> Courses, List<CompetencyResult> Competencies, List<Activity> Activities);

    private static List<byte[]> Clrs(int first, int count, Func<LearnerRecord, int, Pools, LearnerRecord> fill)
    {
        var graduates = Graduates();
        var pools = new Pools(
            [.. graduates.SelectMany(graduate => graduate.CourseResults).DistinctBy(result => result.Course.CourseKey, StringComparer.Ordinal).Select(WithSyllabus)],
            [.. graduates.SelectMany(graduate => graduate.CompetencyResults)],
            [.. graduates.SelectMany(graduate => graduate.Activities)]);
        var composer = new Composer(Options, new IdentifierMint(new byte[IdentifierMint.SecretBytes], Issuer), new FixedTime());
        return [.. Enumerable.Range(first, count).Select(index => Compose(composer, fill(graduates[index % graduates.Count], index, pools)))];
    }

    /// <summary>The same document with every id taken out but the issuers', so that almost every node is blank.</summary>
    public static byte[] WithoutIds(byte[] clr)
    {
        var document = JsonNode.Parse(clr)!;
        Strip(document);
        return System.Text.Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    private static List<LearnerRecord> Graduates()
    {
        var folder = Directory.CreateTempSubdirectory("conferral-bench-");
        try
        {
            CohortGenerator.Write(folder.FullName, new CohortOptions(SourceLearners, CohortGenerator.SampleSeed));
            return [.. ReadAsync(folder.FullName).ToBlockingEnumerable().Select(item => item.Learner).OfType<LearnerRecord>()];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async IAsyncEnumerable<IntakeItem> ReadAsync(string folder)
    {
        await using var source = IntakeSources.Open(folder);
        await foreach (var item in source.ReadAsync(CancellationToken.None)) yield return item;
    }

    /// <summary>The graduate's own courses first, then others of the catalogue; beyond the catalogue, courses of further campuses.</summary>
    private static LearnerRecord WithCourses(LearnerRecord graduate, int index, List<CourseResult> pool, int courses, int firstCampus)
    {
        var own = graduate.CourseResults.DistinctBy(result => result.Course.CourseKey, StringComparer.Ordinal).Select(WithSyllabus).ToList();
        var keys = own.Select(result => result.Course.CourseKey).ToHashSet(StringComparer.Ordinal);
        var others = pool.Where(result => !keys.Contains(result.Course.CourseKey));
        var campus = own.Concat(others).ToList();
        var taken = Enumerable.Range(0, courses).Select(i => OnCampus(campus[i % campus.Count], firstCampus + (i / campus.Count))).ToList();
        return graduate with
        {
            LearnerKey = $"{graduate.LearnerKey}-{index}",
            Awards = [graduate.Awards[0]],
            CourseResults = taken,
            CompetencyResults = [],
            Activities = [],
        };
    }

    private static CourseResult WithSyllabus(CourseResult result) => result with { Course = result.Course with { Description = result.Course.Description + Syllabus } };

    /// <summary>The same competency as the framework states it for another year of study; several assessments of one are told apart by it.</summary>
    private static CompetencyResult InYear(CompetencyResult result, int year, int index) => result with
    {
        CourseKey = null,
        AssessedOn = result.AssessedOn?.AddDays(index % 28),
        Competency = result.Competency with { CompetencyKey = $"{result.Competency.CompetencyKey}/{year}", Name = $"{result.Competency.Name}, stage {year + 1}" },
    };

    private static CourseResult OnCampus(CourseResult result, int campus)
        => campus == 0 ? result : result with { Course = result.Course with { CourseKey = $"{result.Course.CourseKey}/{campus}", Title = $"{result.Course.Title}, campus {campus}" } };

    private static byte[] Compose(Composer composer, LearnerRecord learner)
        => composer.Compose(new IntakeItem { LearnerKey = learner.LearnerKey, Source = learner.Source, Learner = learner }).Utf8Json.ToArray();

    private static void Strip(JsonNode node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array) if (item is not null) Strip(item);
            return;
        }

        if (node is not JsonObject members) return;
        foreach (var (name, value) in members.ToList())
        {
            if (name is "@context" or "issuer" or "credentialSchema") continue;
            if (name is "id") members.Remove(name);
            else if (value is not null) Strip(value);
        }
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon;
    }
}
