// Writes the export of an invented college of any size, one learner at a time.
using System.Globalization;
using System.Text;

namespace Conferral.Samples;

/// <summary>
/// Writes learners.csv, awards.csv and the other eight files of a bundle.
/// Bounds: memory for a block of learners, whatever the size of the cohort.
/// </summary>
public static class CohortGenerator
{
    private const int ShuffleBlock = 256;

    /// <summary>The seed of samples/river-college.</summary>
    public const long SampleSeed = 20260515;

    /// <summary>The number of graduates in samples/river-college.</summary>
    public const int SampleLearners = 300;

    /// <summary>Writes the cohort into <paramref name="folder"/>, replacing files of the same names.</summary>
    public static void Write(string folder, CohortOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Learners, 1);
        if (options.Courses is { } courses) ArgumentOutOfRangeException.ThrowIfGreaterThan(courses, College.Courses.Count);
        if (options.Faults) ArgumentOutOfRangeException.ThrowIfLessThan(options.Learners, SampleLearners);
        Directory.CreateDirectory(folder);
        WriteReferences(folder);
        var files = ExportFile.All.Where(file => file.Rows is not null).ToArray();
        if (options.Shuffled)
        {
            for (var i = 0; i < files.Length; i++) WriteShuffled(folder, files[i], options, purpose: i, cancellationToken);
        }
        else
        {
            WriteInOrder(folder, files, options, cancellationToken);
        }
    }

    private static void WriteInOrder(string folder, ExportFile[] files, CohortOptions options, CancellationToken cancellationToken)
    {
        var writers = files.Select(file => Create(folder, file)).ToArray();
        try
        {
            for (var index = 0; index < options.Learners; index++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var graduate = Make(options, index);
                for (var i = 0; i < files.Length; i++) WriteRows(writers[i], files[i].Rows!(graduate));
            }
        }
        finally
        {
            foreach (var writer in writers) writer.Dispose();
        }
    }

    /// <summary>Every file walks the learners in an order of its own, and mixes the rows of each block of them.</summary>
    private static void WriteShuffled(string folder, ExportFile file, CohortOptions options, int purpose, CancellationToken cancellationToken)
    {
        using var writer = Create(folder, file);
        var random = SeededRandom.For(options.Seed, purpose, purpose: 2);
        var (step, offset) = Walk(options.Learners, ref random);
        for (long start = 0; start < options.Learners; start += ShuffleBlock)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var block = new List<string[]>();
            for (var i = start; i < Math.Min(start + ShuffleBlock, options.Learners); i++)
            {
                block.AddRange(file.Rows!(Make(options, ((i * step) + offset) % options.Learners)));
            }

            var rows = block.ToArray();
            random.Shuffle(rows.AsSpan());
            WriteRows(writer, rows);
        }
    }

    /// <summary>A step without a common divisor with the number of learners visits each of them once.</summary>
    private static (long Step, long Offset) Walk(int learners, ref SeededRandom random)
    {
        long step = random.Next(learners) | 1;
        while (GreatestCommonDivisor(step, learners) != 1) step += 2;
        return (step, random.Next(learners));
    }

    private static long GreatestCommonDivisor(long a, long b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);

    private static Graduate Make(CohortOptions options, long index)
    {
        var graduate = Graduate.Make(options.Seed, index, options.Courses);
        if (options.Faults) WrongRows.Apply(graduate, index);
        return graduate;
    }

    private static void WriteReferences(string folder)
    {
        Write("courses.csv", College.Courses.Select(course => new[] { course.Key, course.Code, course.Title, course.Description, course.Subject, Number(course.Credits) }));
        Write("terms.csv", College.Terms.Select(term => new[] { term.Key, term.Name, Iso(term.StartsOn), Iso(term.EndsOn) }));
        Write("competencies.csv", College.Competencies.Select(competency => new[] { competency.Key, competency.Name, competency.Code, competency.Description, College.FrameworkName, College.FrameworkUrl, College.Levels }));

        void Write(string name, IEnumerable<string[]> rows)
        {
            using var writer = Create(folder, ExportFile.All.Single(file => file.Name == name));
            WriteRows(writer, rows);
        }
    }

    private static void WriteRows(TextWriter writer, IEnumerable<string[]> rows)
    {
        foreach (var row in rows) ExportFile.WriteRow(writer, row);
    }

    private static StreamWriter Create(string folder, ExportFile file)
    {
        var writer = new StreamWriter(Path.Combine(folder, file.Name), append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16);
        writer.Write(file.Header);
        writer.Write('\n');
        return writer;
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
