// That docs/clearance.schema.json knows every rule and word the reader knows, and no other.
using System.Text.Json;
using Conferral.Issuance.Clear;
using Conferral.Issuance.Read;
using Conferral.Issuance.Tests.Read;

namespace Conferral.Issuance.Tests.Clear;

public sealed class ClearanceSchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Repository.Page(EditorSchemas.Clearance))).RootElement;

    [Fact]
    public void Each_rule_has_the_words_of_the_reader_and_is_closed()
    {
        Assert.Equal(ClearanceRule.All.Select(rule => rule.Word).Order(), Names(Schema));
        Assert.False(Schema.GetProperty("additionalProperties").GetBoolean());
        foreach (var rule in ClearanceRule.All)
        {
            var described = Schema.GetProperty("properties").GetProperty(rule.Word);
            var table = described.GetProperty("oneOf")[1];
            Assert.StartsWith($"{rule.Id}: {rule.Meaning}", described.GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.False(table.GetProperty("additionalProperties").GetBoolean());
            Assert.Equal(ClearanceReader.Words[rule.Word].Concat(["action", "say"]).Order(), Names(table));
        }
    }

    /// <summary>Every value the schema lists is read, and everything the reader would list stands in the schema.</summary>
    [Theory]
    [InlineData("hold", "kinds", typeof(HoldKind), "Privacy", "Deceased")]
    [InlineData("identity", "need", typeof(KnownBy))]
    [InlineData("identity", "needOneOf", typeof(KnownBy))]
    [InlineData("duplicate", "by", typeof(SamePerson))]
    [InlineData("privacy", "action", typeof(ClearanceAction))]
    public void The_schema_lists_the_values_the_reader_takes(string rule, string word, Type values, params string[] not)
    {
        var property = Schema.GetProperty("properties").GetProperty(rule).GetProperty("oneOf")[1].GetProperty("properties").GetProperty(word);
        var listed = Enums(property).ToArray();
        Assert.Equal(Enum.GetNames(values).Except(not).Order(StringComparer.OrdinalIgnoreCase), listed.Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        Assert.All(listed, value => ClearanceReader.Parse("clearance.yaml", $"{rule}: {{ {word}: {value} }}"));
    }

    [Fact]
    public void Credits_may_be_named_for_every_achievement_type()
        => Assert.Equal(ClrVocabulary.AchievementTypes.Order(StringComparer.Ordinal), Names(Schema.GetProperty("properties").GetProperty("credits").GetProperty("oneOf")[1].GetProperty("properties").GetProperty("minimum")).Order(StringComparer.Ordinal));

    [Fact]
    public void The_schema_lies_in_the_program_as_it_lies_in_the_docs() => Assert.Equal(File.ReadAllText(Repository.Page(EditorSchemas.Clearance)), EditorSchemas.Read(EditorSchemas.Clearance));

    /// <summary>The words of an enumeration, wherever it stands: here, behind a reference, alone or in a list.</summary>
    private static IEnumerable<string> Enums(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference)) schema = Schema.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1]);
        return schema.TryGetProperty("enum", out var words) ? words.EnumerateArray().Select(word => word.GetString()!) : Enums(schema.GetProperty("oneOf")[0]);
    }

    private static IEnumerable<string> Names(JsonElement table) => table.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order();
}
