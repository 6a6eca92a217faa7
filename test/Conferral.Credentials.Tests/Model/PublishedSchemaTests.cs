// The model's names and lists of values are those of the published JSON Schemas.
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conferral.Credentials.Model;
using Conferral.TestKit;

namespace Conferral.Credentials.Tests.Model;

public sealed class PublishedSchemaTests
{
    private const string Clr = "clr/clr_v2p0_clrcredential_schema.json";
    private const string Badge = "ob/ob_v3p0_achievementcredential_schema.json";

    // A status of the 1EdTech kind has no purpose or index; those come from Bitstring Status List, and the class is open.
    private static readonly string[] BitstringMembers = ["statusPurpose", "statusListIndex", "statusListCredential"];

    public static TheoryData<string, string, Type> Classes => new()
    {
        { Clr, "", typeof(ClrCredential) },
        { Clr, "ClrSubject", typeof(ClrSubject) },
        { Clr, "Association", typeof(Association) },
        { Clr, "IdentityObject", typeof(IdentityObject) },
        { Clr, "Achievement", typeof(Achievement) },
        { Clr, "Criteria", typeof(Criteria) },
        { Clr, "Alignment", typeof(Alignment) },
        { Clr, "ResultDescription", typeof(ResultDescription) },
        { Clr, "RubricCriterionLevel", typeof(RubricCriterionLevel) },
        { Clr, "Profile", typeof(Profile) },
        { Clr, "Address", typeof(Address) },
        { Clr, "Image", typeof(Image) },
        { Clr, "Evidence", typeof(Evidence) },
        { Clr, "IdentifierEntry", typeof(IdentifierEntry) },
        { Clr, "CredentialSchema", typeof(CredentialSchema) },
        { Clr, "CredentialStatus", typeof(CredentialStatus) },
        { Clr, "RefreshService", typeof(RefreshService) },
        { Badge, "", typeof(AchievementCredential) },
        { Badge, "AchievementSubject", typeof(AchievementSubject) },
        { Badge, "Result", typeof(Result) },
    };

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_class_has_every_required_member_and_none_of_its_own(string schema, string definition, Type type)
    {
        var published = Definition(schema, definition);
        var known = published.GetProperty("properties").EnumerateObject().Select(member => member.Name).Concat(BitstringMembers).ToHashSet();
        var model = Names(type);
        Assert.Subset(known, model);
        Assert.Superset(published.TryGetProperty("required", out var required) ? Strings(required) : [], model);
    }

    [Fact]
    public void Achievement_types_are_the_published_ones()
        => Assert.Equal(Open(Badge, "Achievement", "achievementType").Order(), AchievementType.All.Order());

    [Fact]
    public void Result_types_are_the_published_ones()
        => Assert.Equal(Open(Badge, "ResultDescription", "resultType").Order(), Constants(typeof(ResultType)).Order());

    [Fact]
    public void Identity_types_are_the_published_ones()
        => Assert.Equal(Open(Badge, "IdentityObject", "identityType").Order(), Constants(typeof(IdentityType)).Order());

    [Fact]
    public void Statuses_are_the_published_ones()
        => Assert.Equal(Strings(Definition(Badge, "Result").GetProperty("properties").GetProperty("status").GetProperty("enum")).Order(), Constants(typeof(ResultStatusValue)).Order());

    [Fact]
    public void Association_types_are_the_published_ones()
    {
        var published = Strings(Definition(Clr, "Association").GetProperty("properties").GetProperty("associationType").GetProperty("enum"));
        Assert.Equal(published.Order(), Enum.GetValues<AssociationType>().Select(value => JsonSerializer.SerializeToElement(value).GetString()!).Order());
    }

    [Fact]
    public void Credential_schemas_are_named_by_their_published_ids()
    {
        Assert.Equal(Definition(Clr, "").GetProperty("$id").GetString(), CredentialSchema.OfClr.Id);
        Assert.Equal(Definition(Badge, "").GetProperty("$id").GetString(), CredentialSchema.OfAchievementCredential.Id);
    }

    private static JsonElement Definition(string schema, string name)
    {
        var root = JsonDocument.Parse(File.ReadAllBytes(Shared.Conformance(["schemas", .. schema.Split('/')]))).RootElement;
        return name.Length == 0 ? root : root.GetProperty("$defs").GetProperty(name);
    }

    private static HashSet<string> Open(string schema, string definition, string member)
        => Strings(Definition(schema, definition).GetProperty("properties").GetProperty(member).GetProperty("oneOf")[0].GetProperty("enum"));

    private static HashSet<string> Strings(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetString()!)];

    private static HashSet<string> Names(Type type) => [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    private static IEnumerable<string> Constants(Type type)
        => type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
}
