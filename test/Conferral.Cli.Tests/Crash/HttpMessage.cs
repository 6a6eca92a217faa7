// One HTTP/1.1 message off a socket, whole: head and body as they came.
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Conferral.Cli.Tests.Crash;

internal static class HttpMessage
{
    private const int LongestHead = 64 * 1024;

    /// <summary>Null at the end of the connection.</summary>
    public static async Task<byte[]?> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var message = new MemoryStream();
        var next = new byte[1];
        while (!message.GetBuffer().AsSpan(0, (int)message.Length).EndsWith("\r\n\r\n"u8))
        {
            if (message.Length > LongestHead) throw new IOException("That is no HTTP head.");
            if (await stream.ReadAsync(next, cancellationToken) == 0) return null;
            message.WriteByte(next[0]);
        }

        var head = Encoding.ASCII.GetString(message.ToArray());
        if (Header(head, "Content-Length") is { } length) await CopyAsync(stream, message, int.Parse(length, CultureInfo.InvariantCulture), cancellationToken);
        else if (Header(head, "Transfer-Encoding") is not null) await CopyChunksAsync(stream, message, next, cancellationToken);
        return message.ToArray();
    }

    private static string? Header(string head, string name) => head.Split("\r\n")
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();

    private static async Task CopyAsync(NetworkStream stream, MemoryStream message, int bytes, CancellationToken cancellationToken)
    {
        var body = new byte[bytes];
        await stream.ReadExactlyAsync(body, cancellationToken);
        message.Write(body);
    }

    private static async Task CopyChunksAsync(NetworkStream stream, MemoryStream message, byte[] next, CancellationToken cancellationToken)
    {
        while (true)
        {
            var size = new StringBuilder();
            while (!size.ToString().EndsWith("\r\n", StringComparison.Ordinal))
            {
                await stream.ReadExactlyAsync(next, cancellationToken);
                message.WriteByte(next[0]);
                size.Append((char)next[0]);
            }

            var bytes = int.Parse(size.ToString().Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            await CopyAsync(stream, message, bytes + 2, cancellationToken); // and the line's end
            if (bytes == 0) return;
        }
    }
}
