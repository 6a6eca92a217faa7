// Replaces a file so that a reader, and a machine that loses power, finds the old content or the new and nothing between.
using System.Runtime.InteropServices;
using System.Text;

namespace Conferral.Issuance;

internal static class DurableFile
{
    private const string WritingSuffix = ".writing";

    /// <summary>
    /// Writes a new file beside <paramref name="path"/> and renames it over the old one.
    /// Durability: on return the content and, where the system can promise it, the rename are on disk. If <paramref name="write"/>
    /// throws, the old file stays as it was.
    /// With <paramref name="ownerOnly"/> nobody but the owner may read the file (0600), not even while it is being written.
    /// Errors: <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/>; a second writer of the same path gets an <see cref="IOException"/>.
    /// </summary>
    public static async Task ReplaceDurably(string path, Func<Stream, Task> write, bool ownerOnly = false)
    {
        var fullPath = Path.GetFullPath(path);
        var writing = fullPath + WritingSuffix;
        await using (var stream = Create(writing, ownerOnly))
        {
            await write(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(writing, fullPath, overwrite: true);
        if (!OperatingSystem.IsWindows()) FlushFolder(Path.GetDirectoryName(fullPath)!);
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
