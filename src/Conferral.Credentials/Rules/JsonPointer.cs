// The spelling of one step of a JSON pointer.
namespace Conferral.Credentials.Rules;

/// <summary>Spec: https://www.rfc-editor.org/rfc/rfc6901#section-3</summary>
internal static class JsonPointer
{
    public static string Escape(string member) => member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
