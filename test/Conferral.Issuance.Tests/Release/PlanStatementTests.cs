// What a plan's fingerprint is of, and how differences are told.
using System.Security.Cryptography;
using System.Text;
using Conferral.Issuance.Release;
using Conferral.Issuance.Workspaces;

namespace Conferral.Issuance.Tests.Release;

public sealed class PlanStatementTests : IDisposable
{
    private static readonly PlanStatement Planned = new(
    [
        new("input", "aa"), new("input file awards.csv", "11"), new("input file learners.csv", "22"), new("input file notes.txt", "33"), new("mapping", "none"),
        new("setting credential.title", "Record"), new("identifier secret", "sha256 44"), new("verification method", "did:web:c.example#1"), new("public key", "zA"), new("count new", "3"),
    ]);

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void The_fingerprint_is_the_hash_that_anybody_can_recompute()
    {
        var statement = new PlanStatement([new("input", "aa"), new("count new", "3")]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("conferral plan 1\ninput\taa\ncount new\t3\n"))), statement.Fingerprint);
    }

    [Theory]
    [InlineData("input", "ab", "The export changed since.")]
    [InlineData("mapping", "55", "The mapping of the export's columns changed since.")]
    [InlineData("setting credential.title", "Recorded", "The setting credential.title changed since: \"Record\" then, \"Recorded\" now.")]
    [InlineData("setting credential.title", null, "The setting credential.title changed since: \"Record\" then, not set now.")]
    [InlineData("setting credential.language", "de", "The setting credential.language changed since: not set then, \"de\" now.")]
    [InlineData("identifier secret", "sha256 45", "The identifier secret is another: every learner would get a second id.")]
    [InlineData("verification method", "did:web:c.example#2", "The signing key is another: the plan names did:web:c.example#1, this run would sign as did:web:c.example#2.")]
    [InlineData("public key", "zB", "The signing key is another: the plan names the public key zA, this run would sign with zB.")]
    public void Each_difference_is_one_sentence(string name, string? value, string sentence)
    {
        var now = With(Planned, name, value);
        Assert.Equal([sentence], Planned.DifferencesFrom(now));
        Assert.NotEqual(Planned.Fingerprint, now.Fingerprint);
    }

    [Theory]
    [InlineData("input file awards.csv", "12", "The export changed since: awards.csv.")]
    [InlineData("input file awards.csv", null, "The export changed since: awards.csv is gone.")]
    [InlineData("input file gpa.csv", "66", "The export changed since: gpa.csv is new.")]
    public void A_changed_export_names_the_file(string file, string? hash, string sentence) => Assert.Equal([sentence], Planned.DifferencesFrom(With(With(Planned, "input", "ab"), file, hash)));

    [Fact]
    public void A_file_nobody_reads_may_change_and_so_may_counts()
        => Assert.Empty(Planned.DifferencesFrom(With(With(Planned, "input file notes.txt", "34"), "count new", "0")));

    [Fact]
    public void A_saved_plan_reads_back_from_json_and_from_a_page()
    {
        var saved = new SavedPlan(new DateTimeOffset(2026, 5, 16, 1, 2, 3, TimeSpan.Zero), With(Planned, "setting credential.title", "<b> & \"quotes\""));
        File.WriteAllText(_file, saved.ToJson());
        Assert.Equal(saved.Statement.Lines, SavedPlan.Read(_file).Statement.Lines);
        File.WriteAllText(_file, $"<html><pre id=\"conferral-plan\">{System.Net.WebUtility.HtmlEncode(saved.ToJson())}</pre></html>");
        Assert.Equal(saved.Statement.Fingerprint, SavedPlan.Read(_file).Statement.Fingerprint);
    }

    [Fact]
    public void A_changed_character_anywhere_in_a_saved_statement_is_refused()
    {
        var json = new SavedPlan(DateTimeOffset.UnixEpoch, Planned).ToJson();
        foreach (var text in Planned.Lines.SelectMany(line => new[] { line.Key, line.Value }).Append(Planned.Fingerprint).Distinct())
        {
            var at = json.LastIndexOf($"\"{text}\"", StringComparison.Ordinal) + 1;
            File.WriteAllText(_file, json[..at] + (json[at] == 'x' ? 'y' : 'x') + json[(at + 1)..]);
            Assert.Contains("was changed after the plan was made", Assert.Throws<WorkspaceException>(() => SavedPlan.Read(_file)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("<html></html>")]
    [InlineData("<pre id=\"conferral-plan\">{}")]
    [InlineData("{\"fingerprint\":\"\",\"madeAt\":\"2026-01-01T00:00:00Z\",\"lines\":[[\"a\"]]}")]
    [InlineData("{\"fingerprint\":\"\",\"madeAt\":\"2026-01-01T00:00:00Z\",\"lines\":[[\"a\",\"1\"],[\"a\",\"2\"]]}")]
    [InlineData("<pre id=\"conferral-plan\">{}</pre><pre id=\"conferral-plan\">{}</pre>")]
    public void A_file_without_a_plan_is_refused(string text)
    {
        File.WriteAllText(_file, text);
        Assert.Contains("holds no plan", Assert.Throws<WorkspaceException>(() => SavedPlan.Read(_file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_plan_an_issue_passes_only_where_no_approval_is_demanded()
    {
        Assert.Null(PlanRelease.Require(null, Planned, ReleasePolicy.None, []));
        var refusal = Assert.Throws<WorkspaceException>(() => PlanRelease.Require(null, Planned, new ReleasePolicy(2, []), [])).Message;
        Assert.Contains("issues only what 2 people approved", refusal, StringComparison.Ordinal);
    }

    private static PlanStatement With(PlanStatement statement, string name, string? value)
        => new(statement.Lines.Where(line => line.Key != name).Concat(value is null ? [] : [KeyValuePair.Create(name, value)]));
}
