// Everything an issuer publishes, as files of a static site: keys, status lists and the transparency log.
using System.Buffers;
using System.Globalization;
using System.Text;
using Conferral.Credentials.Model;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.Workspaces;
using Conferral.Transparency.Notes;
using Conferral.Transparency.Tiles;

namespace Conferral.Issuance.Publish;

/// <summary>What a file of the site is.</summary>
public enum SiteFileKind
{
    /// <summary>The controller document: which keys are the issuer's.</summary>
    Keys,

    /// <summary>The issuer's profile, the log's public line, and the changes of its key.</summary>
    Profile,

    /// <summary>A status list.</summary>
    StatusList,

    /// <summary>A tile of the log: written once, never changed.</summary>
    Tile,

    /// <summary>The log's newest checkpoint: written after its tiles.</summary>
    Checkpoint,
}

/// <summary>One file. <see cref="Path"/> is relative to the site's folder, with slashes; <see cref="Url"/> where it must be served, null where no address is known.</summary>
public sealed record SiteFile(SiteFileKind Kind, string Path, string? Url, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// The site of one workspace, from its ledger and its published log; the same for the same ledger.
/// Shape: <see cref="Files"/> in the order in which they must be written; an address's path is the file's path, below a folder per
/// host where there are several hosts.
/// </summary>
public sealed class SiteContent
{
    private const string WithoutAddress = "https://issuer.invalid";

    private readonly bool _severalHosts;

    private SiteContent(Workspace workspace, LedgerStore? ledger)
    {
        var site = IssuerSite.Of(workspace.Issuer.Id);
        var lists = ledger is null ? [] : new StatusLedger(ledger).NewestSigned();
        var root = site?.BaseUrl ?? lists.Select(list => new Uri(list.Url).GetLeftPart(UriPartial.Authority)).FirstOrDefault() ?? WithoutAddress;
        Hosts = [.. lists.Select(list => new Uri(list.Url).Authority).Append(new Uri(root).Authority).Distinct(StringComparer.Ordinal)];
        _severalHosts = Hosts.Count > 1;
        Files =
        [
            FileAt(SiteFileKind.Keys, site?.DocumentUrl.AbsoluteUri ?? root + "/did.json", File.ReadAllBytes(workspace.ControllerDocumentPath)),
            FileAt(SiteFileKind.Profile, root + "/profile.json", ProfileOf(workspace)),
            .. lists.Select(list => FileAt(SiteFileKind.StatusList, list.Url, list.Utf8)),
            .. Log(workspace, ledger, root),
        ];
    }

    public IReadOnlyList<SiteFile> Files { get; }

    /// <summary>Hosts that must serve something of it.</summary>
    public IReadOnlyList<string> Hosts { get; }

    /// <summary><paramref name="ledger"/> null: nothing was issued yet, and keys and profile are all there is.</summary>
    public static SiteContent Of(Workspace workspace, LedgerStore? ledger) => new(workspace, ledger);

    /// <summary>Where a change of the log's key is found, relative to the site and to issuer/.</summary>
    internal static string KeyChangePath(SignedNote change) => string.Create(CultureInfo.InvariantCulture, $"log-keys/{Checkpoint.In(change).Size}.note");

    private static byte[] ProfileOf(Workspace workspace)
    {
        var output = new ArrayBufferWriter<byte>();
        ClrJson.Write(output, workspace.Issuer);
        return output.WrittenSpan.ToArray();
    }

    // Tiles before the checkpoint that counts them.
    private IEnumerable<SiteFile> Log(Workspace workspace, LedgerStore? ledger, string root)
    {
        var name = Path.Combine(workspace.Folder, "issuer", "log.vkey");
        if (File.Exists(name)) yield return FileAt(SiteFileKind.Profile, root + "/log.vkey", File.ReadAllBytes(name));
        foreach (var change in ledger is null ? [] : new LogLedger(ledger).KeyChangeNotes().Select(SignedNote.Parse)) yield return FileAt(SiteFileKind.Profile, $"{root}/{KeyChangePath(change)}", Encoding.UTF8.GetBytes(change.ToString()));
        var folder = WorkspaceLog.FolderOf(workspace).Path;
        if (!Directory.Exists(folder)) yield break;
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'));
        foreach (var path in files.Where(path => path.StartsWith("tile/", StringComparison.Ordinal) && !DurableFile.IsUnfinished(path)).Order(StringComparer.Ordinal))
            yield return FileAt(SiteFileKind.Tile, $"{root}/log/{path}", File.ReadAllBytes(Path.Combine(folder, path)));
        if (File.Exists(Path.Combine(folder, Tile.CheckpointPath))) yield return FileAt(SiteFileKind.Checkpoint, $"{root}/log/{Tile.CheckpointPath}", File.ReadAllBytes(Path.Combine(folder, Tile.CheckpointPath)));
    }

    private SiteFile FileAt(SiteFileKind kind, string address, byte[] bytes)
    {
        var url = new Uri(address);
        var path = url.AbsolutePath.TrimStart('/');
        if (path.Length == 0 || path.EndsWith('/')) path += "index.json";
        var host = _severalHosts ? url.Authority.Replace(':', '_') + "/" : "";
        return new SiteFile(kind, host + path, address.StartsWith(WithoutAddress, StringComparison.Ordinal) ? null : address, bytes);
    }
}
