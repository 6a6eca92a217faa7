// The term tables that ship with this library: which URLs and revisions they cover, compiled on first use.
using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conferral.LinkedData.Contexts;

/// <summary>
/// One known state of a published context. Publishers add terms in place, so a URL may have several; the current one
/// is what the URL means unless a store says otherwise.
/// </summary>
/// <param name="Url">Where it is published.</param>
/// <param name="Sha256">Digest of the published document that the table agrees with, lower-case hexadecimal.</param>
/// <param name="IsCurrent">Whether the URL stands for this revision by default.</param>
public sealed record ContextRevision(string Url, string Sha256, bool IsCurrent);

internal static class ContextTables
{
    private const string Folder = "Conferral.LinkedData.Contexts.Tables.";

    private static readonly string Common = Read(Folder + "common.terms");

    private static readonly FrozenDictionary<string, Table> BySha256 = LoadAll().ToFrozenDictionary(table => table.Sha256, StringComparer.Ordinal);

    /// <summary>A table's text with its compiled form, made when first asked for.</summary>
    private sealed class Table(string sha256, ContextRevision[] revisions, string? extends, string text)
    {
        private readonly Lazy<JsonObject> _context = new(() => ContextTable.Build(Common, text, extends is null ? null : BySha256[extends]._context.Value));

        public string Sha256 => sha256;

        /// <summary>One for each URL the document is published at.</summary>
        public ContextRevision[] Revisions => revisions;

        /// <summary>The table as it is written, then the one it extends.</summary>
        public string Text => extends is null ? text : $"{text}\n# The table it extends:\n\n{BySha256[extends].Text}";

        public JsonElement Document() => JsonSerializer.SerializeToElement(new JsonObject { ["@context"] = _context.Value.DeepClone() });
    }

    public static IEnumerable<ContextRevision> Revisions => BySha256.Values.SelectMany(table => table.Revisions);

    /// <summary>The context document a table stands for.</summary>
    public static JsonElement Document(string sha256) => BySha256[sha256].Document();

    /// <summary>A table for people, with the shared names and groups it uses.</summary>
    public static string Text(string sha256) => $"{BySha256[sha256].Text}\n{Common}";

    private static IEnumerable<Table> LoadAll()
    {
        foreach (var name in Assembly.GetExecutingAssembly().GetManifestResourceNames())
        {
            if (!name.StartsWith(Folder, StringComparison.Ordinal) || name == Folder + "common.terms") continue;
            var text = Read(name);
            var header = TableLine.Tree(text).TakeWhile(line => line.Words[0] != "ns").ToLookup(line => line.Words[0], line => line.Words);
            var sha256 = header["revision"].Single()[1];
            var revisions = header["context"].Select(words => new ContextRevision(words[1], sha256, header.Contains("current"))).ToArray();
            yield return new Table(sha256, revisions, header["extends"].SingleOrDefault()?[1], text);
        }
    }

    private static string Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
