// A batch's closing manifest: what went in, by which rules and key, what came of it, and where the log then stood.
using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conferral.Issuance.Ledger;
using Conferral.Transparency.Notes;

namespace Conferral.Issuance.Log;

/// <summary>
/// Shape: a signed note whose text is JSON: batch, input and rules by SHA-256, times, the account, the key's verification method,
/// the log's key, and a checkpoint that covers every event of the batch. No learner, no path, no name.
/// </summary>
public static class BatchManifest
{
    public const string Type = "conferral-batch-manifest/v1";

    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The manifest of a batch whose account adds up, signed with the log's key.</summary>
    public static SignedNote Make(BatchAccount account, LogKey key, string checkpoint)
    {
        var text = Text(account, key.Name, checkpoint);
        return new SignedNote(text, [key.Sign(text)]);
    }

    /// <summary>What the log's entry says of a manifest. Shape: lower-case hex over the whole note.</summary>
    public static string Sha256Of(string note) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(note)));

    /// <summary>The first thing in a manifest that the ledger's batch contradicts; null when they agree.</summary>
    public static string? Contradiction(string note, LogKeys keys, BatchAccount account)
    {
        var manifest = SignedNote.Parse(note);
        if (keys.VerifyAnytime(manifest).Problem is { } problem) return problem;
        using var document = JsonDocument.Parse(manifest.Text);
        (string Name, string Now)[] facts =
        [
            ("batch", account.Batch.BatchId), ("inputSha256", account.Batch.InputSha256), ("rulesSha256", account.Batch.RulesSha256), ("verificationMethod", account.Batch.VerificationMethod),
            ("learnersRead", Number(account.Batch.LearnersRead ?? 0)), ("new", Number(account.New)), ("amended", Number(account.Amended)), ("unchanged", Number(account.Unchanged)),
        ];
        return facts.Where(fact => !document.RootElement.TryGetProperty(fact.Name, out var was) || was.ToString() != fact.Now)
            .Select(fact => $"the manifest signed at its close says otherwise about {fact.Name} than the ledger ({fact.Now})").FirstOrDefault();
    }

    private static string Text(BatchAccount account, NoteKey key, string checkpoint)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("type", Type);
            json.WriteString("batch", account.Batch.BatchId);
            json.WriteString("inputSha256", account.Batch.InputSha256);
            json.WriteString("rulesSha256", account.Batch.RulesSha256);
            json.WriteString("verificationMethod", account.Batch.VerificationMethod);
            json.WriteString("openedAt", account.Batch.OpenedAt);
            json.WriteString("closedAt", account.Batch.ClosedAt!.Value);
            json.WriteNumber("learnersRead", account.Batch.LearnersRead!.Value);
            json.WriteNumber("new", account.New);
            json.WriteNumber("amended", account.Amended);
            json.WriteNumber("unchanged", account.Unchanged);
            WriteCounts(json, "blocked", account.BlockedByReason);
            WritePlatforms(json, account.Platforms);
            json.WriteString("logKey", key.ToString());
            json.WriteString("checkpoint", checkpoint);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WritePlatforms(Utf8JsonWriter json, IReadOnlyList<PlatformAccount> platforms)
    {
        json.WriteStartArray("platforms");
        foreach (var platform in platforms.OrderBy(platform => platform.PlatformId, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("id", platform.PlatformId);
            json.WriteNumber("delivered", platform.Delivered);
            json.WriteNumber("writtenBack", platform.WrittenBack);
            json.WriteNumber("inDoubt", platform.InDoubt);
            json.WriteNumber("superseded", platform.Superseded);
            WriteCounts(json, "failed", platform.FailedByReason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, int> counts)
    {
        json.WriteStartObject(name);
        foreach (var (reason, count) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteNumber(reason, count);
        json.WriteEndObject();
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
