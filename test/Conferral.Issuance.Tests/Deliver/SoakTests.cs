// The soak: 1,000 credentials in a test run, more where CONFERRAL_SOAK says how many.
using System.Globalization;
using Conferral.Issuance.Deliver;

namespace Conferral.Issuance.Tests.Deliver;

[Collection(nameof(SandboxLimitTests))]
public sealed class SoakTests
{
    private static readonly int Credentials = int.TryParse(Environment.GetEnvironmentVariable("CONFERRAL_SOAK"), CultureInfo.InvariantCulture, out var number) ? number : 1000;

    [Theory]
    [InlineData(BatchMode.Off)]
    [InlineData(BatchMode.Auto)]
    [Trait("kind", "soak")]
    public async Task One_request_in_ten_fails_and_nobody_is_lost_or_doubled(BatchMode mode)
    {
        var folder = Directory.CreateTempSubdirectory("conferral-soak-");
        try
        {
            var report = await DeliverySoak.RunAsync(folder.FullName, Credentials, new BatchProfile { Mode = mode, MaxItems = 7 }, TestContext.Current.CancellationToken);
            TestContext.Current.TestOutputHelper!.WriteLine($"{report}");

            Assert.Equal(Credentials / DeliverySoak.RefusedEvery, report.Refused);
            Assert.Equal((Credentials - report.Refused, Credentials - report.Refused), (report.Delivered, report.StoredThere));
            Assert.Equal((0, 0), (report.WrongBytes, report.ReplacedThere));
            Assert.InRange(report.MostInAMinute, 1, DeliverySoak.RequestsPerMinute);
            Assert.True(report.Faulted > report.Requests / 15, $"only {report.Faulted} of {report.Requests} requests were faulted");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
