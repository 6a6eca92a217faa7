// Reads a request body whole, with its media type and size judged first.
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Conferral.Sandbox;

internal static class RequestBody
{
    private const int FirstBuffer = 64 * 1024;

    /// <summary>The body, or null once a 413 or 415 has been written.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context, int maxBytes, params string[] mediaTypes)
    {
        if (JudgeType(context.Request, mediaTypes) is { } wrongType)
        {
            await wrongType.WriteAsync(context);
            return null;
        }

        var body = context.Request.ContentLength > maxBytes ? null : await ReadWholeAsync(context, maxBytes);
        if (body is null) await new Refusal(StatusCodes.Status413PayloadTooLarge, CodeMinor.InvalidData, $"The body is larger than {maxBytes} bytes; send less at once.").WriteAsync(context);
        return body;
    }

    private static Refusal? JudgeType(HttpRequest request, string[] mediaTypes)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
            return new(StatusCodes.Status415UnsupportedMediaType, CodeMinor.NotAcceptable, "The body is compressed; send it plain.", "unsupported");

        var known = MediaTypeHeaderValue.TryParse(request.ContentType, out var type);
        if (known && type!.MediaType == "text/plain")
            return new(StatusCodes.Status415UnsupportedMediaType, CodeMinor.NotAcceptable, "Compact JWS credentials are not supported here; send the credential as JSON with an embedded proof.", "unsupported");

        var charsetFits = known && (type!.Charset.Length == 0 || type.Encoding is UTF8Encoding);
        return known && charsetFits && mediaTypes.Contains(type!.MediaType.Value, StringComparer.OrdinalIgnoreCase)
            ? null
            : new(StatusCodes.Status415UnsupportedMediaType, CodeMinor.NotAcceptable, $"Send {string.Join(" or ", mediaTypes)} in UTF-8.", "unsupported");
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadWholeAsync(HttpContext context, int maxBytes)
    {
        var whole = new byte[context.Request.ContentLength ?? Math.Min(FirstBuffer, maxBytes)];
        var filled = 0;
        while (filled != context.Request.ContentLength)
        {
            // one byte more than allowed is room enough to see that there is more
            if (filled == whole.Length) Array.Resize(ref whole, (int)Math.Min(maxBytes + 1L, whole.Length * 2L));
            var read = await context.Request.Body.ReadAsync(whole.AsMemory(filled), context.RequestAborted);
            if (read == 0) break;
            filled += read;
            if (filled > maxBytes) return null;
        }

        return whole.AsMemory(0, filled);
    }
}
