// Finds the JSON documents of a folder or of a file of lines, one at a time.
using System.Buffers;
using System.Globalization;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>One document's bytes and place. <see cref="IsTooLarge"/> means the bytes were not kept.</summary>
internal sealed record FoundDocument(ReadOnlyMemory<byte> Utf8Json, SourceLocation Source, string FallbackKey, bool IsTooLarge);

internal static class DocumentFiles
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static IEnumerable<FoundDocument> InFolder(InputFiles files, string[] names, int maxBytes)
    {
        foreach (var name in names)
        {
            using var stream = files.Open(name);
            var tooLarge = stream.Length > maxBytes;
            var bytes = new byte[tooLarge ? 0 : stream.Length];
            stream.ReadExactly(bytes);
            yield return new FoundDocument(WithoutMark(bytes), new SourceLocation(name), name, tooLarge);
        }
    }

    /// <summary>The lines that are not blank. Bounds: one line; of a line beyond the bound nothing is kept.</summary>
    public static IEnumerable<FoundDocument> InLines(string path, int maxBytes)
    {
        var name = Path.GetFileName(path);
        using var stream = Open(path, name);
        var line = new ArrayBufferWriter<byte>();
        var chunk = new byte[1 << 16];
        var (number, tooLarge) = (1L, false);
        int count;
        while ((count = stream.Read(chunk)) > 0)
        {
            for (var start = 0; start < count;)
            {
                var feed = chunk.AsSpan(start, count - start).IndexOf((byte)'\n');
                var end = feed < 0 ? count : start + feed;
                tooLarge |= line.WrittenCount + (end - start) > maxBytes;
                if (tooLarge) line.ResetWrittenCount();
                else line.Write(chunk.AsSpan(start, end - start));
                start = end + 1;
                if (feed < 0) break;
                if (Document(name, number++, line, tooLarge) is { } document) yield return document;
                line.ResetWrittenCount();
                tooLarge = false;
            }
        }

        if (Document(name, number, line, tooLarge) is { } last) yield return last;
    }

    private static FileStream Open(string path, string name)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IntakeException(IntakeCodes.File, $"{name} cannot be opened: {error.Message}", new SourceLocation(name), error);
        }
    }

    private static FoundDocument? Document(string name, long number, ArrayBufferWriter<byte> line, bool tooLarge)
    {
        ReadOnlyMemory<byte> bytes = WithoutMark(line.WrittenSpan.ToArray());
        bytes = bytes[..bytes.Span.TrimEnd(" \t\r"u8).Length];
        if (bytes.IsEmpty && !tooLarge) return null;
        return new FoundDocument(bytes, new SourceLocation(name, number), string.Create(CultureInfo.InvariantCulture, $"{name}#{number}"), tooLarge);
    }

    private static ReadOnlyMemory<byte> WithoutMark(byte[] bytes)
        => bytes.AsSpan().StartsWith(ByteOrderMark) ? bytes.AsMemory(ByteOrderMark.Length) : bytes;
}
