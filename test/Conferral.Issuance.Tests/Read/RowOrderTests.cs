// That the order of rows does not count, and that neither memory nor the disk is left with more than it should be.
using Conferral.Issuance.Read;
using Conferral.Samples;

namespace Conferral.Issuance.Tests.Read;

public sealed class RowOrderTests
{
    private const int SmallSort = 64 << 10;

    [Theory]
    [InlineData(IntakeOptions.DefaultSortMemoryBytes)]
    [InlineData(SmallSort)]
    public async Task Shuffled_files_give_the_same_records(int sortMemory)
    {
        using var ordered = new TemporaryFolder();
        using var shuffled = new TemporaryFolder();
        using var temporary = new TemporaryFolder();
        CohortGenerator.Write(ordered.Path, new CohortOptions(700, 7, Faults: true), TestContext.Current.CancellationToken);
        CohortGenerator.Write(shuffled.Path, new CohortOptions(700, 7, Shuffled: true, Faults: true), TestContext.Current.CancellationToken);
        Assert.NotEqual(File.ReadAllText(Path.Combine(ordered.Path, "course_results.csv")), File.ReadAllText(Path.Combine(shuffled.Path, "course_results.csv")));
        var expected = await Reading.Of(ordered.Path);
        var actual = await Reading.Of(shuffled.Path, options: new IntakeOptions { SortMemoryBytes = sortMemory, TemporaryFolder = temporary.Path });
        Assert.Equal(700, expected.Items.Count);
        Assert.Equal(BundleReadingTests.Facts(expected), BundleReadingTests.Facts(actual));
        Assert.Equal(expected.SourceFindings.Select(finding => finding.RuleId), actual.SourceFindings.Select(finding => finding.RuleId));
        Assert.Equal((700L, null), (expected.LearnerCount, actual.LearnerCount));
        Assert.Empty(Directory.GetFileSystemEntries(temporary.Path));
    }

    [Fact]
    public async Task The_temporary_file_vanishes_when_reading_is_broken_off()
    {
        using var shuffled = new TemporaryFolder();
        using var temporary = new TemporaryFolder();
        CohortGenerator.Write(shuffled.Path, new CohortOptions(50, 7, Shuffled: true), TestContext.Current.CancellationToken);
        await using var source = IntakeSources.Open(shuffled.Path, options: new IntakeOptions { TemporaryFolder = temporary.Path });
        await foreach (var item in source.ReadAsync(TestContext.Current.CancellationToken))
        {
            Assert.NotNull(item.Learner);
            Assert.NotEmpty(Directory.GetFiles(temporary.Path));
            break;
        }

        Assert.Empty(Directory.GetFileSystemEntries(temporary.Path));
    }

    [Fact]
    public async Task A_temporary_folder_that_cannot_be_written_is_an_error_that_says_so()
    {
        using var shuffled = new TemporaryFolder();
        CohortGenerator.Write(shuffled.Path, new CohortOptions(50, 7, Shuffled: true), TestContext.Current.CancellationToken);
        await using var source = IntakeSources.Open(shuffled.Path, options: new IntakeOptions { TemporaryFolder = Path.Combine(shuffled.Path, "missing") });
        var error = await Assert.ThrowsAsync<IntakeException>(async () => await source.ReadAsync(TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal("READ-STAGING", error.Code);
        Assert.Contains("Free space there", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_an_error_that_says_so()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a device that is always full.");
        using var shuffled = new TemporaryFolder();
        CohortGenerator.Write(shuffled.Path, new CohortOptions(50, 7, Shuffled: true), TestContext.Current.CancellationToken);
        await using var source = IntakeSources.Open(shuffled.Path, options: new IntakeOptions { CreateTemporary = _ => new FileStream("/dev/full", FileMode.Open, FileAccess.Write) });
        var error = await Assert.ThrowsAsync<IntakeException>(async () => await source.ReadAsync(TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal("READ-STAGING", error.Code);
    }
}
