// Whether the credential a platform shows is the one that was sent.
using System.Text.Json;

namespace Conferral.Issuance.Deliver;

internal enum Echo
{
    /// <summary>The same bytes, or the same JSON value written otherwise.</summary>
    Equal,

    /// <summary>The same but for its proof, and perhaps its id: the platform signs itself.</summary>
    ReSigned,

    /// <summary>A document under the same id that says something else.</summary>
    Different,

    /// <summary>A credential that says something else, under another id.</summary>
    AnotherId,

    /// <summary>Something that is no copy of the credential at all.</summary>
    NoCopy,
}

/// <summary>Compares what a platform shows with what was sent, as JSON values: order of members does not count.</summary>
internal static class EchoComparison
{
    public static Echo Compare(ReadOnlyMemory<byte> sent, ReadOnlyMemory<byte> shown)
    {
        if (sent.Span.SequenceEqual(shown.Span)) return Echo.Equal;
        using var document = JsonDocument.Parse(shown);
        return Compare(sent, document.RootElement);
    }

    public static Echo Compare(ReadOnlyMemory<byte> sent, JsonElement shown)
    {
        if (shown.ValueKind != JsonValueKind.Object || !shown.TryGetProperty("credentialSubject", out _)) return Echo.NoCopy;
        using var own = JsonDocument.Parse(sent);
        if (JsonElement.DeepEquals(own.RootElement, shown)) return Echo.Equal;
        if (EqualWithoutProof(own.RootElement, shown)) return Echo.ReSigned;
        return CredentialNames.Of(shown) is { Id: { } id } && id != CredentialNames.Of(own.RootElement).Id ? Echo.AnotherId : Echo.Different;
    }

    private static bool EqualWithoutProof(JsonElement own, JsonElement shown)
    {
        var count = 0;
        foreach (var member in own.EnumerateObject())
        {
            if (member.NameEquals("proof") || member.NameEquals("id")) continue;
            count++;
            if (!shown.TryGetProperty(member.Name, out var other) || !JsonElement.DeepEquals(member.Value, other)) return false;
        }

        return count == shown.EnumerateObject().Count(member => !member.NameEquals("proof") && !member.NameEquals("id"));
    }
}
