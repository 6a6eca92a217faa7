// One strict reading takes what the general parser takes, sees in it what that sees, and refuses the rest.
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using CsCheck;

namespace Conferral.LinkedData.Tests;

public sealed partial class JsonReadingTests
{
    /// <summary>A bit of everything, so that a change at any place meets some rule.</summary>
    private const string Sample =
        """
        {"@context": ["https://a.example/", {"a":{"@id" :"b"}}], "id":"urn:uuid:1", "n":-12.50e+3,"z":0, "t":true,"f":false , "none":null,
        	"text":"é ü 🎓 \" \\ \/ \b\f\n\r\t \u00e9 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","empty":{},"nothing":[],"deep":[[[{"x":[1,2,{"y":3}]}]]],
        "longNameOne":1,"longNameTwo":2,"":"no name"}
        """;

    private static readonly string[] Pieces = ["\"", "\\", "{", "}", "[", "]", ",", ":", " ", "\n", "\0", "\u001f", "0", "-", ".", "e", "1", "\\u", "d8", "\\ud83c", "true", "nul", "\"id\":1,", "é", "\u2028", "/*", "//", "\uFEFF"];

    public static TheoryData<string> Refused =>
    [
        "", " ", "{", "}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\":1 \"b\":2}", "{'a':1}", "{a:1}", "[1,]", "[,1]", "[1 2]", "[1}", "{\"a\":1]", "{} {}", "{}x",
        "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"c\":2,\"b\":3}}", "{\"longNameOne\":1,\"b\":2,\"longNameOne\":3}",
        "{\"a\":01}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":+1}", "{\"a\":-}", "{\"a\":1e}", "{\"a\":1e+}", "{\"a\":NaN}", "{\"a\":tru}", "{\"a\":truee}", "{\"a\":nulll}", "{\"a\":0x1}",
        "{\"a\":\"\n\"}", "{\"a\":\"\u0001\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\u12g4\"}", "{\"a\":\"open}", "{\"a\":\"\\\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\udc00\"}",
        "// c\n{}", "{}/**/", "\uFEFF{}", "{}\0", "\0{}", "{\"a\":1}\u00a0",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_two_parsers_could_read_differently_is_refused(string text)
    {
        using var reading = JsonReading.TryRead(Encoding.UTF8.GetBytes(text));
        Assert.Null(reading);
    }

    [Fact]
    public void Bytes_that_are_no_Unicode_are_refused()
    {
        foreach (var bytes in (byte[][])[[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80]])
        {
            using var reading = JsonReading.TryRead([.. "{\"a\":\""u8, .. bytes, .. "\"}"u8]);
            Assert.Null(reading);
        }
    }

    [Fact]
    public void Nesting_is_read_as_deep_as_the_general_parser_reads_it()
    {
        foreach (var depth in (int[])[1, JsonLdInput.MaxDepth, JsonLdInput.MaxDepth + 1, 100_000])
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[", depth)) + string.Concat(Enumerable.Repeat("]", depth)));
            using var reading = JsonReading.TryRead(text);
            Assert.Equal(depth <= JsonLdInput.MaxDepth, reading is not null);
            Assert.Equal(reading is not null, Parses(text));
        }
    }

    [Fact]
    public void However_a_text_is_altered_it_is_read_as_the_general_parser_reads_it_or_left_to_that()
        => Gen.Select(Gen.Int[0, Sample.Length], Gen.Int[0, 3], Gen.Int[0, Pieces.Length - 1].Select(piece => Pieces[piece])).Array[0, 3].Sample(changes =>
        {
            var text = Sample;
            foreach (var (at, removed, put) in changes) text = text[..Math.Min(at, text.Length)] + put + text[Math.Min(at + removed, text.Length)..];
            var utf8 = Encoding.UTF8.GetBytes(text);
            using var reading = JsonReading.TryRead(utf8);
            if (reading is not null) AssertSame(JsonLdInput.Parse(utf8).RootElement, reading.Root);
            else Assert.True(!Parses(utf8) || IsUnusual(text), text);
        }, iter: 20_000);

    [Fact]
    public void A_byte_changed_anywhere_is_seen_by_both()
        => Gen.Select(Gen.Int[0, Encoding.UTF8.GetByteCount(Sample) - 1], Gen.Byte).Sample((at, to) =>
        {
            var utf8 = Encoding.UTF8.GetBytes(Sample);
            utf8[at] = to;
            using var reading = JsonReading.TryRead(utf8);
            if (reading is not null) AssertSame(JsonLdInput.Parse(utf8).RootElement, reading.Root);
            else Assert.True(!Utf8.IsValid(utf8) || !Parses(utf8) || IsUnusual(Encoding.UTF8.GetString(utf8)), Encoding.UTF8.GetString(utf8));
        }, iter: 20_000);

    [Fact]
    public void An_object_of_many_members_is_left_to_the_general_parser()
    {
        foreach (var (count, isRead) in ((int, bool)[])[(64, true), (65, false)])
        {
            using var reading = JsonReading.TryRead(Encoding.UTF8.GetBytes("{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i}\":{i}")) + "}"));
            Assert.Equal(isRead, reading is not null);
        }
    }

    [Fact]
    public void A_reading_that_was_given_back_cannot_be_looked_at()
    {
        var reading = JsonReading.TryRead("{}"u8)!;
        reading.Dispose();
        reading.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reading.Root);
    }

    private static bool Parses(byte[] utf8)
    {
        try
        {
            JsonLdInput.Parse(utf8).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>What is left to the general parser: an escape in a name, or one that may be half of a character.</summary>
    private static bool IsUnusual(string text) => EscapeInName().IsMatch(text) || EscapedSurrogate().IsMatch(text);

    [GeneratedRegex("""\"(?:[^"\\]|\\.)*\\(?:[^"\\]|\\.)*"\s*:""", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EscapeInName();

    [GeneratedRegex("""\\u[dD][89a-fA-F]""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EscapedSurrogate();

    private static void AssertSame(JsonElement expected, JsonPlace actual)
    {
        Assert.Equal(expected.ValueKind, actual.Kind);
        Assert.Equal(expected.GetRawText(), Encoding.UTF8.GetString(actual.Raw));
        if (expected.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in expected.EnumerateObject())
            {
                Assert.True(actual.TryGet(Encoding.UTF8.GetBytes(member.Name), out var value), member.Name);
                AssertSame(member.Value, value);
            }
        }
        else if (expected.ValueKind == JsonValueKind.Array)
        {
            var items = actual.Items().ToList();
            Assert.Equal(expected.GetArrayLength(), items.Count);
            for (var i = 0; i < items.Count; i++) AssertSame(expected[i], items[i]);
        }
        else if (expected.ValueKind == JsonValueKind.String)
        {
            Assert.True(actual.Is(Encoding.UTF8.GetBytes(expected.GetString()!)));
        }
        else if (expected.ValueKind == JsonValueKind.Number)
        {
            Assert.Equal(expected.GetDouble(), double.Parse(actual.Raw, CultureInfo.InvariantCulture));
        }
    }
}
