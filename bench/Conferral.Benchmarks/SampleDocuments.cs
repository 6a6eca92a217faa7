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

    private static readonly DateTimeOffset Noon = new(2027, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ComposeOptions Options = new()
    {
        Issuer = new Profile { Id = Issuer, Name = "Example College", Url = "https://college.example/" },
    };

    /// <summary>CLRs of one degree and that many courses each, every one of another graduate.</summary>
    public static List<byte[]> Clrs(int count, int courses)
    {
        var graduates = Graduates();
        var pool = graduates.SelectMany(graduate => graduate.CourseResults).DistinctBy(result => result.Course.CourseKey, StringComparer.Ordinal).ToList();
        var composer = new Composer(Options, new IdentifierMint(new byte[IdentifierMint.SecretBytes], Issuer), new FixedTime());
        return [.. Enumerable.Range(0, count).Select(index => Compose(composer, WithCourses(graduates[index % graduates.Count], index, pool, courses)))];
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
    private static LearnerRecord WithCourses(LearnerRecord graduate, int index, List<CourseResult> pool, int courses)
    {
        var own = graduate.CourseResults.DistinctBy(result => result.Course.CourseKey, StringComparer.Ordinal).ToList();
        var keys = own.Select(result => result.Course.CourseKey).ToHashSet(StringComparer.Ordinal);
        var others = pool.Where(result => !keys.Contains(result.Course.CourseKey));
        var campus = own.Concat(others).ToList();
        var taken = Enumerable.Range(0, courses).Select(i => OnCampus(campus[i % campus.Count], i / campus.Count)).ToList();
        return graduate with
        {
            LearnerKey = $"{graduate.LearnerKey}-{index}",
            Awards = [graduate.Awards[0]],
            CourseResults = taken,
            CompetencyResults = [],
            Activities = [],
        };
    }

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
