// Every property of every class is broken in every way its shape forbids.
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials.Rules;

namespace Conferral.Credentials.Tests.Rules;

public sealed class ShapeTests
{
    private static readonly CheckedDocument Sample = WalkSample();

    private static readonly IReadOnlyList<(Shape Shape, Property Property)> AllProperties =
        [.. Shapes.All.SelectMany(shape => shape.Properties.Select(property => (shape, property)))];

    /// <summary>The rules the theories below break: each test fails unless its rule is the one that is reported.</summary>
    internal static IEnumerable<string> BrokenRules => Shapes.All.SelectMany(shape => shape.Rules).Select(rule => rule.Id);

    public static TheoryData<string, string> Properties => Rows(property => property.ExactType is null, exceptTypeOfCredentials: true);

    public static TheoryData<string, string> RequiredProperties => Rows(property => property.IsRequired, exceptTypeOfCredentials: true);

    public static TheoryData<string, string> TypeProperties => Rows(property => property.Kind == ValueKind.Types, exceptTypeOfCredentials: true);

    public static TheoryData<string, string> SingleProperties => Rows(property => !property.IsMany && property.Kind is not (ValueKind.Types or ValueKind.Context));

    public static TheoryData<string, string> ManyProperties => Rows(property => property.IsMany && !property.MayCollapse);

    public static TheoryData<string, string> TermProperties => Rows(property => property.Terms is not null);

