// A PNG file as the sequence of its chunks.
using System.Buffers.Binary;
using System.Text;

namespace Conferral.Credentials.Baking;

/// <summary>One chunk. Shape: <see cref="Whole"/> is the range of length, type, data and checksum in the file, <see cref="Data"/> that of the data alone.</summary>
internal readonly record struct PngChunk(string Type, Range Whole, Range Data);

/// <summary>Spec: https://www.w3.org/TR/png-3/#5Chunk-layout</summary>
internal static class PngChunks
{
    public const string Header = "IHDR", End = "IEND", InternationalText = "iTXt";

    /// <summary>Length, type and checksum. Units: bytes.</summary>
    private const int Overhead = 12;

    private static ReadOnlySpan<byte> FileMark => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(FileMark);

    /// <summary>Every chunk up to and with the last; bytes after it are refused, as some readers would see them and some not. Errors: <see cref="BakingException"/>.</summary>
    public static IReadOnlyList<PngChunk> Read(ReadOnlySpan<byte> png)
    {
        var chunks = new List<PngChunk>();
        var at = FileMark.Length;
        while (chunks.Count == 0 || chunks[^1].Type != End)
        {
            if (png.Length - at < Overhead) throw Damaged("ends in the middle of a chunk");
            var length = BinaryPrimitives.ReadUInt32BigEndian(png[at..]);
            if (length > png.Length - at - Overhead) throw Damaged("has a chunk that is longer than the file");
            var data = (at + 8)..(at + 8 + (int)length);
            if (Crc32.Of(png[(at + 4)..data.End]) != BinaryPrimitives.ReadUInt32BigEndian(png[data.End.Value..])) throw Damaged("has a chunk with a wrong checksum");
            chunks.Add(new PngChunk(Encoding.Latin1.GetString(png.Slice(at + 4, 4)), at..(data.End.Value + 4), data));
            if (chunks[0].Type != Header) throw Damaged("does not begin with its header");
            at = data.End.Value + 4;
        }

        return at == png.Length ? chunks : throw Damaged("goes on after its end");
    }

    /// <summary>The file made of these chunks, with one more in front of the last.</summary>
    public static byte[] Write(ReadOnlySpan<byte> png, IEnumerable<PngChunk> chunks, string type, ReadOnlySpan<byte> data)
    {
        using var file = new MemoryStream(png.Length + data.Length + Overhead);
        file.Write(FileMark);
        foreach (var chunk in chunks)
        {
            if (chunk.Type == End) file.Write(Encode(type, data));
            file.Write(png[chunk.Whole]);
        }

        return file.ToArray();
    }

    private static byte[] Encode(string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[data.Length + Overhead];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.Latin1.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32.Of(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    private static BakingException Damaged(string how) => new(BakingErrorCode.NotAnImage, $"The PNG image is damaged: it {how}. Take it again from where it came.");
}
