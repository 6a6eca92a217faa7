// The values of one JSON text in the order in which they stand, each a number, none an object.
using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Conferral.LinkedData.JsonLd;

/// <summary>
/// Reads a text once into a table, so that a walk moves by counting: an object is followed by its names and values in turn,
/// an array by its items. Kept and filled again for the next text.
/// Shape: a value is its place in the table; the value of the name at n is n + 1.
/// </summary>
internal sealed class JsonTape
{
    /// <summary>For a string, start and length are those of what is between the quotes.</summary>
    private record struct Token(int Start, int Length, int After, JsonValueKind Kind, bool HasEscapes);

    private static readonly SearchValues<byte> EndOfScalar = SearchValues.Create(",]} \t\r\n"u8);

    private int[] _open = new int[JsonLdInput.MaxDepth];
    private int _depth;
    private byte[] _text = [];
    private Token[] _tokens = new Token[256];
    private int _count;

    /// <summary>The outermost value.</summary>
    public const int Root = 0;

    /// <summary>A text that needed more is read, and its memory let go. Units: bytes.</summary>
    private const int MaxKept = 1 << 20;

    public JsonValueKind KindOf(int value) => _tokens[value].Kind;

    /// <summary>The place behind the value and all it holds: that of the next name or item.</summary>
    public int After(int value) => _tokens[value].After;

    /// <summary>The first and the end of an array's items, or of the value itself where it is none: where JSON-LD takes one or many.</summary>
    public (int First, int End) OneOrMany(int value) => KindOf(value) == JsonValueKind.Array ? (value + 1, After(value)) : (value, After(value));

    /// <summary>Where an object or array begins in the text. Units: bytes.</summary>
    public int StartOf(int container) => _tokens[container].Start;

    /// <summary>The JSON of a value, as it stands.</summary>
    public ReadOnlySpan<byte> Raw(int value)
    {
        ref readonly var token = ref _tokens[value];
        return token.Kind == JsonValueKind.String ? _text.AsSpan(token.Start - 1, token.Length + 2) : _text.AsSpan(token.Start, token.Length);
    }

    /// <summary>A string's or a name's UTF-8; a fresh array where something is escaped.</summary>
    public ReadOnlySpan<byte> Text(int value)
    {
        ref readonly var token = ref _tokens[value];
        var text = _text.AsSpan(token.Start, token.Length);
        return token.HasEscapes ? JsonText.Unescape(text) : text;
    }

    public bool Is(int value, ReadOnlySpan<byte> text) => KindOf(value) == JsonValueKind.String && Text(value).SequenceEqual(text);

    /// <summary>Whether a name may be a keyword's: it begins with <c>@</c>, or with an escape that might be one.</summary>
    public bool MayBeKeyword(int name)
    {
        ref readonly var token = ref _tokens[name];
        return token.Length > 0 && _text[token.Start] is (byte)'@' or (byte)'\\';
    }

    /// <summary>A name for people: as written where it cannot be unescaped.</summary>
    public string Show(int name) => JsonText.Show(_text.AsSpan(_tokens[name].Start, _tokens[name].Length));

    /// <summary>The value as the parser's own kind of element.</summary>
    public JsonElement Element(int value) => JsonText.Element(Raw(value));

    /// <summary>So many bytes of zero follow the text while it is read strictly. Units: bytes.</summary>
    public const int Margin = 64;

    /// <summary>How many objects and arrays are open while a text is read.</summary>
    public int Depth => _depth;

    /// <summary>Whether the innermost open one is an object.</summary>
    public bool IsInObject => _depth > 0 && _tokens[_open[_depth - 1]].Kind == JsonValueKind.Object;

    /// <summary>Reads a text that nobody has read before; false where it is not JSON of the strict kind (<see cref="StrictJsonReader"/>).</summary>
    public bool TryReadStrictly(ReadOnlySpan<byte> text, int maxDepth)
    {
        Take(text);
        var reader = new StrictJsonReader(this, _text.AsSpan(0, text.Length + Margin), maxDepth);
        return reader.TryRead() && (reader.IsAscii || Utf8.IsValid(text));
    }

    /// <summary>Reads a text that a strict parser has read before, which is trusted.</summary>
    public void Read(ReadOnlySpan<byte> text)
    {
        Take(text);
        for (var at = 0; at < text.Length;)
        {
            switch (text[at])
            {
                case (byte)'{' or (byte)'[':
                    Open(at, text[at] == (byte)'{' ? JsonValueKind.Object : JsonValueKind.Array);
                    at++;
                    break;
                case (byte)'}' or (byte)']':
                    Close(++at);
                    break;
                case (byte)'"':
                    at = ReadString(text, at + 1);
                    break;
                case (byte)',' or (byte)':' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t':
                    at++;
                    break;
                default:
                    at = ReadScalar(text, at);
                    break;
            }
        }
    }

    /// <summary>Lets go of a large text's memory.</summary>
    public void Forget()
    {
        if (_text.Length <= MaxKept) return;
        _text = [];
        _tokens = new Token[256];
    }

    private int ReadString(ReadOnlySpan<byte> text, int start)
    {
        var hasEscapes = false;
        var end = start;
        while (true)
        {
            end += text[end..].IndexOfAny((byte)'"', (byte)'\\');
            if (text[end] == (byte)'"') break;
            hasEscapes = true;
            end += 2;
        }

        Add(start, end - start, JsonValueKind.String, hasEscapes);
        return end + 1;
    }

    private int ReadScalar(ReadOnlySpan<byte> text, int start)
    {
        var length = text[start..].IndexOfAny(EndOfScalar);
        if (length < 0) length = text.Length - start;
        var kind = text[start] switch
        {
            (byte)'t' => JsonValueKind.True,
            (byte)'f' => JsonValueKind.False,
            (byte)'n' => JsonValueKind.Null,
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => JsonValueKind.Number,
            _ => throw new JsonLdException(ErrorCode.LoadingDocumentFailed, "", $"The text is not JSON at byte {start}, where it has {Encoding.UTF8.GetString(text.Slice(start, 1))}."),
        };
        Add(start, length, kind, hasEscapes: false);
        return start + length;
    }

    private void Take(ReadOnlySpan<byte> text)
    {
        if (_text.Length < text.Length + Margin) _text = new byte[text.Length + (text.Length / 4) + Margin];
        text.CopyTo(_text);
        _text.AsSpan(text.Length, Margin).Clear();
        _count = 0;
        _depth = 0;
    }

    /// <summary>Notes an object or array that begins at <paramref name="start"/>.</summary>
    public void Open(int start, JsonValueKind kind)
    {
        if (_depth == _open.Length) Array.Resize(ref _open, _depth * 2);
        _open[_depth++] = _count;
        Add(start, 0, kind, hasEscapes: false);
    }

    /// <summary>Notes that the innermost open object or array ends before <paramref name="end"/>, and returns it.</summary>
    public int Close(int end)
    {
        var container = _open[--_depth];
        ref var closed = ref _tokens[container];
        closed.Length = end - closed.Start;
        closed.After = _count;
        return container;
    }

    /// <summary>Notes a value that holds no others, or a name.</summary>
    public void Add(int start, int length, JsonValueKind kind, bool hasEscapes)
    {
        if (_count == _tokens.Length) Array.Resize(ref _tokens, _count * 2);
        _tokens[_count] = new Token(start, length, ++_count, kind, hasEscapes);
    }
}
