// Brings the rows of an unsorted file into learner order with bounded memory: sorted runs in one temporary file, then a merge.
using System.Buffers;
using System.Runtime.InteropServices;
using Conferral.Credentials;
using Microsoft.Win32.SafeHandles;

namespace Conferral.Issuance.Read;

/// <summary>
/// An external merge sort by learner key, rows of one learner in file order. Plain runs and no database: every byte is
/// written once and read once, front to back, which an index and a journal would only slow down.
/// Bounds: <see cref="IntakeOptions.SortMemoryBytes"/> while filling; while merging one read buffer per run.
/// Durability: none wanted; the file is deleted when the cursor is disposed.
/// Errors: <see cref="IntakeException"/> where the temporary folder cannot be written, a full disk above all.
/// </summary>
internal sealed class RowSorter : IDisposable
{
    private readonly string folder;
    private readonly string fileName;
    private const int WriteBytes = 1 << 16;
    private readonly ArrayBufferWriter<byte> unwritten = new(WriteBytes * 2);
    private readonly int capacity;
    private readonly Func<string, FileStream> create;
    private readonly List<(long Start, long End)> runs = [];
    private char[] chars = new char[1 << 16];
    private List<StoredRow> rows = [];
    private List<int> ends = [];
    private int used;
    private FileStream? file;

    private RowSorter(string fileName, IntakeOptions options)
    {
        this.fileName = fileName;
        create = options.CreateTemporary;
        folder = options.TemporaryFolder ?? Path.GetTempPath();
        // A row costs its characters and about as much again in offsets.
        capacity = options.SortMemoryBytes / sizeof(char) / 2;
    }

    /// <summary>A row in the block of characters: its text and its field ends are slices of the two arenas.</summary>
    private readonly record struct StoredRow(long Line, int Width, int KeyLength, int Start, int Length, int EndsStart, int EndsCount);

