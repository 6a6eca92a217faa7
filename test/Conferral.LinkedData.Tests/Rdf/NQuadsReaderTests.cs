// The reader takes the whole grammar and names the line of what is not in it.
using System.Text;
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.Tests.Rdf;

public sealed class NQuadsReaderTests
{
    [Fact]
    public void The_whole_grammar_is_read()
    {
        var dataset = NQuadsReader.Read("""
            # a comment

            <x:s><x:p><x:o>.# no space needed
            _:a.b <x:p> "tab\t \u00e9 \U0001F303"@en-GB _:g .
            <x:s> <x:p> "5"^^<x:\u0064t> <x:g> .
            """u8);
        Assert.Equal(3, dataset.QuadCount);
        var second = dataset.Quads[1];
        Assert.Equal("_:a.b", Spelling(dataset, second.Subject));
        Assert.Equal("\"tab\\t é 🌃\"@en-GB", Spelling(dataset, second.Object));
        Assert.Equal("_:g", Spelling(dataset, second.Graph));
        Assert.Equal("\"5\"^^<x:dt>", Spelling(dataset, dataset.Quads[2].Object));
    }

    [Theory]
    [InlineData("<x:s> <x:p> <x:o>")]
    [InlineData("<x:s> <x:p> .")]
    [InlineData("<x:s> _:p <x:o> .")]
    [InlineData("\"s\" <x:p> <x:o> .")]
    [InlineData("<x:s> <x:p> <x:o> \"g\" .")]
    [InlineData("<x:s> <x:p> <o> .")]
    [InlineData("<x:s> <x:p> <x:o o> .")]
    [InlineData("<x:s> <x:p> <x:\\u0020> .")]
    [InlineData("<x:s> <x:p> \"o\\x\" .")]
    [InlineData("<x:s> <x:p> \"\\ud800\" .")]
    [InlineData("<x:s> <x:p> \"o .")]
    [InlineData("<x:s> <x:p> \"o\"@1 .")]
    [InlineData("<x:s> <x:p> \"o\"^^_:t .")]
    [InlineData("_: <x:p> <x:o> .")]
    [InlineData("<x:s> <x:p> <x:o> . <x:s> <x:p> <x:o> .")]
    public void What_is_not_in_the_grammar_is_refused_with_its_line(string line)
    {
        var text = "<x:s> <x:p> <x:o> .\r\n# fine\n" + line;
        Assert.Equal(3, Assert.Throws<NQuadsException>(() => NQuadsReader.Read(Encoding.UTF8.GetBytes(text))).Line);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
        => Assert.Throws<NQuadsException>(() => NQuadsReader.Read([(byte)'#', 0xFF]));

    private static string Spelling(RdfDataset dataset, int term) => Encoding.UTF8.GetString(dataset.SpellingOf(term));
}
