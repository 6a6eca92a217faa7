// The same trip on input nobody here wrote: a real registrar's de-identified export, and 1EdTech's own examples.
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Controllers;
using Conferral.Credentials.Keys;
using Conferral.TestKit;

namespace Conferral.Cli.Tests;

public sealed class ForeignInputTests
{
    [Fact]
    public async Task A_registrars_export_goes_the_whole_trip_and_its_demographics_reach_nothing()
    {
        var data = Shared.SisSample("midfield");
        await using var trip = await TripWorkspace.MakeAsync(data, Path.Combine(Checkout.Root, "samples", "midfield", "mapping.yaml"));
        var plan = await trip.RunAsync("plan");
        Assert.True(plan.ExitStatus == ExitCode.Done, plan.Error);
        var issue = await trip.RunAsync("issue");
        Assert.True(issue.ExitStatus == ExitCode.Done, issue.Out + issue.Error);
        Assert.Contains("The account adds up: 150 read = 92 issued + 0 unchanged + 58 blocked.", issue.Out, StringComparison.Ordinal);
        Assert.Contains("58 READ-NO-AWARD", issue.Out, StringComparison.Ordinal);
        Assert.Equal(92, trip.Platform.Credentials.Count);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("audit")).ExitStatus);

        var documents = trip.Platform.Credentials.Select(credential => Encoding.UTF8.GetString(credential.Utf8Json.Span)).ToList();
        Assert.Equal(96, documents.Sum(Degrees));
        var demographic = DemographicValues(Path.Combine(data, "toy_student.csv"));
        Assert.All(documents, document => Assert.Empty(StringsOf(document).Intersect(demographic)));
        // Digits alone also occur by chance, in hashes and times; among whole values above they cannot.
        var words = demographic.Where(value => value.Length > 5 && value.Any(char.IsLetter)).ToList();
        Assert.NotEmpty(words);
        var written = new[] { plan.Out, issue.Out, plan.Error, issue.Error }.Concat(Directory.GetFiles(trip["out"]).Select(File.ReadAllText))
            .Append(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(trip["ledger.db"], TestContext.Current.CancellationToken)));
        Assert.All(written, text => Assert.All(words, value => Assert.DoesNotContain(value, text, StringComparison.Ordinal)));
        Assert.All(documents, document => Assert.DoesNotContain("MCID", document, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_1EdTech_examples_go_the_whole_trip_as_they_stand()
    {
        const string issuer = "https://example.edu/issuers/565049";
        await using var trip = await TripWorkspace.MakeAsync("ready", issuerId: issuer, beforeStart: trip =>
        {
            Directory.CreateDirectory(trip["ready"]);
            File.Copy(Shared.Conformance("vectors", "1edtech", "linked-data-proof", "clr-unsigned.json"), trip["ready/clr.json"]);
            File.Copy(Shared.Conformance("vectors", "1edtech", "linked-data-proof", "ob-unsigned.json"), trip["ready/badge.json"]);
            TrustTheExamplesKeyToo(trip["issuer/did.json"], issuer);
        });
        var issue = await trip.RunAsync("issue");
        Assert.True(issue.ExitStatus == ExitCode.Done, issue.Out + issue.Error);
        Assert.Equal(2, trip.Platform.Credentials.Count);
        Assert.Contains(trip.Platform.Credentials, stored => stored.Id == "http://example.edu/credentials/3732");
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("audit")).ExitStatus);
        Assert.Contains("http://example.edu/credentials/3732", await File.ReadAllTextAsync(trip["out/crosswalk.csv"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_cannot_be_signed_blocks_itself_and_nobody_else()
    {
        const string issuer = "https://example.edu/issuers/565049";
        await using var trip = await TripWorkspace.MakeAsync("ready", issuerId: issuer, beforeStart: trip =>
        {
            Directory.CreateDirectory(trip["ready"]);
            var badge = File.ReadAllText(Shared.Conformance("vectors", "1edtech", "linked-data-proof", "ob-unsigned.json"));
            File.WriteAllText(trip["ready/badge.json"], badge);
            File.WriteAllText(trip["ready/unknown.json"], badge.Replace("credentials/3527", "credentials/3528", StringComparison.Ordinal).Replace("/context-3.0.3.json\"", "/context-3.0.3.json\", \"https://terms.example/unknown\"", StringComparison.Ordinal));

            // The second CLR's only member has no proof and is another issuer's: nobody here may sign it.
            var clr = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Shared.Conformance("vectors", "1edtech", "linked-data-proof", "clr-unsigned.json")))!;
            var member = clr["credentialSubject"]!["verifiableCredential"]![0]!.AsObject();
            member.Remove("proof");
            member["issuer"]!["id"] = "https://elsewhere.example/issuers/1";
            File.WriteAllText(trip["ready/clr.json"], clr.ToJsonString());
        });
        var issue = await trip.RunAsync("issue");
        Assert.Contains("3 read = 1 issued + 0 unchanged + 2 blocked", issue.Out, StringComparison.Ordinal);
        Assert.Contains("HOUSE-UNKNOWN-CONTEXT", issue.Out, StringComparison.Ordinal);
        Assert.Contains("SIGN-REFUSED", issue.Out, StringComparison.Ordinal);
        Assert.Single(trip.Platform.Credentials);
        Assert.Equal(ExitCode.Done, (await trip.RunAsync("audit")).ExitStatus);
        var again = await trip.RunAsync("issue");
        Assert.Contains("2 blocked", again.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_1EdTech_badge_example_is_signed_and_verifies()
    {
        using var folder = new TestFolder();
        await CliRun.Of("init", folder["w"], "--name", "Example", "--issuer", "https://example.edu/issuers/565049");
        var sign = await CliRun.Of("sign", Shared.Conformance("vectors", "1edtech", "linked-data-proof", "ob-unsigned.json"), "--key", folder["w/keys/signing.pem"], "--out", folder["signed"], "--created", "2026-05-16T17:00:00Z");
        Assert.True(sign.ExitStatus == ExitCode.Done, sign.Error);
        var verify = await CliRun.Of("verify", "--controller", folder["w/issuer/did.json"], folder["signed/ob-unsigned.json"]);
        Assert.True(verify.ExitStatus == ExitCode.Done, verify.Out);

        var text = await File.ReadAllTextAsync(folder["signed/ob-unsigned.json"], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["signed/forged.json"], text.Replace("Example", "Forged", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.NeedsAttention, (await CliRun.Of("verify", "--controller", folder["w/issuer/did.json"], folder["signed/forged.json"])).ExitStatus);
    }

    [Fact]
    public async Task Canonicalize_writes_the_published_bytes()
    {
        var run = await CliRun.Of("canonicalize", Shared.Conformance("vectors", "1edtech", "linked-data-proof", "clr-unsigned.json"));
        Assert.Equal(ExitCode.Done, run.ExitStatus);
        Assert.Equal(await File.ReadAllBytesAsync(Shared.Conformance("vectors", "1edtech", "test-vectors", "clrv2p0", "document-canon.txt"), TestContext.Current.CancellationToken), run.RawOut);
    }

    // The example's member keeps the proof 1EdTech made, so the issuer's document must list that key as well.
    private static void TrustTheExamplesKeyToo(string path, string issuer)
    {
        using var published = JsonDocument.Parse(File.ReadAllBytes(Shared.Conformance("vectors", "1edtech", "linked-data-proof", "clr-keypair-and-hashes.json")));
        var theirs = VerificationKey.FromMultibase(published.RootElement.GetProperty("publicKeyMultibase").GetString()!);
        var ours = ControllerDocument.Parse(File.ReadAllBytes(path)).VerificationMethods;
        File.WriteAllBytes(path, ControllerDocument.ForIssuer(issuer, [.. ours, VerificationMethod.Multikey(issuer, theirs)]).ToJson());
    }

    /// <summary>What the columns say that must reach nothing: race, sex, transfer, age, postcode, school. Short numbers say nothing on their own.</summary>
    private static HashSet<string> DemographicValues(string path)
    {
        var rows = File.ReadAllLines(path).Select(line => line.Split(',')).ToList();
        var columns = new[] { "race", "sex", "transfer", "age_desc", "home_zip", "high_school" }.Select(name => Array.IndexOf(rows[0], name)).ToList();
        var values = rows.Skip(1).SelectMany(row => columns.Select(column => row[column])).Where(value => value.Length > 4).ToHashSet();
        Assert.True(values.Count > 50, "The demographic columns were not found, so nothing would be tested.");
        return values;
    }

    /// <summary>Every text but places in status lists, which are digits by chance.</summary>
    private static List<string> StringsOf(string document)
    {
        var strings = new List<string>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(document));
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("statusListIndex"u8)) reader.Skip();
            else if (reader.TokenType == JsonTokenType.String) strings.Add(reader.GetString()!);
        }

        return strings;
    }

    private static int Degrees(string document)
    {
        using var clr = JsonDocument.Parse(document);
        return clr.RootElement.GetProperty("credentialSubject").GetProperty("verifiableCredential").EnumerateArray()
            .Count(member => member.GetProperty("credentialSubject").GetProperty("achievement").TryGetProperty("achievementType", out var type) && type.GetString() == "BachelorDegree");
    }
}
