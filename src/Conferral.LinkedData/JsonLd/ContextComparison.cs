// Whether a part of a document says alone what it says within the document.
using System.Runtime.InteropServices;

namespace Conferral.LinkedData.JsonLd;

/// <summary>
/// Compares the context a part has alone with the one it has where it stands, which knows the words of the document around it
/// besides. In safe mode a part that is read in the first says the same in the second when this holds: every word of the first
/// means the same in the second, and a word only the second knows can stand nowhere, because in the first it has no meaning
/// and is refused, as a member, a type or a reference. What is not refused without being a word has a colon, or is a keyword, or
/// begins with a prefix; so no word only the second knows may have or be one of these. A vocabulary or a base would give meaning to
/// any word, so there is none.
/// </summary>
internal static class ContextComparison
{
    public static bool SayTheSame(ActiveContext alone, ActiveContext within)
        => alone is { Vocab: null, Base: null, OriginalBase: null } && within is { Vocab: null, Base: null, OriginalBase: null }
            && Utf8Comparer.Instance.Equals(alone.Language, within.Language) && alone.Direction == within.Direction
            && ReferenceEquals(alone.Previous?.Twin, within.Previous) && (alone.Previous is null) == (within.Previous is null)
            && alone.Terms.All(term => within.Find(term.Term) is { } other && term.SaysTheSameAs(other) && HasSameScope(term, other))
            && within.Terms.All(term => alone.Find(term.Term) is not null || IsPlainWord(term));

    /// <summary>The scope in the same words, and read against the same base.</summary>
    private static bool HasSameScope(TermDefinition one, TermDefinition other)
        => one.LocalContext is not { } mine
            || (other.LocalContext is { } theirs && one.BaseUrl == other.BaseUrl && JsonMarshal.GetRawUtf8Value(mine).SequenceEqual(JsonMarshal.GetRawUtf8Value(theirs)));

    private static bool IsPlainWord(TermDefinition term)
        => term is { Keyword: Keyword.None, IsPrefix: false } && !term.Term.Contains((byte)':') && !term.Term.AsSpan().StartsWith("@"u8);
}
