// What one reading of a document says of its parts is what reading each alone says.
using System.Security.Cryptography;
using System.Text;
using Conferral.LinkedData.Contexts;
using CsCheck;

namespace Conferral.LinkedData.Tests.JsonLd;

public sealed class DocumentWithPartsTests
{
    private const string RecordContexts = "\"https://www.w3.org/ns/credentials/v2\",\"https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json\",\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\"";
    private const string MemberContexts = "\"https://www.w3.org/ns/credentials/v2\",\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\"";
    private const string Proof = "{\"type\":\"DataIntegrityProof\",\"cryptosuite\":\"eddsa-rdfc-2022\",\"created\":\"2026-05-30T12:00:00Z\",\"verificationMethod\":\"did:web:a.example#key\",\"proofPurpose\":\"assertionMethod\",\"proofValue\":\"zAAAA\"}";
    private const string Issuer = "{\"id\":\"did:web:a.example\",\"type\":[\"Profile\"],\"name\":\"A College\",\"url\":\"https://a.example/\"}";

    private static readonly LinkedDataCanonicalizer Canonicalizer = new(ContextStore.BuiltIn);

    /// <summary>With an id, without one, or with a label that another member may name too; some alike, some endorsed.</summary>
    private static readonly Gen<string> Achievement = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Bool).Select((number, kind, endorsed) =>
    {
        string[] ids = [$"\"id\":\"urn:achievement:{number}\",", "", "\"id\":\"_:shared\","];
        var endorsement = $",\"endorsement\":[{{\"@context\":[{MemberContexts}],\"id\":\"urn:endorsement:{number}\",\"type\":[\"VerifiableCredential\",\"EndorsementCredential\"],\"name\":\"Good\",\"issuer\":{Issuer},\"credentialSubject\":{{\"id\":\"urn:achievement:{number}\",\"type\":[\"EndorsementSubject\"]}},\"proof\":[{Proof}]}}]";
        return $"{{{ids[kind]}\"type\":[\"Achievement\"],\"name\":\"Course {number}\",\"criteria\":{{\"narrative\":\"All of it\"}}{(endorsed ? endorsement : "")}}}";
    });

    private static readonly Gen<string> Member = Gen.Select(Gen.Int[0, 3], Achievement, Gen.Bool, Gen.Bool).Select((number, achievement, signed, named) =>
        $"{{\"@context\":[{MemberContexts}]{(named ? $",\"id\":\"urn:member:{number}\"" : "")},\"type\":[\"VerifiableCredential\",\"AchievementCredential\"],\"name\":\"Course\",\"issuer\":{Issuer},\"credentialSubject\":{{\"type\":[\"AchievementSubject\"],\"identifier\":[{{\"type\":\"IdentityObject\",\"hashed\":false,\"identityHash\":\"{number}\",\"identityType\":\"sisSourcedId\"}}],\"achievement\":{achievement}}}{(signed ? $",\"proof\":[{Proof}]" : "")}}}");

    private static readonly Gen<string[]> Members = Member.Array[1, 4];

    [Fact]
    public void Parts_and_whole_have_the_hashes_they_have_alone() => Members.Sample(members =>
    {
        var record = Record(members);
        using var reading = Read(record, members);
        Assert.NotNull(reading);
        for (var i = 0; i < members.Length; i++) Assert.Equal(Hash(members[i]), PartHash(reading, i));
        Assert.Equal(Hash(record), WholeHash(reading));
    }, iter: 100);

    [Fact]
    public void Members_added_to_parts_are_hashed_as_if_they_stood_in_the_text() => Member.Where(member => !member.EndsWith($"\"proof\":[{Proof}]}}", StringComparison.Ordinal)).Array[1, 4].Sample(members =>
    {
        using var reading = Read(Record(members), members);
        Assert.NotNull(reading);
        for (var i = 0; i < members.Length; i++) Assert.Equal(Hash(members[i]), PartHash(reading, i));
        for (var i = 0; i < members.Length; i++) reading.AddToPart(i, Encoding.UTF8.GetBytes($"{{\"proof\":[{Proof}]}}"));
        var extended = members.Select(member => $"{member[..^1]},\"proof\":[{Proof}]}}").ToArray();
        Assert.Equal(Hash(Record(extended)), WholeHash(reading));
    }, iter: 60);

    [Theory]
    [InlineData("{\"urn\":{\"@id\":\"https://a.example/\",\"@prefix\":true}}")]
    [InlineData("{\"a:b\":\"https://a.example/b\"}")]
    [InlineData("{\"art\":\"@type\"}")]
    [InlineData("{\"@vocab\":\"https://a.example/\"}")]
    [InlineData("{\"@language\":\"en\"}")]
    public void A_document_whose_context_reaches_into_its_parts_is_not_read_at_once(string context)
    {
        string[] members = [ASimpleMember("")];
        Assert.Null(Read(Record(members, $",{context}"), members));
    }

    [Fact]
    public void A_document_with_a_base_is_not_read_at_once()
    {
        string[] members = [ASimpleMember("")];
        var record = Record(members);
        var start = record.IndexOf('[', StringComparison.Ordinal) + 1;
        Assert.Null(Read(record.Insert(start, "{\"@base\":\"https://a.example/\"},"), members));
    }

    [Fact]
    public void A_word_that_only_the_document_defines_does_not_keep_its_parts_from_being_read_at_once()
    {
        string[] members = [ASimpleMember("")];
        var record = Record(members, ",{\"motto\":\"https://a.example/motto\"}");
        using var reading = Read(record, members);
        Assert.NotNull(reading);
        Assert.Equal(Hash(members[0]), PartHash(reading, 0));
        Assert.Equal(Hash(record), WholeHash(reading));
    }

    [Fact]
    public void A_part_that_uses_a_word_only_the_document_defines_is_not_read_at_once()
    {
        string[] members = [ASimpleMember(",\"motto\":\"Onwards\"")];
        Assert.Null(Read(Record(members, ",{\"motto\":\"https://a.example/motto\"}"), members));
    }

    [Fact]
    public void A_part_in_a_graph_of_its_own_is_not_read_at_once()
    {
        string[] members = [ASimpleMember("")];
        var presentation = $"{{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],\"type\":[\"VerifiablePresentation\"],\"verifiableCredential\":[{members[0]}]}}";
        Assert.Null(Read(presentation, members));
    }

    [Fact]
    public void A_part_that_says_nothing_alone_is_not_read_at_once()
    {
        string[] members = [$"{{\"@context\":[{MemberContexts}],\"id\":\"urn:member\",\"proof\":[{Proof}]}}"];
        Assert.Null(Read(Record(members), members));
        Assert.Throws<JsonLdException>(() => Hash(members[0]));
    }

    private static string ASimpleMember(string more)
        => $"{{\"@context\":[{MemberContexts}],\"id\":\"urn:member\",\"type\":[\"VerifiableCredential\",\"AchievementCredential\"],\"issuer\":{Issuer}{more},\"credentialSubject\":{{\"type\":[\"AchievementSubject\"]}}}}";

    private static string Record(string[] members, string contexts = "")
        => $"{{\"@context\":[{RecordContexts}{contexts}],\"id\":\"urn:clr\",\"type\":[\"VerifiableCredential\",\"ClrCredential\"],\"name\":\"Record\",\"issuer\":{Issuer},\"credentialSubject\":{{\"type\":[\"ClrSubject\"],\"verifiableCredential\":[{string.Join(',', members)}]}},\"proof\":[{Proof}]}}";

    private static DocumentWithParts? Read(string record, string[] members)
    {
        using var json = JsonLdInput.Parse(Encoding.UTF8.GetBytes(record));
        var starts = new List<int>();
        foreach (var member in members) starts.Add(record.IndexOf(member, starts.Count == 0 ? 0 : starts[^1] + 1, StringComparison.Ordinal));
        return Canonicalizer.ReadWithParts(new JsonLdInput(json.RootElement) { WithoutMember = "proof" }, starts);
    }

    private static byte[] Hash(string document)
    {
        using var json = JsonLdInput.Parse(Encoding.UTF8.GetBytes(document));
        return new LinkedDataCanonicalizer(ContextStore.BuiltIn).Hash(new JsonLdInput(json.RootElement) { WithoutMember = "proof" });
    }

    private static byte[] PartHash(DocumentWithParts reading, int part)
    {
        var digest = new byte[SHA256.HashSizeInBytes];
        reading.HashPart(part, digest);
        return digest;
    }

    private static byte[] WholeHash(DocumentWithParts reading)
    {
        var digest = new byte[SHA256.HashSizeInBytes];
        reading.Hash(digest);
        return digest;
    }
}
