// IRI forms and RFC 3986 reference resolution over UTF-8. Absolute IRIs are never rewritten.
using Conferral.LinkedData.Rdf;

namespace Conferral.LinkedData.JsonLd;

/// <summary>Spec: https://www.rfc-editor.org/rfc/rfc3986#section-5.2 and the IRIREF production of N-Quads.</summary>
internal static class IriReference
{
    /// <summary>Length of the scheme, or -1 where the reference has none.</summary>
    public static int SchemeLength(ReadOnlySpan<byte> iri)
    {
        if (iri.IsEmpty || !char.IsAsciiLetter((char)iri[0])) return -1;
        for (var i = 1; i < iri.Length; i++)
        {
            var c = (char)iri[i];
            if (c == ':') return i;
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.')) return -1;
        }

        return -1;
    }

    /// <summary>Whether the text has a scheme: what IRI expansion calls an IRI. Characters are judged by <see cref="IsWellFormed"/>.</summary>
    public static bool IsAbsolute(ReadOnlySpan<byte> iri) => SchemeLength(iri) > 0;

    public static bool IsBlankNode(ReadOnlySpan<byte> text) => text.StartsWith("_:"u8);

    /// <summary>Whether the text can be an IRI of RDF: absolute, no character that N-Quads forbids, and one fragment at most.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> iri)
        => IsAbsolute(iri) && WellFormedTerms.IsIriBody(iri) && iri.IndexOf((byte)'#') is var hash && (hash < 0 || !iri[(hash + 1)..].Contains((byte)'#'));

    /// <summary>Resolves a reference against a base IRI (RFC 3986 section 5.2.2, strict).</summary>
    public static byte[] Resolve(ReadOnlySpan<byte> baseIri, ReadOnlySpan<byte> reference)
    {
        if (IsAbsolute(reference)) return reference.ToArray();
        var b = Split(baseIri);
        var r = Split(reference);
        if (r.HasAuthority) return Compose(b.Scheme, r.HasAuthority, r.Authority, RemoveDotSegments(r.Path), r.Query, r.Fragment);
        if (r.Path.IsEmpty)
        {
            return Compose(b.Scheme, b.HasAuthority, b.Authority, b.Path.ToArray(), r.Query.IsEmpty ? b.Query : r.Query, r.Fragment);
        }

        var path = r.Path[0] == (byte)'/' ? RemoveDotSegments(r.Path) : RemoveDotSegments(Merge(b, r.Path));
        return Compose(b.Scheme, b.HasAuthority, b.Authority, path, r.Query, r.Fragment);
    }

    /// <summary>The parts, each with its delimiter: <c>scheme:</c>, <c>?query</c>, <c>#fragment</c>; authority without its slashes.</summary>
    private readonly ref struct Parts
    {
        public ReadOnlySpan<byte> Scheme { get; init; }

        public bool HasAuthority { get; init; }

        public ReadOnlySpan<byte> Authority { get; init; }

        public ReadOnlySpan<byte> Path { get; init; }

        public ReadOnlySpan<byte> Query { get; init; }

        public ReadOnlySpan<byte> Fragment { get; init; }
    }

    private static Parts Split(ReadOnlySpan<byte> iri)
    {
        var schemeLength = SchemeLength(iri) + 1;
        var scheme = iri[..schemeLength];
        iri = iri[schemeLength..];
        var hash = iri.IndexOf((byte)'#');
        var fragment = hash < 0 ? default : iri[hash..];
        if (hash >= 0) iri = iri[..hash];
        var question = iri.IndexOf((byte)'?');
        var query = question < 0 ? default : iri[question..];
        if (question >= 0) iri = iri[..question];
        if (!iri.StartsWith("//"u8)) return new Parts { Scheme = scheme, Path = iri, Query = query, Fragment = fragment };
        iri = iri[2..];
        var slash = iri.IndexOf((byte)'/');
        if (slash < 0) slash = iri.Length;
        return new Parts { Scheme = scheme, HasAuthority = true, Authority = iri[..slash], Path = iri[slash..], Query = query, Fragment = fragment };
    }

    private static byte[] Merge(Parts b, ReadOnlySpan<byte> path)
    {
        if (b.HasAuthority && b.Path.IsEmpty) return [(byte)'/', .. path];
        return [.. b.Path[..(b.Path.LastIndexOf((byte)'/') + 1)], .. path];
    }

    private static byte[] Compose(ReadOnlySpan<byte> scheme, bool hasAuthority, ReadOnlySpan<byte> authority, byte[] path, ReadOnlySpan<byte> query, ReadOnlySpan<byte> fragment)
        => [.. scheme, .. hasAuthority ? "//"u8 : default, .. authority, .. path, .. query, .. fragment];

    /// <summary>RFC 3986 section 5.2.4.</summary>
    private static byte[] RemoveDotSegments(ReadOnlySpan<byte> input)
    {
        var output = new List<byte>(input.Length);
        while (!input.IsEmpty)
        {
            if (input.StartsWith("../"u8)) input = input[3..];
            else if (input.StartsWith("./"u8) || input.StartsWith("/./"u8)) input = input[2..];
            else if (input.SequenceEqual("/."u8)) input = "/"u8;
            else if (input.StartsWith("/../"u8) || input.SequenceEqual("/.."u8))
            {
                input = input.Length == 3 ? "/"u8 : input[3..];
                var last = output.LastIndexOf((byte)'/');
                output.RemoveRange(Math.Max(last, 0), output.Count - Math.Max(last, 0));
            }
            else if (input.SequenceEqual("."u8) || input.SequenceEqual(".."u8)) input = default;
            else
            {
                var next = input[1..].IndexOf((byte)'/') + 1;
                if (next == 0) next = input.Length;
                output.AddRange(input[..next]);
                input = input[next..];
            }
        }

        return [.. output];
    }
}
