// What stands where on a record's page, and that nothing of a document is missing from it.
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Conferral.TestKit;

namespace Conferral.Rendering.Tests;

public sealed class TranscriptTests
{
    private static readonly Page Graduate = Page.Of(Records.Graduate());

    [Fact]
    public void The_head_names_institution_record_and_learner()
    {
        var head = Graduate.All("header").Single();
        Assert.Equal(["River College", "River College Comprehensive Learner Record", "Amina Haddad"], head.Descendants().Where(element => element.Attribute("class")?.Value is "institution" or "title" or "learner").Select(element => element.Value));
        Assert.Equal("16 May 2026", head.Descendants("time").Single().Value);
        Assert.Contains("A part of the learner’s record", head.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void An_award_stands_with_its_field_minor_honour_and_average()
    {
        var award = Graduate.Section("Awards");
        Assert.Equal("Bachelor of Science", award.Descendants("h3").Single().Value);
        Assert.Equal(
            [("Kind", "Bachelor’s degree"), ("Field of study", "Mathematics"), ("Also", "Minor in Persian"), ("Honour", "Magna cum laude"), ("Cumulative grade point average", "3.71 of 4"), ("Awarded", "15 May 2026")],
            Page.Facts(award));
    }

    [Fact]
    public void Courses_stand_by_term_with_code_credits_and_grade_and_the_terms_average_under_them()
    {
        var courses = Graduate.Section("Courses");
        Assert.Equal(["Fall 2023 28 August 2023", "Spring 2024 16 January 2024"], courses.Descendants("h3").Select(term => term.Value));
        Assert.Equal(
            ["MATH 101|Calculus I|4|A-", "HIST 210|The Silk Road|3|B+", "MATH 102|Calculus II|4|A"],
            courses.Descendants("tbody").SelectMany(body => body.Elements("tr")).Select(row => string.Join('|', row.Elements().Select(cell => cell.Value.Trim()))));
        Assert.Equal([("Credits in the term", "7"), ("Grade point average of the term", "3.66 of 4")], Page.Facts(courses.Elements("article").Last().Elements("dl").Last()));
    }

    [Fact]
    public void A_competency_stands_with_level_and_framework_and_an_activity_with_role_and_time()
    {
        Assert.Equal(["Quantitative reasoning", "Proficient", "College framework", ""], Graduate.Section("Competencies").Descendants("tbody").Single().Element("tr")!.Elements().Select(cell => cell.Value.Trim()));
        Assert.Equal([("Kind", "Co-curricular"), ("From", "1 September 2024"), ("To", "31 May 2025"), ("Role", "Treasurer"), ("Note", "120 hours")], Page.Facts(Graduate.Section("Activities")));
    }

    [Fact]
    public void Relations_are_an_outline_with_names()
    {
        var outline = Graduate.All("details").Single(details => details.Element("summary")!.Value.StartsWith("How the achievements hang together", StringComparison.Ordinal));
        var degree = outline.Element("ul")!.Elements("li").Single();
        Assert.StartsWith("Bachelor of Science", degree.Value, StringComparison.Ordinal);
        Assert.Equal(["Minor in Persian is part of it", "Magna cum laude is part of it", "Calculus I is part of it"], degree.Element("ul")!.Elements("li").Select(item => item.Value));
        Assert.Equal("Calculus I comes before Calculus II", outline.Elements("ul").Last().Value.Trim());
    }

    [Theory]
    [InlineData("A-")]
    [InlineData("B+")]
    [InlineData("3.71")]
    [InlineData("3.66")]
    [InlineData("Treasurer")]
    [InlineData("120 hours")]
    [InlineData("S-1001")]
    [InlineData("What MATH 101 is.")]
    [InlineData("How competency is earned.")]
    [InlineData("Make a pot.")]
    [InlineData("registrar@college.example")]
    public void A_fact_of_the_record_is_on_the_page_once(string fact)
    {
        // An average stands among the figures at the top as well.
        var expected = fact == "3.71" ? 2 : 1;
        Assert.Equal(expected, Graduate.All("body").Descendants().Count(element => element.Value == fact && !element.Elements().Any(child => child.Value == fact)));
    }

    [Fact]
    public void A_hashed_name_is_shown_only_to_who_knows_it()
    {
        var hashed = Records.Changed(record => record["credentialSubject"]!["identifier"]![1] = JsonNode.Parse(JsonSerializer.Serialize(new
        {
            type = "IdentityObject", hashed = true, identityHash = Credentials.Model.IdentityHash.Sha256("Amina Haddad", "salt"), identityType = "name", salt = "salt",
        })));
        Assert.DoesNotContain("Amina", Page.Of(hashed).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Amina", Page.Of(hashed, name: "Amina haddad").Html, StringComparison.Ordinal);
        Assert.Contains("the same as the name hashed in the record", Page.Of(hashed, name: "Amina Haddad").Section("Learner and issuer").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_section_has_a_place_for_is_listed_as_it_stands()
    {
        var page = Page.Of(Records.Changed(record =>
        {
            record["termsOfUse"] = new JsonArray(new JsonObject { ["type"] = "Policy", ["id"] = "https://college.example/terms" });
            record["credentialSubject"]!["verifiableCredential"]![0]!["credentialSubject"]!["ext:thesis"] = "On rivers";
        }));
        var rest = page.All("details").Single(details => details.Element("summary")!.Value.StartsWith("Also in the document", StringComparison.Ordinal));
        Assert.Contains(("/termsOfUse/0/id", "\"https://college.example/terms\""), Page.Facts(rest));
        Assert.Contains(("/credentialSubject/verifiableCredential/0/credentialSubject/ext:thesis", "\"On rivers\""), Page.Facts(rest));
    }

    [Fact]
    public void Two_contents_under_one_achievement_id_are_both_shown()
    {
        var page = Page.Of(Records.Changed(record =>
        {
            var members = record["credentialSubject"]!["verifiableCredential"]!.AsArray();
            var other = members[3]!.DeepClone();
            other["id"] = "urn:c:other";
            other["credentialSubject"]!["achievement"]!["description"] = "Something else under the same id.";
            members.Add(other);
        }));
        Assert.Contains("What MATH 101 is.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Something else under the same id.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_of_associations_ends()
    {
        var page = Page.Of(Records.Changed(record => record["credentialSubject"]!["association"]!.AsArray().Add(JsonNode.Parse("""{"type":"Association","associationType":"isPartOf","sourceId":"urn:a:degree","targetId":"urn:a:minor"}"""))));
        Assert.Contains("Minor in Persian", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_of_three_thousand_courses_is_rendered_whole()
    {
        var record = Records.Changed(record =>
        {
            var members = record["credentialSubject"]!["verifiableCredential"]!.AsArray();
            var course = members[3]!.ToJsonString();
            for (var number = 0; number < 3_000; number++) members.Add(JsonNode.Parse(course.Replace("MATH 101", $"X {number}", StringComparison.Ordinal)));
        });
        Assert.Equal(3_003, Page.Of(record).Section("Courses").Descendants("tbody").SelectMany(body => body.Elements("tr")).Count());
    }

    [Theory]
    [InlineData("clr-signed.json")]
    [InlineData("clr-unsigned.json")]
    public void A_record_made_by_others_is_shown_to_the_last_value(string file) => AssertNothingMissing(File.ReadAllBytes(Shared.Conformance("vectors", "1edtech", "linked-data-proof", file)));

    [Fact]
    public void Nothing_of_our_own_record_is_missing_from_its_page() => AssertNothingMissing(Records.Graduate());

    [Fact]
    public void A_single_badge_is_a_page_too()
    {
        var badge = JsonNode.Parse(Records.Graduate())!["credentialSubject"]!["verifiableCredential"]![0]!;
        Assert.Equal("Bachelor of Science", Page.Of(System.Text.Encoding.UTF8.GetBytes(badge.ToJsonString())).Section("Awards").Descendants("h3").Single().Value);
    }

    /// <summary>Names whose values are shown in other words, or say how the document is made and not what it says.</summary>
    private static readonly HashSet<string> InOtherWords = new(StringComparer.Ordinal)
    {
        "@context", "type", "hashed", "partial", "achievementType", "identityType", "resultType", "associationType", "sourceId", "targetId", "inLanguage", "resultDescription", "proofValue", "proofPurpose", "valueMin",
    };

    private static void AssertNothingMissing(byte[] document)
    {
        var page = Page.Of(document);
        var shown = page.Text + string.Join('\n', page.All("body").Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "datetime" or "href" or "src").Select(attribute => attribute.Value));
        var leaves = Leaves(JsonDocument.Parse(document).RootElement, "", inScale: false).ToList();
        Assert.NotEmpty(leaves);
        Assert.All(leaves, leaf => Assert.Contains(leaf.Value, shown, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Pointer, string Value)> Leaves(JsonElement value, string pointer, bool inScale) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject()
            .Where(member => !InOtherWords.Contains(member.Name) || (member.Name == "resultDescription" && member.Value.ValueKind == JsonValueKind.Array))
            .Where(member => !(inScale && member.Name == "id"))
            .SelectMany(member => Leaves(member.Value, $"{pointer}/{member.Name}", member.Name == "resultDescription")),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, index) => Leaves(item, $"{pointer}/{index}", inScale)),
        JsonValueKind.String => [(pointer, value.GetString()!)],
        _ => [(pointer, value.GetRawText())],
    };
}