    [Theory]
    [MemberData(nameof(Properties))]
    public void A_value_of_the_wrong_kind_is_found(string modelClass, string name)
    {
        var (node, property) = Find(modelClass, name);
        var wrong = property.Kind is ValueKind.Number ? "\"1\"" : "7";
        var document = Broken(node, name, JsonNode.Parse(property.IsMany || property.Kind == ValueKind.Context ? $"[{wrong}]" : wrong));
        var expected = property.Kind == ValueKind.Credential ? "CLR-MEMBER-FORM" : node.Shape.Value.Id;
        Assert.Contains(RuleTests.RuleSet.Check(document), finding => finding.RuleId == expected && finding.Pointer.StartsWith(node.Pointer(name), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RequiredProperties))]
    public void A_missing_property_is_found(string modelClass, string name)
    {
        var (node, _) = Find(modelClass, name);
        var document = SampleClr.Create();
        document.Drop(node.Pointer(name));
        Assert.Contains(RuleTests.RuleSet.Check(document.ToElement()), finding => finding.RuleId == node.Shape.Required.Id && finding.Pointer == node.Pointer() && finding.Message.Contains($"`{name}`", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(SingleProperties))]
    public void An_array_where_one_value_belongs_is_found(string modelClass, string name)
    {
        var (node, _) = Find(modelClass, name);
        var document = Broken(node, name, new JsonArray(new JsonObject()));
        Assert.Contains(RuleTests.RuleSet.Check(document), finding => finding.RuleId == node.Shape.Value.Id && finding.Pointer == node.Pointer(name));
    }

    [Theory]
    [MemberData(nameof(ManyProperties))]
    public void A_value_outside_its_array_is_found(string modelClass, string name)
    {
        var (node, _) = Find(modelClass, name);
        var document = Broken(node, name, new JsonObject());
        Assert.Contains(RuleTests.RuleSet.Check(document), finding => finding.RuleId == node.Shape.Value.Id && finding.Pointer == node.Pointer(name) && finding.Message.Contains("array", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(TypeProperties))]
    public void A_type_that_names_another_class_is_found(string modelClass, string name)
    {
        var (node, property) = Find(modelClass, name);
        JsonNode wrong = property.ExactType is { } exact ? new JsonArray(exact) : new JsonArray("Other");
        Assert.Contains(RuleTests.RuleSet.Check(Broken(node, name, wrong)), finding => finding.RuleId == node.Shape.Type.Id && finding.Pointer == node.Pointer(name));
    }

    [Theory]
    [InlineData("CLR-CREDENTIAL-TYPE", "", "[\"ClrCredential\"]")]
    [InlineData("OB-CREDENTIAL-TYPE", SampleClr.Member, "[\"OpenBadgeCredential\"]")]
    [InlineData("OB-ENDORSEMENT-TYPE", SampleClr.Endorsement, "[\"VerifiableCredential\"]")]
    [InlineData("VCDM-CREDENTIAL-TYPE", SampleClr.OtherMember, "[\"Other\"]")]
    [InlineData("OB-ENDORSEMENT-REQUIRED", SampleClr.Endorsement, null)]
    [InlineData("VCDM-CREDENTIAL-REQUIRED", SampleClr.Member, null)]
    [InlineData("VCDM-CREDENTIAL-VALUE", SampleClr.Member, "[7]")]
    [InlineData("OB-CREDENTIAL-VALUE", SampleClr.Member, "[\"VerifiableCredential\", \"AchievementCredential\", 7]")]
    public void The_type_of_a_credential_says_which_shape_it_has(string ruleId, string pointer, string? type)
    {
        var document = SampleClr.Create();
        if (type is null) document.Drop($"{pointer}/type");
        else document.Put($"{pointer}/type", type);
        Assert.Contains(RuleTests.RuleSet.Check(document.ToElement()), finding => finding.RuleId == ruleId);
    }

    [Theory]
    [MemberData(nameof(TermProperties))]
    public void Only_terms_of_the_list_pass_and_extensions_where_they_may(string modelClass, string name)
    {
        var (node, property) = Find(modelClass, name);
        Assert.Contains(node.Shape.Value.Id, Rules("Nonsense"));
        Assert.Contains(node.Shape.Value.Id, Rules("ext:"));
        Assert.Contains(node.Shape.Value.Id, Rules("ext:a b"));
        Assert.Equal(property.IsExtensible, !Rules("ext:local.Term-1_b").Contains(node.Shape.Value.Id));

        IEnumerable<string> Rules(string term) => RuleTests.RuleSet.Check(Broken(node, name, JsonValue.Create(term)!)).Select(finding => finding.RuleId);
    }

    [Theory]
    [InlineData("Association")]
    [InlineData("IdentityObject")]
    [InlineData("IdentifierEntry")]
    [InlineData("Image")]
    public void A_closed_class_takes_nothing_else(string modelClass)
    {
        var node = Sample.Of(Enum.Parse<ModelClass>(modelClass))[0];
        var finding = Assert.Single(RuleTests.RuleSet.Check(Broken(node, "extra", JsonValue.Create("x")!)));
        Assert.Equal((node.Shape.Closed.Id, node.Pointer("extra")), (finding.RuleId, finding.Pointer));
    }

    [Fact]
    public void Exactly_four_classes_are_closed()
        => Assert.Equal([ModelClass.IdentifierEntry, ModelClass.IdentityObject, ModelClass.Image, ModelClass.Association], Shapes.All.Where(shape => shape.IsClosed).Select(shape => shape.Class));

    [Fact]
    public void A_required_text_is_not_blank()
    {
        var document = SampleClr.Create();
        document.Put("/name", "\" \\n\"");
        Assert.Equal("CLR-CREDENTIAL-VALUE", Assert.Single(RuleTests.RuleSet.Check(document.ToElement())).RuleId);
    }

    private static TheoryData<string, string> Rows(Func<Property, bool> chosen, bool exceptTypeOfCredentials = false)
    {
        var rows = new TheoryData<string, string>();
        foreach (var (shape, property) in AllProperties.Where(pair => chosen(pair.Property)))
        {
            if (!exceptTypeOfCredentials || !shape.Class.IsCredential() || property.Kind != ValueKind.Types) rows.Add(shape.Class.ToString(), property.Name);
        }

        return rows;
    }

    private static (DocumentNode Node, Property Property) Find(string modelClass, string name)
    {
        var nodes = Sample.Of(Enum.Parse<ModelClass>(modelClass));
        var node = nodes.FirstOrDefault(node => node.Element.TryGetProperty(name, out _)) ?? nodes[0];
        return (node, node.Shape.Properties.Single(property => property.Name == name));
    }

    private static JsonElement Broken(DocumentNode node, string name, JsonNode? value)
    {
        var document = SampleClr.Create();
        document.Replace(node.Pointer(name), value);
        return document.ToElement();
    }

    private static CheckedDocument WalkSample()
    {
        var root = SampleClr.Create().ToElement();
        var document = new CheckedDocument(root);
        var noRules = Enum.GetValues<ModelClass>().Select(_ => ImmutableArray<CredentialRule>.Empty).ToArray();
        new DocumentWalk(noRules, new FindingSink()).Visit(new DocumentNode(document, root, Shapes.Of(ModelClass.ClrCredential), null, null, -1));
        return document;
    }
}
