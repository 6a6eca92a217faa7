// An export's own list of its files, with their number of rows and their hashes, held against what is there.
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// The manifest.json that may lie beside the files: <c>{"files":[{"name":"awards.csv","rows":323,"sha256":"…"}]}</c>.
/// It must name every CSV and workbook of the folder and nothing else; rows and sha256 may be left out.
/// Bounds: 1 MiB. Errors: <see cref="IntakeException"/> naming every file that does not agree.
/// </summary>
internal sealed class BundleManifest
{
    public const string FileName = "manifest.json";
    private const int MaxBytes = 1 << 20;
    private readonly InputFiles files;
    private readonly Dictionary<string, ManifestFile> listed = new(StringComparer.Ordinal);
    private readonly HashSet<string> rowsChecked = new(StringComparer.Ordinal);
    private readonly List<string> problems = [];

    private BundleManifest(InputFiles files, ManifestDocument document)
    {
        this.files = files;
        foreach (var file in document.Files)
        {
            if (file is null) throw Refused("it lists a file that is null");
            if (!listed.TryAdd(file.Name, file)) throw Refused($"it names {file.Name} twice");
            if (!files.Has(file.Name)) problems.Add($"{file.Name} is not there");
        }

        problems.AddRange(files.Names.Where(name => IsTable(name) && !listed.ContainsKey(name)).Select(name => $"{name} is not in the manifest"));
    }

    /// <summary>The folder's manifest, or null where it has none. What is wrong already is told with the rest by <see cref="CheckHashes"/>.</summary>
    public static BundleManifest? Find(InputFiles files)
    {
        if (!files.Has(FileName)) return null;
        using var stream = files.Open(FileName);
        var bytes = new byte[MaxBytes + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > MaxBytes) throw Refused("it is larger than 1 MiB");
        var text = bytes.AsSpan(0, length);
        if (text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) text = text[3..];
        try
        {
            return new BundleManifest(files, JsonSerializer.Deserialize(text, ManifestJson.Default.ManifestDocument) ?? throw Refused("it is empty"));
        }
        catch (JsonException error)
        {
            throw new IntakeException(IntakeCodes.Manifest, FormattableString.Invariant($"{FileName} is not {{\"files\":[{{\"name\":…,\"rows\":…,\"sha256\":…}}]}}: line {error.LineNumber + 1} ({error.Path}). Write it so, or take it out of the export."), new SourceLocation(FileName, error.LineNumber + 1), error);
        }
    }

    /// <summary>Compares the number of records of one file; of a file with several sheets nothing is compared.</summary>
    public void CheckRows(Feed feed, long rows)
    {
        if (!listed.TryGetValue(feed.Name, out var file) || file.Rows is not { } expected || expected == rows || !rowsChecked.Add(feed.Name)) return;
        problems.Add(FormattableString.Invariant($"{feed.Name} has {rows} rows, the manifest says {expected}"));
    }

    /// <summary>Compares every hash, those of files nobody reads too, and refuses the input if anything did not agree.</summary>
    public void CheckHashes(IReadOnlyDictionary<string, byte[]> read)
    {
        foreach (var file in listed.Values.Where(file => file.Sha256 is not null && files.Has(file.Name)).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            var actual = Convert.ToHexStringLower(read.TryGetValue(file.Name, out var hash) ? hash : HashOf(file.Name));
            if (!actual.Equals(file.Sha256!.Trim(), StringComparison.OrdinalIgnoreCase)) problems.Add($"{file.Name} has the SHA-256 {actual[..12]}…, the manifest says {Start(file.Sha256)}");
        }

        if (problems.Count > 0) throw Refused(string.Join("; ", problems));
    }

    private static string Start(string hash) => hash.Length > 12 ? hash[..12] + "…" : hash;

    private static bool IsTable(string name) => name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || WorkbookStore.IsWorkbook(name);

    private byte[] HashOf(string name)
    {
        using var stream = files.Open(name);
        return SHA256.HashData(stream);
    }

    private static IntakeException Refused(string what)
        => new(IntakeCodes.Manifest, $"{FileName} does not agree with the files: {what}. Export again, and let nobody change a file in between.", new SourceLocation(FileName));
}

internal sealed record ManifestDocument([property: JsonRequired] IReadOnlyList<ManifestFile?> Files);

internal sealed record ManifestFile([property: JsonRequired] string Name, long? Rows = null, string? Sha256 = null);

[JsonSerializable(typeof(ManifestDocument))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
internal sealed partial class ManifestJson : JsonSerializerContext;
