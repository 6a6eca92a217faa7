// Looks at a path and opens the source that can read it.
namespace Conferral.Issuance.Read;

/// <summary>The way into the Read stage.</summary>
public static class IntakeSources
{
    /// <summary>
    /// Opens a bundle (folder or zip with learners.csv, or with a mapping) or ready-made credentials (folder of .json, or one .ndjson or .jsonl file).
    /// Errors: <see cref="IntakeException"/> where the path is none of these, or the input as a whole cannot be read.
    /// </summary>
    /// <param name="path">A folder, a zip, or an .ndjson or .jsonl file.</param>
    /// <param name="mappingPath">A mapping.yaml for an export with other names (docs/intake.md), or null.</param>
    /// <param name="options">Bounds and decisions; <see cref="IntakeOptions.Default"/> where null.</param>
    /// <param name="cancellationToken">Opening reads every byte of the input once.</param>
    public static IIntakeSource Open(string path, string? mappingPath = null, IntakeOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= IntakeOptions.Default;
        options.Validate();
        var mapping = mappingPath is null ? IntakeMapping.None : MappingReader.Read(mappingPath);
        if (File.Exists(path) && IsLines(path))
        {
            RefuseMapping(mappingPath);
            return CredentialSource.OpenLines(path, options, cancellationToken);
        }

        var files = InputFiles.At(path);
        if (mappingPath is not null || files.Has(BundleLayout.Learners.File.FileName)) return PolicySource.Over(BundleSource.Open(files, mapping, options, cancellationToken), mapping.Policies);
        if (files is FolderFiles && files.Names.Any(CredentialSource.IsDocument)) return CredentialSource.OpenFolder(files, options, cancellationToken);
        throw new IntakeException(
            IntakeCodes.NoInput,
            $"The {files.Description} is no export Conferral knows: a bundle has learners.csv and awards.csv (or comes with a mapping.yaml that names its files), ready-made credentials are a folder of .json files or one .ndjson file. It holds {Listing(files)}.");
    }

    private static bool IsLines(string path)
        => Path.GetExtension(path).ToUpperInvariant() is ".NDJSON" or ".JSONL";

    private static void RefuseMapping(string? mappingPath)
    {
        if (mappingPath is not null) throw new IntakeException(IntakeCodes.Mapping, "A mapping is for CSV exports; ready-made credentials are read as they are. Leave the mapping out.");
    }

    private static string Listing(InputFiles files)
    {
        const int shown = 8;
        if (files.Names.Count == 0) return "no files";
        return string.Join(", ", files.Names.Take(shown)) + (files.Names.Count > shown ? ", …" : "");
    }
}
