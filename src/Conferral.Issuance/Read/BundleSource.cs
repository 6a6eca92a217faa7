// Reads a bundle of CSV files as one stream of learners: every file in learner order, merged on the learner key.
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// A folder or zip of CSV files as <see cref="BundleLayout"/> and docs/intake.md describe them, learners in ordinal order of their keys.
/// Files already in that order are streamed as they are; the others are sorted in a temporary file first.
/// Bounds: reference files and one learner in memory, plus <see cref="IntakeOptions.SortMemoryBytes"/> while an unsorted file is sorted.
/// Errors: <see cref="IntakeException"/> at opening for what concerns the whole input; while reading only for the disk or a changed file.
/// </summary>
public sealed class BundleSource : IIntakeSource
{
    private readonly InputFiles files;
    private readonly IntakeMapping mapping;
    private readonly IntakeOptions options;
    private readonly SourceFindings opening;
    private readonly ReferenceTables tables = new();
    private readonly Dictionary<Feed, bool> inOrder = [];
    private readonly IReadOnlyList<(BundleFile File, Feed Feed)> present;
    private SourceFindings found;

    private BundleSource(InputFiles files, IntakeMapping mapping, IntakeOptions options)
    {
        (this.files, this.mapping, this.options) = (files, mapping, options);
        opening = new SourceFindings(options.MaxSourceFindings);
        found = opening;
        present = [.. BundleLayout.Files.SelectMany(file => mapping.FeedsOf(file).Where(feed => files.Has(feed.SourceFile)).Select(feed => (file, feed)))];
    }

    public string Description { get; private set; } = "";

    public string Sha256 { get; private set; } = "";

    public long? LearnerCount { get; private set; }

    public IReadOnlyList<Finding> SourceFindings => found.ToList();

    /// <summary>Opens a bundle: reads every byte once for its hash, encoding, headers and order, and the reference files into memory.</summary>
    internal static BundleSource Open(InputFiles files, IntakeMapping mapping, IntakeOptions options, CancellationToken cancellationToken)
    {
        var source = new BundleSource(files, mapping, options);
        source.Inspect(cancellationToken);
        return source;
    }

    /// <inheritdoc/>
    /// <remarks>Parsing is synchronous on the caller's thread: files are local, and the CSV parser is faster than an awaited read of each record.</remarks>
    public async IAsyncEnumerable<IntakeItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        found = new SourceFindings(options.MaxSourceFindings);
        found.AddRange(opening.ToList());
        using var merge = new LearnerMerge(LearnerFiles(cancellationToken), new LearnerAssembler(tables, options), found);
        while (merge.Next() is { } item)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    /// <summary>Nothing is held open between readings; a reading gives back its files and its temporary file when it ends.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Inspect(CancellationToken cancellationToken)
    {
        RefuseMissingFiles();
        var hashes = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var unread = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var (file, feed) in present)
        {
            using var inspecting = hashes.ContainsKey(feed.SourceFile) ? null : new InspectingStream(files.Open(feed.SourceFile), feed.SourceFile, options.MaxFileBytes);
            using var cursor = CsvCursor.Open(file, feed, inspecting ?? files.Open(feed.SourceFile), options);
            if (!unread.TryAdd(feed.SourceFile, [.. cursor.Feed.Unread])) unread[feed.SourceFile].IntersectWith(cursor.Feed.Unread);
            RefuseMissingReference(cursor.Feed);
            if (file.IsReference) tables.Load(cursor);
            else Survey(cursor, cancellationToken);
            if (inspecting is not null) hashes[feed.SourceFile] = inspecting.Finish();
        }

