// The keywords of JSON-LD 1.1, recognised in UTF-8.
namespace Conferral.LinkedData.JsonLd;

/// <summary>A JSON-LD keyword; <see cref="None"/> for anything that is not one.</summary>
internal enum Keyword : byte
{
    None,
    Base,
    Container,
    Context,
    Direction,
    Graph,
    Id,
    Import,
    Included,
    Index,
    Json,
    Language,
    List,
    Nest,
    NoType,
    Prefix,
    Propagate,
    Protected,
    Reverse,
    Set,
    Type,
    Value,
    Version,
    Vocab,
}

internal static class Keywords
{
    private static readonly (Keyword Keyword, byte[] Spelling)[] All =
    [
        (Keyword.Id, "@id"u8.ToArray()),
        (Keyword.Type, "@type"u8.ToArray()),
        (Keyword.Value, "@value"u8.ToArray()),
        (Keyword.Context, "@context"u8.ToArray()),
        (Keyword.Graph, "@graph"u8.ToArray()),
        (Keyword.Set, "@set"u8.ToArray()),
        (Keyword.List, "@list"u8.ToArray()),
        (Keyword.Language, "@language"u8.ToArray()),
        (Keyword.Direction, "@direction"u8.ToArray()),
        (Keyword.Index, "@index"u8.ToArray()),
        (Keyword.Reverse, "@reverse"u8.ToArray()),
        (Keyword.Included, "@included"u8.ToArray()),
        (Keyword.Nest, "@nest"u8.ToArray()),
        (Keyword.Json, "@json"u8.ToArray()),
        (Keyword.NoType, "@none"u8.ToArray()),
        (Keyword.Vocab, "@vocab"u8.ToArray()),
        (Keyword.Base, "@base"u8.ToArray()),
        (Keyword.Container, "@container"u8.ToArray()),
        (Keyword.Prefix, "@prefix"u8.ToArray()),
        (Keyword.Protected, "@protected"u8.ToArray()),
        (Keyword.Propagate, "@propagate"u8.ToArray()),
        (Keyword.Import, "@import"u8.ToArray()),
        (Keyword.Version, "@version"u8.ToArray()),
    ];

    public static Keyword Parse(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != (byte)'@') return Keyword.None;
        foreach (var (keyword, spelling) in All)
        {
            if (text.SequenceEqual(spelling)) return keyword;
        }

        return Keyword.None;
    }

    /// <summary>Whether the text looks like a keyword, <c>"@" 1*ALPHA</c>: such terms and values are set aside for the future.</summary>
    public static bool HasForm(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[0] != (byte)'@') return false;
        foreach (var b in text[1..])
        {
            if (!char.IsAsciiLetter((char)b)) return false;
        }

        return true;
    }
}
