// The files of an intake, lying in a folder or packed in a zip; both are only ever streamed.
using System.IO.Compression;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>Named files that can be opened again and again; nothing is held open between. Errors: <see cref="IntakeException"/> where a file is gone, changed or unreadable.</summary>
internal abstract class InputFiles
{
    /// <summary>"folder spring-2026" or "zip spring-2026.zip".</summary>
    public abstract string Description { get; }

    /// <summary>File names without folders, in ordinal order.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    public bool Has(string name) => Names.Contains(name, StringComparer.Ordinal);

    public abstract Stream Open(string name);

    /// <summary>The files one after the other, for inputs of thousands; each stream is closed when the next one is asked for.</summary>
    public virtual IEnumerable<(string Name, Stream Stream)> OpenInTurn(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            using var stream = Open(name);
            yield return (name, stream);
        }
    }

    public static InputFiles At(string path)
    {
        if (Directory.Exists(path)) return new FolderFiles(path);
        if (!File.Exists(path)) throw new IntakeException(IntakeCodes.NoInput, $"There is no folder or file at {path}. Give the export: a folder, a zip or a file.");
        return IsTable(path) || WorkbookStore.IsWorkbook(path) ? new FolderFiles(path) : new ZipFiles(path);
    }

    /// <summary>Whether a file can be a table of text, by its name.</summary>
    public static bool IsTable(string name) => Path.GetExtension(name).ToUpperInvariant() is ".CSV" or ".TSV" or ".TXT";

    /// <summary>No files at all, for an intake that is queries alone.</summary>
    public static InputFiles None { get; } = new NoFiles();

    private sealed class NoFiles : InputFiles
    {
        public override string Description => "settings";

        public override IReadOnlyList<string> Names => [];

        public override Stream Open(string name) => throw new InvalidOperationException("There are no files.");
    }
}

/// <summary>The files of a folder, or one file alone.</summary>
internal sealed class FolderFiles : InputFiles
{
    private readonly string path;
    private readonly string folder;
    private readonly Dictionary<string, (long Length, DateTime WrittenUtc)> seen = new(StringComparer.Ordinal);

    public FolderFiles(string path)
    {
        this.path = path;
        IsFolder = Directory.Exists(path);
        folder = IsFolder ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        foreach (var file in IsFolder ? new DirectoryInfo(path).EnumerateFiles() : [new FileInfo(path)]) seen[file.Name] = (file.Length, file.LastWriteTimeUtc);
        Names = [.. seen.Keys.Order(StringComparer.Ordinal)];
    }

    public bool IsFolder { get; }

    public override string Description => (IsFolder ? "folder " : WorkbookStore.IsWorkbook(path) ? "workbook " : "file ") + Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    public override IReadOnlyList<string> Names { get; }

    public override Stream Open(string name)
    {
        try
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists || (file.Length, file.LastWriteTimeUtc) != seen[name])
            {
                throw new IntakeException(IntakeCodes.Changed, $"{name} changed while it was being read. Start again once the export has been written completely.", new SourceLocation(name));
            }

            return new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IntakeException(IntakeCodes.File, $"{name} cannot be opened: {error.Message}", new SourceLocation(name), error);
        }
    }
}

/// <summary>One file that is an export of its own.</summary>
internal sealed class OneFile(string path) : InputFiles
{
    private readonly FolderFiles folder = new(Path.GetDirectoryName(Path.GetFullPath(path))!);

    public override string Description => "file " + Path.GetFileName(path);

    public override IReadOnlyList<string> Names { get; } = [Path.GetFileName(path)];

    public override Stream Open(string name) => folder.Open(name);
}

/// <summary>A zip whose entries lie at its top or in one folder. Nothing is unpacked to disk, so an entry's path can do no harm.</summary>
internal sealed class ZipFiles : InputFiles
{
    private readonly FileInfo file;
    private readonly (long Length, DateTime WrittenUtc) seen;
    private readonly Dictionary<string, string> entries = new(StringComparer.Ordinal);

    public ZipFiles(string path)
    {
        file = new FileInfo(path);
        seen = (file.Length, file.LastWriteTimeUtc);
        using var archive = OpenArchive();
        foreach (var entry in archive.Entries.Where(entry => entry.Name.Length > 0)) Register(entry);
        Names = [.. entries.Keys.Order(StringComparer.Ordinal)];
    }

    public override string Description => "zip " + file.Name;

    public override IReadOnlyList<string> Names { get; }

    /// <summary>Every stream has an archive of its own: entries of one <see cref="ZipArchive"/> cannot be read side by side.</summary>
    public override Stream Open(string name)
    {
        RefuseChanged();
        var archive = OpenArchive();
        try
        {
            return new OwningStream(OpenEntry(archive, name), archive);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>All from one archive: to read the directory of the zip again for every entry would take the square of the time.</summary>
    public override IEnumerable<(string Name, Stream Stream)> OpenInTurn(IEnumerable<string> names)
    {
        RefuseChanged();
        using var archive = OpenArchive();
        foreach (var name in names)
        {
            using var stream = OpenEntry(archive, name);
            yield return (name, stream);
        }
    }

    private void RefuseChanged()
    {
        file.Refresh();
        if (!file.Exists || (file.Length, file.LastWriteTimeUtc) != seen)
        {
            throw new IntakeException(IntakeCodes.Changed, $"{file.Name} changed while it was being read. Start again once the export has been written completely.", new SourceLocation(file.Name));
        }
    }

    private Stream OpenEntry(ZipArchive archive, string name)
    {
        try
        {
            return archive.GetEntry(entries[name])!.Open();
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new IntakeException(IntakeCodes.Zip, $"{name} cannot be read from {file.Name}: {error.Message} Pack the export again.", new SourceLocation(name), error);
        }
    }

    private ZipArchive OpenArchive()
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read);
            var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            _ = archive.Entries.Count; // the directory is read when somebody asks for it, and a damaged one should be noticed here
            return archive;
        }
        catch (InvalidDataException error)
        {
            stream?.Dispose();
            throw new IntakeException(IntakeCodes.Zip, $"{file.Name} is not a readable zip. Give a folder or zip of CSV files, a folder of .json or one .ndjson file.", inner: error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            throw new IntakeException(IntakeCodes.File, $"{file.Name} cannot be opened: {error.Message}", inner: error);
        }
    }

    private void Register(ZipArchiveEntry entry)
    {
        // What macOS and Explorer add beside the files is not part of the export.
        if (entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal) || entry.Name.StartsWith('.')) return;
        if (!entries.TryAdd(entry.Name, entry.FullName))
        {
            throw new IntakeException(IntakeCodes.Zip, $"{file.Name} holds {entry.Name} twice, in two folders. Pack one folder only.", new SourceLocation(entry.Name));
        }
    }
}
