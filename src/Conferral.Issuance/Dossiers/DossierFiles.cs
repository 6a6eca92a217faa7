// A dossier as files: one page a person reads, and beside it every document and receipt, byte for byte.
using System.IO.Compression;
using System.Text;

namespace Conferral.Issuance.Dossiers;

/// <summary>
/// Shape: <c>index.html</c>; <c>credentials/</c> the signed documents, <c>receipts/</c> the log's receipts, <c>platform-copies/</c> what
/// platforms answered with. A credential is named by its place in the dossier and its version: <c>1-v2.json</c>.
/// </summary>
public static class DossierFiles
{
    public const string Page = "index.html";

    /// <summary>A link to <paramref name="version"/>'s signed document, from the page.</summary>
    internal static string DocumentPath(int credential, int version) => FormattableString.Invariant($"credentials/{credential}-v{version}.json");

    internal static string ReceiptPath(int credential, int version) => FormattableString.Invariant($"receipts/{credential}-v{version}.receipt.json");

    internal static string CopyPath(int credential, int version, string platformId)
        => FormattableString.Invariant($"platform-copies/{credential}-v{version}-{string.Concat(platformId.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'))}.json");

    /// <summary>
    /// Writes a folder, which must be new or empty, readable by its owner alone where the system knows that.
    /// Errors: <see cref="IOException"/> when something is there already.
    /// </summary>
    public static void WriteFolder(Dossier dossier, string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new IOException($"{folder} is there already. Name a new or an empty folder, so that nothing of somebody else's is handed out with it.");
        MakePrivate(folder);
        foreach (var (path, bytes) in Files(dossier))
        {
            var place = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.WriteAllBytes(place, bytes);
        }
    }

    /// <summary>Writes one ZIP file, readable by its owner alone. Errors: <see cref="IOException"/> when it is there already.</summary>
    public static void WriteZip(Dossier dossier, string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var zip = new ZipArchive(new FileStream(path, options), ZipArchiveMode.Create);
        foreach (var (name, bytes) in Files(dossier))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(bytes);
        }
    }

    private static IEnumerable<(string Path, byte[] Bytes)> Files(Dossier dossier)
    {
        yield return (Page, Encoding.UTF8.GetBytes(DossierPage.Of(dossier)));
        foreach (var (credential, number) in dossier.Credentials.Select((credential, place) => (credential, place + 1)))
        {
            foreach (var version in credential.Versions)
            {
                if (version.Document is { } document) yield return (DocumentPath(number, version.Issued.Id.Version), document);
                if (version.Receipt is { } receipt) yield return (ReceiptPath(number, version.Issued.Id.Version), receipt);
            }

            foreach (var copy in credential.HostDocuments) yield return (CopyPath(number, copy.Id.Version, copy.PlatformId), copy.Utf8Json.ToArray());
        }
    }

    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
