// The published context documents, each checked against its pinned SHA-256.
using System.Security.Cryptography;
using Conferral.LinkedData.Contexts;
using Conferral.TestKit;

namespace Conferral.LinkedData.Tests.JsonLd;

/// <summary>One published context: its file, where it is published, its bytes.</summary>
internal sealed record PublishedContext(string File, string Url, byte[] Bytes);

internal static class PublishedContexts
{
    /// <summary>Every context of the manifest; skips the calling test where the folder is absent.</summary>
    public static IReadOnlyList<PublishedContext> All()
    {
        var contexts = new List<PublishedContext>();
        foreach (var line in File.ReadLines(Shared.Conformance("MANIFEST.tsv")).Skip(1))
        {
            var columns = line.Split('\t');
            if (!columns[0].StartsWith("contexts/", StringComparison.Ordinal)) continue;
            var bytes = File.ReadAllBytes(Shared.Conformance(columns[0].Split('/')));
            Assert.Equal(columns[5], Convert.ToHexStringLower(SHA256.HashData(bytes)));
            contexts.Add(new PublishedContext(columns[0], columns[4], bytes));
        }

        return contexts;
    }

    /// <summary>A store of the published documents and nothing else.</summary>
    public static ContextStore Store()
    {
        var store = new ContextStore();
        foreach (var context in All().Where(context => context.Url.Length > 0)) store.Add(context.Url, context.Bytes);
        return store;
    }
}
