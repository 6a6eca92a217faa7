// Reads N-Quads into a dataset, strictly.
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Conferral.LinkedData.Rdf;

/// <summary>The text is not N-Quads. Units: <see cref="Line"/> counts from 1.</summary>
public sealed class NQuadsException(int line, string message) : LinkedDataException($"Line {line}: {message}")
{
    public int Line { get; } = line;
}

/// <summary>
/// Parser of N-Quads documents: full RDF 1.1 grammar, comments and escapes included; canonical N-Quads of RDF 1.2 is a part of it.
/// Errors: <see cref="NQuadsException"/> with the line. Spec: https://www.w3.org/TR/n-quads/#sec-grammar
/// </summary>
public static class NQuadsReader
{
    public static RdfDataset Read(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) throw new NQuadsException(1, "the document is not UTF-8.");
        var dataset = new RdfDataset();
        var text = new ArrayBufferWriter<byte>();
        var number = 0;
        foreach (var range in utf8.SplitAny("\r\n"u8))
        {
            var line = utf8[range];
            if (!IsInsidePair(utf8, range.Start.Value)) number++;
            new LineReader(dataset, line, number, text).ReadStatement();
        }

        return dataset;
    }

    /// <summary>True between a carriage return and its line feed: one line end, not two.</summary>
    private static bool IsInsidePair(ReadOnlySpan<byte> utf8, int at) => at > 0 && at < utf8.Length && utf8[at - 1] == '\r' && utf8[at] == '\n';

    private ref struct LineReader(RdfDataset dataset, ReadOnlySpan<byte> line, int number, ArrayBufferWriter<byte> text)
    {
        private ReadOnlySpan<byte> _rest = line;

        /// <summary>Production statement, or an empty line, or a comment.</summary>
        public void ReadStatement()
        {
            SkipSpace();
            if (_rest.IsEmpty || _rest[0] == '#') return;
            var subject = ReadResource("subject");
            var predicate = Peek() == '<' ? ReadIri() : throw Fail("a predicate must be an IRI in angle brackets.");
            var @object = Peek() == '"' ? ReadLiteral() : ReadResource("object");
            var graph = Peek() == '.' ? RdfDataset.DefaultGraph : ReadResource("graph name");
            Expect("."u8, "a statement must end in a dot.");
            if (!_rest.IsEmpty && _rest[0] != '#') throw Fail("nothing but a comment may follow the dot.");
            dataset.Add(subject, predicate, @object, graph);
        }

        private int ReadResource(string what) => Peek() switch
        {
            (byte)'<' => ReadIri(),
            (byte)'_' => ReadBlankNode(),
            _ => throw Fail($"expected a {what}."),
        };

        private int ReadIri()
        {
            ReadIriBody();
            SkipSpace();
            return dataset.Iri(text.WrittenSpan);
        }

        /// <summary>Production IRIREF, unescaped into the text buffer.</summary>
        private void ReadIriBody()
        {
            text.ResetWrittenCount();
            var end = _rest.IndexOf((byte)'>');
            if (end < 0) throw Fail("an IRI is not closed.");
            var body = _rest[1..end];
            for (int escape; (escape = body.IndexOf((byte)'\\')) >= 0;)
            {
                text.Write(body[..escape]);
                body = body[(escape + 1)..];
                if (body.IsEmpty || body[0] is not ((byte)'u' or (byte)'U')) throw Fail("an IRI may only have \\u and \\U escapes.");
                ReadNumericEscape(ref body);
            }

            text.Write(body);
            if (!WellFormedTerms.IsIriBody(text.WrittenSpan)) throw Fail("an IRI holds a character it may not have.");
            if (!HasScheme(text.WrittenSpan)) throw Fail("an IRI must be absolute.");
            _rest = _rest[(end + 1)..];
        }

        private static bool HasScheme(ReadOnlySpan<byte> iri)
        {
            var colon = iri.IndexOf((byte)':');
            if (colon < 1 || !char.IsAsciiLetter((char)iri[0])) return false;
            foreach (var b in iri[..colon])
            {
                if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'+' or (byte)'-' or (byte)'.')) return false;
            }

            return true;
        }

        /// <summary>Production BLANK_NODE_LABEL.</summary>
        private int ReadBlankNode()
        {
            if (!_rest.StartsWith("_:"u8)) throw Fail("a blank node must begin with _:.");
            var length = 2;
            while (length < _rest.Length)
            {
                Rune.DecodeFromUtf8(_rest[length..], out var rune, out var used);
                if (!(rune.Value == '.' && length > 2) && !IsLabelCharacter(rune, first: length == 2)) break;
                length += used;
            }

            while (_rest[length - 1] == '.') length--;
            if (length == 2) throw Fail("a blank node has no label.");
            var label = dataset.BlankNode(_rest[2..length]);
            _rest = _rest[length..];
            SkipSpace();
            return label;
        }

        /// <summary>Productions PN_CHARS_U, digits and, after the first, PN_CHARS.</summary>
        private static bool IsLabelCharacter(Rune rune, bool first) => rune.Value switch
        {
            (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or ':' => true,
            >= 0xC0 and <= 0x2FF => rune.Value is not (0xD7 or 0xF7),
            (>= 0x370 and <= 0x37D) or (>= 0x37F and <= 0x1FFF) or (>= 0x200C and <= 0x200D) or (>= 0x2070 and <= 0x218F)
                or (>= 0x2C00 and <= 0x2FEF) or (>= 0x3001 and <= 0xD7FF) or (>= 0xF900 and <= 0xFDCF) or (>= 0xFDF0 and <= 0xFFFD)
                or (>= 0x10000 and <= 0xEFFFF) => true,
            '-' or 0xB7 or (>= 0x300 and <= 0x36F) or (>= 0x203F and <= 0x2040) => !first,
            _ => false,
        };

        private int ReadLiteral()
        {
            ReadQuoted();
            if (_rest.StartsWith("@"u8)) return ReadLanguageLiteral();
            if (!_rest.StartsWith("^^"u8))
            {
                SkipSpace();
                return dataset.Literal(text.WrittenSpan, default, default);
            }

            var lexical = text.WrittenSpan.ToArray();
            _rest = _rest[2..];
            if (Peek() != '<') throw Fail("a datatype must be an IRI in angle brackets.");
            ReadIriBody();
            SkipSpace();
            return dataset.Literal(lexical, text.WrittenSpan, default);
        }

        private int ReadLanguageLiteral()
        {
            var end = _rest.IndexOfAny(" \t.<_"u8);
            var tag = end < 0 ? _rest[1..] : _rest[1..end];
            if (!WellFormedTerms.IsLanguageTag(tag)) throw Fail("a language tag is malformed.");
            _rest = _rest[(1 + tag.Length)..];
            SkipSpace();
            return dataset.Literal(text.WrittenSpan, default, tag);
        }

        /// <summary>Production STRING_LITERAL_QUOTE, unescaped into the text buffer.</summary>
        private void ReadQuoted()
        {
            text.ResetWrittenCount();
            var rest = _rest[1..];
            while (true)
            {
                var stop = rest.IndexOfAny((byte)'"', (byte)'\\');
                if (stop < 0) throw Fail("a literal is not closed.");
                text.Write(rest[..stop]);
                var found = rest[stop];
                rest = rest[(stop + 1)..];
                if (found == '"') break;
                ReadEscape(ref rest);
            }

            _rest = rest;
        }

        private readonly void ReadEscape(ref ReadOnlySpan<byte> rest)
        {
            if (rest.IsEmpty) throw Fail("a literal is not closed.");
            if (rest[0] is (byte)'u' or (byte)'U')
            {
                ReadNumericEscape(ref rest);
                return;
            }

            text.Write(rest[0] switch
            {
                (byte)'t' => "\t"u8,
                (byte)'b' => "\b"u8,
                (byte)'n' => "\n"u8,
                (byte)'r' => "\r"u8,
                (byte)'f' => "\f"u8,
                (byte)'"' => "\""u8,
                (byte)'\'' => "'"u8,
                (byte)'\\' => "\\"u8,
                _ => throw Fail("unknown escape."),
            });
            rest = rest[1..];
        }

        /// <summary>Production UCHAR after its backslash.</summary>
        private readonly void ReadNumericEscape(ref ReadOnlySpan<byte> rest)
        {
            var digits = rest[0] == 'u' ? 4 : 8;
            if (rest.Length <= digits
                || !uint.TryParse(rest.Slice(1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                || !Rune.IsValid(value)) throw Fail("a \\u or \\U escape does not name a character.");
            text.Advance(new Rune(value).EncodeToUtf8(text.GetSpan(4)));
            rest = rest[(1 + digits)..];
        }

        private readonly byte Peek() => _rest.IsEmpty ? throw Fail("the statement ends too early.") : _rest[0];

        private void Expect(ReadOnlySpan<byte> token, string otherwise)
        {
            if (!_rest.StartsWith(token)) throw Fail(otherwise);
            _rest = _rest[token.Length..];
            SkipSpace();
        }

        private void SkipSpace() => _rest = _rest.TrimStart(" \t"u8);

        private readonly NQuadsException Fail(string message) => new(number, message);
    }
}
