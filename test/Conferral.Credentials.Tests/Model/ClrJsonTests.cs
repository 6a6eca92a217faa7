// The model's JSON obeys the plain JSON rules of the specification.
using System.Buffers;
using System.Text;
using Conferral.Credentials.Model;

namespace Conferral.Credentials.Tests.Model;

public sealed class ClrJsonTests
{
    private static readonly Profile College = new() { Id = "did:web:college.example", Name = "Collège d'Été <Genève>" };

    private static readonly Achievement Course = new()
    {
        Id = "urn:uuid:1", AchievementType = AchievementType.Course, Name = "Éthique", Description = "d", Criteria = new Criteria { Narrative = "n" },
        CreditsAvailable = 3.0m, Tag = [], Alignment = [],
    };

    [Fact]
    public void Members_stand_in_declared_order_with_context_first()
    {
        var clr = Clr() with { Partial = true };
        var names = System.Text.Json.JsonDocument.Parse(Json(clr)).RootElement.EnumerateObject().Select(member => member.Name);
        Assert.Equal(["@context", "id", "type", "name", "issuer", "validFrom", "partial", "credentialSubject", "credentialSchema"], names);
    }

    [Fact]
    public void Nulls_and_empty_lists_are_left_out()
        => Assert.Equal("""{"id":"urn:uuid:1","type":["Achievement"],"achievementType":"Course","name":"Éthique","description":"d","criteria":{"narrative":"n"},"creditsAvailable":3}""", Json(Course));

    [Theory]
    [InlineData("3.0", "3")]
    [InlineData("3.50", "3.5")]
    [InlineData("0.00", "0")]
    [InlineData("120", "120")]
    [InlineData("1.3333333333", "1.3333333333")]
    public void Credits_have_no_trailing_zeros(string credits, string written)
        => Assert.Contains($"\"creditsAvailable\":{written}}}", Json(Course with { CreditsAvailable = decimal.Parse(credits, System.Globalization.CultureInfo.InvariantCulture) }), StringComparison.Ordinal);

    [Fact]
    public void Single_values_of_many_valued_members_are_still_arrays()
    {
        var root = System.Text.Json.JsonDocument.Parse(Json(Clr())).RootElement;
        var subject = root.GetProperty("credentialSubject");
        var member = subject.GetProperty("verifiableCredential")[0];
        Assert.All<System.Text.Json.JsonElement>(
            [root.GetProperty("@context"), root.GetProperty("type"), root.GetProperty("credentialSchema"), root.GetProperty("issuer").GetProperty("type"), subject.GetProperty("type"), subject.GetProperty("association"), member.GetProperty("credentialSubject").GetProperty("identifier")],
            element => Assert.Equal(System.Text.Json.JsonValueKind.Array, element.ValueKind));
    }

    [Fact]
    public void An_association_is_closed_and_spells_its_relation_as_the_specification_does()
        => Assert.Contains("""{"type":"Association","associationType":"isPartOf","sourceId":"urn:uuid:1","targetId":"urn:uuid:2"}""", Json(Clr()), StringComparison.Ordinal);

    [Fact]
    public void Names_stay_readable_and_dangerous_characters_are_escaped()
    {
        var json = Json(Clr() with { Name = "Zoë \"Q\" \\ 日本\n" });
        Assert.Contains("""
            "name":"Zoë \"Q\" \\ 日本\n"
            """.Trim(), json, StringComparison.Ordinal);
        Assert.Contains("Collège d'Été <Genève>", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_and_reading_gives_the_same_bytes()
    {
        var json = Json(Clr());
        Assert.Equal(json, Json(ClrJson.ReadClr(Encoding.UTF8.GetBytes(json))));
    }

    [Fact]
    public void Null_is_not_a_credential() => Assert.Throws<System.Text.Json.JsonException>(() => ClrJson.ReadClr("null"u8));

    private static ClrCredential Clr() => new()
    {
        Id = "urn:uuid:9",
        Name = "Record",
        Issuer = College,
        ValidFrom = "2026-05-15T00:00:00Z",
        CredentialSubject = new ClrSubject
        {
            VerifiableCredential =
            [
                new AchievementCredential
                {
                    Id = "urn:uuid:8",
                    Issuer = College,
                    ValidFrom = "2026-05-15T00:00:00Z",
                    CredentialSubject = new AchievementSubject { Achievement = Course, Identifier = [IdentityObject.Plain(IdentityType.SisSourcedId, "1")], CreditsEarned = 3m },
                },
            ],
            Association = [new Association(AssociationType.IsPartOf, "urn:uuid:1", "urn:uuid:2")],
        },
        CredentialSchema = [CredentialSchema.OfClr],
    };

    private static string Json(ClrCredential clr)
    {
        var output = new ArrayBufferWriter<byte>();
        ClrJson.Write(output, clr);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Json(Achievement achievement)
    {
        var output = new ArrayBufferWriter<byte>();
        ClrJson.Write(output, achievement);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
