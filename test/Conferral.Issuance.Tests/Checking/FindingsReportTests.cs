// The checking report: every finding in three files, groups with counts, keys that stay text, and nothing that runs.
using System.Text.Json;
using Conferral.Credentials;
using Conferral.Issuance.WriteBack;

namespace Conferral.Issuance.Tests.Checking;

public sealed class FindingsReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("conferral-findings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_finding_says_whose_where_which_rule_and_what_to_do()
    {
        using var report = new FindingsReport(_folder);
        report.Add("007", Row(9), [At("READ-DATE", "awards.csv", 12, "CONFERRED (D)", "\"31.5.26\" is not a date. Correct it.")]);
        report.Finish([]);
        Assert.Equal(
            "\uFEFFlearner_key,weight,rule,in_plain_words,file,row,column_letter,column,what_to_do\r\n"
            + "007,blocks,READ-DATE,\"a date is not in an accepted format, or ends before it starts\",awards.csv,12,D,CONFERRED,\"\"\"31.5.26\"\" is not a date. Correct it.\"\r\n",
            System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(_folder, "findings.csv"))));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "findings.json")));
        var finding = json.RootElement.GetProperty("findings")[0];
        Assert.Equal(("007", 12, "D"), (finding.GetProperty("learnerKey").GetString(), finding.GetProperty("row").GetInt32(), finding.GetProperty("columnLetter").GetString()));
        var rows = SheetReading.Rows(SheetReading.Sheets(Path.Combine(_folder, "findings.xlsx"))[1].Xml);
        Assert.Equal(["007", "blocks", "READ-DATE", "awards.csv", "#12", "D", "CONFERRED"], "ABCEFGH".Select(letter => rows[1][$"{letter}"]));
    }

    [Fact]
    public void The_summary_comes_first_and_counts_learners_once()
    {
        using var report = new FindingsReport(_folder);
        for (var i = 0; i < 212; i++) report.Add($"L{i}", Row(i), [Grade(i, "T"), Grade(i, "T")]);
        report.Add("L7", Row(7), [Grade(7, "X")]);
        report.Add("L8", Row(8), [At("COMPOSE-FUTURE", "awards.csv", 3, null, "The conferral date lies ahead.", Severity.Warning)]);
        report.Finish([At("READ-UNUSED-FILE", "notes.csv", null, null, "Nothing reads this file.", Severity.Warning)]);
        var sheets = SheetReading.Sheets(Path.Combine(_folder, "findings.xlsx"));
        Assert.Equal(["Summary", "Findings"], sheets.Select(sheet => sheet.Name));
        var rows = SheetReading.Rows(sheets[0].Xml);
        Assert.Equal(["#212", "#424", "blocks", "\"T\" is not in the lookup grades."], "ABCD".Select(letter => rows[1][$"{letter}"]));
        Assert.Equal(["#1 X", "#1 The", "#0 Nothing"], rows.Skip(2).Select(row => $"{row["A"]} {row["D"].Trim('"').Split(' ', '"')[0]}"));
        Assert.Equal(212, report.Groups[0].Learners);
    }

    [Fact]
    public void Sentences_that_all_differ_become_one_group()
    {
        using var report = new FindingsReport(_folder);
        for (var i = 0; i < 50; i++) report.Add($"L{i}", Row(i), [At("READ-DATE", "awards.csv", i, "D (D)", $"\"{i}\" is not a date.")]);
        report.Finish([]);
        var group = Assert.Single(report.Groups);
        Assert.Equal((50, 50, 0L), (group.Learners, group.Findings, group.FirstRow));
        Assert.StartsWith("a date is not in an accepted format", group.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_about_composed_documents_are_grouped_by_rule_and_file_whatever_their_pointers()
    {
        using var report = new FindingsReport(_folder);
        for (var i = 0; i < 8; i++) report.Add($"L{i}", Row(i), [At("COMPOSE-AFTER-CONFERRAL", "courses.csv", i, $"/credentialSubject/verifiableCredential/{i}", $"The course C {i} ended after the conferral.", Severity.Warning)]);
        report.Finish([]);
        var group = Assert.Single(report.Groups);
        Assert.Equal((8, null), (group.Learners, group.Column));
        Assert.Contains("for example: The course C 0 ended after the conferral.", group.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    public void A_key_that_looks_like_a_formula_is_disarmed_in_CSV_and_stays_text_in_the_sheet(string key)
    {
        using var report = new FindingsReport(_folder);
        report.Add(key, Row(2), [Grade(2, "T")]);
        report.Finish([]);
        Assert.Contains($"\n'{key}", File.ReadAllText(Path.Combine(_folder, "findings.csv")).Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(key, SheetReading.Rows(SheetReading.Sheets(Path.Combine(_folder, "findings.xlsx"))[1].Xml)[1]["A"]);
    }

    [Fact]
    public void The_header_stands_still_and_filters_over_all_rows()
    {
        using var report = new FindingsReport(_folder);
        for (var i = 0; i < 3; i++) report.Add($"L{i}", Row(i), [Grade(i, "T")]);
        report.Finish([]);
        var sheet = SheetReading.Sheets(Path.Combine(_folder, "findings.xlsx"))[1].Xml;
        Assert.Equal("A1:I4", (string?)sheet.Elements().Single(element => element.Name.LocalName == "autoFilter").Attribute("ref"));
        Assert.Equal("frozen", (string?)sheet.Descendants().Single(element => element.Name.LocalName == "pane").Attribute("state"));
        Assert.Equal(9, sheet.Descendants().Count(element => element.Name.LocalName == "col" && (int)element.Attribute("width")! > 0));
    }

    [Fact]
    public void Text_that_XML_or_a_spreadsheet_would_change_comes_back_as_it_was()
    {
        using (var file = File.Create(Path.Combine(_folder, "a.xlsx")))
        using (var book = new XlsxBook(file))
        {
            using (var sheet = book.Begin("S", [new("a", 10), new("b", 10)])) sheet.Row([" <&> Zoë 日本 🎓 ", "a\u0001_x0041_"]);
            book.Finish(0);
        }

        var row = SheetReading.Rows(SheetReading.Sheets(Path.Combine(_folder, "a.xlsx"))[0].Xml)[1];
        Assert.Equal((" <&> Zoë 日本 🎓 ", "a\uFFFD_x005F_x0041_"), (row["A"], row["B"]));
    }

    [Fact]
    public void The_same_findings_give_the_same_bytes_and_an_abandoned_report_leaves_the_last_one()
    {
        byte[] Write()
        {
            using var report = new FindingsReport(_folder);
            report.Add("1", Row(2), [Grade(2, "T")]);
            report.Finish([]);
            return File.ReadAllBytes(Path.Combine(_folder, "findings.xlsx"));
        }

        var bytes = Write();
        Assert.Equal(bytes, Write());
        using (var report = new FindingsReport(_folder)) report.Add("2", Row(3), [Grade(3, "T")]);
        Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(_folder, "findings.xlsx")));
        Assert.Equal(FindingsReport.Names.Order(), Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_hundred_thousand_findings_are_written_without_being_held()
    {
        using var report = new FindingsReport(_folder);
        for (var i = 0; i < 100_000; i++) report.Add($"L{i / 2}", Row(i), [Grade(i, $"T{i}")]);
        Assert.All(FindingsReport.Names, name => Assert.True(new FileInfo(Path.Combine(_folder, name + ".writing")).Length > 1024 * 1024, $"{name} holds its findings back."));
        report.Finish([]);
        Assert.Equal(100_001, File.ReadLines(Path.Combine(_folder, "findings.csv")).Count());
        Assert.Equal((50_000, 100_000), (report.Groups[0].Learners, report.Groups[0].Findings));
    }

    private static SourceLocation Row(long row) => new("learners.csv", row);

    private static Finding Grade(long row, string grade) => At("READ-LOOKUP", "course_results.csv", row, "GRADE (C)", $"\"{grade}\" is not in the lookup grades.");

    private static Finding At(string rule, string file, long? row, string? column, string message, Severity severity = Severity.Error)
        => new(rule, severity, "", message, "docs/intake.md") { Source = new SourceLocation(file, row, column) };
}
