// What each kind of cell gives, which workbooks are refused, and that nothing about a sheet is decided in silence.
using System.IO.Compression;
using Conferral.Issuance.Read;
using CsCheck;

namespace Conferral.Issuance.Tests.Read;

public sealed class WorkbookTests
{
    private static readonly SheetCell?[] AwardHeader = ["learner_key", "award_key", "achievement_type", "title", "conferred_on", "credits"];

    [Fact]
    public async Task A_workbook_whose_sheets_have_our_names_reads_as_the_bundle_does()
    {
        using var bundle = new TestBundle();
        var plain = await bundle.Read();
        var writer = new SheetWriter();
        foreach (var file in Directory.GetFiles(bundle.Folder)) writer.FromCsv(Path.GetFileNameWithoutExtension(file), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var reading = await Read(writer);
        Assert.Equal(BundleReadingTests.Facts(plain), BundleReadingTests.Facts(reading));
        Assert.Empty(reading.AllFindings);
        Assert.Equal("workbook book.xlsx (1 file)", reading.Description);
        Assert.Equal("book.xlsx, sheet learners, row 2", reading["001"].Source.ToString());
    }

    [Fact]
    public async Task Typed_dates_numbers_truths_and_formulas_come_as_a_person_would_write_them()
    {
        var reading = await Read(Book(
            ["001", "D1", SheetCell.Shared(0), SheetCell.Formula("A1&\"x\"", "Bachelor of Arts"), SheetCell.Date(new DateOnly(2026, 5, 15)), SheetCell.Number(0.1 + 0.2)],
            ["002", SheetCell.Number(17), "Certificate", SheetCell.Shared(1), SheetCell.Date(new DateOnly(2026, 5, 16), SheetWriter.CustomDateStyle), SheetCell.Number(120)])
            .Share("<si><t>BachelorDegree</t></si>", "<si><r><t>Rich</t></r><r><t xml:space=\"preserve\"> text_x0041_</t></r><rPh sb=\"0\" eb=\"1\"><t>reading</t></rPh></si>"));
        Assert.Empty(reading.AllFindings);
        var (first, second) = (reading["001"].Learner!.Awards.Single(), reading["002"].Learner!.Awards.Single());
        Assert.Equal(("Bachelor of Arts", "BachelorDegree", new DateOnly(2026, 5, 15), 0.3m), (first.Title, first.AchievementType, first.ConferredOn, first.Credits));
        Assert.Equal(("17", "Rich textA", new DateOnly(2026, 5, 16), 120m), (second.AwardKey, second.Title, second.ConferredOn, second.Credits));
    }

    [Theory]
    [InlineData("error", "READ-EXCEL-ERROR", "title (D)", "#NAME?")]
    [InlineData("formula without value", "READ-EXCEL-ERROR", "title (D)", "#NOT-CALCULATED")]
    [InlineData("date in a key", "READ-EXCEL-DATE", "award_key (B)", "turned into a date")]
    [InlineData("long number in a key", "READ-EXCEL-NUMBER", "award_key (B)", "scientific notation")]
    [InlineData("date and time", "READ-DATE", "conferred_on (E)", "is not a date")]
    [InlineData("a day that never was", "READ-DATE", "conferred_on (E)", "is not a date")]
    [InlineData("text for a date", "READ-DATE", "conferred_on (E)", "15.5.2026")]
    public async Task A_cell_that_cannot_be_trusted_holds_its_learner(string what, string rule, string column, string says)
    {
        SheetCell?[] row = ["001", "D1", "BachelorDegree", "Bachelor", SheetCell.Date(new DateOnly(2026, 5, 15))];
        (int At, SheetCell Cell) wrong = what switch
        {
            "error" => (3, SheetCell.Error("#NAME?")),
            "formula without value" => (3, SheetCell.Formula("NOW()", null)),
            "date in a key" => (1, SheetCell.Date(new DateOnly(2026, 3, 2))),
            "long number in a key" => (1, SheetCell.Number(1.5e16)),
            "date and time" => (4, SheetCell.Number(46157.5, SheetWriter.DateTimeStyle)),
            "a day that never was" => (4, SheetCell.Number(60, SheetWriter.DateStyle)),
            _ => (4, "15.5.2026"),
        };
        row[wrong.At] = wrong.Cell;
        var reading = await Read(Book(row, ["002", "D2", "Certificate", "Certificate", SheetCell.Date(new DateOnly(2026, 5, 15))]));
        var finding = Assert.Single(reading["001"].Findings);
        Assert.Equal((rule, $"book.xlsx, sheet awards, row 2, column {column}"), (finding.RuleId, finding.Source!.ToString()));
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
        Assert.False(reading["002"].IsBlocked);
    }

    [Fact]
    public async Task A_key_shown_with_leading_zeros_has_them_and_one_that_lost_them_is_refused()
    {
        SheetCell?[] award = ["00000012", "D1", "Certificate", "Certificate", SheetCell.Date(new DateOnly(2026, 5, 15))];
        var shown = new SheetWriter().Sheet("learners", [["learner_key"], [SheetCell.Number(12, SheetWriter.EightDigitsStyle)]]).Sheet("awards", [AwardHeader, award]);
        Assert.Empty((await Read(shown))["00000012"].Findings);
        var lost = new SheetWriter().Sheet("learners", [["learner_key"], [SheetCell.Number(12)]]).Sheet("awards", [AwardHeader, award]);
        var error = await Assert.ThrowsAsync<IntakeException>(() => Read(lost));
        Assert.Equal("READ-KEY-FORMS", error.Code);
        Assert.Contains("00000012 where book.xlsx, sheet learners has 12", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_counted_from_1904_are_the_same_days()
    {
        var book = new SheetWriter { From1904 = true }
            .Sheet("learners", [["learner_key"], ["001"]])
            .Sheet("awards", [AwardHeader, ["001", "D1", "Certificate", "C", SheetCell.Number(new DateOnly(2026, 5, 15).DayNumber - new DateOnly(1904, 1, 1).DayNumber, SheetWriter.DateStyle)]]);
        Assert.Equal(new DateOnly(2026, 5, 15), (await Read(book))["001"].Learner!.Awards.Single().ConferredOn);
    }

    [Fact]
    public async Task Legend_blank_merged_and_hidden_rows_and_notes_beside_the_table_are_told()
    {
        var date = SheetCell.Date(new DateOnly(2026, 5, 15));
        var book = new SheetWriter()
            .Sheet("learners", [["learner_key"], ["001"], ["002"]])
            .Sheet(
                "awards",
                [["Graduates of spring"], [], [null, "see the note"], AwardHeader, [], ["001", "D1", "Certificate", "C", date, null, null, "a note"], [null, null], ["002", "D2", "Certificate", "C", date]],
                after: "<mergeCells><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"D6:D7\"/></mergeCells>",
                attributes: "state=\"hidden\"",
                rowAttributes: line => line == 8 ? "hidden=\"1\"" : "");
        var reading = await Read(book);
        Assert.All(reading.Items, item => Assert.NotNull(item.Learner));
        Assert.Equal([6, 8], reading.Items.Select(item => item.Learner!.Awards.Single().Source.Row));
        Assert.All(reading.SourceFindings, finding => Assert.Equal("READ-FORM", finding.RuleId));
        string[] expected = ["The sheet is hidden", "Its header is row 4", "merged over several rows", "filtered out were read all the same: 1", "beside the columns of the header, which is not read: 1"];
        Assert.Equal(expected.Length, reading.SourceFindings.Count);
        Assert.All(expected.Zip(reading.SourceFindings), pair => Assert.Contains(pair.First, pair.Second.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sheets_are_named_in_the_mapping_also_where_the_workbook_lies_among_other_files()
    {
        using var bundle = new TestBundle().Without("awards.csv");
        bundle.Put("grads.xlsx", new SheetWriter()
            .Sheet("Notes", [["nothing"]])
            .Sheet("Degrees 2026", [["ID", "NO", "KIND", "DIPLOMA", "DATE"], ["001", "1", "BachelorDegree", "Bachelor", SheetCell.Date(new DateOnly(2026, 5, 15))], ["002", "2", "Certificate", "Certificate", "15/05/2026"]]).ToBytes());
        const string mapping = """
            files:
              awards:
                file: grads.xlsx
                sheet: degrees 2026
                columns: { learner_key: ID, award_key: NO, achievement_type: KIND, title: DIPLOMA, conferred_on: { from: DATE, format: dd/MM/yyyy } }
            """;
        var reading = await bundle.Read(mapping: mapping);
        Assert.Empty(reading.AllFindings);
        Assert.All(reading.Items, item => Assert.Equal(new DateOnly(2026, 5, 15), item.Learner!.Awards.Single().ConferredOn));
        Assert.Equal("grads.xlsx, sheet Degrees 2026", reading["001"].Learner!.Awards[0].Source.File);
        var error = await Assert.ThrowsAsync<IntakeException>(() => bundle.Read(mapping: mapping.Replace("    sheet: degrees 2026\n", "", StringComparison.Ordinal)));
        Assert.Contains("grads.xlsx has 2 sheets: Notes, Degrees 2026. Say which one with sheet:", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<IntakeException>(() => bundle.Read(mapping: mapping.Replace("degrees 2026", "Degrees 2025", StringComparison.Ordinal)));
        Assert.Equal("READ-MISSING-FILE", error.Code);
    }

    [Theory]
    [InlineData("protected", "READ-WORKBOOK", "protected by a password or of the format before 2007")]
    [InlineData("no zip", "READ-WORKBOOK", "it is no zip")]
    [InlineData("other zip", "READ-WORKBOOK", "no list of its parts")]
    [InlineData("cut xml", "READ-WORKBOOK", "its sheet cannot be read on after row")]
    [InlineData("doctype", "READ-WORKBOOK", "its sheet cannot be read on after row")]
    [InlineData("no text", "READ-WORKBOOK", "refers to a text that is not there")]
    [InlineData("header only", "READ-NO-ROWS", "book.xlsx, sheet learners has a header and no rows")]
    [InlineData("empty", "READ-EMPTY", "book.xlsx, sheet learners is empty")]
    public async Task A_workbook_that_cannot_be_read_is_refused(string what, string code, string says)
    {
        byte[] Changed(string from, string to) => Rewrite(Book(["001", "D1", "Certificate", "C", SheetCell.Date(new DateOnly(2026, 5, 15))]).ToBytes(), "xl/worksheets/sheet2.xml", from, to);
        var bytes = what switch
        {
            "protected" => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]],
            "no zip" => "learner_key,name\n"u8.ToArray(),
            "other zip" => Zip("content.xml", "<office/>"),
            "cut xml" => Changed("</sheetData></worksheet>", ""),
            "doctype" => Changed("<worksheet", "<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet"),
            "no text" => Book(["001", "D1", "Certificate", SheetCell.Shared(7), SheetCell.Date(new DateOnly(2026, 5, 15))]).ToBytes(),
            "header only" => new SheetWriter().Sheet("learners", [["learner_key"]]).Sheet("awards", [AwardHeader]).ToBytes(),
            _ => new SheetWriter().Sheet("learners", []).Sheet("awards", [AwardHeader]).ToBytes(),
        };
        var error = await Assert.ThrowsAsync<IntakeException>(() => Read(bytes));
        Assert.Equal(code, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_that_unpacks_to_more_than_the_bound_is_refused_whatever_it_claims()
    {
        var row = string.Concat(Enumerable.Repeat("<row><c t=\"inlineStr\"><is><t>001</t></is></c></row>", 100_000));
        var bytes = Rewrite(Book(["001", "D1", "Certificate", "C", "2026-05-15"]).ToBytes(), "xl/worksheets/sheet1.xml", "</sheetData>", row + "</sheetData>");
        var error = await Assert.ThrowsAsync<IntakeException>(() => Read(bytes, new IntakeOptions { MaxFileBytes = 1 << 20 }));
        Assert.Equal("READ-TOO-LARGE", error.Code);
        var texts = Book(["001", "D1", "Certificate", SheetCell.Shared(0), "2026-05-15"]).Share($"<si><t>{new string('x', 30_000)}</t></si>");
        error = await Assert.ThrowsAsync<IntakeException>(() => Read(texts.ToBytes(), new IntakeOptions { MaxSharedTextChars = 20_000 }));
        Assert.Contains("the bound for a workbook. Save the sheets as CSV UTF-8 files instead.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Written_and_read_again_every_text_is_the_same()
        => Gen.String[Gen.Char[' ', '\u2FFF'].Where(letter => !char.IsSurrogate(letter)), 0, 12].Array[3].Array[1, 8].Sample(
            rows =>
            {
                var writer = new SheetWriter().Sheet("s", [["a", "b", "c"], .. rows.Select(row => row.Select(cell => (SheetCell?)cell).ToArray())]);
                var read = Rows(writer.ToBytes());
                var expected = rows.Select(row => row.Select(cell => cell.Trim()).ToArray()).Where(row => row.Any(cell => cell.Length > 0));
                Assert.Equal(expected, read);
            },
            iter: 100);

    [Theory]
    [InlineData("General", false, 0)]
    [InlineData("0.00", false, 0)]
    [InlineData("00000000", false, 8)]
    [InlineData("yyyy-mm-dd", true, 0)]
    [InlineData("[$-407]d. mmmm yyyy", true, 0)]
    [InlineData("[Red]0.0\" days\"", false, 0)]
    [InlineData("0\\d", false, 0)]
    [InlineData("[h]:mm", true, 0)]
    [InlineData("0.00E+00", false, 0)]
    public void A_number_format_is_a_dates_if_it_has_a_letter_of_one(string code, bool isDate, int zeros)
        => Assert.Equal(new CellFormat(isDate, zeros), CellFormats.Meaning(code));

    private static SheetWriter Book(params SheetCell?[][] awards) => new SheetWriter()
        .Sheet("learners", [["learner_key", "name"], ["001", "Ana Lima"], ["002", "Bo Chen"]])
        .Sheet("awards", [AwardHeader, .. awards]);

    private static List<string[]> Rows(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "book.xlsx"), bytes);
        using var book = Workbook.Open(InputFiles.At(Path.Combine(folder.Path, "book.xlsx")), "book.xlsx", IntakeOptions.Default);
        using var records = new SheetRecords(book, book.Sheets[0], "s", new HeaderNames("a", "b", "c"), IntakeOptions.Default, null);
        records.ReadHeader();
        var rows = new List<string[]>();
        while (records.Read()) rows.Add([records[0].ToString(), records[1].ToString(), records[2].ToString()]);
        return rows;
    }

    private static Task<Reading> Read(SheetWriter writer) => Read(writer.ToBytes());

    private static async Task<Reading> Read(byte[] bytes, IntakeOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "book.xlsx");
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        return await Reading.Of(path, options: options);
    }

    private static byte[] Zip(string name, string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(text);
        }

        return bytes.ToArray();
    }

    private static byte[] Rewrite(byte[] book, string part, string from, string to)
    {
        using var bytes = new MemoryStream();
        bytes.Write(book);
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            string text;
            using (var reader = new StreamReader(zip.GetEntry(part)!.Open())) text = reader.ReadToEnd();
            Assert.Contains(from, text, StringComparison.Ordinal);
            zip.GetEntry(part)!.Delete();
            using var writer = new StreamWriter(zip.CreateEntry(part).Open());
            writer.Write(text.Replace(from, to, StringComparison.Ordinal));
        }

        return bytes.ToArray();
    }
}
