// The folder of further contexts: what goes in is checked, what comes out is what went in.
using System.Text;
using Conferral.Issuance.Workspaces.Contexts;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;
using Conferral.TestKit;

namespace Conferral.Issuance.Tests.Workspaces;

public sealed class ContextFolderTests : IDisposable
{
    private const string Url = "https://terms.example/context";

    private static readonly DateTimeOffset Now = new(2026, 5, 16, 17, 0, 0, TimeSpan.Zero);
    private static readonly byte[] First = """{"@context": {"a": "x:a"}}"""u8.ToArray();
    private static readonly byte[] Second = """{"@context": {"a": "x:a", "b": "x:b"}}"""u8.ToArray();

    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("conferral-contexts-").FullName, "contexts");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public async Task What_was_added_is_there_for_the_next_who_opens_the_folder()
    {
        Assert.Equal(ContextAddition.Added, await Add(Url, First));
        Assert.Equal(ContextAddition.Unchanged, await Add(Url, First));
        var folder = ContextFolder.Open(_path);
        var stored = Assert.Single(folder.Contexts);
        Assert.Equal((Url, First.Length, Now), (stored.Url, (int)stored.Bytes, stored.Added));
        Assert.Equal(First, folder.Read(stored));
        Assert.True(folder.ToStore() is var store && store.Knows(Url) && store.Knows("https://www.w3.org/ns/credentials/v2"));
        using var document = JsonLdInput.Parse(Encoding.UTF8.GetBytes($$"""{"@context": "{{Url}}", "a": "A"}"""));
        Assert.Equal("_:c14n0 <x:a> \"A\" .\n", Encoding.UTF8.GetString(new LinkedDataCanonicalizer(store).Canonicalize(new JsonLdInput(document.RootElement))));
    }

    [Fact]
    public async Task Other_bytes_under_a_known_URL_are_refused_with_what_would_change_until_it_is_meant()
    {
        await Add(Url, First);
        var refusal = await Assert.ThrowsAsync<ContextFolderException>(() => Add(Url, Second));
        Assert.Contains("adds b", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--replace", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(First.Length, Assert.Single(ContextFolder.Open(_path).Contexts).Bytes);
        Assert.Equal(ContextAddition.Replaced, await Add(Url, Second, replace: true));
        Assert.Equal(Second.Length, Assert.Single(ContextFolder.Open(_path).Contexts).Bytes);
        Assert.Equal(3, Directory.GetFiles(_path).Length); // both documents and the index
    }

    [Fact]
    public async Task A_changed_file_is_refused_and_can_be_restored()
    {
        await Add(Url, First);
        var file = Directory.GetFiles(_path, "*.jsonld").Single();
        await File.AppendAllTextAsync(file, " ", TestContext.Current.CancellationToken);
        var folder = ContextFolder.Open(_path);
        var refusal = Assert.Throws<ContextFolderException>(folder.ToStore);
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("conferral contexts add", refusal.Message, StringComparison.Ordinal);
        Assert.False(folder.IsIntact(folder.Contexts[0]));
        File.Delete(file);
        Assert.Throws<ContextFolderException>(folder.ToStore);
        Assert.Equal(ContextAddition.Restored, await Add(Url, First));
        Assert.True(ContextFolder.Open(_path).ToStore().Knows(Url));
    }

    [Fact]
    public async Task A_built_in_URL_cannot_be_given_another_meaning()
    {
        foreach (var url in ContextStore.Revisions.Select(revision => revision.Url).Distinct())
            Assert.Contains("is built in", (await Assert.ThrowsAsync<ContextFolderException>(() => Add(url, First, replace: true))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_path));
    }

    [Fact]
    public async Task Older_bytes_of_a_context_changed_in_place_are_recognised()
    {
        const string clr = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json";
        var older = await File.ReadAllBytesAsync(Shared.Conformance("contexts", "variants", "clr-context-2.0.1.before-2025-03-24.json"), TestContext.Current.CancellationToken);
        Assert.Contains("another revision of it, which is known too", (await Assert.ThrowsAsync<ContextFolderException>(() => Add(clr, older))).Message, StringComparison.Ordinal);
        var current = await File.ReadAllBytesAsync(Shared.Conformance("contexts", "clr", "context-2.0.1.json"), TestContext.Current.CancellationToken);
        Assert.Contains("the ones it stands for", (await Assert.ThrowsAsync<ContextFolderException>(() => Add(clr, current))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("context", "{}")]
    [InlineData("https://terms.example/a b", "{}")]
    [InlineData(Url, "not JSON")]
    [InlineData(Url, """{"@graph": []}""")]
    [InlineData(Url, """{"@context": "https://terms.example/other"}""")]
    public async Task What_is_no_context_or_has_no_URL_is_refused_and_leaves_nothing(string url, string document)
    {
        await Assert.ThrowsAsync<ContextFolderException>(() => Add(url, Encoding.UTF8.GetBytes(document)));
        Assert.False(Directory.Exists(_path));
    }

    [Fact]
    public async Task A_context_may_build_on_one_that_was_added_before()
    {
        await Add("https://terms.example/other", Second);
        await Add(Url, """{"@context": ["other", {"c": "x:c"}]}"""u8.ToArray());
        Assert.Equal(2, ContextFolder.Open(_path).Contexts.Count);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"version": 2, "contexts": []}""")]
    [InlineData("""{"version": 1}""")]
    [InlineData("""{"version": 1, "contexts": [{"url": "x:a", "sha256": "../../etc/passwd", "bytes": 1, "added": "2026-05-16T17:00:00Z"}]}""")]
    public void A_damaged_index_is_refused_with_its_place(string index)
    {
        Directory.CreateDirectory(_path);
        File.WriteAllText(Path.Combine(_path, "index.json"), index);
        Assert.Contains(Path.Combine(_path, "index.json"), Assert.Throws<ContextFolderException>(() => ContextFolder.Open(_path)).Message, StringComparison.Ordinal);
    }

    private Task<ContextAddition> Add(string url, byte[] document, bool replace = false) => ContextFolder.Open(_path).AddAsync(url, document, Now, replace);
}
