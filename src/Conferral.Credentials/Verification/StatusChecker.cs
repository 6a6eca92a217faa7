// Whether a credential is revoked or suspended, from the status lists at hand.
using System.Text.Json;
using Conferral.Credentials.Proofs;
using Conferral.Credentials.Status;

namespace Conferral.Credentials.Verification;

/// <summary>
/// Judges every status a credential names and sums them up. A status that cannot be found out, for whatever reason, is
/// "could not check" with the error's name; only a list that stands can speak against a credential.
/// <paramref name="judgeList"/> checks a list credential as the credential it is. Safe for concurrent use.
/// </summary>
internal sealed class StatusChecker(StatusDocuments documents, Func<FoundCredential, IReadOnlyList<Check>> judgeList, TimeProvider clock)
{
    /// <summary>More statuses than this on one credential are not looked at; real ones have one or two.</summary>
    public const int MaxEntries = 16;

    private readonly BitstringStatusCheck _bitstring = new(documents, judgeList, clock);
    private readonly RevocationListCheck _revocationList = new(documents);

    /// <summary>Null where the credential names no status.</summary>
    public Check? Judge(JsonElement credential)
    {
        if (!credential.TryGetProperty("credentialStatus", out var value) || CredentialParts.Items(value) is not { Count: > 0 } entries) return null;
        if (entries.Count > MaxEntries) return Check.Unknown(CheckId.Status, $"The credential names {entries.Count} statuses; more than {MaxEntries} are not checked.");
        var checks = entries.Select(entry => JudgeEntry(credential, entry)).ToList();
        var worst = checks.MaxBy(check => check.Verdict)!;
        return worst with { Message = string.Join(' ', checks.Where(check => check.Verdict == worst.Verdict).Select(check => check.Message)) };
    }

    private Check JudgeEntry(JsonElement credential, JsonElement entry)
    {
        try
        {
            var types = entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("type", out var type) ? CredentialParts.Items(type) : [];
            if (types.Any(type => type.ValueKind == JsonValueKind.String && type.ValueEquals(BitstringStatusListEntry.TypeName))) return _bitstring.Judge(credential, BitstringStatusListEntry.Read(entry));
            if (types.Any(type => type.ValueKind == JsonValueKind.String && type.ValueEquals(RevocationList.TypeName))) return _revocationList.Judge(credential, entry);
            return Check.Unknown(CheckId.Status, "The credential names a status of a type that is not among those this version checks.");
        }
        catch (StatusListException refusal)
        {
            return Check.Unknown(CheckId.Status, $"Whether the credential is revoked or suspended was not checked ({refusal.Code}). {refusal.Message}");
        }
    }
}
