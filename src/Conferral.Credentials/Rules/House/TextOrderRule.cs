// A document on whose canonical form software that sorts by UTF-16 disagrees.
using System.Globalization;
using System.Text.Json;

namespace Conferral.Credentials.Rules.House;

/// <summary>
/// The signature is right by the specification, and verifiers that sort by UTF-16 code unit will call it false.
/// Points at the first text with a character beyond U+FFFF, which is nearly always the one that can be done without.
/// </summary>
internal static class TextOrderRule
{
    public static readonly RuleInfo Info = new(RuleSet.TextOrderId, Severity.Warning, "the canonical form is the same whether text is sorted by code point or by UTF-16 code unit", "RDF Dataset Canonicalization 1.0, 3.1 Terms (code point order)");

    /// <summary>For a document of which JSON-LD found that the orders differ.</summary>
    public static void Report(JsonElement document, FindingSink findings)
        => findings.Report(Info, Find(document, "") ?? "", RuleSet.TextOrderWarning);

    private static string? Find(JsonElement value, string pointer) => value.ValueKind switch
    {
        JsonValueKind.String => HoldsSupplementary(value.GetString()!) ? pointer : null,
        JsonValueKind.Array => value.EnumerateArray().Select((item, index) => Find(item, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}"))).FirstOrDefault(found => found is not null),
        JsonValueKind.Object => value.EnumerateObject().Select(member => Find(member.Value, JsonPointer.Below(pointer, member.Name))).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static bool HoldsSupplementary(string text) => text.EnumerateRunes().Any(rune => !rune.IsBmp);
}
