// The files of an intake, lying in a folder or packed in a zip; both are only ever streamed.
using System.IO.Compression;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>Named files that can be opened again and again. Errors: <see cref="IntakeException"/> where a file is gone, changed or unreadable.</summary>
internal abstract class InputFiles : IDisposable
{
    /// <summary>"folder spring-2026" or "zip spring-2026.zip".</summary>
    public abstract string Description { get; }

    /// <summary>File names without folders, in ordinal order.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    public bool Has(string name) => Names.Contains(name, StringComparer.Ordinal);

    public abstract Stream Open(string name);

    public abstract void Dispose();

    public static InputFiles At(string path)
    {
        if (Directory.Exists(path)) return new FolderFiles(path);
        if (!File.Exists(path)) throw new IntakeException("READ-NO-INPUT", $"There is no folder or file at {path}. Give the folder or zip that holds learners.csv.");
        return new ZipFiles(path);
    }
}

internal sealed class FolderFiles : InputFiles
{
    private readonly string folder;
    private readonly Dictionary<string, (long Length, DateTime WrittenUtc)> seen = new(StringComparer.Ordinal);

    public FolderFiles(string folder)
    {
        this.folder = folder;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles()) seen[file.Name] = (file.Length, file.LastWriteTimeUtc);
        Names = [.. seen.Keys.Order(StringComparer.Ordinal)];
    }

    public override string Description => "folder " + Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    public override IReadOnlyList<string> Names { get; }

    public override Stream Open(string name)
    {
        try
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists || (file.Length, file.LastWriteTimeUtc) != seen[name])
            {
                throw new IntakeException("READ-CHANGED", $"{name} changed while it was being read. Start again once the export has been written completely.", new SourceLocation(name));
            }

            return new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IntakeException("READ-FILE", $"{name} cannot be opened: {error.Message}", new SourceLocation(name), error);
        }
    }

    public override void Dispose()
    {
        // A folder holds nothing open between files.
    }
}

/// <summary>A zip whose entries lie at its top or in one folder. Nothing is unpacked to disk, so an entry's path can do no harm.</summary>
internal sealed class ZipFiles : InputFiles
{
    private readonly string path;
    private readonly FileStream stream;
    private readonly ZipArchive archive;
    private readonly Dictionary<string, string> entries = new(StringComparer.Ordinal);

    public ZipFiles(string path)
    {
        this.path = path;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IntakeException("READ-FILE", $"{path} cannot be opened: {error.Message}", inner: error);
        }

        try
        {
            archive = new ZipArchive(stream, ZipArchiveMode.Read);
            foreach (var entry in archive.Entries.Where(entry => entry.Name.Length > 0)) Register(entry);
        }
        catch (InvalidDataException error)
        {
            stream.Dispose();
            throw new IntakeException("READ-ZIP", $"{Path.GetFileName(path)} is not a readable zip. Give a folder or zip of CSV files, a folder of .json or one .ndjson file.", inner: error);
        }
        catch (IntakeException)
        {
            stream.Dispose();
            throw;
        }

        Names = [.. entries.Keys.Order(StringComparer.Ordinal)];
    }

    public override string Description => "zip " + Path.GetFileName(path);

    public override IReadOnlyList<string> Names { get; }

    public override Stream Open(string name)
    {
        try
        {
            // Its own archive per stream: entries of one ZipArchive cannot be read side by side.
            var own = new ZipArchive(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read), ZipArchiveMode.Read);
            var entry = own.GetEntry(entries[name]) ?? throw new InvalidDataException("the entry is gone");
            return new OwningStream(entry.Open(), own);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new IntakeException("READ-ZIP", $"{name} cannot be read from {Path.GetFileName(path)}: {error.Message}", new SourceLocation(name), error);
        }
    }

    public override void Dispose()
    {
        archive.Dispose();
        stream.Dispose();
    }

    private void Register(ZipArchiveEntry entry)
    {
        // What macOS and Explorer add beside the files is not part of the export.
        if (entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal) || entry.Name.StartsWith('.')) return;
        if (!entries.TryAdd(entry.Name, entry.FullName))
        {
            throw new IntakeException("READ-ZIP", $"{Path.GetFileName(path)} holds {entry.Name} twice, in two folders. Pack one folder only.", new SourceLocation(entry.Name));
        }
    }
}
