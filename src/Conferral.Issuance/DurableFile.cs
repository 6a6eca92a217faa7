// Files that a reader, and a machine that loses power, finds whole: the old content or the new, and nothing between.
using System.Runtime.InteropServices;
using System.Text;

namespace Conferral.Issuance;

/// <summary>Errors: <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/>; a second writer of the same path gets an <see cref="IOException"/>.</summary>
internal static class DurableFile
{
    private const string WritingSuffix = ".writing";

    /// <summary>Whether a file is one that was being written when something broke off.</summary>
    public static bool IsUnfinished(string path) => path.EndsWith(WritingSuffix, StringComparison.Ordinal);

    /// <summary>
    /// Writes a new file beside <paramref name="path"/> and renames it over the old one.
    /// Durability: on return the content and, where the system can promise it, the rename are on disk. If <paramref name="write"/>
    /// throws, the old file stays as it was.
    /// With <paramref name="ownerOnly"/> nobody but the owner may read the file (0600), not even while it is being written.
    /// </summary>
    public static Task ReplaceDurably(string path, Func<Stream, Task> write, bool ownerOnly = false) => WriteAndRename(Path.GetFullPath(path), write, overwrite: true, ownerOnly);

    /// <summary>
    /// Writes a file that is written once and never changes. Answers false, and leaves it alone, when it exists with other content.
    /// Durability: on return of true exactly these bytes are on disk, now or from before; folders are made as needed.
    /// </summary>
    public static async Task<bool> AppendOnce(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var fullPath = Path.GetFullPath(path);
        if (File.Exists(fullPath))
        {
            var there = await File.ReadAllBytesAsync(fullPath, cancellationToken);
            return bytes.Span.SequenceEqual(there);
        }

        MakeFolder(Path.GetDirectoryName(fullPath)!);
        await WriteAndRename(fullPath, file => file.WriteAsync(bytes, cancellationToken).AsTask(), overwrite: false);
        return true;
    }

    private static async Task WriteAndRename(string fullPath, Func<Stream, Task> write, bool overwrite, bool ownerOnly = false)
    {
        var writing = fullPath + WritingSuffix;
        await using (var stream = Create(writing, ownerOnly))
        {
            await write(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(writing, fullPath, overwrite);
        FlushFolder(Path.GetDirectoryName(fullPath)!);
    }

    // A new folder is on disk only once the folder it stands in is.
    private static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        var parent = Path.GetDirectoryName(folder)!;
        MakeFolder(parent);
        Directory.CreateDirectory(folder);
        FlushFolder(parent);
    }

    private static FileStream Create(string path, bool ownerOnly)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 64 * 1024 };
        if (ownerOnly && !OperatingSystem.IsWindows())
        {
            File.Delete(path); // what a crash left behind may have other permissions
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    // .NET opens no folders, and on Unix a rename is on disk only once its folder is.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly);
        if (descriptor < 0) throw Failed("open");
        try
        {
            if (Flush(descriptor) != 0) throw Failed("flush");
        }
        finally
        {
            _ = Close(descriptor);
        }

        IOException Failed(string act) => new($"The folder {folder} could not be {act}ed to make the new file durable (errno {Marshal.GetLastPInvokeError()}).");
    }

    private const int ReadOnly = 0;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
