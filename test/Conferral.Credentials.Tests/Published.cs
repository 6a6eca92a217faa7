// Published documents and vectors, and a canonicalizer that knows the published contexts.
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Keys;
using Conferral.LinkedData;
using Conferral.LinkedData.Contexts;
using Conferral.TestKit;

namespace Conferral.Credentials.Tests;

internal static class Published
{
    private static readonly Lazy<LinkedDataCanonicalizer> Known = new(() => new LinkedDataCanonicalizer(Contexts()));

    /// <summary>Skips the calling test where the published documents are absent.</summary>
    public static LinkedDataCanonicalizer Canonicalizer
    {
        get
        {
            Shared.Conformance();
            return Known.Value;
        }
    }

    public static byte[] Bytes(params string[] path) => File.ReadAllBytes(Shared.Conformance(["vectors", .. path]));

    public static string Text(params string[] path) => Encoding.UTF8.GetString(Bytes(path));

    public static JsonElement Json(params string[] path) => JsonDocument.Parse(Bytes(path)).RootElement;

    /// <summary>The key of the W3C vectors of vc-di-eddsa.</summary>
    public static SigningKey W3cKey() => Multikey.DecodeSecret(Json("w3c", "vc-di-eddsa", "keyPair.json").GetProperty("privateKeyMultibase").GetString()!);

    /// <summary>The key of the 1EdTech vectors.</summary>
    public static SigningKey OneEdTechKey() => Multikey.DecodeSecret(Json("1edtech", "linked-data-proof", "clr-keypair-and-hashes.json").GetProperty("secretKeyMultibase").GetString()!);

    private static ContextStore Contexts()
    {
        var store = new ContextStore();
        foreach (var line in File.ReadLines(Shared.Conformance("MANIFEST.tsv")).Skip(1))
        {
            var columns = line.Split('\t');
            if (!columns[0].StartsWith("contexts/", StringComparison.Ordinal) || columns[4].Length == 0) continue;
            store.Add(columns[4], File.ReadAllBytes(Shared.Conformance(columns[0].Split('/'))));
        }

        return store;
    }
}
