// The lines of a fixed-width file, with their places; social security numbers are gone before anybody sees a line.
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>Lines end in LF or CRLF, the last one needs none; blank lines at the end and a DOS end-of-file mark are passed over. Bounds: one line, <see cref="MaxLineBytes"/>.</summary>
internal sealed class FixedLines : IDisposable
{
    /// <summary>Four bytes for every position, the most UTF-8 needs, and a line end.</summary>
    private const int MaxLineBytes = (4 * DegreeVerifyLayout.RecordLength) + 2;
    private const byte DosEnd = 0x1A;

    private readonly FileStream stream;
    private readonly byte[] buffer = new byte[1 << 17];
    private readonly string name;
    private int filled;
    private int taken;
    private long bufferOffset;

    private FixedLines(FileStream stream, string name) => (this.stream, this.name) = (stream, name);

    public byte[] Bytes { get; private set; } = [];

    public long Line { get; private set; }

    /// <summary>Where the line begins in the file.</summary>
    public long Offset { get; private set; }

    public static FixedLines Open(string path)
    {
        try
        {
            return new FixedLines(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan), Path.GetFileName(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IntakeException(IntakeCodes.File, $"{Path.GetFileName(path)} cannot be opened: {error.Message}", new SourceLocation(Path.GetFileName(path)), error);
        }
    }

    public static void BlankSocialSecurityNumber(Span<byte> record)
    {
        var field = DegreeVerifyLayout.SocialSecurityNumber;
        if (!record.StartsWith("DD1"u8)) return;
        record[Math.Min(field.First - 1, record.Length)..Math.Min(field.Last, record.Length)].Fill((byte)' ');
    }

    /// <summary>Moves to the next line; false at the end of the file.</summary>
    public bool Read()
    {
        while (Next() is { } line)
        {
            Line++;
            if (line.IsEmpty && IsRestBlank()) return false;
            Bytes = line.ToArray();
            BlankSocialSecurityNumber(Bytes);
            return true;
        }

        return false;
    }

    public void Dispose()
    {
        Array.Clear(buffer);
        stream.Dispose();
    }

    private ReadOnlyMemory<byte>? Next()
    {
        var at = buffer.AsSpan(taken, filled - taken).IndexOf((byte)'\n');
        while (at < 0 && Fill()) at = buffer.AsSpan(taken, filled - taken).IndexOf((byte)'\n');
        if (at < 0 && filled == taken) return null;
        var length = at < 0 ? filled - taken : at;
        if (length > MaxLineBytes) throw new IntakeException(IntakeCodes.RecordLength, $"{name}, row {Line + 1} is longer than any record. Is this a DegreeVerify file with a line end after each record?", new SourceLocation(name, Line + 1));
        Offset = bufferOffset + taken;
        ReadOnlyMemory<byte> line = buffer.AsMemory(taken, length);
        taken += at < 0 ? length : length + 1;
        if (line.Span.EndsWith("\r"u8)) line = line[..^1];
        return at < 0 && line.Span is [DosEnd] ? default(ReadOnlyMemory<byte>) : line;
    }

    private bool Fill()
    {
        if (filled - taken > MaxLineBytes) return false;
        buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
        bufferOffset += taken;
        (filled, taken) = (filled - taken, 0);
        var got = stream.Read(buffer, filled, buffer.Length - filled);
        filled += got;
        return got > 0;
    }

    /// <summary>Blank lines may end a file; within it they are records of the wrong length.</summary>
    private bool IsRestBlank()
    {
        while (Next() is { } line)
        {
            if (!line.IsEmpty) throw new IntakeException(IntakeCodes.RecordLength, $"{name}, row {Line} is blank. Export the file without blank lines between records.", new SourceLocation(name, Line));
        }

        return true;
    }
}
