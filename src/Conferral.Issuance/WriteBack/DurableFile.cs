// Replaces a file so that a reader, and a machine that loses power, finds the old content or the new and nothing between.
using System.Runtime.InteropServices;
using System.Text;

namespace Conferral.Issuance.WriteBack;

internal static class DurableFile
{
    private const string WritingSuffix = ".writing";

    /// <summary>
    /// Writes a new file beside <paramref name="path"/> and renames it over the old one.
    /// Durability: on return the content and, where the system can promise it, the rename are on disk. If <paramref name="write"/>
    /// throws, the old file stays as it was.
    /// Errors: <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/>; a second writer of the same path gets an <see cref="IOException"/>.
    /// </summary>
    public static async Task ReplaceDurably(string path, Func<Stream, Task> write)
    {
        var fullPath = Path.GetFullPath(path);
        var writing = fullPath + WritingSuffix;
        var stream = new FileStream(writing, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 64 * 1024, useAsync: false);
        await using (stream)
        {
            await write(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(writing, fullPath, overwrite: true);
        if (!OperatingSystem.IsWindows()) FlushFolder(Path.GetDirectoryName(fullPath)!);
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
