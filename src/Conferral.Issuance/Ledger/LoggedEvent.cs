// An event as the transparency log commits to it: its one spelling, and the commitment over it.
using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Conferral.LinkedData.JsonLd;

namespace Conferral.Issuance.Ledger;

/// <summary>
/// What happened, as a receipt shows it. Shape: canonical JSON (RFC 8785) with the members at, batch, credential, detail, kind,
/// platform, version; what does not apply is absent. No learner key, no name: who it is about is in the credential alone.
/// </summary>
public sealed record LoggedEvent(DateTimeOffset At, string Kind, string? BatchId, CredentialVersion? Credential, string? PlatformId, string? Detail)
{
    public const string Signed = "signed";

    /// <summary>Units: bytes. As long as the hash, so that a salt cannot be guessed where an event could be.</summary>
    public const int SaltLength = 32;

    private const string TimeForm = "yyyy-MM-ddTHH:mm:ss.ffffffZ";
    private const string HashMark = "sha256 ";

    /// <summary>The document's hash, of an event that carries one (<see cref="Signed"/>). Shape: lower-case hex.</summary>
    public string? Sha256 => Detail is { } detail && detail.StartsWith(HashMark, StringComparison.Ordinal) ? detail[HashMark.Length..] : null;

    /// <summary>The detail of an event about bytes of this hash.</summary>
    public static string DetailOf(string sha256) => HashMark + sha256;

    public byte[] ToUtf8()
    {
        var output = new ArrayBufferWriter<byte>(512);
        var mark = "{"u8;
        Write("at", At.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture), output, ref mark);
        Write("batch", BatchId, output, ref mark);
        Write("credential", Credential?.CredentialId, output, ref mark);
        Write("detail", Detail, output, ref mark);
        Write("kind", Kind, output, ref mark);
        Write("platform", PlatformId, output, ref mark);
        if (Credential is { } credential)
        {
            output.Write(",\"version\":"u8);
            Encoding.UTF8.GetBytes(credential.Version.ToString(CultureInfo.InvariantCulture), output);
        }

        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="ToUtf8"/> wrote. Errors: <see cref="JsonException"/> for anything else.</summary>
    public static LoggedEvent Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || CredentialParts.Text(root, "kind") is not { } kind
            || !DateTimeOffset.TryParseExact(CredentialParts.Text(root, "at"), TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            throw new JsonException("The event of a receipt must be an object with a time and a kind.");
        CredentialVersion? credential = CredentialParts.Text(root, "credential") is { } id && root.TryGetProperty("version", out var version) && version.TryGetInt32(out var number) ? new CredentialVersion(id, number) : null;
        return new LoggedEvent(at, kind, CredentialParts.Text(root, "batch"), credential, CredentialParts.Text(root, "platform"), CredentialParts.Text(root, "detail"));
    }

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltLength);

    /// <summary>SHA-256 over salt and event: the log's entry. Says nothing to whoever lacks the salt.</summary>
    public static byte[] Commit(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> utf8)
    {
        var input = new byte[salt.Length + utf8.Length];
        salt.CopyTo(input);
        utf8.CopyTo(input.AsSpan(salt.Length));
        return SHA256.HashData(input);
    }

    /// <summary>One member, after <paramref name="mark"/>; members come in the order of their names, as RFC 8785 has them.</summary>
    private static void Write(string name, string? value, ArrayBufferWriter<byte> output, ref ReadOnlySpan<byte> mark)
    {
        if (value is null) return;
        output.Write(mark);
        mark = ","u8;
        JsonCanonicalForm.WriteString(name, output);
        output.Write(":"u8);
        JsonCanonicalForm.WriteString(value, output);
    }
}
