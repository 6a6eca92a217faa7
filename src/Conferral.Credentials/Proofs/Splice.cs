// Puts text into a JSON document without touching any of its own bytes.
using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Conferral.Credentials.Proofs;

/// <summary>Text to insert in front of the byte at <see cref="Offset"/>.</summary>
internal readonly record struct Splice(int Offset, ReadOnlyMemory<byte> Text)
{
    /// <summary>
    /// What adds a proof to an object of the document: a <c>proof</c> array after its last member, or one more item
    /// where there is a proof. A single proof object becomes the first of an array.
    /// </summary>
    public static IEnumerable<Splice> AddProof(ReadOnlyMemory<byte> document, JsonElement target, byte[] proof)
    {
        if (!target.TryGetProperty("proof", out var present))
        {
            var end = EndOfContent(document, target);
            return [new Splice(end, ProofMember), new Splice(end, proof), new Splice(end, Close)];
        }

        if (present.ValueKind != JsonValueKind.Array)
            return [new Splice(Start(document, present), Open), new Splice(End(document, present), (byte[])[(byte)',', .. proof, (byte)']'])];
        ReadOnlySpan<byte> separator = present.GetArrayLength() > 0 ? ","u8 : default;
        return [new Splice(EndOfContent(document, present), (byte[])[.. separator, .. proof])];
    }

    private static readonly byte[] ProofMember = ",\"proof\":["u8.ToArray();
    private static readonly byte[] Open = "["u8.ToArray();
    private static readonly byte[] Close = "]"u8.ToArray();

    /// <summary>The length of the document once every text is inserted.</summary>
    public static int LengthWith(ReadOnlySpan<byte> document, List<Splice> splices)
    {
        var length = document.Length;
        foreach (var splice in splices) length += splice.Text.Length;
        return length;
    }

    /// <summary>The document with every text inserted. The splices must be in ascending order of offset.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> document, List<Splice> splices)
    {
        var result = GC.AllocateUninitializedArray<byte>(LengthWith(document, splices));
        Apply(document, splices, result);
        return result;
    }

    /// <summary>The same, written to <paramref name="output"/>.</summary>
    public static void Apply(ReadOnlySpan<byte> document, List<Splice> splices, IBufferWriter<byte> output)
    {
        var length = LengthWith(document, splices);
        Apply(document, splices, output.GetSpan(length)[..length]);
        output.Advance(length);
    }

    /// <summary>The same in a buffer of the pool, which the caller returns. Returns the length.</summary>
    public static int Apply(ReadOnlySpan<byte> document, List<Splice> splices, out byte[] buffer)
    {
        var length = LengthWith(document, splices);
        buffer = ArrayPool<byte>.Shared.Rent(length);
        Apply(document, splices, buffer.AsSpan(0, length));
        return length;
    }

    /// <summary>In ascending order of offset; those of one offset stay in the order in which they are given.</summary>
    public static List<Splice> InOrder(List<Splice> splices) => [.. splices.OrderBy(splice => splice.Offset)];

    private static void Apply(ReadOnlySpan<byte> document, List<Splice> splices, Span<byte> result)
    {
        var read = 0;
        foreach (var splice in splices)
        {
            document[read..splice.Offset].CopyTo(result);
            result = result[(splice.Offset - read)..];
            read = splice.Offset;
            splice.Text.Span.CopyTo(result);
            result = result[splice.Text.Length..];
        }

        document[read..].CopyTo(result);
    }

    /// <summary>Where a value of the document begins. Units: bytes.</summary>
    public static int Start(ReadOnlyMemory<byte> document, JsonElement value)
        => document.Span.Overlaps(JsonMarshal.GetRawUtf8Value(value), out var offset)
            ? offset
            : throw new ArgumentException("The value is not part of this document.", nameof(value));

    private static int End(ReadOnlyMemory<byte> document, JsonElement value)
        => Start(document, value) + JsonMarshal.GetRawUtf8Value(value).Length;

    /// <summary>The place after the last member or item, in front of the white space that leads to the closing bracket.</summary>
    public static int EndOfContent(ReadOnlyMemory<byte> document, JsonElement container) => EndOfContent(document.Span[..(End(document, container) - 1)]);

    /// <summary>The same, of a document that is cut off in front of the closing bracket.</summary>
    public static int EndOfContent(ReadOnlySpan<byte> beforeBracket) => beforeBracket.TrimEnd(" \t\r\n"u8).Length;
}
