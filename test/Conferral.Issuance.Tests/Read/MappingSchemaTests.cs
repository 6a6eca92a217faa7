// That docs/mapping.schema.json knows every word the reader knows, and no other.
using System.Text.Json;
using Conferral.Issuance.Read;
using Conferral.TestKit;
using YamlDotNet.RepresentationModel;

namespace Conferral.Issuance.Tests.Read;

public sealed class MappingSchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Repository.Page(EditorSchemas.Mapping))).RootElement;

    [Fact]
    public void The_schema_has_the_words_of_the_reader()
    {
        Assert.Equal(MappingWords.Root.Order(), Names(Schema));
        Assert.Equal(MappingWords.TermCode.Order(), Names(At("properties", "termCodes", "additionalProperties")));
        Assert.Equal(MappingWords.TermKind.Order(), Names(At("$defs", "termKind")));
        Assert.Equal(MappingWords.GradeScale.Order(), Names(At("$defs", "gradeScale")));
        Assert.Equal(MappingWords.Policies.Order(), Names(At("$defs", "policies")));
        Assert.Equal(MappingWords.CourseMeanings.Order(), Names(At("$defs", "policies", "properties", "courses")));
        Assert.Equal(MappingWords.AwardWording.Order(), Names(At("$defs", "policies", "properties", "awards")));
        Assert.Equal(MappingWords.Rule.Order(), Names(At("$defs", "rule").GetProperty("oneOf")[1]));
    }

    [Fact]
    public void Each_file_has_its_words_and_its_columns()
    {
        Assert.Equal(BundleLayout.Files.Select(file => file.Name).Order(), Names(At("properties", "files")));
        foreach (var file in BundleLayout.Files)
        {
            Assert.Equal(MappingWords.Feed.Order(), Names(At("$defs", file.Name)));
            Assert.Equal(file.Columns.Select(column => column.Name).Order(), Names(At("$defs", file.Name, "properties", "columns")));
        }
    }

    [Fact]
    public void Every_table_is_closed_so_that_an_editor_marks_a_typing_error()
        => Assert.All(new[] { Schema, At("$defs", "gradeScale"), At("$defs", "policies"), At("$defs", "awards"), At("$defs", "rule").GetProperty("oneOf")[1] }, table => Assert.False(table.GetProperty("additionalProperties").GetBoolean()));

    [Fact]
    public void The_sample_holds_nothing_the_schema_does_not_know()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Repository.Sample("midfield", "mapping.yaml"))));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        Assert.Subset(Names(Schema).ToHashSet(), Keys(root));
        foreach (var (name, node) in ((YamlMappingNode)root["files"]).Children)
        {
            var feeds = node is YamlSequenceNode list ? list.Children : [node];
            Assert.All(feeds.Cast<YamlMappingNode>(), feed => Assert.Subset(Names(At("$defs", name.ToString())).ToHashSet(), Keys(feed)));
        }
    }

    [Fact]
    public void The_schema_lies_in_the_program_as_it_lies_in_the_docs() => Assert.Equal(File.ReadAllText(Path.Combine(Checkout.Root, "docs", EditorSchemas.Mapping)), EditorSchemas.Read(EditorSchemas.Mapping));

    private static HashSet<string> Keys(YamlMappingNode node) => [.. node.Children.Keys.Select(key => key.ToString())];

    private static IEnumerable<string> Names(JsonElement table) => table.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order();

    private static JsonElement At(params string[] path) => path.Aggregate(Schema, (at, name) => at.GetProperty(name));
}
