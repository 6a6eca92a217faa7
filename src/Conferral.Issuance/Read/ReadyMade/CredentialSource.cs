// Reads ready-made unsigned credentials: a folder of JSON documents, or one file with a document per line.
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// ClrCredential, AchievementCredential or OpenBadgeCredential documents somebody else composed, in order of file name or line.
/// Shape: the learner key is the subject's id, else the hash of its first identifier (a sisSourcedId before others), else the file name or line.
/// Bounds: one document in memory, at most <see cref="IntakeOptions.MaxCredentialBytes"/>; and 16 bytes per learner key, to notice a second document.
/// </summary>
public sealed class CredentialSource : IIntakeSource
{
    private readonly Func<IEnumerable<FoundDocument>> documents;
    private readonly IntakeOptions options;

    private CredentialSource(string description, IReadOnlyList<(string Name, byte[] Hash)> parts, long count, IntakeOptions options, Func<IEnumerable<FoundDocument>> documents)
    {
        (Description, LearnerCount) = (description, count);
        (this.documents, this.options) = (documents, options);
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, hash) in parts)
        {
            whole.AppendData(Encoding.UTF8.GetBytes(name + "\0"));
            whole.AppendData(hash);
        }

        Sha256 = Convert.ToHexStringLower(whole.GetHashAndReset());
        PartHashes = parts.ToDictionary(part => part.Name, part => Convert.ToHexStringLower(part.Hash), StringComparer.Ordinal);
    }

    public string Description { get; }

    public string Sha256 { get; }

    public IReadOnlyDictionary<string, string> PartHashes { get; }

    public long? LearnerCount { get; }

    public IReadOnlyList<Finding> SourceFindings => [];

    internal static bool IsDocument(string name) => name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    internal static CredentialSource OpenFolder(InputFiles files, IntakeOptions options, CancellationToken cancellationToken)
    {
        var names = files.Names.Where(IsDocument).ToArray();
        var parts = names.Select(name =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var stream = files.Open(name);
            return (name, SHA256.HashData(stream));
        }).ToArray();
        var description = string.Create(CultureInfo.InvariantCulture, $"{files.Description} ({names.Length} credentials)");
        return new CredentialSource(description, parts, names.Length, options, () => DocumentFiles.InFolder(files, names, options.MaxCredentialBytes));
    }

    internal static CredentialSource OpenLines(string path, IntakeOptions options, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        var count = DocumentFiles.InLines(path, options.MaxCredentialBytes).LongCount(_ =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return true;
        });
        using var stream = File.OpenRead(path);
        return new CredentialSource($"file {name}", [(name, SHA256.HashData(stream))], count, options, () => DocumentFiles.InLines(path, options.MaxCredentialBytes));
    }

    public async IAsyncEnumerable<IntakeItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var document in documents())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return ReadOne(document);
        }
    }

    /// <summary>Nothing is held open between readings.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IntakeItem ReadOne(FoundDocument document)
    {
        var (key, findings) = document.IsTooLarge ? (null, [TooLarge(document.Source)]) : CredentialPeek.Look(document.Utf8Json, document.Source);
        var item = new IntakeItem { LearnerKey = key ?? document.FallbackKey, Source = document.Source, Findings = findings };
        return item.IsBlocked ? item : item with { ReadyMade = new ReadyMadeCredential(document.Utf8Json, document.Source) };
    }

    private Finding TooLarge(SourceLocation source)
        => ReadRules.Json.At(source, $"The document is larger than {options.MaxCredentialBytes.ToString("N0", CultureInfo.InvariantCulture)} bytes. Take embedded images or evidence out of it.");
}
