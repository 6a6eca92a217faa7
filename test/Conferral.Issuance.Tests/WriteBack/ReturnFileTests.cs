// Return files in the SIS's own layout: what settings ask for, what the ready-made layouts write, and what does not fit.
using System.Text;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.WriteBack;
using Conferral.Issuance.Workspaces;
using CsCheck;

namespace Conferral.Issuance.Tests.WriteBack;

public sealed class ReturnFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("conferral-return-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("banner-goradid", "SPRIDEN_ID,GORADID_ADDITIONAL_ID,GORADID_ADID_CODE,GORADID_ACTIVITY_DATE,GORADID_DATA_ORIGIN\r\n007,urn:uuid:007,CLR,2026-05-16,CONFERRAL\r\n")]
    [InlineData("peoplesoft-external-system-id", "EMPLID,EXTERNAL_SYSTEM,EFFDT,EXTERNAL_SYSTEM_ID\r\n007,CLR,2026-05-16,urn:uuid:007\r\n")]
    [InlineData("powerschool-extension", "student_number\tU_CLR.credential_id\tU_CLR.credential_version\tU_CLR.status\tU_CLR.address\tU_CLR.signed_on\r\n007\turn:uuid:007\t1\tactive\thttps://wallet.example/clr/007?a=1,2\t05/16/2026\r\n")]
    public async Task A_ready_made_layout_writes_these_very_bytes(string layout, string file)
    {
        Assert.Contains(layout, FileLayout.All.Select(known => known.Name));
        Assert.Equal(file, Encoding.UTF8.GetString(await Write(new FileSection { Path = "r.csv", Layout = layout }, SampleDelivery.Of("007"), SampleDelivery.Of("8", DeliveryState.Failed))));
    }

    [Fact]
    public void Every_layout_says_what_is_unchecked() => Assert.All(FileLayout.All, layout => Assert.Contains("# Unchecked:", layout.Yaml, StringComparison.Ordinal));

    [Fact]
    public async Task What_a_file_says_itself_goes_before_its_layout()
    {
        var section = new FileSection { Path = "r.csv", Layout = "banner-goradid", Delimiter = ";", HeaderLine = false, LineEnd = "lf", Statuses = ["failed"] };
        Assert.Equal("8;urn:uuid:8;CLR;2026-05-16;CONFERRAL\n", Encoding.UTF8.GetString(await Write(section, SampleDelivery.Of("007"), SampleDelivery.Of("8", DeliveryState.Failed))));
    }

    [Fact]
    public async Task Fixed_widths_pad_and_align()
    {
        var section = new FileSection { Path = "r.txt", Format = "fixed", HeaderLine = false, Columns = [new() { From = "sis_student_id", Width = 9, Align = "right", Pad = "0" }, new() { Name = "CODE", Value = "CLR", Width = 5 }, new() { From = "credential_version", Width = 2 }] };
        Assert.Equal("000000007CLR  1 \r\n", Encoding.UTF8.GetString(await Write(section, SampleDelivery.Of("7"))));
    }

    [Fact]
    public async Task A_spreadsheet_keeps_keys_as_text()
    {
        await Write(new FileSection { Path = "r.xlsx", Format = "xlsx", Layout = "banner-goradid" }, SampleDelivery.Of("007"));
        var (name, sheet) = Assert.Single(SheetReading.Sheets(Path.Combine(_folder, "r.xlsx")));
        Assert.Equal(("Crosswalk", "007"), (name, SheetReading.Rows(sheet)[1]["A"]));
    }

    [Fact]
    public async Task A_value_that_does_not_fit_leaves_its_row_out_and_is_never_cut()
    {
        var options = Read(new FileSection { Path = "r.csv", Encoding = "windows-1252", Columns = [new() { From = "sis_student_id", MaxLength = 3 }] });
        var outbox = new MemoryOutbox();
        var report = await new CrosswalkFile(options).WriteAsync(SampleDelivery.Rows(outbox, options.Id, [SampleDelivery.Of("Zoë"), SampleDelivery.Of("日本"), SampleDelivery.Of("1234")]), outbox, default);
        Assert.Equal([("日本", DriftReason.DoesNotFit), ("1234", DriftReason.DoesNotFit)], report.Drifts.Select(drift => (drift.Key.SisStudentId, drift.Reason)));
        Assert.Equal("sis_student_id\r\nZo\xEB\r\n", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(options.Path)));
        Assert.Equal((WriteBackState.Confirmed, WriteBackState.Drifted), (outbox[options.Id, "Zoë"], outbox[options.Id, "1234"]));
    }

    [Fact]
    public async Task Only_the_wanted_platform_is_in_the_file()
        => Assert.Equal("sis_student_id\r\n2\r\n", Encoding.UTF8.GetString(await Write(new FileSection { Path = "r.csv", Platform = "wallet", Columns = [new() { From = "sis_student_id" }] }, SampleDelivery.Of("1", platform: "archive"), SampleDelivery.Of("2"))));

    [Fact]
    public async Task A_file_that_somebody_changed_is_found_out_and_one_that_is_gone_too()
    {
        var options = Read(new FileSection { Path = "r.csv", Layout = "banner-goradid" });
        var (outbox, target) = (new MemoryOutbox(), new CrosswalkFile(options));
        await target.WriteAsync(SampleDelivery.Rows(outbox, options.Id, [SampleDelivery.Of("1")]), outbox, default);
        Assert.True((await Check()).IsInStep);
        await File.AppendAllTextAsync(options.Path, "x");
        Assert.Contains("somebody changed it", (await Check()).Remark, StringComparison.Ordinal);
        File.Delete(options.Path);
        Assert.Contains("not there", (await Check()).Remark, StringComparison.Ordinal);

        Task<TargetReport> Check() => target.CheckAsync(SampleDelivery.Rows(outbox, options.Id, [SampleDelivery.Of("1")]), outbox, default);
    }

    [Theory]
    [InlineData("path", "needs either path")]
    [InlineData("from", "columns[0].from is 'nonsense'")]
    [InlineData("both", "needs either from")]
    [InlineData("width", "columns[0].width is missing")]
    [InlineData("format", "names end in _at")]
    [InlineData("encoding", "encoding is 'ebcdic'")]
    [InlineData("status", "statuses has 'gone'")]
    [InlineData("layout", "layout is 'colleague'")]
    [InlineData("delimiter", "delimiter is '||'")]
    [InlineData("name", "are taken")]
    public void A_wrong_setting_is_named(string what, string message)
    {
        var section = what switch
        {
            "path" => new FileSection(),
            "from" => new FileSection { Path = "a", Columns = [new() { From = "nonsense" }] },
            "both" => new FileSection { Path = "a", Columns = [new() { From = "status", Value = "x" }] },
            "width" => new FileSection { Path = "a", Format = "fixed", Columns = [new() { From = "status" }] },
            "format" => new FileSection { Path = "a", Columns = [new() { From = "status", Format = "yyyy" }] },
            "encoding" => new FileSection { Path = "a", Encoding = "ebcdic" },
            "status" => new FileSection { Path = "a", Statuses = ["gone"] },
            "layout" => new FileSection { Path = "a", Layout = "colleague" },
            "delimiter" => new FileSection { Path = "a", Delimiter = "||" },
            _ => new FileSection { Path = "a", Name = "sql" },
        };
        Assert.Contains(message, Assert.Throws<WorkspaceException>(() => Read(section)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_what_a_reader_reads()
        => Gen.Select(Gen.String[Gen.Char["aZ0,;\"'\r\n\t=+-@ëà日 "], 0, 12].Array[1, 3].Array[0, 8], Gen.Char[",;\t|"]).Sample((rows, delimiter) =>
        {
            var text = string.Concat(rows.Select(row => CsvCells.Line(row, guardFormulas: false, delimiter)));
            Assert.Equal(rows.Select(row => string.Join('\u001F', row)), ReadBack(text, delimiter).Select(row => string.Join('\u001F', row)));
        });

    // RFC 4180 as a reader has it, written apart from the writer.
    private static List<List<string>> ReadBack(string text, char delimiter)
    {
        var (rows, row, cell, quoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted)
            {
                if (text[i] != '"') cell.Append(text[i]);
                else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
                else quoted = false;
            }
            else if (text[i] == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (text[i] == delimiter || (text[i] == '\r' && text[i + 1] == '\n'))
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (text[i] == delimiter) continue;
                i++;
                rows.Add(row);
                row = [];
            }
            else
            {
                cell.Append(text[i]);
            }
        }

        return rows;
    }

    private CrosswalkFileOptions Read(FileSection section) => FileSettings.Read(section, "writeBack.files[0]", path => Path.Combine(_folder, path));

    private async Task<byte[]> Write(FileSection section, params LedgerDelivery[] deliveries)
    {
        var options = Read(section);
        await new CrosswalkFile(options).WriteAsync(SampleDelivery.Rows(deliveries), new MemoryOutbox(), default);
        return await File.ReadAllBytesAsync(options.Path);
    }
}
