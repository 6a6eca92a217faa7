// Looks at a path and opens the source that can read it.
namespace Conferral.Issuance.Read;

/// <summary>The way into the Read stage.</summary>
public static class IntakeSources
{
    /// <summary>
    /// Opens a bundle (folder, zip, single CSV or workbook, or queries of a mapping), a OneRoster export, ready-made credentials (folder
    /// of .json, or one .ndjson or .jsonl file), learner records (one .ndjson or .jsonl file), a DegreeVerify file or a folder of them, or College Transcripts
    /// (an .xml file, or a folder or zip of them).
    /// Errors: <see cref="IntakeException"/> where the path is none of these, or the input as a whole cannot be read.
    /// </summary>
    /// <param name="path">A folder, a zip, or a file; null where the mapping's queries are all there is.</param>
    /// <param name="mappingPath">A mapping.yaml for an export with other names (docs/intake.md), or null.</param>
    /// <param name="options">Bounds and decisions; <see cref="IntakeOptions.Default"/> where null.</param>
    /// <param name="cancellationToken">Opening reads every byte of the input once.</param>
    public static IIntakeSource Open(string? path, string? mappingPath = null, IntakeOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= IntakeOptions.Default;
        options.Validate();
        var mapping = mappingPath is null ? IntakeMapping.None : MappingReader.Read(mappingPath);
        if (path is not null && File.Exists(path) && IsLines(path))
        {
            RefuseMapping(mappingPath);
            return RecordLines.Looks(path, options) ? RecordSource.Open(path, options, cancellationToken) : CredentialSource.OpenLines(path, options, cancellationToken);
        }

        if (path is not null && File.Exists(path) && DegreeVerifyFile.Looks(path)) return PolicySource.Over(DegreeVerifySource.Open(path, mapping, options, cancellationToken), mapping.Policies);
        if (path is not null && File.Exists(path) && PescSource.IsTranscript(path)) return PolicySource.Over(PescSource.Open(new OneFile(path), mapping, options, cancellationToken), mapping.Policies);
        var files = path is null ? InputFiles.None : InputFiles.At(path);
        if (!files.Has(BundleLayout.Learners.File.FileName) && mapping.Feeds.Count == 0 && PescSource.IsFolderOf(files)) return PolicySource.Over(PescSource.Open(files, mapping, options, cancellationToken), mapping.Policies);
        if (!files.Has(BundleLayout.Learners.File.FileName) && mapping.Feeds.Count == 0 && DegreeVerifySource.IsFolderOf(files)) return PolicySource.Over(DegreeVerifySource.OpenFolder(path!, files, mapping, options, cancellationToken), mapping.Policies);
        var roster = RosterStore.Find(files, mapping, options);
        if (mappingPath is not null || roster is not null || files.Has(BundleLayout.Learners.File.FileName) || (files is FolderFiles { IsFolder: false } && !path!.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)))
        {
            return PolicySource.Over(BundleSource.Open(new InputTables(Stores(files, mapping, roster, options)), mapping, BundleManifest.Find(files), options, cancellationToken), mapping.Policies);
        }

        if (files is FolderFiles && files.Names.Any(CredentialSource.IsDocument)) return CredentialSource.OpenFolder(files, options, cancellationToken);
        throw new IntakeException(
            IntakeCodes.NoInput,
            $"The {files.Description} is no export Conferral knows: a bundle has learners.csv and awards.csv (or comes with a mapping.yaml that names its files), transcripts are .xml files, a DegreeVerify file begins with DH1, ready-made credentials are a folder of .json files or one .ndjson file. It holds {Listing(files)}. Tables with other names and columns: `conferral map` looks at them and proposes a mapping.");
    }

    /// <summary>What the path is, in words, where it is read without a mapping of tables; else null.</summary>
    internal static string? ReadAsItIs(string path)
    {
        if (File.Exists(path))
        {
            if (IsLines(path)) return "a file of learner records or ready-made credentials";
            if (DegreeVerifyFile.Looks(path)) return "a DegreeVerify file";
            if (PescSource.IsTranscript(path)) return "a transcript";
        }

        var files = InputFiles.At(path);
        if (files.Has(BundleLayout.Learners.File.FileName)) return null;
        if (PescSource.IsFolderOf(files)) return "a set of transcripts";
        if (DegreeVerifySource.IsFolderOf(files)) return "a folder of DegreeVerify files";
        return RosterVersion.IsRoster(new RosterFiles(files, IntakeOptions.Default)) ? "a OneRoster export, whose awards come from an awards.csv beside it" : null;
    }

    private static List<TableStore> Stores(InputFiles files, IntakeMapping mapping, RosterStore? roster, IntakeOptions options)
    {
        List<TableStore> stores = [new CsvStore(files, options)];
        if (roster is not null) stores.Insert(0, roster);
        if (files.Names.Any(WorkbookStore.IsWorkbook)) stores.Add(new WorkbookStore(files, options));
        if (!mapping.Feeds.Values.Any(feeds => feeds.Any(feed => feed.Sql is not null))) return stores;
        if (files == InputFiles.None) stores.Clear();
        stores.Add(new QueryStore(options.Database ?? throw new IntakeException(
            IntakeCodes.Database, "The mapping asks a database (sql:), and the settings name none. Write intake.sql with provider and connection.")));
        return stores;
    }

    private static bool IsLines(string path)
        => Path.GetExtension(path).ToUpperInvariant() is ".NDJSON" or ".JSONL";

    private static void RefuseMapping(string? mappingPath)
    {
        if (mappingPath is not null) throw new IntakeException(IntakeCodes.Mapping, "A mapping is for exports; ready-made credentials and learner records are read as they are. Leave the mapping out.");
    }

    private static string Listing(InputFiles files)
    {
        const int shown = 8;
        if (files.Names.Count == 0) return "no files";
        return string.Join(", ", files.Names.Take(shown)) + (files.Names.Count > shown ? ", …" : "");
    }
}
