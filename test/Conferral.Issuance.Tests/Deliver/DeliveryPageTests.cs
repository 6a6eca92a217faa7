// That the table of docs/delivery.md says of every status what the code does.
using System.Globalization;
using System.Text.RegularExpressions;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Sign;
using Conferral.TestKit;

namespace Conferral.Issuance.Tests.Deliver;

public sealed partial class DeliveryPageTests
{
    private static readonly IReadOnlyList<(string Answer, string Credential)> Rows = ReadTable();

    [Fact]
    public void Every_status_means_what_the_page_says()
    {
        var sent = new MemoryLedger(1).Rows.Select(row => new SignedClr(row.Id, row.LearnerKey, row.Document)).Single();
        for (var status = 200; status < 600; status++)
        {
            using var response = new HttpResponseMessage();
            var answer = new PlatformAnswer(new Uri("https://p.example/c"), status, "", ReadOnlyMemory<byte>.Empty, Overlong: false, response.Headers);
            var verdict = AnswerReader.Read(answer, sent, new AnswerProfile(), DateTimeOffset.UnixEpoch);
            var row = RowOf(status);
            Assert.True(row.Credential.Contains(Word(verdict.Kind), StringComparison.Ordinal), $"{status} is {verdict.Kind}; the page says: {row.Credential}");
            Assert.Equal(verdict.Code, CodeIn().Match(row.Credential) is { Success: true } code && verdict.Kind != VerdictKind.Accepted ? code.Groups["code"].Value : null);
        }
    }

    [Fact]
    public void No_status_stands_in_two_rows()
    {
        var named = Rows.SelectMany(row => Statuses(row.Answer)).ToList();
        Assert.Equal(named.Count, named.Distinct().Count());
    }

    private static (string Answer, string Credential) RowOf(int status)
    {
        var named = Rows.Where(row => Statuses(row.Answer).Contains(status)).ToList();
        return named.Count == 1 ? named[0] : Rows.Single(row => row.Answer.EndsWith($"{status / 100}xx", StringComparison.Ordinal));
    }

    private static IEnumerable<int> Statuses(string answer)
        => answer.Split(',', StringSplitOptions.TrimEntries).Where(part => part.All(char.IsAsciiDigit)).Select(part => int.Parse(part, CultureInfo.InvariantCulture));

    private static string Word(VerdictKind kind) => kind switch
    {
        VerdictKind.Accepted => "Delivered",
        VerdictKind.Refused => "Failed",
        VerdictKind.Closed => "Pending",
        _ => "sent again",
    };

    private static List<(string Answer, string Credential)> ReadTable()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "delivery.md"));
        var from = page.IndexOf("<!-- answers -->", StringComparison.Ordinal);
        var table = page[from..page.IndexOf("<!-- end -->", from, StringComparison.Ordinal)];
        return [.. table.Split('\n').Skip(3).Where(line => line.StartsWith('|')).Select(line => line.Split('|')).Select(cells => (cells[1].Trim(), cells[2].Trim()))];
    }

    [GeneratedRegex("`(?<code>[a-z]+(-[a-z]+)*)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeIn();
}
