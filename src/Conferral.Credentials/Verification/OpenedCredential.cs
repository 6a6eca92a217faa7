// A credential's text and every credential embedded in it, opened for reading.
using System.Text.Json;
using Conferral.Credentials.Baking;
using Conferral.Credentials.Jwt;
using Conferral.Credentials.Proofs;

namespace Conferral.Credentials.Verification;

/// <summary>One credential of a file. Shape: <see cref="Pointer"/> is that of its <see cref="DocumentReport"/>.</summary>
public readonly record struct CredentialText(string Pointer, DocumentRole Role, JsonElement Json);

/// <summary>
/// What a file says, in whichever form it came (JSON, a compact JWS, an image it is baked into): the outer credential first, then
/// every embedded one that can be read, tokens opened. Says nothing about who stands behind it. Valid until disposed.
/// </summary>
public sealed class OpenedCredential : IDisposable
{
    private readonly CredentialTree _tree;

    private OpenedCredential(CredentialTree tree)
    {
        _tree = tree;
        Credentials = [.. tree.Credentials.Where(found => found.Problem is null && found.Document.ValueKind == JsonValueKind.Object).Select(found => new CredentialText(found.Pointer, found.Role, found.Document))];
    }

    public IReadOnlyList<CredentialText> Credentials { get; }

    public JsonElement Outer => _tree.Outer.Document;

    /// <summary>Null where <see cref="CredentialVerifier.Verify"/> finds the bytes unreadable, and says why. Bounds: <see cref="CredentialVerifier.MaxBytes"/>.</summary>
    public static OpenedCredential? TryOpen(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > CredentialVerifier.MaxBytes) return null;
        try
        {
            return new OpenedCredential(CredentialTree.Read(BakedImage.IsImage(bytes.Span) ? BakedImage.Extract(bytes) : bytes));
        }
        catch (Exception refusal) when (refusal is StrictJsonException or MalformedTokenException or BakingException)
        {
            return null;
        }
    }

    public void Dispose() => _tree.Dispose();
}
