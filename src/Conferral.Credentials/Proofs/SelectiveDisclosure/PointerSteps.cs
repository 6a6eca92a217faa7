// A JSON pointer taken apart: the steps from the top of a document to one place in it.
namespace Conferral.Credentials.Proofs.SelectiveDisclosure;

/// <summary>Spec: https://www.rfc-editor.org/rfc/rfc6901</summary>
internal static class PointerSteps
{
    /// <summary>The names and indexes on the way; none for the whole document. Errors: <see cref="DisclosureException"/>.</summary>
    public static string[] Of(string pointer)
    {
        if (pointer.Length == 0) return [];
        if (pointer[0] != '/') throw Malformed(pointer, "It must begin with / (or be empty, for the whole document).");
        return [.. pointer[1..].Split('/').Select(step => Unescape(pointer, step))];
    }

    private static string Unescape(string pointer, string step)
    {
        for (var tilde = step.IndexOf('~', StringComparison.Ordinal); tilde >= 0; tilde = step.IndexOf('~', tilde + 1))
        {
            if (tilde + 1 == step.Length || step[tilde + 1] is not ('0' or '1')) throw Malformed(pointer, "In a name, ~ is written ~0 and / is written ~1.");
        }

        return JsonPointer.Unescape(step);
    }

    private static DisclosureException Malformed(string pointer, string advice)
        => new(DisclosureErrorCode.MalformedPointer, $"'{pointer}' is not a JSON pointer. {advice}");
}
