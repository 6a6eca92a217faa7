// What is kept of one document for the next never changes what the next one says.
using System.Text;
using Conferral.LinkedData.Contexts;
using Conferral.LinkedData.JsonLd;
using Conferral.LinkedData.Rdf;
using CsCheck;

namespace Conferral.LinkedData.Tests.JsonLd;

public sealed class ObjectShelfTests
{
    private const string Contexts = "\"https://www.w3.org/ns/credentials/v2\",\"https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json\",\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\"";
    private const string MemberContexts = "\"https://www.w3.org/ns/credentials/v2\",\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\"";

    private static readonly LinkedDataCanonicalizer LongLived = new(ContextStore.BuiltIn);

    /// <summary>Few different achievements, so that they come again: with an id, without one, or with a label that another place names too.</summary>
    private static readonly Gen<string> Achievement = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Bool).Select((number, kind, nested) =>
    {
        string[] ids = [$"\"id\":\"urn:achievement:{number}\",", "", "\"id\":\"_:shared\","];
        var description = nested ? $",\"resultDescription\":[{{\"id\":\"urn:scale:{number}\",\"type\":[\"ResultDescription\"],\"name\":\"Grade\",\"resultType\":\"LetterGrade\"}}]" : "";
        return $"{{{ids[kind]}\"type\":[\"Achievement\"],\"name\":\"Course {number}\",\"description\":\"What it is\",\"criteria\":{{\"narrative\":\"All that was asked for was done\"}}{description}}}";
    });

    private static readonly Gen<string> Member = Gen.Select(Gen.Int[0, 5], Achievement, Gen.Bool).Select((number, achievement, signed) =>
    {
        var proof = signed ? ",\"proof\":[{\"type\":\"DataIntegrityProof\",\"cryptosuite\":\"eddsa-rdfc-2022\",\"created\":\"2026-05-30T12:00:00Z\",\"verificationMethod\":\"did:web:a.example#key\",\"proofPurpose\":\"assertionMethod\",\"proofValue\":\"zAAAA\"}]" : "";
        return $"{{\"@context\":[{MemberContexts}],\"id\":\"urn:member:{number}\",\"type\":[\"VerifiableCredential\",\"AchievementCredential\"],\"name\":\"Course\",\"issuer\":{Issuer},\"credentialSubject\":{{\"type\":[\"AchievementSubject\"],\"achievement\":{achievement}}}{proof}}}";
    });

    private static readonly Gen<string> Document = Gen.Select(Member.Array[0, 3], Achievement.Array[1, 4]).Select((members, achievements) =>
        $"{{\"@context\":[{Contexts}],\"id\":\"urn:clr\",\"type\":[\"VerifiableCredential\",\"ClrCredential\"],\"name\":\"Record\",\"issuer\":{Issuer},\"credentialSubject\":{{\"type\":[\"ClrSubject\"]{List("verifiableCredential", members)}{List("achievement", achievements)}}}}}");

    private const string Issuer = "{\"id\":\"did:web:a.example\",\"type\":[\"Profile\"],\"name\":\"A College\",\"url\":\"https://a.example/\"}";

    private static string List(string name, string[] items) => items.Length == 0 ? "" : $",\"{name}\":[{string.Join(',', items)}]";

    [Fact]
    public void A_document_reads_the_same_to_who_has_read_many_and_to_who_has_read_none()
        => Document.Array[4].Sample(documents =>
        {
            foreach (var document in documents) Assert.Equal(Canonical(new LinkedDataCanonicalizer(ContextStore.BuiltIn), document), Canonical(LongLived, document));
        }, iter: 60);

    [Fact]
    public void An_object_is_kept_when_it_was_met_often_and_found_only_where_it_was_met()
    {
        var dataset = new RdfDataset();
        var (active, other) = (new ActiveContext(new ContextMemo(), null), new ActiveContext(new ContextMemo(), null));
        var text = Encoding.UTF8.GetBytes(Issuer);
        var shelf = new ObjectShelf();
        var site = new ShelfSite(active, null, fromMap: false, text);
        for (var time = 0; time < 3; time++) Assert.False(shelf.IsMetOften(site));
        Assert.True(shelf.IsMetOften(site));
        Assert.False(shelf.TryFind(site, levels: 9, out _));

        shelf.Add(site, levels: 2, Template(dataset));
        Assert.True(shelf.TryFind(site, levels: 2, out _));
        Assert.False(shelf.TryFind(site, levels: 1, out _));
        Assert.False(shelf.TryFind(new ShelfSite(other, null, fromMap: false, text), levels: 9, out _));
        Assert.False(shelf.TryFind(new ShelfSite(active, null, fromMap: true, text), levels: 9, out _));
        text[^3] ^= 1;
        Assert.False(shelf.TryFind(new ShelfSite(active, null, fromMap: false, text), levels: 9, out _));
    }

    [Fact]
    public void A_template_has_blank_nodes_of_its_own_at_every_use_and_none_that_the_document_names()
    {
        var dataset = new RdfDataset();
        var template = Template(dataset);
        var into = new RdfDataset();
        Assert.NotEqual(template.Play(into, RdfDataset.DefaultGraph), template.Play(into, RdfDataset.DefaultGraph));
        Assert.Equal(2, into.QuadCount);

        var first = dataset.BeginRecording();
        var named = dataset.BlankNode("x"u8);
        dataset.Add(named, dataset.Iri("urn:p"u8), dataset.Iri("urn:o"u8));
        Assert.Null(dataset.EndRecording(first, 0, named, RdfDataset.DefaultGraph));
    }

    private static QuadTemplate Template(RdfDataset dataset)
    {
        var first = dataset.BeginRecording();
        var root = dataset.FreshBlankNode();
        dataset.Add(root, dataset.Iri("urn:p"u8), dataset.Literal("text"u8, default, default));
        return dataset.EndRecording(first, 0, root, RdfDataset.DefaultGraph)!;
    }

    private static string Canonical(LinkedDataCanonicalizer canonicalizer, string document)
    {
        using var json = JsonLdInput.Parse(Encoding.UTF8.GetBytes(document));
        return Encoding.UTF8.GetString(canonicalizer.Canonicalize(new JsonLdInput(json.RootElement)));
    }
}
