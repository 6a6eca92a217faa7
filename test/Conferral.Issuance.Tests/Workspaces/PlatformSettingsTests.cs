// The platforms of conferral.yaml: built-in profiles under a user's own settings, complaints with their places, edits that keep comments.
using Conferral.Issuance.Deliver;
using Conferral.Issuance.Workspaces;

namespace Conferral.Issuance.Tests.Workspaces;

public sealed class PlatformSettingsTests
{
    private static PlatformProfile Read(string settings)
    {
        var file = WorkspaceYaml.ReadText<WorkspaceFile>($"platforms:\n  - id: p\n    baseUrl: https://p.example\n    authorization: {{ clientId: c, clientSecret: \"env:PATH\" }}\n{Indented(settings)}", "conferral.yaml");
        return PlatformSettings.Read(file.Platforms!.Single(), "platforms[0]", Path.GetTempPath(), null);
    }

    private static string Indented(string settings) => string.Concat(settings.Split('\n').Select(line => $"    {line}\n"));

    [Fact]
    public void Four_profiles_come_with_it_and_each_can_be_used()
    {
        Assert.Equal(["batch-array", "generic", "standard", "timeback"], BuiltInProfile.All.Select(profile => profile.Name));
        foreach (var profile in BuiltInProfile.All)
        {
            Assert.Empty(Read($"profile: {profile.Name}").Problems());
            Assert.InRange(profile.Summary.Length, 20, 140);
        }
    }

    [Fact]
    public void Generic_is_what_no_profile_means()
    {
        var (generic, none) = (Read("profile: generic"), Read("maxConcurrency: 8"));
        Assert.Equivalent(none, generic, strict: true);
    }

    [Fact]
    public void Timeback_has_its_slash_and_its_words()
    {
        var profile = Read("profile: timeback");
        Assert.Equal("https://p.example/ims/clr/v2p0/credentials/", profile.CredentialsUrl.AbsoluteUri);
        Assert.Equal([200, 201], profile.Answers.Accepted);
        Assert.StartsWith("/imsx_CodeMinor/", profile.Answers.CodePointers[0], StringComparison.Ordinal);
        Assert.Equal((BatchMode.Off, CopyMeaning.Keep), (profile.Batch.Mode, profile.Answers.ReSigned));
    }

    [Fact]
    public void Every_key_overrides_the_profile_and_leaves_its_neighbours()
    {
        var profile = Read("profile: batch-array\ntrailingSlash: true\nbatch: { maxItems: 7, wrapper: credentials, results: keyed }\nanswers: { accepted: [201], reSigned: doubt }");
        Assert.True(profile.TrailingSlash);
        Assert.Equal((BatchMode.On, 7, "credentials", BatchResults.Keyed), (profile.Batch.Mode, profile.Batch.MaxItems, profile.Batch.Wrapper, profile.Batch.Results));
        Assert.Equal([201], profile.Answers.Accepted);
        Assert.Equal((CopyMeaning.Doubt, CopyMeaning.Keep), (profile.Answers.ReSigned, profile.Answers.Differing));
    }

    [Theory]
    [InlineData("on", BatchMode.On)]
    [InlineData("off", BatchMode.Off)]
    [InlineData("auto", BatchMode.Auto)]
    [InlineData("{ mode: on }", BatchMode.On)]
    public void Batch_is_a_word_or_a_section(string written, BatchMode mode) => Assert.Equal(mode, Read($"batch: {written}").Batch.Mode);

    [Fact]
    public void A_word_for_batch_keeps_the_sizes_of_the_profile()
        => Assert.Equal((BatchMode.Off, 100), (Read("profile: batch-array\nbatch: off").Batch.Mode, Read("profile: batch-array\nbatch: off").Batch.MaxItems));

    [Theory]
    [InlineData("profile: timebacks", "platforms[0].profile is 'timebacks'", "timeback")]
    [InlineData("batch: sometimes", "platforms[0].batch.mode is 'sometimes'", "auto")]
    [InlineData("batch: { results: random }", "platforms[0].batch.results is 'random'", "all-or-nothing")]
    [InlineData("batch: { maxItems: 0 }", "platforms[0]", "at least 1")]
    [InlineData("batch: { wrapper: \"a b\" }", "platforms[0]", "one member's name")]
    [InlineData("batch: { resultsPointer: results }", "platforms[0]", "/results")]
    [InlineData("answers: { reSigned: maybe }", "platforms[0].answers.reSigned is 'maybe'", "doubt")]
    [InlineData("answers: { accepted: [] }", "platforms[0]", "at least one status")]
    [InlineData("answers: { accepted: [404] }", "holds 404", "409")]
    [InlineData("answers: { hostIdPointers: [id] }", "'id' is no JSON pointer", "/member")]
    [InlineData("answers: { hostIdHeaders: [\"X Id\"] }", "'X Id'", "header")]
    [InlineData("answers: { acepted: [200] }", "line 5, column 16", "acepted")]
    [InlineData("batch: { size: 3 }", "line 5, column 14", "size")]
    [InlineData("batchMaxItems: 3", "line 5, column 5", "batchMaxItems")]
    [InlineData("answers: { accepted: [two] }", "line 5", "two")]
    public void A_complaint_names_the_place_and_the_way_out(string settings, string place, string wayOut)
    {
        var refusal = Assert.Throws<WorkspaceException>(() => Read(settings));
        Assert.Contains(place, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(wayOut, refusal.Message, StringComparison.Ordinal);
    }

    private const string Commented =
        """
        # Ours.
        platforms:
          - id: first        # the old one
            baseUrl: https://first.example   # never change

            trailingSlash: false  # asked them
          - { id: braces, baseUrl: "https://braces.example" }
          - baseUrl: https://last.example
            id: last
            batch:
              mode: on
        # the end
        """;

    [Fact]
    public void An_edit_changes_its_values_and_nothing_else()
    {
        var edited = PlatformEdit.Apply(Commented, "first", [new("profile", "timeback"), new("trailingSlash", "true"), new("limits", "[\"500/min\"]")]);
        Assert.Equal(Commented.Replace("trailingSlash: false", "trailingSlash: true").Replace("# the old one\n", "# the old one\n    profile: timeback\n    limits: [\"500/min\"]\n"), edited);
    }

    [Fact]
    public void An_edit_at_the_end_keeps_the_order_of_its_lines()
        => Assert.Contains("    id: last\n    profile: generic\n    contentType: application/json\n    batch:", PlatformEdit.Apply(Commented, "last", [new("profile", "generic"), new("contentType", "application/json")]), StringComparison.Ordinal);

    [Theory]
    [InlineData("braces", "profile")]
    [InlineData("last", "batch")]
    [InlineData("nobody", "profile")]
    public void What_cannot_be_edited_safely_is_left(string platform, string key)
        => Assert.Null(PlatformEdit.Apply(Commented, platform, [new(key, "on")]));

    [Fact]
    public void Windows_line_ends_stay() => Assert.DoesNotContain("\n", PlatformEdit.Apply(Commented.ReplaceLineEndings("\r\n"), "first", [new("profile", "generic")])!.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
}
