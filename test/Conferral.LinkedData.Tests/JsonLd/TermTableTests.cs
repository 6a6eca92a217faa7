// Our term tables and the published context documents define the same thing, term by term and scope by scope.
using System.Text;
using System.Text.Json;
using Conferral.LinkedData.Contexts;
using Conferral.LinkedData.JsonLd;
using Conferral.TestKit;

namespace Conferral.LinkedData.Tests.JsonLd;

public sealed class TermTableTests
{
    public static TheoryData<string> Files()
    {
        if (Shared.ConformanceRoot is not null) return [.. Published().Select(context => context.File)];
        return [new TheoryDataRow<string>("every context") { Skip = Shared.Absent }];
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_table_defines_what_the_published_document_defines(string file)
    {
        var published = Published().Single(context => context.File == file);
        var revision = Assert.Single(ContextStore.Revisions, revision => revision.Sha256 == Digest(published) && (published.Url.Length == 0 || revision.Url == published.Url));
        var table = Describe(ContextStore.BuiltIn.WithRevision(revision), revision.Url);
        var document = new ContextStore();
        document.Add(revision.Url, published.Bytes);
        var expected = Describe(document, revision.Url);
        Assert.NotEqual(Describe(document), expected);
        Assert.Equal(expected, table);
    }

    [Fact]
    public void Every_published_context_has_a_table_and_every_table_a_document()
    {
        var published = Published().Select(Digest).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(24, published.Length);
        Assert.Equal(published, ContextStore.Revisions.Select(revision => revision.Sha256).Order(StringComparer.Ordinal));
        Assert.Equal(22, ContextStore.Revisions.Count(revision => revision.IsCurrent));
        Assert.Equal(
            Published().Where(context => context.Url.Length > 0).Select(context => context.Url).Order(StringComparer.Ordinal),
            ContextStore.Revisions.Where(revision => revision.IsCurrent).Select(revision => revision.Url).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Any_two_contexts_together_give_the_same_verdict_and_terms_by_table_and_by_document()
    {
        var documents = PublishedContexts.Store();
        var urls = Published().Where(context => context.Url.Length > 0).Select(context => context.Url).ToArray();
        foreach (var first in urls)
        {
            foreach (var second in urls) Assert.Equal(Describe(documents, first, second), Describe(ContextStore.BuiltIn, first, second));
        }
    }

    [Fact]
    public void A_published_document_may_restate_the_protected_terms_of_a_table()
    {
        var store = new ContextStore(ContextStore.BuiltIn);
        var bytes = Published().Single(context => context.Url == "https://w3id.org/security/data-integrity/v2").Bytes;
        store.Add("https://example.org/same", bytes);
        Assert.DoesNotContain("redefinition", Describe(store, "https://www.w3.org/ns/credentials/v2", "https://example.org/same"), StringComparison.Ordinal);
        var changed = Encoding.UTF8.GetString(bytes).Replace("security#nonce", "security#other", StringComparison.Ordinal);
        store.Add("https://example.org/changed", Encoding.UTF8.GetBytes(changed));
        Assert.Equal("protected term redefinition", Describe(store, "https://www.w3.org/ns/credentials/v2", "https://example.org/changed"));
    }

    private static List<PublishedContext> Published() => [.. PublishedContexts.All()];

    private static string Digest(PublishedContext context) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(context.Bytes));

    /// <summary>The compiled active context as text: a line per term, scoped contexts compiled and indented under their term.</summary>
    private static string Describe(ContextStore store, params string[] urls)
    {
        var processor = new ContextProcessor(store, new JsonLdOptions());
        var text = new StringBuilder();
        try
        {
            var root = new ActiveContext(new ContextMemo(), null);
            Describe(processor.ProcessLocal(root, JsonSerializer.SerializeToUtf8Bytes(urls)), root, processor, text, 0);
        }
        catch (JsonLdException fault)
        {
            return fault.Code;
        }

        return text.ToString();
    }

    private static void Describe(ActiveContext context, ActiveContext outer, ContextProcessor processor, StringBuilder text, int depth)
    {
        text.Append($"{depth} base {Show(context.Base)} vocab {Show(context.Vocab)} language {Show(context.Language)} {context.Direction}\n");
        foreach (var term in context.Terms.OrderBy(term => Show(term.Term), StringComparer.Ordinal))
        {
            if (ReferenceEquals(term, outer.Find(term.Term))) continue; // said further out
            text.Append(' ', depth * 2).Append($"{Show(term.Term)} {Show(term.Iri)} {term.Keyword} {term.Type} {Show(term.TypeIri)} {term.Container} ")
                .Append($"protected:{term.IsProtected} prefix:{term.IsPrefix} reverse:{term.IsReverse} {term.HasLanguage} {Show(term.Language)} {term.Direction} ")
                .Append($"{Show(term.IndexMapping)} {Show(term.NestValue)} scope:{term.LocalContext?.ValueKind}\n");
            if (term.LocalContext is not null) Describe(processor.ProcessPropertyScope(context, term), context, processor, text, depth + 1);
        }
    }

    private static string Show(byte[]? bytes) => bytes is null ? "-" : Encoding.UTF8.GetString(bytes);
}
