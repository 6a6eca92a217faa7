// A grade should be one its scale knows.
using System.Globalization;
using System.Text.Json;
using Conferral.Credentials.Rules.OpenBadges;

namespace Conferral.Credentials.Rules.House;

/// <summary>Spec: OB 3.0, class ResultDescription, allowedValue, valueMin and valueMax. Nothing forbids another value, so this warns.</summary>
internal sealed class AllowedResultRule() : CredentialRule(Rule, ModelClass.Result)
{
    private static readonly RuleInfo Rule = new("HOUSE-RESULT-ALLOWED", Severity.Warning, "a result's value is one its description allows", "OB 3.0, class ResultDescription, allowedValue, valueMin and valueMax");

    public override bool Applies(DocumentNode node) => node.TryGet("value"u8, out var value) && value.ValueKind == JsonValueKind.String;

    public override void Check(DocumentNode node, FindingSink findings)
    {
        var description = ResultReferences.DescriptionOf(node);
        if (description.ValueKind != JsonValueKind.Object) return;
        node.TryGet("value"u8, out var value);
        if (description.TryGetProperty("allowedValue"u8, out var allowed) && !TypeSet.Contains(allowed, Utf8Text.Of(value)))
            findings.Report(Info, node, "value", "`value` is none of the `allowedValue` of its description; add it to the scale or correct the result.");
        if (Number(node.Element, "value"u8) is { } number && (number < Number(description, "valueMin"u8) || number > Number(description, "valueMax"u8)))
            findings.Report(Info, node, "value", "`value` lies outside `valueMin` and `valueMax` of its description; correct the scale or the result.");
    }

    private static decimal? Number(JsonElement holder, ReadOnlySpan<byte> member)
        => holder.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String
            && decimal.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
