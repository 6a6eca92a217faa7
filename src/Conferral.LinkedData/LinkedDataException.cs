// The ways linked data can refuse a document: its own fault, an unknown context, too much work.
using System.Buffers;

namespace Conferral.LinkedData;

/// <summary>Why a document could not be turned into canonical RDF.</summary>
public abstract class LinkedDataException(string message) : Exception(message);

/// <summary>
/// The document breaks JSON-LD 1.1, or safe mode found data that would fall out of the signature.
/// <see cref="Code"/> is the specification's error code (<c>invalid term definition</c>, …) or one of the
/// safe-mode codes of <see cref="SafeModeCode"/>. <see cref="Pointer"/> is the JSON pointer of the place.
/// Spec: https://www.w3.org/TR/json-ld11-api/#jsonlderrorcode
/// </summary>
public sealed class JsonLdException(string code, string pointer, string message) : LinkedDataException(message)
{
    public string Code { get; } = code;

    public string Pointer { get; } = pointer;
}

/// <summary>Codes of safe mode: data that JSON-LD would drop or leave ambiguous without a word.</summary>
public static class SafeModeCode
{
    public const string UndefinedTerm = "undefined term";
    public const string RelativeIri = "relative IRI";
    public const string RelativeType = "relative type";
    public const string DroppedValue = "dropped value";

    /// <summary>Only where nodes are named by their places (<see cref="JsonLdInput.NamesNodesByPlace"/>).</summary>
    public const string AmbiguousPlace = "ambiguous place";
}

/// <summary>
/// The document names a context nobody gave us. The verdict is "could not check", never "invalid". The message holds the command
/// that adds the context, in a form that is safe to paste whatever the document wrote as its URL.
/// </summary>
public sealed class UnknownContextException(string url)
    : LinkedDataException($"The document uses the context {Printable(url)}, which this installation does not know. Nothing is fetched while signing or verifying: look at what its publisher has there and add it with `conferral contexts add {ShellWord(url)} --file FILE` (or --online).")
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:/._-+%=@,");

    private static readonly SearchValues<char> Quotable = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:/._-+%=@,?&#~;()[]!*$");

    public string Url { get; } = url;

    private static string Printable(string url) => string.Concat(url.Select(c => char.IsControl(c) ? '?' : c));

    private static string ShellWord(string url)
        => url.Length == 0 || url[0] == '-' || url.AsSpan().ContainsAnyExcept(Quotable) ? "URL" : url.AsSpan().ContainsAnyExcept(Plain) ? $"'{url}'" : url;
}

/// <summary>Canonicalization reached its bound of work: a poisoned or absurdly symmetric graph.</summary>
public sealed class CanonicalizationBoundException(long bound)
    : LinkedDataException($"Canonicalization stopped after {bound} steps of work: the document's unnamed objects are too alike to be told apart in reasonable time.")
{
    public long Bound { get; } = bound;
}