        Describe(hashes);
        ReportUnread(unread, hashes);
        opening.AddRange(tables.Findings);
    }

    private void RefuseMissingFiles()
    {
        foreach (var file in BundleLayout.Files)
        {
            var mapped = mapping.Feeds.ContainsKey(file.Name);
            if (!mapped && !file.Required) continue;
            foreach (var feed in mapping.FeedsOf(file).Where(feed => !files.Has(feed.SourceFile)))
            {
                throw new IntakeException(
                    IntakeCodes.MissingFile,
                    $"There is no {feed.SourceFile} in the {files.Description}{(mapped ? $", which the mapping names for {file.Name}" : "")}.{NearestWord.Hint(feed.SourceFile, files.Names)} A bundle needs at least learners.csv and awards.csv, or a mapping that names other files.",
                    new SourceLocation(feed.SourceFile));
            }
        }
    }

    /// <summary>Rows that refer to courses, terms or competencies need the file that holds them.</summary>
    private void RefuseMissingReference(BoundFeed feed)
    {
        (BundleColumn Column, BundleFile Needed)[] needs =
        [
            (BundleLayout.CourseResults.CourseKey, BundleLayout.Courses.File), (BundleLayout.CourseResults.TermKey, BundleLayout.Terms.File),
            (BundleLayout.Gpa.TermKey, BundleLayout.Terms.File), (BundleLayout.CompetencyResults.CompetencyKey, BundleLayout.Competencies.File),
            (BundleLayout.CompetencyResults.CourseKey, BundleLayout.Courses.File),
        ];
        foreach (var (column, needed) in needs.Where(need => feed.File.Columns.Contains(need.Column) && feed[need.Column] is not null))
        {
            if (present.Any(pair => pair.File == needed)) continue;
            throw new IntakeException(
                IntakeCodes.MissingFile,
                $"{feed.Feed.SourceFile} has the column {column.Name}, but there is no {needed.FileName} to look it up in. Export {needed.FileName}, or leave the column out.",
                new SourceLocation(needed.FileName));
        }
    }

    /// <summary>Sees whether the rows are in learner order already, and counts the learners if so.</summary>
    private void Survey(RowCursor rows, CancellationToken cancellationToken)
    {
        var (ordered, count) = (true, 0L);
        var before = new RowBuffer();
        for (; rows.HasRow; rows.Advance())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var order = before.Key.SequenceCompareTo(rows.Row.Key);
            ordered &= order <= 0;
            if (order != 0 || rows.Row.Key.IsEmpty) count++;
            if (order == 0) continue;
            before.Begin(0, 0);
            before.SetKey(rows.Row.Key);
        }

        inOrder[rows.Feed.Feed] = ordered;
        if (rows.Feed.File == BundleLayout.Learners.File && ordered) LearnerCount = count;
    }

    private void Describe(SortedDictionary<string, byte[]> hashes)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, hash) in hashes)
        {
            whole.AppendData(Encoding.UTF8.GetBytes(name + "\0"));
            whole.AppendData(hash);
        }

        if (!mapping.Bytes.IsEmpty)
        {
            whole.AppendData("mapping\0"u8);
            whole.AppendData(SHA256.HashData(mapping.Bytes.Span));
        }

        Sha256 = Convert.ToHexStringLower(whole.GetHashAndReset());
        Description = string.Create(CultureInfo.InvariantCulture, $"{files.Description} ({hashes.Count} files)");
    }

    private void ReportUnread(Dictionary<string, HashSet<string>> unread, SortedDictionary<string, byte[]> hashes)
    {
        foreach (var (file, columns) in unread.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            foreach (var column in columns.Where(column => !mapping.FeedsOfSource(file).Any(feed => feed.Ignored.Contains(column))))
            {
                opening.Add(ReadRules.UnknownColumn.At(new SourceLocation(file, 1, column), "The column is not documented, not mapped and not ignored; it is not read. Check its spelling, or list it under ignore: in the mapping."));
            }
        }

        foreach (var name in files.Names.Where(name => name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !hashes.ContainsKey(name) && !mapping.IgnoredFiles.Contains(name)))
        {
            opening.Add(ReadRules.UnusedFile.At(new SourceLocation(name), $"Nothing reads this file. Its name should be one of {string.Join(", ", BundleLayout.Files.Select(file => file.FileName))}, or stand under ignoreFiles: in the mapping."));
        }
    }

    /// <summary>A cursor in learner order over each file of learners' rows that is present.</summary>
    private List<RowCursor> LearnerFiles(CancellationToken cancellationToken)
    {
        var cursors = new List<RowCursor>();
        try
        {
            foreach (var (file, feed) in present.Where(pair => !pair.File.IsReference))
            {
                RowCursor cursor = CsvCursor.Open(file, feed, files.Open(feed.SourceFile), options);
                if (!inOrder[feed]) cursor = RowSorter.Sort(cursor, options, cancellationToken);
                cursors.Add(feed.Rows == RowChoice.Last ? new LastRowCursor(cursor) : cursor);
            }
        }
        catch
        {
            foreach (var cursor in cursors) cursor.Dispose();
            throw;
        }

        return cursors;
    }
}
