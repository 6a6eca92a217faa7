// How JSON pointers are spelled.
namespace Conferral.Credentials;

/// <summary>Spec: https://www.rfc-editor.org/rfc/rfc6901#section-3</summary>
public static class JsonPointer
{
    /// <summary>The pointer to a member one step below another place.</summary>
    public static string Below(string pointer, string member) => $"{pointer}/{Escape(member)}";

    public static string Escape(string member) => member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The name a step of a pointer stands for.</summary>
    public static string Unescape(string step) => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
