// Which parts of a document pointers choose, and how proof values are read.
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Proofs.SelectiveDisclosure;

namespace Conferral.Credentials.Tests.Proofs.SelectiveDisclosure;

public sealed class SelectionTests
{
    private const string Document = """{"@context":["c"],"id":"i","type":["T"],"a/b":{"m~n":1,"":2},"list":[{"id":"x","type":"X","p":1,"q":2},{"@context":{},"p":3,"r":{"s":[4,[5,6]]}},"text"],"proof":{"p":1}}""";

    [Theory]
    [InlineData("""{"@context":["c"],"id":"i","type":["T"]}""", "/id")]
    [InlineData("""{"@context":["c"],"id":"i","type":["T"],"a/b":{"m~n":1}}""", "/a~1b/m~0n")]
    [InlineData("""{"@context":["c"],"id":"i","type":["T"],"a/b":{"":2}}""", "/a~1b/")]
    [InlineData("""{"@context":["c"],"id":"i","type":["T"],"a/b":{"m~n":1,"":2}}""", "/a~1b", "/a~1b/m~0n")]
    [InlineData("""{"@context":["c"],"id":"i","type":["T"],"list":[{"id":"x","type":"X","q":2}]}""", "/list/0/q")]
    [InlineData("""{"@context":["c"],"id":"i","type":["T"],"list":[{"@context":{},"r":{"s":[[6]]}}]}""", "/list/1/r/s/1/1")]
    [InlineData("""{"@context":["c"],"id":"i","type":["T"],"list":[{"id":"x","type":"X","p":1},"text"]}""", "/list/2", "/list/0/p")]
    public void What_is_chosen_comes_with_ids_types_and_contexts_on_the_way(string expected, params string[] pointers)
        => Assert.Equal(expected, Encoding.UTF8.GetString(Select(pointers)!.ToDocument()));

    [Fact]
    public void The_whole_document_is_everything_but_its_proof()
        => Assert.Equal(Document.Replace(",\"proof\":{\"p\":1}", "", StringComparison.Ordinal), Encoding.UTF8.GetString(Select("")!.ToDocument()));

    [Fact]
    public void In_place_items_keep_their_indexes()
        => Assert.Equal("""{"@context":["c"],"id":"i","type":["T"],"list":[null,{"@context":{},"r":{"s":[null,[null,6]]}},null]}""", Select("/list/1/r/s/1/1")!.InPlace().GetRawText());

    [Fact]
    public void No_pointers_choose_nothing() => Assert.Null(Select());

    [Fact]
    public void Proof_values_are_written_and_read_again()
    {
        var whole = new BaseProofValue(Filled(64, 1), Filled(35, 2), Filled(32, 3), [Filled(64, 4)], ["/a", ""]);
        var read = BaseProofValue.Read(Proof(whole.Write()))!;
        Assert.Equal(whole.Write(), read.Write());
        Assert.StartsWith("u2V0A", whole.Write(), StringComparison.Ordinal);
        Assert.Null(DerivedProofValue.Read(Proof(whole.Write())));

        var shown = new DerivedProofValue(Filled(64, 1), Filled(35, 2), [], new Dictionary<string, string> { ["c14n10"] = "uAQ", ["c14n2"] = "uAg" }, [0, 3]);
        Assert.Equal(shown.Write(), DerivedProofValue.Read(Proof(shown.Write()))!.Write());
        Assert.StartsWith("u2V0B", shown.Write(), StringComparison.Ordinal);
        Assert.Null(BaseProofValue.Read(Proof(shown.Write())));
    }

    public static TheoryData<string> Malformed =>
    [
        "", "u", "z2V0B", "u2V0", "u2V0B", Derived(), // an array of five and nothing in it
        Derived(Bytes(64), Bytes(35), Signatures(64), Labels()), // the last of five is missing
        Derived(Bytes(63), Bytes(35), Signatures(64), Labels(), Indexes),
        Derived(Bytes(64), Bytes(33), Signatures(64), Labels(), Indexes),
        Derived(Bytes(64), Bytes(35), Signatures(65), Labels(), Indexes),
        Derived([0xD8, 0x40, .. Bytes(64)], Bytes(35), Signatures(64), Labels(), Indexes), // tagged
        Derived(Bytes(64), Bytes(35), Signatures(64), Labels(twice: true), Indexes),
        Derived(Bytes(64), Bytes(35), Signatures(64), Labels(), [0x61, 0x30]), // a text
        Derived(Bytes(64), Bytes(35), Signatures(64), Labels(), [0x81, 0x1B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
        Derived(Bytes(64), Bytes(35), Signatures(64), Labels(), Indexes, [0]),
        Derived(Bytes(64), Bytes(35), Signatures(64), Labels(), Indexes) + "=",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_value_that_is_not_well_formed_is_none(string proofValue)
    {
        Assert.Null(DerivedProofValue.Read(Proof(proofValue)));
        Assert.Null(BaseProofValue.Read(Proof(proofValue)));
    }

    [Fact]
    public void The_malformed_values_are_malformed_in_one_place_each()
        => Assert.NotNull(DerivedProofValue.Read(Proof(Derived(Bytes(64), Bytes(35), Signatures(64), Labels(), Indexes))));

    private static Selection? Select(params string[] pointers) => Selection.Of(JsonDocument.Parse(Document).RootElement, pointers);

    private static byte[] Filled(int length, byte value) => [.. Enumerable.Repeat(value, length)];

    private static JsonElement Proof(string value) => JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["proofValue"] = value });

    private static string Derived(params byte[][] parts) => "u" + Base64Url.EncodeToString([0xD9, 0x5D, 0x01, 0x85, .. parts.SelectMany(part => part)]);

    private static byte[] Bytes(int length) => [0x58, (byte)length, .. Filled(length, 1)];

    private static byte[] Signatures(int length) => [0x81, .. Bytes(length)];

    private static byte[] Labels(bool twice = false) => twice ? [0xA2, 0x00, 0x41, 0x07, 0x00, 0x41, 0x08] : [0xA1, 0x00, 0x41, 0x07];

    private static readonly byte[] Indexes = [0x81, 0x00];
}
