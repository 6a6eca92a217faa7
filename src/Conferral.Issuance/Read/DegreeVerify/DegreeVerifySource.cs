// Reads NSC DegreeVerify files, the award files every US registrar can already produce: one, or a folder of them.
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// The learners of all files in ordinal order of their College Student IDs, each with all awards, whichever file they stand in.
/// Bounds: one learner's records in memory, and a key per record. Errors: <see cref="IntakeException"/> at opening.
/// Spec: NSC DegreeVerify programming guide, record types DH1, DD1 and DT1 of 3,840 positions.
/// </summary>
public sealed class DegreeVerifySource : IIntakeSource
{
    private readonly IReadOnlyList<DegreeVerifyFile> files;
    private readonly DetailPlace[] details;
    private readonly DegreeVerifyMapping mapping;
    private readonly int maxRecordsPerLearner;
    private readonly List<Finding> findings = [];

    private DegreeVerifySource(string description, IEnumerable<DegreeVerifyFile> all, IntakeMapping mapping, IntakeOptions options)
    {
        maxRecordsPerLearner = options.MaxRowsPerLearner;
        (files, this.mapping) = (Different(all), mapping.DegreeVerify);
        details = [.. files.SelectMany(file => file.Details)];
        Array.Sort(details);
        Description = description;
        Sha256 = HashOf(mapping.Bytes.Span);
        LearnerCount = details.Where((detail, i) => detail.LearnerKey.Length == 0 || i == 0 || details[i - 1].LearnerKey != detail.LearnerKey).LongCount();
    }

    public string Description { get; }

    public string Sha256 { get; }

    /// <remarks>Social security numbers are blanked before a file is hashed.</remarks>
    public IReadOnlyDictionary<string, string> PartHashes => files.ToDictionary(file => file.Name, file => file.Sha256, StringComparer.Ordinal);

    public long? LearnerCount { get; }

    public IReadOnlyList<Finding> SourceFindings => findings;

    internal static DegreeVerifySource Open(string path, IntakeMapping mapping, IntakeOptions options, CancellationToken cancellationToken)
    {
        var file = DegreeVerifyFile.Open(path, mapping.DegreeVerify.Encoding, cancellationToken);
        return new DegreeVerifySource($"DegreeVerify file {file.Name}", [file], mapping, options);
    }

    /// <summary>Whether a folder holds DegreeVerify files.</summary>
    internal static bool IsFolderOf(InputFiles files) => files is FolderFiles { IsFolder: true } && files.Names.Any(name => Looks(files, name));

    /// <summary>Every DegreeVerify file of a folder; what else lies there is told.</summary>
    internal static DegreeVerifySource OpenFolder(string path, InputFiles folder, IntakeMapping mapping, IntakeOptions options, CancellationToken cancellationToken)
    {
        var names = folder.Names.ToLookup(name => Looks(folder, name));
        var opened = names[true].Select(name => DegreeVerifyFile.Open(Path.Combine(path, name), mapping.DegreeVerify.Encoding, cancellationToken)).ToArray();
        var source = new DegreeVerifySource(string.Create(CultureInfo.InvariantCulture, $"{folder.Description} ({opened.Length} DegreeVerify {(opened.Length == 1 ? "file" : "files")})"), opened, mapping, options);
        source.findings.AddRange(names[false].Where(name => !name.StartsWith('.') && !mapping.IgnoredFiles.Contains(name)).Select(name => ReadRules.UnusedFile.At(
            new SourceLocation(name), "It does not begin with DH1, so it is no DegreeVerify file, and nothing reads it. Take it out of the folder, or name it under ignoreFiles: in the mapping.")));
        return source;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IntakeItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var streams = new Dictionary<DegreeVerifyFile, FileStream>();
        try
        {
            foreach (var file in files) streams[file] = file.OpenForReading();
            var learner = new DegreeVerifyLearner(mapping);
            for (int at = 0, end; at < details.Length; at = end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var key = details[at].LearnerKey;
                for (end = at + 1; key.Length > 0 && end < details.Length && details[end].LearnerKey == key;) end++;
                yield return end - at > maxRecordsPerLearner ? TooMany(details[at]) : learner.Read(key, [.. details[at..end].Select(place => (place.File.Read(streams[place.File], place), place))]);
            }
        }
        finally
        {
            foreach (var stream in streams.Values) stream.Dispose();
        }
    }

    /// <summary>Nothing is held open between readings.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static bool Looks(InputFiles files, string name)
    {
        using var stream = files.Open(name);
        return DegreeVerifyFile.Looks(stream);
    }

    /// <summary>The files without copies of one another.</summary>
    private List<DegreeVerifyFile> Different(IEnumerable<DegreeVerifyFile> all)
    {
        var different = new List<DegreeVerifyFile>();
        foreach (var file in all)
        {
            if (different.Find(known => known.Sha256 == file.Sha256) is not { } first) different.Add(file);
            else findings.Add(ReadRules.UnusedFile.At(new SourceLocation(file.Name), $"It holds the same records as {first.Name}, and is not read a second time. Take one of the two out of the folder."));
        }

        return different;
    }

    /// <summary>Of one file its own hash, of several a hash over their names and hashes; then the mapping's.</summary>
    private string HashOf(ReadOnlySpan<byte> mappingBytes)
    {
        byte[] whole = files.Count == 1
            ? Convert.FromHexString(files[0].Sha256)
            : SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{file.Name}\0{file.Sha256}\n"))));
        return Convert.ToHexStringLower(mappingBytes.IsEmpty ? whole : SHA256.HashData([.. whole, .. SHA256.HashData(mappingBytes)]));
    }

    private IntakeItem TooMany(DetailPlace first)
    {
        var source = new SourceLocation(first.File.Name, first.Line);
        return new IntakeItem { LearnerKey = first.LearnerKey, Source = source, Findings = [ReadRules.TooManyRows.At(source, $"The learner has more than {maxRecordsPerLearner} records. Check that College Student ID holds the learner's ID.")] };
    }
}
