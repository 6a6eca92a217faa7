// How JSON pointers are spelled.
namespace Conferral.Credentials.Rules;

/// <summary>Spec: https://www.rfc-editor.org/rfc/rfc6901#section-3</summary>
internal static class JsonPointer
{
    /// <summary>The pointer to a member one step below another place.</summary>
    public static string Below(string pointer, string member) => $"{pointer}/{Escape(member)}";

    public static string Escape(string member) => member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