    /// <summary>Reads <paramref name="source"/> to its end, disposes it, and gives its rows in learner order.</summary>
    public static RowCursor Sort(RowCursor source, IntakeOptions options, CancellationToken cancellationToken)
    {
        var sorter = new RowSorter(source.Feed.Feed.Name, options);
        try
        {
            using (source)
            {
                for (; source.HasRow; source.Advance())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    sorter.Add(source.Row);
                }
            }

            sorter.WriteRun();
            sorter.ReleaseMemory();
            return new SortedCursor(source.Feed, sorter);
        }
        catch
        {
            sorter.Dispose();
            throw;
        }
    }

    public void Dispose() => file?.Dispose();

    private void Add(RowBuffer row)
    {
        if (used + row.Chars.Length > capacity) WriteRun();
        if (row.Chars.Length > capacity)
        {
            throw new IntakeException(IntakeCodes.Staging, $"{fileName}, row {row.Line} does not fit the memory for sorting. Raise SortMemoryBytes.", new SourceLocation(fileName, row.Line));
        }

        if (used + row.Chars.Length > chars.Length) Array.Resize(ref chars, Math.Min(Math.Max(chars.Length * 2, used + row.Chars.Length), capacity));
        row.Chars.CopyTo(chars.AsSpan(used));
        rows.Add(new StoredRow(row.Line, row.Width, row.KeyLength, used, row.Chars.Length, ends.Count, row.Count));
        foreach (var end in row.Ends) ends.Add(end);
        used += row.Chars.Length;
    }

    private void WriteRun()
    {
        if (rows.Count == 0) return;
        rows.Sort(Compare);
        try
        {
            file ??= create(Path.Combine(folder, "conferral-sort-" + Path.GetRandomFileName()));
            var start = file.Position;
            foreach (var row in rows) Write(row);
            WriteOut(file);
            runs.Add((start, file.Position));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IntakeException(
                IntakeCodes.Staging,
                $"{fileName} is not in learner order and could not be sorted in {folder}: {error.Message} Free space there (about twice the file's size), name another folder, or export the file ordered by learner key.",
                new SourceLocation(fileName),
                error);
        }

        rows.Clear();
        ends.Clear();
        used = 0;
    }

    private void ReleaseMemory() => (chars, rows, ends) = ([], [], []);

    private int Compare(StoredRow left, StoredRow right)
    {
        var order = Key(left).SequenceCompareTo(Key(right));
        return order != 0 ? order : left.Line.CompareTo(right.Line);
    }

    private ReadOnlySpan<char> Key(StoredRow row) => chars.AsSpan(row.Start, row.KeyLength);

    private void Write(StoredRow row)
    {
        ReadOnlySpan<int> head = [(int)(row.Line >> 32), (int)row.Line, row.Width, row.KeyLength, row.Length, row.EndsCount];
        unwritten.Write(MemoryMarshal.AsBytes(head));
        unwritten.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(ends).Slice(row.EndsStart, row.EndsCount)));
        unwritten.Write(MemoryMarshal.AsBytes(chars.AsSpan(row.Start, row.Length)));
        if (unwritten.WrittenCount >= WriteBytes) WriteOut(file!);
    }

    // Buffered here and not in the stream, which would try to write again while it is disposed after a full disk.
    private void WriteOut(FileStream to)
    {
        to.Write(unwritten.WrittenSpan);
        unwritten.ResetWrittenCount();
    }

    /// <summary>Merges the runs: always the run whose next row comes first.</summary>
    private sealed class SortedCursor : RowCursor
    {
        private readonly RowSorter sorter;
        private readonly PriorityQueue<Run, Run> next;
        private Run? current;

        public SortedCursor(BoundFeed feed, RowSorter sorter)
            : base(feed)
        {
            this.sorter = sorter;
            next = new PriorityQueue<Run, Run>(sorter.runs.Count, Comparer<Run>.Create(Run.Compare));
            foreach (var (start, end) in sorter.runs) Offer(new Run(sorter.file!.SafeFileHandle, start, end));
            Advance();
        }

        public override void Advance()
        {
            if (current is not null) Offer(current);
            HasRow = next.TryDequeue(out current, out _);
            if (HasRow) Row.CopyFrom(current!.Row);
        }

        public override void Dispose() => sorter.Dispose();

        private void Offer(Run run)
        {
            if (run.Read()) next.Enqueue(run, run);
        }
    }

    /// <summary>One sorted run, read through its own small buffer.</summary>
    private sealed class Run(SafeFileHandle handle, long start, long end)
    {
        private const int HeadInts = 6;
        private byte[] buffer = new byte[32 << 10];
        private long at = start;
        private int filled;
        private int taken;

        public RowBuffer Row { get; } = new();

        public static int Compare(Run? left, Run? right)
        {
            var order = left!.Row.Key.SequenceCompareTo(right!.Row.Key);
            return order != 0 ? order : left.Row.Line.CompareTo(right.Row.Line);
        }

        public bool Read()
        {
            if (at == end && taken == filled) return false;
            Span<int> head = stackalloc int[HeadInts];
            MemoryMarshal.Cast<byte, int>(Take(HeadInts * sizeof(int))).CopyTo(head);
            var endsBytes = head[5] * sizeof(int);
            var body = Take(endsBytes + (head[4] * sizeof(char)));
            Row.Restore(
                ((long)head[0] << 32) | (uint)head[1],
                head[2],
                head[3],
                MemoryMarshal.Cast<byte, int>(body[..endsBytes]),
                MemoryMarshal.Cast<byte, char>(body[endsBytes..]));
            return true;
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            if (filled - taken < count) Fill(count);
            taken += count;
            return buffer.AsSpan(taken - count, count);
        }

        private void Fill(int count)
        {
            var left = buffer.AsSpan(taken, filled - taken);
            if (buffer.Length < count)
            {
                var larger = new byte[count];
                left.CopyTo(larger);
                buffer = larger;
            }
            else
            {
                left.CopyTo(buffer);
            }

            filled -= taken;
            taken = 0;
            while (filled < count)
            {
                var room = (int)Math.Min(buffer.Length - filled, end - at);
                var got = RandomAccess.Read(handle, buffer.AsSpan(filled, room), at);
                if (got == 0) throw new IntakeException(IntakeCodes.Staging, "The temporary file of the sort ended early; something else has cut it. Start again.");
                filled += got;
                at += got;
            }
        }
    }
}
