// The records of one DegreeVerify file: found, checked as a whole, and read again by place.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Conferral.Credentials;

namespace Conferral.Issuance.Read;

/// <summary>Where one award's record stands, and whose it is.</summary>
internal readonly record struct DetailPlace(DegreeVerifyFile File, string LearnerKey, long Offset, int Length, long Line) : IComparable<DetailPlace>
{
    /// <summary>By learner, then file and line.</summary>
    public int CompareTo(DetailPlace other)
    {
        var order = string.CompareOrdinal(LearnerKey, other.LearnerKey);
        if (order == 0) order = string.CompareOrdinal(File.Name, other.File.Name);
        return order != 0 ? order : Line.CompareTo(other.Line);
    }
}

/// <summary>
/// Reads the file once at opening. Social security numbers are blanked in the buffer before a record is hashed, decoded or kept.
/// Bounds: a key and 24 bytes per record; one record's bytes.
/// Errors: <see cref="IntakeException"/> for a record of the wrong length or type, a trailer that does not count, another encoding.
/// </summary>
internal sealed class DegreeVerifyFile
{
    private readonly string path;
    private readonly Encoding encoding;
    private readonly (long Length, DateTime WrittenUtc) seen;
    private readonly List<DetailPlace> details = [];
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private PositionUnit unit;
    private long unitLine;
    private long trailerLine;

    private DegreeVerifyFile(string path, Encoding encoding)
    {
        (this.path, this.encoding) = (path, encoding);
        var info = new FileInfo(path);
        seen = (info.Length, info.LastWriteTimeUtc);
        Name = info.Name;
    }

    public string Name { get; }

    /// <summary>Lower-case hex SHA-256 of the records with the social security numbers blanked.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>The awards' records as they stand.</summary>
    public IReadOnlyList<DetailPlace> Details => details;

    public static DegreeVerifyFile Open(string path, Encoding encoding, CancellationToken cancellationToken)
    {
        var file = new DegreeVerifyFile(path, encoding);
        using (var lines = FixedLines.Open(path))
        {
            while (lines.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                file.Take(lines);
            }
        }

        if (file.trailerLine == 0) throw file.Refused(IntakeCodes.Trailer, null, "there is no DT1 trailer at its end: the file was cut off. Export it again.");
        file.Sha256 = Convert.ToHexStringLower(file.hash.GetHashAndReset());
        file.hash.Dispose();
        return file;
    }

    /// <summary>Whether a file begins as DegreeVerify files do.</summary>
    public static bool Looks(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Looks(stream);
    }

    public static bool Looks(Stream stream)
    {
        Span<byte> start = stackalloc byte[3];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("DH1"u8);
    }

    public FileStream OpenForReading()
    {
        var info = new FileInfo(path);
        if (!info.Exists || (info.Length, info.LastWriteTimeUtc) != seen)
        {
            throw Changed();
        }

        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.RandomAccess);
    }

    /// <summary>The record at a place. Errors: <see cref="IntakeException"/> where the file changed under the reading.</summary>
    public DegreeVerifyRecord Read(FileStream stream, DetailPlace place)
    {
        var bytes = new byte[place.Length];
        var got = RandomAccess.Read(stream.SafeFileHandle, bytes, place.Offset);
        FixedLines.BlankSocialSecurityNumber(bytes);
        return got == bytes.Length && DegreeVerifyRecord.Of(bytes, encoding) is { } record ? record : throw Changed();
    }

    private IntakeException Changed()
        => new(IntakeCodes.Changed, $"{Name} changed while it was being read. Start again once the export has been written completely.", new SourceLocation(Name));

    private void Take(FixedLines lines)
    {
        var bytes = lines.Bytes;
        var type = Encoding.ASCII.GetString(bytes, 0, Math.Min(bytes.Length, DegreeVerifyLayout.Type.Length));
        var expected = lines.Line == 1 ? DegreeVerifyLayout.Header : DegreeVerifyLayout.Detail;
        if (trailerLine > 0) throw Refused(IntakeCodes.RecordType, lines.Line, "comes after the DT1 trailer. Give each DegreeVerify file as it was exported, several in a folder, not joined.");
        if (type != expected && !(type == DegreeVerifyLayout.Trailer && lines.Line > 1))
            throw Refused(IntakeCodes.RecordType, lines.Line, $"does not begin with {expected}. A DegreeVerify file is a DH1 header, DD1 records and a DT1 trailer.");
        hash.AppendData(bytes);
        hash.AppendData("\n"u8);
        var record = Decode(bytes, lines.Line);
        if (type == DegreeVerifyLayout.Trailer) CheckTrailer(record, lines.Line);
        if (type == DegreeVerifyLayout.Detail) details.Add(new DetailPlace(this, record[DegreeVerifyLayout.StudentId].Trim(), lines.Offset, bytes.Length, lines.Line));
    }

    private DegreeVerifyRecord Decode(byte[] bytes, long line)
    {
        try
        {
            var record = DegreeVerifyRecord.Of(bytes, encoding)
                ?? throw Refused(IntakeCodes.RecordLength, line, $"has {DegreeVerifyRecord.LengthOf(bytes, encoding)}; every record has {DegreeVerifyLayout.RecordLength:N0}. Export it without trimming blanks or cutting lines.");
            if (record.Unit == PositionUnit.Any) return record;
            if (unit == PositionUnit.Any) (unit, unitLine) = (record.Unit, line);
            return record.Unit == unit
                ? record
                : throw Refused(IntakeCodes.RecordLength, line, $"counts {record.Unit.ToString().ToLowerInvariant()} in its {DegreeVerifyLayout.RecordLength:N0} positions, but row {unitLine} counts {unit.ToString().ToLowerInvariant()}. Export the file in one go.");
        }
        catch (DecoderFallbackException error)
        {
            throw new IntakeException(
                IntakeCodes.Encoding,
                $"{Name}, row {line}: a byte at position {error.Index + 1} is not {encoding.WebName}. If the file is Windows-1252, write encoding: windows-1252 under degreeVerify: in the mapping.",
                new SourceLocation(Name, line),
                error);
        }
    }

    private void CheckTrailer(DegreeVerifyRecord record, long line)
    {
        trailerLine = line;
        var count = record[DegreeVerifyLayout.TotalRecordCount].Trim();
        if (!long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var promised) || promised != line)
            throw Refused(IntakeCodes.Trailer, line, $"is the DT1 trailer and promises {RowValues.Quoted(count, wantsDigit: true)} records in all, but there are {line}, header and trailer among them. Export the file again.");
    }

    private IntakeException Refused(string code, long? line, string what)
        => new(code, line is { } at ? string.Create(CultureInfo.InvariantCulture, $"{Name}, row {at} {what}") : $"{Name}: {what}", new SourceLocation(Name, line));
}
