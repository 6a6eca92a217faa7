// A credential in a PNG image: one uncompressed iTXt chunk.
using System.Text;

namespace Conferral.Credentials.Baking;

/// <summary>Shape of the chunk: keyword, 0, compression flag 0, method 0, empty language, 0, empty translated keyword, 0, UTF-8 text. Spec: https://www.w3.org/TR/png-3/#11iTXt</summary>
internal static class PngBaking
{
    public static byte[] Extract(ReadOnlySpan<byte> png)
    {
        byte[]? found = null;
        foreach (var chunk in PngChunks.Read(png))
        {
            if (!IsCredential(png, chunk)) continue;
            if (found is not null) throw new BakingException(BakingErrorCode.Ambiguous, "The image holds more than one credential, so readers may show different ones. Ask for a new image.");
            found = TextOf(png[chunk.Data]).ToArray();
        }

        return found ?? throw new BakingException(BakingErrorCode.NothingBaked, "No credential is baked into this PNG image. Ask its issuer for the baked one; copies made by other programs often lose it.");
    }

    public static byte[] Bake(ReadOnlySpan<byte> png, BakedKind kind, ReadOnlySpan<byte> credential)
    {
        var kept = new List<PngChunk>();
        foreach (var chunk in PngChunks.Read(png))
        {
            if (!IsCredential(png, chunk)) kept.Add(chunk);
        }

        return PngChunks.Write(png, kept, PngChunks.InternationalText, [.. Encoding.ASCII.GetBytes(kind.PngKeyword), 0, 0, 0, 0, 0, .. credential]);
    }

    private static bool IsCredential(ReadOnlySpan<byte> png, PngChunk chunk)
    {
        if (chunk.Type != PngChunks.InternationalText) return false;
        var data = png[chunk.Data];
        var keyword = data.IndexOf((byte)0) is > 0 and var end ? Encoding.Latin1.GetString(data[..end]) : "";
        return BakedKind.All.Any(kind => kind.PngKeyword == keyword);
    }

    private static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> data)
    {
        var rest = data[(data.IndexOf((byte)0) + 1)..];
        if (rest.Length < 2) throw Malformed("ends early");
        if (rest[0] != 0) throw Malformed("is compressed, which is not allowed");
        rest = rest[2..];
        for (var field = 0; field < 2; field++)
        {
            var end = rest.IndexOf((byte)0);
            if (end < 0) throw Malformed("ends early");
            rest = rest[(end + 1)..];
        }

        return rest;
    }

    private static BakingException Malformed(string how) => new(BakingErrorCode.Ambiguous, $"The chunk that holds the credential {how}. Ask for a new image.");
}
