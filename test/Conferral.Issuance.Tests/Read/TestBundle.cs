// Small bundles written to a folder of their own, and what reading them gives.
using System.Text;
using Conferral.Credentials;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Read;

/// <summary>What a source delivered, all at once.</summary>
internal sealed record Reading(IReadOnlyList<IntakeItem> Items, IReadOnlyList<Finding> SourceFindings, string Sha256, string Description, long? LearnerCount)
{
    public IEnumerable<Finding> AllFindings => Items.SelectMany(item => item.Findings).Concat(SourceFindings);

    public IntakeItem this[string learnerKey] => Items.Single(item => item.LearnerKey == learnerKey);

    public static async Task<Reading> Of(string? path, string? mapping = null, IntakeOptions? options = null)
    {
        await using var source = IntakeSources.Open(path, mapping, options);
        var items = new List<IntakeItem>();
        await foreach (var item in source.ReadAsync(CancellationToken.None)) items.Add(item);
        return new Reading(items, source.SourceFindings, source.Sha256, source.Description, source.LearnerCount);
    }
}

/// <summary>A bundle of two learners in which everything is right; tests replace the file they are about.</summary>
internal sealed class TestBundle : IDisposable
{
    public const string Learners = "learner_key,name,email\n001,Ana Lima,ana@example.org\n002,Bo Chen,bo@example.org\n";
    public const string Awards = "learner_key,award_key,achievement_type,title,conferred_on\n001,D1,BachelorDegree,Bachelor of Arts,2026-05-15\n002,D2,Certificate,Certificate,2026-05-15\n";
    public const string Courses = "course_key,code,title,credits\nMATH-101,MATH 101,Algebra,3\nENGL-101,ENGL 101,Writing,3\n";
    public const string Terms = "term_key,name,starts_on,ends_on\n2025FA,Fall 2025,2025-08-28,2025-12-15\n";
    public const string Results = "learner_key,course_key,term_key,credits_attempted,credits_earned,grade,status\n001,MATH-101,2025FA,3,3,A,Completed\n002,ENGL-101,2025FA,3,3,B+,\n";

    public TestBundle()
    {
        Folder = Directory.CreateTempSubdirectory("conferral-read-").FullName;
        Put("learners.csv", Learners).Put("awards.csv", Awards).Put("courses.csv", Courses).Put("terms.csv", Terms).Put("course_results.csv", Results);
    }

    public string Folder { get; }

    public TestBundle Put(string name, string text, Encoding? encoding = null)
    {
        encoding ??= new UTF8Encoding(false);
        return Put(name, [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
    }

    public TestBundle Put(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(Folder, name), bytes);
        return this;
    }

    public TestBundle Without(string name)
    {
        File.Delete(Path.Combine(Folder, name));
        return this;
    }

    /// <summary>Puts the file with the first occurrence of a text replaced.</summary>
    public TestBundle Change(string name, string from, string to)
    {
        var path = Path.Combine(Folder, name);
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        return Put(name, string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length)));
    }

    public Task<Reading> Read(IntakeOptions? options = null, string? mapping = null)
        => Reading.Of(Folder, mapping is null ? null : WriteMapping(mapping), options);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string WriteMapping(string yaml)
    {
        Put("mapping.yaml", yaml);
        return Path.Combine(Folder, "mapping.yaml");
    }
}
