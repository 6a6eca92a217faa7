// The list of contexts is an ordered set.
using System.Text.Json;

namespace Conferral.Credentials.Rules.Vcdm;

/// <summary>Spec: https://www.w3.org/TR/vc-data-model-2.0/#contexts</summary>
internal sealed class ContextRepeatedRule() : CredentialRule(Rule, CredentialClasses.All)
{
    private static readonly RuleInfo Rule = new("VCDM-CONTEXT-REPEATED", Severity.Error, "no context URL stands twice", "VCDM 2.0, 4.3 Contexts (an ordered set)");

    public override bool Applies(DocumentNode node) => node.TryGet("@context"u8, out var contexts) && contexts.ValueKind == JsonValueKind.Array;

    public override void Check(DocumentNode node, FindingSink findings)
    {
        node.TryGet("@context"u8, out var contexts);
        for (var later = 1; later < contexts.GetArrayLength(); later++)
        {
            if (StandsBefore(contexts, later)) findings.Report(Info, node.Pointer("@context", later), "This context URL stands in the list already; remove it here.");
        }
    }

    private static bool StandsBefore(JsonElement contexts, int position)
    {
        if (contexts[position].ValueKind != JsonValueKind.String) return false;
        var url = Utf8Text.Of(contexts[position]);
        for (var earlier = 0; earlier < position; earlier++)
        {
            if (Contexts.Is(contexts[earlier], url)) return true;
        }

        return false;
    }
}
