// A request's body in gzip: the same bytes, in fewer.
using System.IO.Compression;

namespace Conferral.Issuance.Deliver;

internal static class CompressedBody
{
    /// <summary>Below this the header costs more than compression saves.</summary>
    private const int MinBytes = 1024;

    /// <summary>Puts the body of <paramref name="request"/> into gzip. False where that is not worth it.</summary>
    public static async Task<bool> TryCompressAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not { } plain || plain.Headers.ContentLength is not >= MinBytes) return false;
        using var buffer = new MemoryStream();
        await using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true)) await plain.CopyToAsync(gzip, cancellationToken);
        var content = new ByteArrayContent(buffer.GetBuffer(), 0, (int)buffer.Length);
        content.Headers.ContentType = plain.Headers.ContentType;
        content.Headers.ContentEncoding.Add("gzip");
        request.Content = content;
        plain.Dispose();
        return true;
    }
}
