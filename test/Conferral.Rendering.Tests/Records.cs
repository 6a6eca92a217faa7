// Records to render: one of a graduate, and ways to change it.
using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferral.Credentials.Model;

namespace Conferral.Rendering.Tests;

internal static class Records
{
    private static readonly Profile Issuer = new() { Id = "did:web:registrar.college.example", Name = "River College", Url = "https://college.example", Email = "registrar@college.example" };

    public static byte[] Graduate(string learner = "Amina Haddad") => Bytes(new ClrCredential
    {
        Id = "urn:uuid:0f0e8f5e-0000-4000-8000-000000000001",
        Name = "River College Comprehensive Learner Record",
        Issuer = Issuer,
        ValidFrom = "2026-05-16T12:00:00-05:00",
        AwardedDate = "2026-05-16T12:00:00-05:00",
        Partial = true,
        CredentialSubject = new ClrSubject
        {
            Identifier = [IdentityObject.Plain(IdentityType.SisSourcedId, "S-1001"), IdentityObject.Plain(IdentityType.Name, learner), IdentityObject.Sha256(IdentityType.EmailAddress, "amina@example.org", "pepper")],
            VerifiableCredential = [Degree, Minor, Honour, Course("MATH 101", "Calculus I", "A-", "4", "Fall 2023", "2023-08-28"), Course("HIST 210", "The Silk Road", "B+", "3", "Spring 2024", "2024-01-16"), Course("MATH 102", "Calculus II", "A", "4", "Spring 2024", "2024-01-16"), Average, Competency, Activity],
            Achievement = [Degree.CredentialSubject.Achievement, Other],
            Association =
            [
                new Association(AssociationType.IsPartOf, "urn:a:minor", "urn:a:degree"),
                new Association(AssociationType.IsPartOf, "urn:a:honour", "urn:a:degree"),
                new Association(AssociationType.IsPartOf, "urn:a:MATH 101", "urn:a:degree"),
                new Association(AssociationType.Precedes, "urn:a:MATH 101", "urn:a:MATH 102"),
            ],
        },
    });

    /// <summary>The record with every free text replaced: names, descriptions, addresses, ids, results, languages.</summary>
    public static byte[] WithEveryText(Func<string, string> change)
    {
        var record = JsonNode.Parse(Graduate())!;
        Walk(record, change);
        return Encoding.UTF8.GetBytes(record.ToJsonString());
    }

    public static byte[] Changed(Action<JsonObject> change)
    {
        var record = (JsonObject)JsonNode.Parse(Graduate())!;
        change(record);
        return Encoding.UTF8.GetBytes(record.ToJsonString());
    }

    private static void Walk(JsonNode node, Func<string, string> change)
    {
        if (node is JsonArray items)
        {
            for (var index = 0; index < items.Count; index++) Replace(items[index]!, value => items[index] = value);
        }
        else if (node is JsonObject members)
        {
            foreach (var name in members.Select(member => member.Key).Where(name => name is not ("type" or "@context" or "achievementType")).ToList()) Replace(members[name]!, value => members[name] = value);
        }

        void Replace(JsonNode value, Action<JsonNode> set)
        {
            if (value is JsonValue && value.GetValueKind() == JsonValueKind.String) set(change(value.GetValue<string>()));
            else Walk(value, change);
        }
    }

    private static AchievementCredential Degree => Member("degree", "Bachelor of Science", AchievementType.BachelorDegree, result: ("Cumulative grade point average", ResultType.GradePointAverage, "3.71")) with { AwardedDate = "2026-05-15T12:00:00-05:00" };

    private static AchievementCredential Minor => Member("minor", "Minor in Persian", AchievementType.LearningProgram);

    private static AchievementCredential Honour => Member("honour", "Magna cum laude", AchievementType.Award);

    private static AchievementCredential Average => Member("average", "Spring 2024", AchievementType.LearningProgram, result: ("Grade point average of the term", ResultType.GradePointAverage, "3.66"), term: "Spring 2024");

    private static AchievementCredential Competency => Member("competency", "Quantitative reasoning", AchievementType.Competency, result: ("Level of performance", ResultType.PerformanceLevel, "Proficient"));

    private static AchievementCredential Activity
    {
        get
        {
            var member = Member("activity", "Debating society", "CoCurricular");
            return member with { CredentialSubject = member.CredentialSubject with { Role = "Treasurer", ActivityStartDate = "2024-09-01T00:00:00Z", ActivityEndDate = "2025-05-31T00:00:00Z", Narrative = "120 hours" } };
        }
    }

    private static Achievement Other => new() { Id = "urn:a:other", Name = "Pottery", Description = "Not earned by this learner.", Criteria = new Criteria { Narrative = "Make a pot." } };

    private static AchievementCredential Course(string code, string title, string grade, string credits, string term, string begins)
    {
        var member = Member(code, title, AchievementType.Course, result: ("Final grade", ResultType.LetterGrade, grade), term: term);
        return member with { CredentialSubject = member.CredentialSubject with { Achievement = member.CredentialSubject.Achievement with { HumanCode = code }, CreditsEarned = decimal.Parse(credits, System.Globalization.CultureInfo.InvariantCulture), ActivityStartDate = $"{begins}T00:00:00Z" } };
    }

    private static AchievementCredential Member(string key, string name, string type, (string Name, string Type, string Value)? result = null, string? term = null) => new()
    {
        Id = $"urn:c:{key}",
        Name = name,
        Issuer = new Profile { Id = Issuer.Id, Name = Issuer.Name, Url = Issuer.Url },
        ValidFrom = "2026-05-16T12:00:00-05:00",
        CredentialSubject = new AchievementSubject
        {
            Identifier = [IdentityObject.Plain(IdentityType.SisSourcedId, "S-1001")],
            Term = term,
            Achievement = new Achievement
            {
                Id = $"urn:a:{key}",
                AchievementType = type,
                Name = name,
                Description = $"What {key} is.",
                Criteria = new Criteria { Narrative = $"How {key} is earned." },
                FieldOfStudy = type == AchievementType.BachelorDegree ? "Mathematics" : null,
                Alignment = type == AchievementType.Competency ? [new Alignment { TargetName = "Reasoning with numbers", TargetUrl = "https://framework.example/qr", TargetFramework = "College framework" }] : null,
                ResultDescription = result is { } scale ? [new ResultDescription { Id = $"urn:r:{key}", Name = scale.Name, ResultType = scale.Type, ValueMax = scale.Type == ResultType.GradePointAverage ? "4" : null }] : null,
            },
            Result = result is { } reached ? [new Result { ResultDescription = $"urn:r:{key}", Value = reached.Value }] : null,
        },
    };

    private static byte[] Bytes(ClrCredential clr)
    {
        var output = new ArrayBufferWriter<byte>();
        ClrJson.Write(output, clr);
        return output.WrittenSpan.ToArray();
    }
}
