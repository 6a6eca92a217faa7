// Looks at every byte of a file as it is read for the first time: hash, size, and that it is UTF-8 where it should be.
using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>
/// Passes bytes on and refuses those that cannot be text in UTF-8; of a file in another encoding only what is no text at all.
/// Errors: <see cref="IntakeException"/> with the line and the byte, and how to save the file instead.
/// </summary>
internal sealed class InspectingStream(Stream inner, string fileName, long maxBytes, bool isUtf8 = true) : ReadingStream
{
    private const string HowToSave = "Save it as \"CSV UTF-8\" (Excel: Save As, CSV UTF-8 (comma delimited)) or export it as UTF-8.";
    private const string HowToDeclare = "Or, if you know that it is one of these, declare it: encoding: windows-1252 for the file in the mapping, or intake.encoding in the settings.";

    /// <summary>Control characters in the first 256 bytes that a damaged text may have; random bytes have some thirty.</summary>
    private const int ControlsInText = 4;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] carry = new byte[4];
    private int carried;
    private long read;
    private long lines = 1;

    /// <summary>Whether a byte above 0x7F has been read.</summary>
    public bool HasNonAscii { get; private set; }

    /// <summary>The SHA-256 of everything; call once, after the end was reached.</summary>
    public byte[] Finish()
    {
        Span<byte> rest = stackalloc byte[4096];
        while (Read(rest) > 0)
        {
        }

        return hash.GetHashAndReset();
    }

    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = inner.Read(buffer);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new IntakeException(IntakeCodes.File, $"{fileName} cannot be read to its end: {error.Message}", new SourceLocation(fileName), error);
        }

        var chunk = buffer[..count];
        hash.AppendData(chunk);
        if (read == 0) RefuseOtherFormats(chunk);
        if (isUtf8) Check(chunk);
        read += count;
        if (read > maxBytes)
        {
            throw new IntakeException(IntakeCodes.TooLarge, $"{fileName} is larger than {maxBytes.ToString("N0", CultureInfo.InvariantCulture)} bytes, the bound for one file. Split the export into batches.", new SourceLocation(fileName));
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hash.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void RefuseOtherFormats(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PK\u0003\u0004"u8)) Refuse("is a spreadsheet or zip, not a CSV file");
        if (TextEncodings.OfMark(start) is UnicodeEncoding) return;
        var look = start[..Math.Min(start.Length, 256)];
        if (look.Contains((byte)0)) Refuse("holds zero bytes, as binary files and UTF-16 text without its byte order mark do");
        var controls = 0;
        foreach (var value in look) controls += value is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C) ? 1 : 0;
        if (controls > ControlsInText) Refuse("is not text, so it is no CSV file");
    }

    private void Refuse(string what)
        => throw new IntakeException(IntakeCodes.Encoding, $"{fileName} {what}. {HowToSave}", new SourceLocation(fileName));

    private void Check(ReadOnlySpan<byte> chunk)
    {
        if (chunk.IsEmpty)
        {
            if (carried > 0) RefuseByte(carry[0], read - carried);
            return;
        }

        var start = FinishCarried(chunk);
        if (start > chunk.Length) return;
        var tail = IncompleteTail(chunk[start..]);
        var whole = chunk[start..^tail];
        if (!Utf8.IsValid(whole)) FindBadByte(whole, read + start);
        HasNonAscii |= !Ascii.IsValid(chunk);
        lines += whole.Count((byte)'\n');
        chunk[^tail..].CopyTo(carry);
        carried = tail;
    }

    /// <summary>Completes a character that was cut by the end of the chunk before; gives where this chunk goes on.</summary>
    private int FinishCarried(ReadOnlySpan<byte> chunk)
    {
        if (carried == 0) return 0;
        var before = carried;
        var taken = 0;
        while (taken < chunk.Length && carried < 4)
        {
            carry[carried++] = chunk[taken++];
            var status = Rune.DecodeFromUtf8(carry.AsSpan(0, carried), out _, out _);
            if (status == OperationStatus.NeedMoreData) continue;
            if (status == OperationStatus.InvalidData) RefuseByte(carry[0], read - before);
            carried = 0;
            return taken;
        }

        return chunk.Length + 1;
    }

    private static int IncompleteTail(ReadOnlySpan<byte> chunk)
    {
        for (var length = 1; length <= Math.Min(3, chunk.Length); length++)
        {
            if ((chunk[^length] & 0xC0) == 0x80) continue;
            return Rune.DecodeFromUtf8(chunk[^length..], out _, out _) == OperationStatus.NeedMoreData ? length : 0;
        }

        return 0;
    }

    private void FindBadByte(ReadOnlySpan<byte> chunk, long at)
    {
        for (var i = 0; i < chunk.Length;)
        {
            if (Rune.DecodeFromUtf8(chunk[i..], out _, out var consumed) != OperationStatus.Done)
            {
                lines += chunk[..i].Count((byte)'\n');
                RefuseByte(chunk[i], at + i);
            }

            i += consumed;
        }
    }

    private void RefuseByte(byte value, long at)
        => throw new IntakeException(
            IntakeCodes.Encoding,
            $"{fileName}, row {lines}: byte 0x{value:X2} at position {at} is not UTF-8; the file was probably saved as Windows-1252 or Latin-1. {HowToSave} {HowToDeclare}",
            new SourceLocation(fileName, lines));
}
