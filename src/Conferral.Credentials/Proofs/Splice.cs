// Puts text into a JSON document without touching any of its own bytes.
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
            return [new Splice(EndOfContent(document, target), (byte[])[.. ",\"proof\":["u8, .. proof, (byte)']'])];
        if (present.ValueKind != JsonValueKind.Array)
            return [new Splice(Start(document, present), "["u8.ToArray()), new Splice(End(document, present), (byte[])[(byte)',', .. proof, (byte)']'])];
        ReadOnlySpan<byte> separator = present.GetArrayLength() > 0 ? ","u8 : default;
        return [new Splice(EndOfContent(document, present), (byte[])[.. separator, .. proof])];
    }

    /// <summary>The length of the document once every text is inserted.</summary>
    public static int LengthWith(ReadOnlySpan<byte> document, IReadOnlyList<Splice> splices)
        => document.Length + splices.Sum(splice => splice.Text.Length);

    /// <summary>The document with every text inserted. The splices must be in ascending order of offset.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> document, IReadOnlyList<Splice> splices)
    {
        var result = GC.AllocateUninitializedArray<byte>(LengthWith(document, splices));
        Apply(document, splices, result);
        return result;
    }

    /// <summary>The same into <see cref="LengthWith"/> bytes of the caller's.</summary>
    public static void Apply(ReadOnlySpan<byte> document, IReadOnlyList<Splice> splices, Span<byte> result)
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

    private static int Start(ReadOnlyMemory<byte> document, JsonElement value)
        => document.Span.Overlaps(JsonMarshal.GetRawUtf8Value(value), out var offset)
            ? offset
            : throw new ArgumentException("The value is not part of this document.", nameof(value));

    private static int End(ReadOnlyMemory<byte> document, JsonElement value)
        => Start(document, value) + JsonMarshal.GetRawUtf8Value(value).Length;

    /// <summary>The place after the last member or item, in front of the white space that leads to the closing bracket.</summary>
    private static int EndOfContent(ReadOnlyMemory<byte> document, JsonElement container)
    {
        var inside = document.Span[..(End(document, container) - 1)];
        return inside.TrimEnd(" \t\r\n"u8).Length;
    }
}
