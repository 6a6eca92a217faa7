// An export's own manifest: whatever does not agree with it is named, and nothing is read.
using System.IO.Compression;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Read;

public sealed class BundleManifestTests
{
    [Fact]
    public async Task A_manifest_that_agrees_changes_nothing()
    {
        using var bundle = new TestBundle();
        var plain = await bundle.Read();
        var listed = await Listed(bundle).Read();
        Assert.Equal(BundleReadingTests.Facts(plain), BundleReadingTests.Facts(listed));
        Assert.Equal(plain.Sha256, listed.Sha256);
        Assert.Empty(listed.AllFindings);
    }

    [Fact]
    public async Task It_is_checked_in_a_zip_too()
    {
        using var bundle = Listed(new TestBundle());
        bundle.Put("terms.csv", TestBundle.Terms + "2026SP,Spring 2026,,\n");
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "bundle.zip");
        await ZipFile.CreateFromDirectoryAsync(bundle.Folder, path, TestContext.Current.CancellationToken);
        AssertRefused(() => Reading.Of(path), "terms.csv has 2 rows, the manifest says 1", "terms.csv has the SHA-256 ");
    }

    [Fact]
    public void Every_disagreement_is_named_at_once()
    {
        using var bundle = Listed(new TestBundle()).Put("awards.csv", TestBundle.Awards + "002,D9,Certificate,C,2026-05-15\n").Without("terms.csv").Put("gpa.csv", "learner_key,scope,value,maximum\n");
        bundle.Change("course_results.csv", ",term_key", "").Change("course_results.csv", ",2025FA", "").Change("course_results.csv", ",2025FA", "");
        AssertRefused(() => bundle.Read(), "terms.csv is not there", "gpa.csv is not in the manifest", "awards.csv has 3 rows, the manifest says 2", "awards.csv has the SHA-256 ", "course_results.csv has the SHA-256 ");
    }

    [Fact]
    public void A_file_nobody_reads_is_checked_too()
    {
        using var bundle = Listed(new TestBundle().Put("notes.csv", "a\n1\n")).Put("notes.csv", "a\n2\n");
        AssertRefused(() => bundle.Read(), "notes.csv has the SHA-256 ");
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("{\"files\":[{\"rows\":1}]}", "manifest.json is not {\"files\":[{")]
    [InlineData("{\"files\":[{\"name\":\"a.csv\"},{\"name\":\"a.csv\"}]}", "it names a.csv twice")]
    [InlineData("null", "it is empty")]
    public void A_manifest_that_is_none_is_refused(string text, string says)
    {
        using var bundle = new TestBundle().Put("manifest.json", text);
        AssertRefused(() => bundle.Read(), says);
    }

    private static TestBundle Listed(TestBundle bundle)
    {
        var files = Directory.GetFiles(bundle.Folder).Order(StringComparer.Ordinal).Select(file =>
        {
            var bytes = File.ReadAllBytes(file);
            var rows = bytes.AsSpan().Count((byte)'\n') - 1;
            return $"{{\"name\":\"{Path.GetFileName(file)}\",\"rows\":{rows},\"sha256\":\"{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))}\"}}";
        });
        return bundle.Put("manifest.json", $"{{\"files\":[{string.Join(',', files)}]}}");
    }

    private static void AssertRefused(Func<Task<Reading>> read, params string[] says)
    {
        var error = Assert.ThrowsAsync<IntakeException>(read).GetAwaiter().GetResult();
        Assert.Equal("READ-MANIFEST", error.Code);
        Assert.All(says, sentence => Assert.Contains(sentence, error.Message, StringComparison.Ordinal));
    }
}
