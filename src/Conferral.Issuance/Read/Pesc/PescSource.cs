// Reads PESC College Transcripts: one XML document per learner, alone or in a folder or zip of thousands.
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// Transcripts in order of file name, each a learner. A faulty document blocks itself only.
/// Bounds: one document in memory, at most <see cref="IntakeOptions.MaxCredentialBytes"/>.
/// Spec: PESC XML College Transcript 1.0 to 1.8 and the copies of Canadian provinces.
/// </summary>
public sealed class PescSource : IIntakeSource
{
    private readonly InputFiles files;
    private readonly string[] names;
    private readonly IntakeMapping mapping;
    private readonly IntakeOptions options;

    private PescSource(InputFiles files, string[] names, IntakeMapping mapping, IntakeOptions options, string sha256, IReadOnlyDictionary<string, string> parts)
        => (this.files, this.names, this.mapping, this.options, Sha256, PartHashes) = (files, names, mapping, options, sha256, parts);

    public string Description => string.Create(CultureInfo.InvariantCulture, $"{files.Description} ({names.Length} {(names.Length == 1 ? "transcript" : "transcripts")})");

    public string Sha256 { get; }

    public IReadOnlyDictionary<string, string> PartHashes { get; }

    public long? LearnerCount => names.Length;

    public IReadOnlyList<Finding> SourceFindings => [];

    internal static bool IsTranscript(string name) => name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a folder or zip holds transcripts; beside JSON documents an .xml is something else.</summary>
    internal static bool IsFolderOf(InputFiles files) => files.Names.Any(IsTranscript) && !files.Names.Any(CredentialSource.IsDocument);

    internal static PescSource Open(InputFiles files, IntakeMapping mapping, IntakeOptions options, CancellationToken cancellationToken)
    {
        string[] transcripts = [.. files.Names.Where(IsTranscript)];
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, stream) in files.OpenInTurn(transcripts))
        {
            cancellationToken.ThrowIfCancellationRequested();
            whole.AppendData(Encoding.UTF8.GetBytes(name + "\0"));
            var hash = SHA256.HashData(stream);
            whole.AppendData(hash);
            parts[name] = Convert.ToHexStringLower(hash);
        }

        if (!mapping.Bytes.IsEmpty) whole.AppendData(SHA256.HashData(mapping.Bytes.Span));
        return new PescSource(files, transcripts, mapping, options, Convert.ToHexStringLower(whole.GetHashAndReset()), parts);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IntakeItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var (name, stream) in files.OpenInTurn(names))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var transcript = new PescTranscript(name, mapping.Pesc, options);
            yield return ReadBounded(stream) is { } document ? transcript.Read(document) : transcript.Faulty(TooLarge(name));
        }
    }

    /// <summary>Nothing is held open between readings.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The document, or null where it is beyond the bound. The length a zip promises is not believed.</summary>
    private byte[]? ReadBounded(Stream stream)
    {
        using var document = new MemoryStream();
        var chunk = new byte[1 << 16];
        for (int got; (got = stream.Read(chunk)) > 0;)
        {
            if (document.Length + got > options.MaxCredentialBytes) return null;
            document.Write(chunk, 0, got);
        }

        return document.ToArray();
    }

    private Finding TooLarge(string name)
        => ReadRules.Transcript.At(new SourceLocation(name), $"The document is larger than {options.MaxCredentialBytes.ToString("N0", CultureInfo.InvariantCulture)} bytes. Take embedded images and documents out of it.");
}
