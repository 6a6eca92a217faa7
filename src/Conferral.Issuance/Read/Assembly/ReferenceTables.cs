// The files that are the same for every learner: courses, terms and competencies, held in memory.
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>One reference row: the value, or what is wrong with it. Whoever refers to a faulty row gets its findings.</summary>
internal sealed record ReferenceEntry<T>(T? Value, IReadOnlyList<Finding> Findings)
    where T : class;

/// <summary>A keyed reference file. Bounds: one entry per key of the file, whatever the number of learners.</summary>
internal sealed class ReferenceTable<T>
    where T : class
{
    private readonly Dictionary<string, ReferenceEntry<T>> entries = new(StringComparer.Ordinal);

    public IEnumerable<Finding> Findings => entries.Values.SelectMany(entry => entry.Findings).Concat(Unkeyed);

    /// <summary>What is wrong with rows that have no key anybody could refer to.</summary>
    public List<Finding> Unkeyed { get; } = [];

    public void Add(RowCursor rows, BundleColumn keyColumn, Func<RowValues, string, T?> make)
    {
        var distinct = rows.Feed.Feed.Rows == RowChoice.Distinct;
        var values = new RowValues(rows.Feed);
        var lookup = entries.GetAlternateLookup<ReadOnlySpan<char>>();
        for (; rows.HasRow; rows.Advance())
        {
            var findings = new List<Finding>();
            values.Use(rows.Row, findings);
            if (!values.Span(keyColumn, out var key))
            {
                Unkeyed.AddRange(findings);
                continue;
            }

            if (!lookup.TryGetValue(key, out var first)) entries[key.ToString()] = Make(values, key.ToString(), findings, make);
            else if (!distinct) entries[key.ToString()] = Duplicate(values, keyColumn, key.ToString(), first);
        }
    }

    public bool TryFind(ReadOnlySpan<char> key, out ReferenceEntry<T> entry)
        => entries.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out entry!);

    private static ReferenceEntry<T> Make(RowValues values, string key, List<Finding> findings, Func<RowValues, string, T?> make)
    {
        if (!values.IsWhole) values.ReportWidth();
        else if (make(values, key) is { } made && findings.Count == 0) return new ReferenceEntry<T>(made, []);
        return new ReferenceEntry<T>(null, findings);
    }

    private static ReferenceEntry<T> Duplicate(RowValues values, BundleColumn keyColumn, string key, ReferenceEntry<T> first)
        => first with
        {
            Value = null,
            Findings = [.. first.Findings, ReadRules.DuplicateKey.At(values.Here(keyColumn), $"The key {RowValues.Quoted(key)} stands a second time. Keep one row per {keyColumn.Name}.")],
        };
}

/// <summary>The three reference files of a bundle.</summary>
internal sealed class ReferenceTables
{
    public ReferenceTable<Course> Courses { get; } = new();

    public ReferenceTable<Term> Terms { get; } = new();

    public ReferenceTable<Competency> Competencies { get; } = new();

    public IEnumerable<Finding> Findings => Courses.Findings.Concat(Terms.Findings).Concat(Competencies.Findings);

    public void Load(RowCursor rows)
    {
        var file = rows.Feed.File;
        if (file == BundleLayout.Courses.File) Courses.Add(rows, BundleLayout.Courses.CourseKey, MakeCourse);
        else if (file == BundleLayout.Terms.File) Terms.Add(rows, BundleLayout.Terms.TermKey, MakeTerm);
        else Competencies.Add(rows, BundleLayout.Competencies.CompetencyKey, MakeCompetency);
    }

    private static Course? MakeCourse(RowValues values, string key)
    {
        var (code, title) = (values.Code(BundleLayout.Courses.Code), values.Text(BundleLayout.Courses.Title));
        var (description, subject, credits) = (values.Text(BundleLayout.Courses.Description), values.Text(BundleLayout.Courses.Subject), values.Number(BundleLayout.Courses.Credits));
        if (code is null || title is null) return null;
        return new Course { CourseKey = key, Code = code, Title = title, Description = description, Subject = subject, Credits = credits, Source = values.Here() };
    }

    private static Term? MakeTerm(RowValues values, string key)
    {
        var (name, starts, ends) = (values.Text(BundleLayout.Terms.Name), values.Date(BundleLayout.Terms.StartsOn), values.Date(BundleLayout.Terms.EndsOn));
        values.ReportReversed(BundleLayout.Terms.EndsOn, starts, ends);
        return name is null ? null : new Term(key, name, starts, ends);
    }

    private static Competency? MakeCompetency(RowValues values, string key)
    {
        var name = values.Text(BundleLayout.Competencies.Name);
        var made = new Competency
        {
            CompetencyKey = key,
            Name = name ?? "",
            Code = values.Code(BundleLayout.Competencies.Code),
            Description = values.Text(BundleLayout.Competencies.Description),
            Framework = values.Text(BundleLayout.Competencies.Framework),
            FrameworkUrl = values.Text(BundleLayout.Competencies.FrameworkUrl),
            Levels = values.List(BundleLayout.Competencies.Levels),
            Source = values.Here(),
        };
        return name is null ? null : made;
    }
}
