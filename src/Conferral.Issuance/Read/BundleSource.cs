// Reads a bundle of tables as one stream of learners: every table in learner order, merged on the learner key.
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// Tables as <see cref="BundleLayout"/> and docs/intake.md describe them — CSV files, worksheets, queries — learners in ordinal order of their keys.
/// Files already in that order are streamed as they are; the others, and what a database gives, are sorted in a temporary file first.
/// Bounds: reference files and one learner in memory, plus <see cref="IntakeOptions.SortMemoryBytes"/> while an unsorted file is sorted.
/// Errors: <see cref="IntakeException"/> at opening for what concerns the whole input; while reading only for the disk or a changed file.
/// </summary>
public sealed class BundleSource : IIntakeSource
{
    private readonly InputTables tables;
    private readonly IntakeMapping mapping;
    private readonly IntakeOptions options;
    private readonly SourceFindings opening;
    private readonly BundleManifest? manifest;
    private readonly ReferenceTables references = new();
    private readonly Dictionary<Feed, bool> inOrder = [];
    private readonly HashSet<(string Table, string Remark)> remarks = [];
    private readonly IReadOnlyList<(BundleFile File, Feed Feed)> present;
    private SourceFindings found;

    private BundleSource(InputTables tables, IntakeMapping mapping, BundleManifest? manifest, IntakeOptions options)
    {
        (this.tables, this.mapping, this.manifest, this.options) = (tables, mapping, manifest, options);
        opening = new SourceFindings(options.MaxSourceFindings);
        found = opening;
        present = [.. BundleLayout.Files.SelectMany(file => mapping.FeedsOf(file).Select(feed => tables.Find(file, feed)).OfType<Feed>().Select(feed => (file, feed)))];
    }

    public string Description { get; private set; } = "";

    public string Sha256 { get; private set; } = "";

    public IReadOnlyDictionary<string, string> PartHashes { get; private set; } = new Dictionary<string, string>();

    public long? LearnerCount { get; private set; }

    public IReadOnlyList<Finding> SourceFindings => found.ToList();

    /// <summary>Opens a bundle: reads every byte once for its hash, encoding, headers and order, and the reference files into memory. Takes over the tables.</summary>
    internal static BundleSource Open(InputTables tables, IntakeMapping mapping, BundleManifest? manifest, IntakeOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var source = new BundleSource(tables, mapping, manifest, options);
            source.Inspect(cancellationToken);
            return source;
        }
        catch
        {
            tables.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Parsing is synchronous on the caller's thread: files are local, and the CSV parser is faster than an awaited read of each record.</remarks>
    public async IAsyncEnumerable<IntakeItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        found = new SourceFindings(options.MaxSourceFindings);
        found.AddRange(opening.ToList());
        var assembler = new LearnerAssembler(references, options);
        using var merge = new LearnerMerge(LearnerFiles(cancellationToken), assembler, found);
        var passedOver = 0L;
        while (merge.Next() is { } item)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (assembler.HasAwardRows || !ListsEverybody) yield return item;
            else passedOver++;
        }

