// A learner's record as text without its places, to compare readings of the same facts in different order.
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Issuance.Read;

namespace Conferral.Issuance.Tests.Read;

internal static class RecordText
{
    public static string Of(IntakeItem item)
    {
        var node = JsonSerializer.SerializeToNode(new { item.LearnerKey, item.Learner, Rules = item.Findings.Select(finding => finding.RuleId).Order() })!;
        DropPlaces(node);
        return node.ToJsonString();
    }

    private static void DropPlaces(JsonNode? node)
    {
        if (node is JsonObject table)
        {
            table.Remove("Source");
            foreach (var (_, value) in table) DropPlaces(value);
        }
        else if (node is JsonArray list)
        {
            foreach (var item in list) DropPlaces(item);
        }
    }
}
