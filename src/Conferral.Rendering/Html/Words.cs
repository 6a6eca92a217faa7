// A text of a document with the language and direction it is written in.
using System.Text.RegularExpressions;

namespace Conferral.Rendering.Html;

/// <summary>Somebody's words. Shape: <see cref="Language"/> is a BCP 47 tag as the document states it, which may be wrong.</summary>
public readonly partial record struct Words(string Text, string? Language = null, string? Direction = null)
{
    /// <summary>The language where it is stated, shaped as a tag and other than the page's own English.</summary>
    internal string? WritableLanguage => Language is { } tag && !tag.Equals("en", StringComparison.OrdinalIgnoreCase) && TagShape().IsMatch(tag) ? tag : null;

    public static implicit operator Words(string text) => new(text);

    /// <summary>Null stays null.</summary>
    internal static Words? OrNull(string? text) => text is null ? (Words?)null : new Words(text);

    public override string ToString() => Text;

    /// <summary>The same words, in <paramref name="language"/> unless they say otherwise.</summary>
    internal Words Or(string? language) => Language is null ? this with { Language = language } : this;

    [GeneratedRegex(@"\A[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TagShape();
}
