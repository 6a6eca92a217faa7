// The return file as it is without settings: its columns, quoting, guard against formulas, and its replacement as a whole.
using System.Text;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;
using Conferral.Issuance.WriteBack;

namespace Conferral.Issuance.Tests.WriteBack;

public sealed class CrosswalkFileTests : IDisposable
{
    private const string Header = "sis_student_id,sis_record_key,clr_credential_id,platform_id,platform_resource_url,platform_credential_id,credential_version,status,doc_sha256,signed_at,submitted_at,http_status,key_id,batch_id,reason_code,written_at,confirmed_at,replaces_credential_id\r\n";

    private readonly string folder = Directory.CreateTempSubdirectory("conferral-csv-").FullName;

    private string Target => Path.Combine(folder, "crosswalk.csv");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_delivery_fills_every_column_in_order()
    {
        var delivery = SampleDelivery.Of("007") with { WrittenBackAt = SampleDelivery.Signed.AddDays(2), ReplacesId = "urn:uuid:006" };
        Assert.Equal(
            Header + "007,007,urn:uuid:007,wallet,\"https://wallet.example/clr/007?a=1,2\",H-007,1,active," + delivery.DocumentSha256
            + ",2026-05-16T10:00:00.123456Z,2026-05-16T10:01:00.123456Z,201,did:web:college.example#z6Mk1,2026-05-16-a,,2026-05-18T09:00:00.123456Z,2026-05-18T09:00:00.123456Z,urn:uuid:006\r\n",
            await Write([delivery]));
    }

    [Fact]
    public void A_receipt_becomes_the_row_of_its_delivery()
    {
        var delivery = SampleDelivery.Of("1");
        Assert.Equal(CrosswalkRow.From(delivery), CrosswalkRow.From(new DeliveryReceipt(delivery)));
    }

    [Theory]
    [InlineData(DeliveryState.WrittenBack, StatusState.Revoked, "revoked")]
    [InlineData(DeliveryState.Delivered, StatusState.Suspended, "suspended")]
    [InlineData(DeliveryState.Pending, StatusState.Revoked, "revoked")]
    public void A_revocation_or_suspension_tells_more_than_the_delivery(DeliveryState state, StatusState standing, string status)
        => Assert.Equal(status, CrosswalkRow.From(SampleDelivery.Of("1", state) with { Status = standing }).Status);

    [Theory]
    [InlineData(DeliveryState.Delivered, false, "active")]
    [InlineData(DeliveryState.WrittenBack, false, "active")]
    [InlineData(DeliveryState.Delivered, true, "superseded")]
    [InlineData(DeliveryState.Failed, false, "failed")]
    [InlineData(DeliveryState.InDoubt, false, "in-doubt")]
    [InlineData(DeliveryState.Pending, false, "pending")]
    [InlineData(DeliveryState.Sending, false, "pending")]
    [InlineData(DeliveryState.Pending, false, "issued", "")]
    public void The_status_tells_the_standing(DeliveryState state, bool superseded, string status, string platform = "wallet")
        => Assert.Equal(status, CrosswalkRow.From(SampleDelivery.Of("1", state, platform: platform) with { Superseded = superseded }).Status);

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@A1", "'@A1")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("=\"x\",1", "\"'=\"\"x\"\",1\"")]
    [InlineData("Zoë\n日本", "\"Zoë\n日本\"")]
    public async Task Cells_are_guarded_and_quoted(string hostId, string cell)
        => Assert.Contains($",{cell},1,active,", await Write([SampleDelivery.Of("1") with { HostId = hostId }]), StringComparison.Ordinal);

    [Fact]
    public async Task The_guard_can_be_left_out()
        => Assert.Contains(",-1,1,active,", await Write([SampleDelivery.Of("1") with { HostId = "-1" }], guard: false), StringComparison.Ordinal);

    [Fact]
    public async Task The_same_rows_give_the_same_bytes()
        => Assert.Equal(await Write([SampleDelivery.Of("1"), SampleDelivery.Of("2")]), await Write([SampleDelivery.Of("1"), SampleDelivery.Of("2")]));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_byte_order_mark_is_written_when_wanted(bool wanted)
    {
        await new CrosswalkFile(new CrosswalkFileOptions { Path = Target, ByteOrderMark = wanted }).WriteAsync(SampleDelivery.Rows(), new MemoryOutbox(), default);
        Assert.Equal(wanted ? [0xEF, 0xBB, 0xBF] : Encoding.ASCII.GetBytes("sis"), File.ReadAllBytes(Target)[..3]);
    }

    [Fact]
    public async Task Rows_that_fail_half_way_leave_the_old_file_whole()
    {
        var before = await Write([SampleDelivery.Of("1")]);
        await Assert.ThrowsAsync<LedgerException>(() => new CrosswalkFile(new CrosswalkFileOptions { Path = Target }).WriteAsync(Broken(), new MemoryOutbox(), default));
        Assert.Equal(before, File.ReadAllText(Target));
        Assert.NotEqual(before, await Write([SampleDelivery.Of("2")]));
        Assert.Equal(["crosswalk.csv"], Directory.EnumerateFiles(folder).Select(Path.GetFileName));

        static async IAsyncEnumerable<OutboxRow> Broken()
        {
            await Task.Yield();
            yield return await SampleDelivery.Rows(SampleDelivery.Of("3")).SingleAsync();
            throw new LedgerException(LedgerCode.Damaged, "damaged");
        }
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_said_so()
    {
        var target = new CrosswalkFile(new CrosswalkFileOptions { Path = Path.Combine(folder, "nowhere", "c.csv") });
        var fault = await Assert.ThrowsAsync<WriteBackException>(() => target.WriteAsync(SampleDelivery.Rows(), new MemoryOutbox(), default));
        Assert.Equal((WriteBackCode.File, true), (fault.Code, fault.Retryable));
    }

    private async Task<string> Write(LedgerDelivery[] deliveries, bool guard = true)
    {
        var before = File.Exists(Target) ? File.ReadAllText(Target) : null;
        var report = await new CrosswalkFile(new CrosswalkFileOptions { Path = Target, GuardFormulas = guard }).WriteAsync(SampleDelivery.Rows(deliveries), new MemoryOutbox(), default);
        var written = File.ReadAllText(Target);
        var (added, unchanged) = written == before ? (0, deliveries.Length) : (deliveries.Length, 0);
        Assert.Equal((deliveries.Length, added, unchanged), (report.Rows, report.Added, report.Unchanged));
        return written;
    }
}
