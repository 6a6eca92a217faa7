// Arrays: how they are cut, what each form of answer means for each learner, and how they are given up.
using System.Globalization;
using System.Text.Json;
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Ledger;

namespace Conferral.Issuance.Tests.Deliver;

public sealed class BatchTests
{
    private static readonly BatchProfile ThreeAtOnce = new() { Mode = BatchMode.On, MaxItems = 3 };

    private static string Id(int number) => MemoryLedger.IdOf(number);

    private static int[] NumbersIn(Received request)
    {
        using var document = JsonDocument.Parse(request.Body);
        return [.. (request.Text[0] == '[' ? document.RootElement.EnumerateArray().ToArray() : [document.RootElement]).Select(NumberOf)];
    }

    private static int NumberOf(JsonElement credential) => int.Parse(credential.GetProperty("id").GetString()![^12..], CultureInfo.InvariantCulture);

    private static Reply Results(Received request, Func<int, int> status) => request.Text[0] != '['
        ? new(status(NumbersIn(request)[0]), request.Text)
        : new(207, $$"""{"results":[{{string.Join(',', NumbersIn(request).Select((number, index) => $$"""{"index":{{index}},"id":"{{Id(number)}}","status":{{status(number)}},"location":"/c/{{number}}"}"""))}}]}""");

    private static async Task<(ScriptedPlatform Platform, DeliverySummary Summary)> RunAsync(MemoryLedger ledger, Func<Received, Reply> answer, BatchProfile? batch = null)
    {
        await using var platform = new ScriptedPlatform(request => request.Method == "GET" ? new(404) : answer(request));
        var profile = Line.ProfileFor(platform.BaseUrl) with { MaxConcurrency = 1, Batch = batch ?? ThreeAtOnce };
        var summary = await Line.RunAsync(profile, ledger, TestContext.Current.CancellationToken);
        Line.AssertOnlyStoredBytes(platform, ledger);
        Assert.Equal(0, ledger.Count(DeliveryState.Sending));
        return (platform, summary);
    }

    private static string Sizes(ScriptedPlatform platform) => string.Join(' ', platform.Posts.Select(post => post.Text[0] == '[' ? NumbersIn(post).Length.ToString() : "single"));

    [Fact]
    public async Task Arrays_are_cut_by_count_and_every_result_reaches_its_own_learner()
    {
        var ledger = new MemoryLedger(7);
        var (platform, summary) = await RunAsync(ledger, request => Results(request, number => number == 4 ? 400 : 201));

        Assert.Equal("3 3 single", Sizes(platform));
        Assert.Equal((6, 1, 0), (summary.Delivered, summary.Failed, summary.Pending));
        Assert.Equal((DeliveryState.Failed, 400), (ledger.Of(4).State, ledger.Of(4).Outcome!.HttpStatus));
        Assert.Equal(new Uri(platform.BaseUrl, "/c/5").AbsoluteUri, ledger.Of(5).Outcome!.ResourceUrl);
        Assert.Empty(summary.Remarks);
    }

    [Fact]
    public async Task Arrays_are_cut_by_bytes_and_what_fits_no_array_goes_alone()
    {
        var ledger = new MemoryLedger(5, number => MemoryLedger.Credential(number).Replace("\"proof\"", $"\"evidence\":\"{new string('x', number == 2 ? 4000 : 100)}\",\"proof\""));
        var (platform, summary) = await RunAsync(ledger, request => Results(request, _ => 201), ThreeAtOnce with { MaxBytes = 2000 });

        Assert.Equal(5, summary.Delivered);
        Assert.All(platform.Posts.Where(post => post.Text[0] == '['), post => Assert.True(post.Body.Length <= 2000));
        Assert.Equal("2 single 2", Sizes(platform));
    }