        if (passedOver > 0) found.Add(ReadRules.Form.At(new SourceLocation(present[0].Feed.Name), string.Create(CultureInfo.InvariantCulture, $"Students without an award are passed over, as a roster lists everybody: {passedOver}.")));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LearnerRecord> ReadLearnersAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var (file, feed) = present.First(pair => pair.File == BundleLayout.Learners.File);
        using RowCursor rows = tables.Open(file, feed);
        var assembler = new LearnerAssembler(references, options);
        for (; rows.HasRow; rows.Advance())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (assembler.ReadAlone(rows) is { } learner) yield return learner;
        }
    }

    /// <summary>Of files nothing is held open between readings; a reading gives back its temporary file when it ends. A database's snapshot ends here.</summary>
    public ValueTask DisposeAsync()
    {
        tables.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Inspect(CancellationToken cancellationToken)
    {
        RefuseMissingFiles();
        var hashes = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var unread = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var samples = new List<(Feed Feed, KeySample Keys)>();
        foreach (var (file, feed) in present)
        {
            var part = tables.StoreOf(feed).PartOf(feed);
            using var cursor = tables.Open(file, feed, first: !hashes.ContainsKey(part));
            if (!unread.TryAdd(feed.Name, [.. cursor.Feed.Unread])) unread[feed.Name].IntersectWith(cursor.Feed.Unread);
            RefuseMissingReference(cursor.Feed);
            if (file.IsReference) references.Load(cursor);
            else samples.Add((feed, Survey(cursor, cancellationToken)));
            if (cursor.Finish() is { } hash) hashes[part] = hash;
            if (file == BundleLayout.Learners.File && cursor.Count == 0) throw NobodyIn(feed);
            manifest?.CheckRows(feed, cursor.Count);
            foreach (var remark in cursor.Remarks.Where(remark => remarks.Add((feed.Name, remark)))) opening.Add(ReadRules.Form.At(new SourceLocation(feed.Name), remark));
        }

        foreach (var (part, hash) in tables.OtherParts) hashes[part] = hash;
        foreach (var (file, remark) in tables.Remarks) opening.Add(ReadRules.Form.At(new SourceLocation(file), remark));
        foreach (var (feed, keys) in samples.Skip(1)) keys.Refuse(samples[0].Keys, feed, samples[0].Feed);
        manifest?.CheckHashes(hashes);
        Describe(hashes);
        ReportUnread(unread);
        opening.AddRange(references.Findings);
    }

    private bool ListsEverybody => tables.StoreOf(present[0].Feed).ListsEverybody && !options.AllowNoAwards;

    private static IntakeException NobodyIn(Feed feed) => new(
        IntakeCodes.NoRows, $"{feed.Name} has a header and no rows: nobody would be read. Export it again, or look whether the export's filter found anybody.", new SourceLocation(feed.Name));

    private void RefuseMissingFiles()
    {
        foreach (var file in BundleLayout.Files)
        {
            var mapped = mapping.Feeds.ContainsKey(file.Name);
            if (!mapped && !file.Required) continue;
            foreach (var feed in mapping.FeedsOf(file).Where(feed => tables.Find(file, feed) is null))
            {
                throw new IntakeException(
                    IntakeCodes.MissingFile,
                    $"There is no {feed.Name} in the {tables.Description}{(mapped ? $", which the mapping names for {file.Name}" : "")}.{NearestWord.Hint(feed.SourceFile, tables.Names)} A bundle needs at least learners.csv and awards.csv, or a mapping that names other files.",
                    new SourceLocation(feed.Name));
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
                $"{feed.Feed.Name} has the column {column.Name}, but there is no {needed.FileName} to look it up in. Export {needed.FileName}, or leave the column out.",
                new SourceLocation(needed.FileName));
        }
    }

    /// <summary>Sees whether the rows are in learner order already, counts the learners if so, and takes a sample of the keys.</summary>
    private KeySample Survey(RowCursor rows, CancellationToken cancellationToken)
    {
        var (ordered, count) = (true, 0L);
        var before = new RowBuffer();
        var keys = new KeySample();
        for (; rows.HasRow; rows.Advance())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var order = before.Key.SequenceCompareTo(rows.Row.Key);
            ordered &= order <= 0;
            if (order != 0 || rows.Row.Key.IsEmpty) count++;
            if (order == 0) continue;
            keys.Add(rows.Row.Key);
            before.Begin(0, 0);
            before.SetKey(rows.Row.Key);
        }

        inOrder[rows.Feed.Feed] = ordered;
        if (rows.Feed.File == BundleLayout.Learners.File && ordered && !ListsEverybody) LearnerCount = count;
        return keys;
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
        PartHashes = hashes.ToDictionary(part => part.Key, part => Convert.ToHexStringLower(part.Value), StringComparer.Ordinal);
        Description = string.Create(CultureInfo.InvariantCulture, $"{tables.Description} ({hashes.Count} {(hashes.Count == 1 ? "file" : "files")})");
    }

    private void ReportUnread(Dictionary<string, HashSet<string>> unread)
    {
        var feeds = present.Select(pair => pair.Feed).ToList();
        foreach (var (table, columns) in unread.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            foreach (var column in columns.Where(column => !feeds.Exists(feed => feed.Name == table && feed.Ignored.Contains(column))))
            {
                opening.Add(ReadRules.UnknownColumn.At(new SourceLocation(table, 1, column), "The column is not documented, not mapped and not ignored; it is not read. Check its spelling, or list it under ignore: in the mapping."));
            }
        }

        foreach (var name in tables.Names.Where(name => !unread.ContainsKey(name) && !feeds.Exists(feed => feed.SourceFile == name) && !mapping.IgnoredFiles.Contains(name)))
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
                RowCursor cursor = tables.Open(file, feed);
                if (!inOrder[feed] || !tables.StoreOf(feed).IsParallel) cursor = RowSorter.Sort(cursor, options, cancellationToken);
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
