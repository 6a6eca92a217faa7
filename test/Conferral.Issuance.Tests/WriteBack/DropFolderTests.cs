// The drop folder: whole files with a marker, none of them ever touched again, and nothing twice.
using Conferral.Issuance.Ledger;
using Conferral.Issuance.WriteBack;
using Microsoft.Extensions.Time.Testing;

namespace Conferral.Issuance.Tests.WriteBack;

public sealed class DropFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("conferral-drop-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 28, 3, 19, 0, TimeSpan.Zero));
    private readonly MemoryOutbox _outbox = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_drop_comes_with_a_marker_that_tells_hash_and_rows()
    {
        var report = await Write(SampleDelivery.Of("1"), SampleDelivery.Of("2"));
        Assert.Equal(2, report.Added);
        var marker = Assert.Single(Directory.EnumerateFiles(_folder, "*.done"));
        var file = marker[..^".done".Length];
        var hash = await CrosswalkFile.Hash(file, default);
        Assert.Equal($"clr-20261128T031900Z-{hash[..8]}.csv", Path.GetFileName(file));
        Assert.Equal($"{hash}  {Path.GetFileName(file)}\nrows 2\n", await File.ReadAllTextAsync(marker));
        Assert.Equal(WriteBackState.Confirmed, _outbox["clr", "1"]);
    }

    [Fact]
    public async Task Nothing_new_drops_nothing_and_something_new_leaves_the_unread_drop_alone()
    {
        await Write(SampleDelivery.Of("1"));
        var first = Files();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, (await Write(SampleDelivery.Of("1"))).Unchanged);
        Assert.Equal(first, Files());
        var bytes = await File.ReadAllBytesAsync(Path.Combine(_folder, first[0]));
        await Write(SampleDelivery.Of("1", version: 2));
        Assert.Equal(4, Files().Count);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(_folder, first[0])));
    }

    [Fact]
    public async Task A_drop_that_a_crash_left_without_its_marker_is_taken_up_again()
    {
        await Write(SampleDelivery.Of("1"));
        var files = Files();
        File.Delete(Path.Combine(_folder, files[1]));
        _outbox.RecordWhole("clr", WriteBackState.Written, "");
        _time.Advance(TimeSpan.FromHours(1));
        await Write(SampleDelivery.Of("1"));
        Assert.Equal(files, Files());
        Assert.Equal(WriteBackState.Confirmed, _outbox["clr", "1"]);
    }

    [Fact]
    public async Task A_drop_that_was_damaged_is_named_by_a_check()
    {
        await Write(SampleDelivery.Of("1"));
        Assert.True((await Check(SampleDelivery.Of("1"))).IsInStep);
        await File.AppendAllTextAsync(Path.Combine(_folder, Files()[0]), "x");
        Assert.Contains(Files()[0], (await Check(SampleDelivery.Of("1"))).Remark, StringComparison.Ordinal);
    }

    private List<string> Files() => [.. Directory.EnumerateFiles(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private DropFolder Target => new(new CrosswalkFileOptions { Id = "clr", Path = _folder }, _time);

    private Task<TargetReport> Write(params LedgerDelivery[] deliveries) => Target.WriteAsync(SampleDelivery.Rows(_outbox, "clr", deliveries), _outbox, default);

    private Task<TargetReport> Check(params LedgerDelivery[] deliveries) => Target.CheckAsync(SampleDelivery.Rows(_outbox, "clr", deliveries), _outbox, default);
}
