// The context URLs the rules compare, and the questions they put to a credential's list of contexts.
using System.Text.Json;

namespace Conferral.Credentials.Rules;

/// <summary>A credential's <c>@context</c>. URLs are compared by their bytes: a context URL is a name.</summary>
internal static class Contexts
{
    public static ReadOnlySpan<byte> CredentialsV2 => "https://www.w3.org/ns/credentials/v2"u8;

    public static ReadOnlySpan<byte> CredentialsV1 => "https://www.w3.org/2018/credentials/v1"u8;

    public static ReadOnlySpan<byte> ClrWithoutLaterTerms => "https://purl.imsglobal.org/spec/clr/v2p0/context.json"u8;

    public static ReadOnlySpan<byte> ClrPreferred => "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"u8;

    public static ReadOnlySpan<byte> OpenBadgesPreferred => "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"u8;

    public static ReadOnlySpan<byte> Extensions => "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"u8;

    /// <summary>The item at a position, or an undefined element.</summary>
    public static JsonElement At(DocumentNode credential, int position)
    {
        if (!credential.TryGet("@context"u8, out var contexts)) return default;
        if (contexts.ValueKind == JsonValueKind.Array) return position < contexts.GetArrayLength() ? contexts[position] : default;
        return position == 0 ? contexts : default;
    }

    /// <summary>Where a context at a position stands: the item, or the whole where there is no such item.</summary>
    public static string Pointer(DocumentNode credential, int position)
    {
        var isItem = credential.TryGet("@context"u8, out var contexts) && contexts.ValueKind == JsonValueKind.Array && position < contexts.GetArrayLength();
        return credential.Pointer("@context", isItem ? position : -1);
    }

    public static bool Has(DocumentNode credential, ReadOnlySpan<byte> url)
        => credential.TryGet("@context"u8, out var contexts) && TypeSet.Contains(contexts, url);

    public static bool Is(JsonElement context, ReadOnlySpan<byte> url) => context.ValueKind == JsonValueKind.String && context.ValueEquals(url);

    public static bool IsClr(JsonElement context) => IsVersionOf(context, "https://purl.imsglobal.org/spec/clr/v2p0/context"u8, "-2."u8);

    public static bool IsOpenBadges(JsonElement context) => IsVersionOf(context, "https://purl.imsglobal.org/spec/ob/v3p0/context"u8, "-3."u8);

    /// <summary>The first Open Badges context of a credential, or an undefined element.</summary>
    public static JsonElement OpenBadgesOf(DocumentNode credential)
    {
        foreach (var context in credential.Items("@context"u8))
        {
            if (IsOpenBadges(context)) return context;
        }

        return default;
    }

    // The published patterns: the stem, any number of "-m.d.d", ".json".
    private static bool IsVersionOf(JsonElement context, ReadOnlySpan<byte> stem, ReadOnlySpan<byte> major)
    {
        if (context.ValueKind != JsonValueKind.String) return false;
        var rest = Utf8Text.Of(context);
        if (!rest.StartsWith(stem)) return false;
        rest = rest[stem.Length..];
        while (rest.Length >= 6 && rest.StartsWith(major) && char.IsAsciiDigit((char)rest[3]) && rest[4] == '.' && char.IsAsciiDigit((char)rest[5])) rest = rest[6..];
        return rest.SequenceEqual(".json"u8);
    }
}