    [Fact]
    public async Task Too_large_is_halved_and_remembered()
    {
        var ledger = new MemoryLedger(24);
        var (platform, summary) = await RunAsync(ledger, request => request.Text[0] == '[' && NumbersIn(request).Length > 3 ? new(413) : Results(request, _ => 201), new() { Mode = BatchMode.On, MaxItems = 12 });

        Assert.Equal(24, summary.Delivered);
        Assert.Equal("12 6 3 3", Sizes(platform)[..8]);
        Assert.DoesNotContain(platform.Posts.Skip(2), post => NumbersIn(post).Length > 3);
        Assert.Contains("smaller arrays", Assert.Single(summary.Remarks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(415)]
    [InlineData(422)]
    [InlineData(501)]
    public async Task A_platform_that_takes_no_arrays_is_asked_once_only(int status)
    {
        var ledger = new MemoryLedger(9);
        var (platform, summary) = await RunAsync(ledger, request => request.Text[0] == '[' ? new(status) : Results(request, _ => 201));

        Assert.Equal((9, 10), (summary.Delivered, platform.Posts.Count));
        Assert.Equal("3 single", Sizes(platform)[..8]);
        Assert.Contains($"answered {status} to an array", Assert.Single(summary.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_spoiler_splits_its_own_array_only_once_arrays_are_proven()
    {
        var ledger = new MemoryLedger(16);
        var (platform, summary) = await RunAsync(ledger, request => NumbersIn(request).Contains(10) ? new(422) : Results(request, _ => 201), new() { Mode = BatchMode.On, MaxItems = 8 });

        Assert.Equal((15, 1), (summary.Delivered, summary.Failed));
        Assert.Equal(DeliveryState.Failed, ledger.Of(10).State);
        Assert.Equal("8 8 4 4 2 2 single single", Sizes(platform));
    }

    [Fact]
    public async Task A_bare_201_says_nothing_of_anybody_and_all_go_one_by_one()
    {
        var ledger = new MemoryLedger(3);
        var (platform, summary) = await RunAsync(ledger, request => request.Text[0] == '[' ? new(201) : Results(request, _ => 200));

        Assert.Equal("3 single single single", Sizes(platform));
        Assert.Equal(3, summary.Delivered);
    }

    [Fact]
    public async Task A_credential_the_answer_leaves_out_is_asked_for_by_itself()
    {
        var ledger = new MemoryLedger(3);
        var (platform, summary) = await RunAsync(ledger, request => request.Text[0] != '[' ? Results(request, _ => 200)
            : new(200, $$"""{"results":[{"id":"{{Id(0)}}","status":201},{"id":"{{Id(2)}}","status":201}]}"""));

        Assert.Equal("3 single", Sizes(platform));
        Assert.Equal((1, 3), (NumbersIn(platform.Posts[1])[0], summary.Delivered));
    }

    [Fact]
    public async Task A_lost_answer_sends_the_same_array_again()
    {
        var ledger = new MemoryLedger(3);
        var (platform, summary) = await RunAsync(ledger, request => request.Number == 0 ? new(200) { CutAfter = 0 } : Results(request, _ => 200));

        Assert.Equal(3, summary.Delivered);
        Assert.Equal(2, platform.Posts.Count);
        Assert.Equal(platform.Posts[0].Body, platform.Posts[1].Body);
    }

    [Fact]
    public async Task A_failure_within_an_array_sends_only_that_one_again()
    {
        var ledger = new MemoryLedger(3);
        var (platform, summary) = await RunAsync(ledger, request => Results(request, number => number == 1 && request.Number == 0 ? 503 : 201));

        Assert.Equal("3 single", Sizes(platform));
        Assert.Equal(3, summary.Delivered);
    }

    [Fact]
    public async Task Items_without_permission_stop_the_line()
    {
        var (_, summary) = await RunAsync(new MemoryLedger(9), request => Results(request, _ => 403));
        Assert.Equal((DeliveryCode.Forbidden, 9), (summary.StopCode, summary.Pending));
    }

    [Fact]
    public async Task What_the_platform_says_of_a_whole_array_is_not_quoted()
    {
        var ledger = new MemoryLedger(3);
        var (_, summary) = await RunAsync(ledger, request => new(403, """{"message":"no place for Ada Lovelace-1"}"""));
        Assert.Equal(DeliveryCode.Forbidden, summary.StopCode);
        Assert.All(ledger.Rows, row => Assert.DoesNotContain("Ada", row.Outcome!.Detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"results":[{"index":0,"status":201},{"index":1,"status":400}]}""", "201 400")]
    [InlineData("""{"results":[{"index":1,"status":400},{"index":0,"status":201}]}""", "201 400")]
    [InlineData("""{"items":[{"id":"#1","status":400},{"id":"#0","status":201}]}""", "201 400")]
    [InlineData("""[{"status":"201"},{"status":"409"}]""", "201 409")]
    [InlineData("""[{"httpStatus":200},{"statusCode":422}]""", "200 422")]
    [InlineData("""[{"id":"#1","credentialSubject":{}},{"id":"#0","credentialSubject":{}}]""", "200 200")]
    [InlineData("""{"credentials":[{"id":"#1","credentialSubject":{}}]}""", "? 200")]
    [InlineData("""{"results":[{"id":"host-7","index":1,"status":201}]}""", "? ?")]
    [InlineData("""{"results":[{"id":"host-7","index":1,"status":201}]}""", "? 201", "Keyed")]
    [InlineData("""[{"index":1,"status":201},{"index":2,"status":400}]""", "201 400")]
    [InlineData("""[{"index":2,"status":400}]""", "? ?")]
    [InlineData("""[{"id":"#0","index":1,"status":201},{"id":"#1","index":2,"status":400}]""", "201 400")]
    [InlineData("""[{"id":"7","status":201},{"id":"8","status":400}]""", "201 400")]
    [InlineData("""[{"id":"7","status":201},{"id":"8","status":400}]""", "? ?", "Keyed")]
    [InlineData("""[{"id":"urn:uuid:5","status":201},{"id":"urn:uuid:6","status":400}]""", "? ?")]
    [InlineData("""[{"id":"urn:uuid:5","status":201},{"id":"#1","status":400}]""", "? 400")]
    [InlineData("""[{"id":"7","status":201},{"id":"#1","status":400}]""", "? 400")]
    [InlineData("""[{"id":"#1","status":201},{"id":"#0","status":400}]""", "? ?", "Ordered")]
    [InlineData("""[{"id":"#0","status":201},{"status":400}]""", "201 400", "Ordered")]
    [InlineData("""[{"status":201},{"status":400},{"status":201}]""", "? ?")]
    [InlineData("""[{"id":"#0","status":201},{"id":"#1","status":400},{"id":"urn:uuid:9","status":201}]""", "201 400")]
    [InlineData("""[{"id":"#0","status":201},{"id":"#0","status":201}]""", "201 ?")]
    [InlineData("""[{"credentialId":"host-1","id":"#1","status":201},{"credentialId":"host-0","id":"#0","status":400}]""", "400 201")]
    [InlineData("""[{"credential":{"id":"#1"},"status":201},{"credential":{"id":"#0"},"status":400}]""", "400 201")]
    [InlineData("""{}""", "200 200", "AllOrNothing")]
    [InlineData("", "200 200", "AllOrNothing")]
    [InlineData("""{"success":false}""", "? ?", "AllOrNothing")]
    [InlineData("""not json""", "? ?", "AllOrNothing")]
    [InlineData("""{"results":[{"id":"#0","index":1,"status":201},{"index":1,"status":201}]}""", "? ?")]
    [InlineData("""{"results":[{"id":"#0","status":201},{"id":"#0","status":400}]}""", "? ?")]
    [InlineData("""{"results":[{"status":201}]}""", "? ?")]
    [InlineData("""{"results":[{"index":7,"status":201},{"index":-1,"status":201},{"index":0.5,"status":201}]}""", "? ?")]
    [InlineData("""{"results":[{"id":"#0"},{"id":"#1","status":"fine"}]}""", "? ?")]
    [InlineData("""{"results":[1,null]}""", "? ?")]
    [InlineData("""{"results":{}}""", "? ?")]
    [InlineData("""{"status":201}""", "? ?")]
    [InlineData("""not json""", "? ?")]
    [InlineData("", "? ?")]
    public void Every_form_of_answer_is_read_or_left_unknown(string body, string statuses, string results = "Any")
    {
        var sent = new MemoryLedger(2).Rows.Select(row => new Issuance.Sign.SignedClr(row.Id, row.LearnerKey, row.Document)).ToList();
        body = body.Replace("#0", Id(0), StringComparison.Ordinal).Replace("#1", Id(1), StringComparison.Ordinal);
        using var response = new HttpResponseMessage();
        var answer = new PlatformAnswer(new Uri("https://p.example/c"), 200, "application/json", System.Text.Encoding.UTF8.GetBytes(body), Overlong: false, response.Headers);

        var verdicts = BatchAnswer.Read(answer, sent, Line.ProfileFor(new Uri("https://p.example")) with { Batch = new() { Results = Enum.Parse<BatchResults>(results) } });
        Assert.Equal(statuses, string.Join(' ', verdicts.Select(verdict => verdict?.HttpStatus?.ToString() ?? "?")));
    }
}
