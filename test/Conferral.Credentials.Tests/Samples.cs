// Small credentials made for tests.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conferral.Credentials.Tests;

internal static class Samples
{
    public const string Issuer = "did:web:college.example";
    public const string Learner = "did:example:learner";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>An unsigned CLR with this many unsigned members.</summary>
    public static byte[] Clr(int members, bool indented = false, string name = "Record")
        => Write(ClrNode([.. Enumerable.Range(0, members).Select(number => AchievementNode(number))], name), indented);

    /// <summary>An unsigned CLR around members given as they are, byte for byte.</summary>
    public static byte[] ClrOf(IReadOnlyList<byte[]> members, string learner = Learner)
    {
        var clr = Encoding.UTF8.GetString(Write(ClrNode([], "Record", learner), indented: false));
        var list = string.Join(',', members.Select(Encoding.UTF8.GetString));
        return Encoding.UTF8.GetBytes(clr.Replace("\"verifiableCredential\":[]", $"\"verifiableCredential\":[{list}]", StringComparison.Ordinal));
    }

    /// <summary>An unsigned achievement credential; <paramref name="change"/> may alter it first.</summary>
    public static byte[] Achievement(int number, Action<JsonObject>? change = null)
    {
        var node = AchievementNode(number);
        change?.Invoke(node);
        return Write(node, indented: false);
    }

    private static JsonObject ClrNode(JsonNode[] members, string name, string learner = Learner) => new()
    {
        ["@context"] = new JsonArray("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"),
        ["id"] = "urn:uuid:00000000-0000-4000-8000-000000000000",
        ["type"] = new JsonArray("VerifiableCredential", "ClrCredential"),
        ["issuer"] = new JsonObject { ["id"] = Issuer, ["type"] = new JsonArray("Profile"), ["name"] = "College" },
        ["validFrom"] = "2026-01-01T00:00:00Z",
        ["name"] = name,
        ["credentialSubject"] = new JsonObject { ["id"] = learner, ["type"] = new JsonArray("ClrSubject"), ["verifiableCredential"] = new JsonArray(members) },
    };

    private static JsonObject AchievementNode(int number) => new()
    {
        ["@context"] = new JsonArray("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"),
        ["id"] = $"urn:uuid:00000000-0000-4000-8000-{number + 1:d12}",
        ["type"] = new JsonArray("VerifiableCredential", "AchievementCredential"),
        ["issuer"] = new JsonObject { ["id"] = Issuer, ["type"] = new JsonArray("Profile"), ["name"] = "College" },
        ["validFrom"] = "2026-01-01T00:00:00Z",
        ["name"] = $"Course {number}",
        ["credentialSubject"] = new JsonObject
        {
            ["id"] = Learner,
            ["type"] = new JsonArray("AchievementSubject"),
            ["achievement"] = new JsonObject
            {
                ["id"] = $"urn:uuid:00000000-0000-4000-9000-{number + 1:d12}",
                ["type"] = new JsonArray("Achievement"),
                ["name"] = $"Course {number}",
                ["description"] = "A course.",
                ["criteria"] = new JsonObject { ["narrative"] = "Pass it." },
            },
        },
    };

    private static byte[] Write(JsonObject node, bool indented) => JsonSerializer.SerializeToUtf8Bytes(node, indented ? Indented : JsonSerializerOptions.Default);
}
