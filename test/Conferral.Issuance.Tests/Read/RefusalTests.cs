// Inputs that are refused as a whole: the code, the file and row, and the sentence that says what to do.
using System.IO.Compression;
using System.Text;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Read;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("learners.csv", "READ-NO-INPUT", "learners.csv and awards.csv")]
    [InlineData("awards.csv", "READ-MISSING-FILE", "There is no awards.csv")]
    [InlineData("courses.csv", "READ-MISSING-FILE", "course_results.csv has the column course_key, but there is no courses.csv")]
    [InlineData("terms.csv", "READ-MISSING-FILE", "course_results.csv has the column term_key, but there is no terms.csv")]
    public void A_missing_file_is_named(string file, string code, string says)
    {
        using var bundle = new TestBundle().Without(file);
        AssertRefused(bundle, code, says);
    }

    [Theory]
    [InlineData("learner_key,name,Name \n001,A,B\n", "READ-DUPLICATE-COLUMN", "learners.csv, row 1: The column Name stands twice, as B and C")]
    [InlineData("student,name\n001,A\n", "READ-MISSING-COLUMN", "learners.csv, row 1: There is no column learner_key. The header has: student, name.")]
    [InlineData("001,Ana Lima\n002,Bo\n", "READ-MISSING-COLUMN", "There is no column learner_key. Row 1 has none of the columns learner_key, name, given_name, family_name, email, did, identifiers, birth_date: is it the header?")]
    [InlineData("", "READ-EMPTY", "learners.csv is empty")]
    [InlineData("\n\n", "READ-EMPTY", "learners.csv is empty")]
    [InlineData("learner_key,name\n001,\"Ana\n002,Bo\n", "READ-QUOTES", "learners.csv, row 2 has a quoted field that is not closed")]
    [InlineData("learner_key,name\n001,Ana\n002,\"Bo\"B\n", "READ-QUOTES", "learners.csv, row 3 has a quoted field")]
    public void A_header_or_quote_that_misleads_is_refused(string text, string code, string says)
    {
        using var bundle = new TestBundle().Put("learners.csv", text);
        AssertRefused(bundle, code, says);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200_000)]
    public void A_byte_that_is_not_UTF_8_is_refused_with_its_row_and_position(int rowsBefore)
    {
        var before = "learner_key,name\n" + string.Concat(Enumerable.Range(0, rowsBefore).Select(i => $"{i:D7},Zoë\n"));
        using var bundle = new TestBundle().Put("learners.csv", [.. Encoding.UTF8.GetBytes(before), .. Encoding.Latin1.GetBytes("9999999,Zoë\n")]);
        var position = Encoding.UTF8.GetByteCount(before) + "9999999,Zo".Length;
        AssertRefused(bundle, "READ-ENCODING", $"learners.csv, row {rowsBefore + 2}: byte 0xEB at position {position} is not UTF-8");
    }

    [Fact]
    public void A_character_cut_off_at_the_end_of_the_file_is_refused()
    {
        using var bundle = new TestBundle().Put("learners.csv", [.. "learner_key,name\n001,Zo"u8, 0xC3]);
        AssertRefused(bundle, "READ-ENCODING", "byte 0xC3");
    }

    [Fact]
    public async Task Characters_of_every_length_survive_every_cut_between_reads()
    {
        // 1, 2, 3 and 4 byte characters, moved by one byte each time past the read buffer's end.
        for (var shift = 0; shift < 8; shift++)
        {
            var name = string.Concat(Enumerable.Repeat("aé東𠮷", 20_000)) + new string('x', shift);
            using var bundle = new TestBundle().Put("learners.csv", $"learner_key,name\n{new string('a', shift)}001,{name}\nb002,b\n").Without("course_results.csv");
            var reading = await bundle.Read(new IntakeOptions { AllowNoAwards = true });
            Assert.Equal(name, reading.Items[0].Learner!.Name!.Display);
        }
    }

    [Fact]
    public void A_spreadsheet_named_csv_is_refused()
    {
        using var bundle = new TestBundle().Put("awards.csv", [.. "PK"u8, 3, 4, 20, 0]);
        AssertRefused(bundle, "READ-ENCODING", "awards.csv is a spreadsheet or zip, not a CSV file");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_line_of_fifty_megabytes_is_refused_without_being_held(bool quoted)
    {
        using var bundle = new TestBundle();
        using (var file = File.CreateText(Path.Combine(bundle.Folder, "learners.csv")))
        {
            file.Write(quoted ? "learner_key,name\n001,Ana\n002,\"" : "learner_key,name\n001,Ana\n002,");
            var block = new string('x', 1 << 20);
            for (var i = 0; i < 50; i++) file.Write(block);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(bundle, "READ-RECORD-TOO-LONG", "learners.csv, row 3 holds a record longer than the bound of 1,048,576 characters");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 16 << 20);
    }

    [Fact]
    public void A_file_beyond_the_bound_is_refused_also_where_a_zip_hides_its_size()
    {
        using var bundle = new TestBundle();
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "bomb.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("learners.csv", CompressionLevel.Fastest).Open();
            entry.Write("learner_key\n"u8);
            var lines = new byte[1 << 20];
            Array.Fill(lines, (byte)'\n');
            for (var i = 0; i < 64; i++) entry.Write(lines);
        }

        using (var zip = ZipFile.Open(path, ZipArchiveMode.Update)) zip.CreateEntryFromFile(Path.Combine(bundle.Folder, "awards.csv"), "awards.csv");
        var error = Assert.Throws<IntakeException>(() => IntakeSources.Open(path, options: new IntakeOptions { MaxFileBytes = 32 << 20 }));
        Assert.Equal("READ-TOO-LARGE", error.Code);
    }

    [Fact]
    public void What_is_no_export_is_told_what_was_expected()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("READ-NO-INPUT", Assert.Throws<IntakeException>(() => IntakeSources.Open(Path.Combine(folder.Path, "nowhere"))).Code);
        var error = Assert.Throws<IntakeException>(() => IntakeSources.Open(folder.Path));
        Assert.Contains("a folder of .json files or one .ndjson file. It holds no files.", error.Message, StringComparison.Ordinal);
        var text = Path.Combine(folder.Path, "letter.txt");
        File.WriteAllText(text, "Dear registrar");
        error = Assert.Throws<IntakeException>(() => IntakeSources.Open(text));
        Assert.Equal("READ-NO-INPUT", error.Code);
        Assert.Contains("The file letter.txt is no export Conferral knows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_with_a_file_twice_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "two.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            zip.CreateEntry("spring/learners.csv");
            zip.CreateEntry("fall/learners.csv");
        }

        var error = Assert.Throws<IntakeException>(() => IntakeSources.Open(path));
        Assert.Contains("holds learners.csv twice", error.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(TestBundle bundle, string code, string says)
    {
        var error = Assert.Throws<IntakeException>(() => IntakeSources.Open(bundle.Folder));
        Assert.Equal(code, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }
}
