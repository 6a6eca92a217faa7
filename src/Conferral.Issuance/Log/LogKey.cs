// The log's own key, and the line others know it by.
using Conferral.Credentials.Keys;
using Conferral.Transparency.Notes;

namespace Conferral.Issuance.Log;

/// <summary>An opened log key. Its name is the log's origin and never changes: another name would be another log.</summary>
public sealed class LogKey(NoteKey name, SigningKey key) : IDisposable
{
    /// <summary>The public line (vkey).</summary>
    public NoteKey Name { get; } = name;

    public NoteSignature Sign(string text) => NoteSignature.Sign(text, Name, key);

    public void Dispose() => key.Dispose();

    /// <summary>
    /// The origin of an issuer's log: its web address without the scheme, or its id. Shape: <c>registrar.example.edu/log</c> for
    /// did:web:registrar.example.edu; neither spaces nor plus signs.
    /// </summary>
    public static string OriginOf(string issuerId)
    {
        const string web = "did:web:";
        const string https = "https://";
        var address = issuerId.StartsWith(web, StringComparison.Ordinal) ? issuerId[web.Length..].Replace(':', '/')
            : issuerId.StartsWith(https, StringComparison.Ordinal) ? issuerId[https.Length..].TrimEnd('/') : issuerId;
        return string.Concat(address.Select(c => char.IsWhiteSpace(c) || c == '+' ? '-' : c)) + "/log";
    }
}
